"""The shape of answers for the OpenAPI description; `matrices.exporters.json` fills it.

A test validates real answers against it, so the two cannot drift apart.
"""

from rest_framework import serializers

from catalog.api import serializers as axes
from matrices.choices import Basis, CheckTool, Level, Ownership
from matrices.comparison import Kind
from matrices.history import ChangeKind
from matrices.reasons import Because
from matrices.search.answer import Match
from matrices.search.scoring import KINDS


class CaveatSerializer(serializers.Serializer[object]):
    when = serializers.CharField()
    text = serializers.CharField()
    option = serializers.CharField(allow_null=True)
    since = serializers.CharField(allow_null=True)
    until = serializers.CharField(allow_null=True)


class CheckSerializer(serializers.Serializer[object]):
    tool = serializers.ChoiceField(choices=[each.value for each in CheckTool])
    id = serializers.CharField(allow_null=True)
    how = serializers.CharField(allow_null=True)


class CitationSerializer(serializers.Serializer[object]):
    url = serializers.URLField()
    title = serializers.CharField()
    publisher = serializers.CharField()
    as_of = serializers.CharField(help_text="Date of the text, or `undated`")
    locator = serializers.CharField()
    read_on = serializers.DateField()


class CellSerializer(serializers.Serializer[object]):
    ownership = serializers.ChoiceField(choices=[each.value for each in Ownership])
    basis = serializers.ChoiceField(choices=[each.value for each in Basis])
    resolved_from = serializers.ChoiceField(choices=[each.value for each in Level], allow_null=True)
    provider_duty = serializers.CharField(allow_null=True)
    customer_duty = serializers.CharField(allow_null=True)
    default_state = serializers.CharField(allow_null=True)
    caveats = CaveatSerializer(many=True)
    checks = CheckSerializer(many=True)
    blast_radius = serializers.CharField(allow_null=True)
    recovery = serializers.CharField(allow_null=True)
    citations = CitationSerializer(many=True)
    verified_on = serializers.DateField(allow_null=True)
    inherited = serializers.DictField(
        child=serializers.CharField(), help_text="Words taken from another level than the claim"
    )


class RowSerializer(CellSerializer):
    responsibility = serializers.CharField()
    layer = serializers.CharField()
    moved_by = serializers.CharField(allow_null=True, help_text="The option that changed the cell")


class ItemSerializer(CellSerializer):
    service = serializers.CharField()
    responsibility = serializers.CharField()
    layer = serializers.CharField()


class ServiceHeadSerializer(serializers.Serializer[object]):
    id = serializers.CharField()
    name = serializers.CharField()
    provider = serializers.CharField()
    tier = serializers.CharField()
    family = serializers.CharField()


class OptionSerializer(serializers.Serializer[object]):
    slug = serializers.CharField()
    name = serializers.CharField()
    summary = serializers.CharField(allow_null=True)
    since = serializers.CharField(allow_null=True)
    detect = serializers.CharField(allow_null=True)
    is_default = serializers.BooleanField()
    is_chosen = serializers.BooleanField()
    moves = serializers.ListField(child=serializers.CharField())


class SettingSerializer(serializers.Serializer[object]):
    slug = serializers.CharField()
    name = serializers.CharField()
    question = serializers.CharField(allow_null=True)
    options = OptionSerializer(many=True)


class CountsSerializer(serializers.Serializer[object]):
    provider = serializers.IntegerField()
    customer = serializers.IntegerField()
    shared = serializers.IntegerField()
    not_applicable = serializers.IntegerField()
    unknown = serializers.IntegerField()


class MatrixSerializer(serializers.Serializer[object]):
    service = ServiceHeadSerializer()
    settings = SettingSerializer(many=True)
    options = serializers.ListField(child=serializers.CharField())
    counts = CountsSerializer()
    items = RowSerializer(many=True)


class TierMatrixSerializer(serializers.Serializer[object]):
    tier = serializers.CharField()
    name = serializers.CharField()
    items = RowSerializer(many=True)


class ColumnSerializer(serializers.Serializer[object]):
    id = serializers.CharField(help_text="A service, or `tier:` and the slug of a tier")
    name = serializers.CharField()
    provider = serializers.CharField(allow_null=True, help_text="Null for a tier")
    tier = serializers.CharField()
    family = serializers.CharField(allow_null=True, help_text="Null for a tier")
    reference = serializers.CharField()
    options = serializers.ListField(child=serializers.CharField())


class SummarySerializer(serializers.Serializer[object]):
    moved = serializers.IntegerField()
    nuance = serializers.IntegerField()
    same = serializers.IntegerField()
    partial = serializers.IntegerField()  # type: ignore[assignment] # a field of the same name


class DifferenceSerializer(serializers.Serializer[object]):
    services = serializers.ListField(child=serializers.CharField())
    text = serializers.CharField()
    basis = serializers.ChoiceField(choices=[each.value for each in Basis])
    citations = CitationSerializer(many=True)


class ReasonSerializer(serializers.Serializer[object]):
    because = serializers.ChoiceField(choices=[each.value for each in Because])
    columns = serializers.ListField(child=serializers.CharField())
    text = serializers.CharField()


class ComparisonRowSerializer(serializers.Serializer[object]):
    responsibility = serializers.CharField()
    layer = serializers.CharField()
    kind = serializers.ChoiceField(choices=[each.value for each in Kind])
    why = serializers.CharField(allow_null=True, help_text="The reasons in one line")
    reasons = ReasonSerializer(many=True)
    cells = CellSerializer(many=True)
    recorded_differences = DifferenceSerializer(many=True)


class StayingSerializer(serializers.Serializer[object]):
    layer = serializers.CharField()
    ownership = serializers.ChoiceField(choices=[each.value for each in Ownership])
    wholly = serializers.BooleanField(help_text="Each row of the layer, or more than half of them")


class ComparisonSerializer(serializers.Serializer[object]):
    services = ColumnSerializer(many=True)
    summary = SummarySerializer()
    sentence = serializers.CharField(help_text="How much moves and what stays, for people")
    stays = StayingSerializer(many=True)
    rows = ComparisonRowSerializer(many=True)


class ChangeSerializer(serializers.Serializer[object]):
    in_revision = serializers.IntegerField()
    changed_at = serializers.DateTimeField()
    reason = serializers.CharField(allow_null=True, help_text="Why, where the import said so")
    kind = serializers.ChoiceField(choices=[each.value for each in ChangeKind])
    subject = serializers.CharField(help_text="The file that changed, without its ending")
    field = serializers.CharField(help_text="The key inside it; empty for the whole file")
    service = serializers.CharField(allow_null=True)
    responsibility = serializers.CharField(allow_null=True)
    option = serializers.CharField(allow_null=True)
    before = serializers.CharField(allow_null=True)
    after = serializers.CharField(allow_null=True)


class BulkItemSerializer(CellSerializer):
    option = serializers.CharField(allow_null=True, help_text="Null for the service as it comes")
    responsibility = serializers.CharField()
    layer = serializers.CharField()


class BulkOptionSerializer(serializers.Serializer[object]):
    slug = serializers.CharField()
    name = serializers.CharField()
    summary = serializers.CharField(allow_null=True)
    since = serializers.CharField(allow_null=True)
    detect = serializers.CharField(allow_null=True)
    is_default = serializers.BooleanField()


class BulkSettingSerializer(serializers.Serializer[object]):
    slug = serializers.CharField()
    name = serializers.CharField()
    question = serializers.CharField(allow_null=True)
    options = BulkOptionSerializer(many=True)


class BulkServiceSerializer(axes.ServiceSerializer):
    settings = BulkSettingSerializer(many=True)
    items = BulkItemSerializer(many=True)

    class Meta(axes.ServiceSerializer.Meta):
        fields = [*axes.ServiceSerializer.Meta.fields, "settings", "items"]


class AboutSerializer(serializers.Serializer[object]):
    """What a file says about itself on top of the envelope."""

    revised_at = serializers.DateTimeField(allow_null=True)
    licence = serializers.CharField()
    licence_url = serializers.URLField()
    source = serializers.CharField()  # type: ignore[assignment] # a field of the same name


class MatrixFileSerializer(AboutSerializer, MatrixSerializer):
    pass


class TierMatrixFileSerializer(AboutSerializer, TierMatrixSerializer):
    pass


class ComparisonFileSerializer(AboutSerializer, ComparisonSerializer):
    pass


class CatalogueSerializer(AboutSerializer):
    providers = axes.ProviderSerializer(many=True)
    tiers = axes.TierSerializer(many=True)
    families = axes.FamilySerializer(many=True)
    layers = axes.LayerSerializer(many=True)
    responsibilities = axes.ResponsibilitySerializer(many=True)
    frameworks = axes.FrameworkSerializer(many=True)
    services = BulkServiceSerializer(many=True)


class LossSerializer(serializers.Serializer[object]):
    what = serializers.CharField(help_text="A part of a cell, a column of the form or `cells`")
    cells = serializers.IntegerField(help_text="How many say something that is not in the file")
    why = serializers.CharField()
    rows = serializers.ListField(child=serializers.CharField(), help_text="Their duties")


class LossReportSerializer(AboutSerializer):
    form = serializers.CharField()
    services = serializers.ListField(child=serializers.CharField())
    losses = LossSerializer(many=True)


class RootSerializer(serializers.Serializer[object]):
    links = serializers.DictField(child=serializers.CharField())
    counts = serializers.DictField(child=serializers.IntegerField())


class SuggestionSerializer(serializers.Serializer[object]):
    kind = serializers.ChoiceField(choices=KINDS)
    id = serializers.CharField(help_text="`aws/s3`, `aws/eks@auto-mode#pod-security`")
    title = serializers.CharField()
    detail = serializers.CharField()
    match = serializers.ChoiceField(
        choices=[each.label for each in Match], help_text="Why it was found, nearest first"
    )
    via = serializers.CharField(allow_null=True, help_text="The name found, if not the title")
    url = serializers.URLField(help_text="The page")


class HitSerializer(SuggestionSerializer):
    text = serializers.CharField(allow_null=True, help_text="The sentence that fits best")
    service = serializers.CharField(allow_null=True, help_text="Of a cell; null otherwise")
    option = serializers.CharField(allow_null=True)
    responsibility = serializers.CharField(allow_null=True)
    ownership = serializers.ChoiceField(choices=[each.value for each in Ownership], allow_null=True)


class OfferSerializer(serializers.Serializer[object]):
    services = serializers.ListField(child=serializers.CharField())
    certain = serializers.BooleanField(help_text="Each side is a name as it is written")
    url = serializers.URLField()


class SearchSerializer(serializers.Serializer[object]):
    query = serializers.CharField()
    read_as = serializers.CharField(
        allow_null=True, help_text="The query with its slips mended; null where none was"
    )
    comparison = OfferSerializer(allow_null=True, help_text="What `a vs b` asks for")
    capped = serializers.BooleanField(help_text="There is more than is told")
    count = serializers.IntegerField()
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = HitSerializer(many=True)


class SuggestionsSerializer(serializers.Serializer[object]):
    query = serializers.CharField()
    results = SuggestionSerializer(many=True)
