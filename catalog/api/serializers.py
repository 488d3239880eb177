"""The axes as JSON; `id` is the identifier of the address."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from catalog.models import (
    Control,
    Family,
    Framework,
    Layer,
    Provider,
    Responsibility,
    Service,
    Source,
    Tier,
)


class TextOrNullField(serializers.CharField):
    """Text that nobody wrote is null, not empty."""

    def __init__(self) -> None:
        super().__init__(allow_null=True)

    def to_representation(self, value: str) -> str:
        return super().to_representation(value) or None  # type: ignore[return-value]


class ProviderSerializer(serializers.ModelSerializer[Provider]):
    id = serializers.CharField(source="slug")
    website = TextOrNullField()
    model_name = TextOrNullField()
    model_url = TextOrNullField()
    service_count = serializers.IntegerField()

    class Meta:
        model = Provider
        fields = [
            "id",
            "name",
            "short_name",
            "summary",
            "website",
            "model_name",
            "model_url",
            "service_count",
        ]


class TierSerializer(serializers.ModelSerializer[Tier]):
    id = serializers.CharField(source="slug")
    vendor_terms = serializers.DictField(child=serializers.CharField())

    class Meta:
        model = Tier
        fields = ["id", "name", "short_name", "summary", "order", "vendor_terms"]


class FamilySerializer(serializers.ModelSerializer[Family]):
    id = serializers.CharField(source="slug")
    compare_responsibilities = serializers.ListField(child=serializers.CharField())
    service_count = serializers.IntegerField()

    class Meta:
        model = Family
        fields = ["id", "name", "summary", "compare_responsibilities", "service_count"]


@extend_schema_field(
    serializers.DictField(child=serializers.ListField(child=serializers.CharField()))
)
class ResourceTypesField(serializers.Field[object, object, dict[str, list[str]], object]):
    """`{vocabulary: [name, …]}` from prefetched rows."""

    def to_representation(self, value: object) -> dict[str, list[str]]:
        names: dict[str, list[str]] = {}
        for row in value.all():  # type: ignore[attr-defined]
            names.setdefault(row.vocabulary, []).append(row.name)
        return names


class ServiceSerializer(serializers.ModelSerializer[Service]):
    id = serializers.CharField(source="identifier")
    provider = serializers.CharField(source="provider.slug")
    tier = serializers.CharField(source="tier.slug")
    family = serializers.CharField(source="family.slug")
    vendor_tier = TextOrNullField()
    also_in_families = serializers.SlugRelatedField[Family](
        many=True, read_only=True, slug_field="slug"
    )
    aliases = serializers.ListField(child=serializers.CharField())
    docs = serializers.ListField(child=serializers.URLField())
    resource_types = ResourceTypesField()

    class Meta:
        model = Service
        fields = [
            "id", "name", "summary", "provider", "tier", "vendor_tier", "family",
            "also_in_families", "aliases", "docs", "resource_types",
        ]  # fmt: skip


class LayerSerializer(serializers.ModelSerializer[Layer]):
    id = serializers.CharField(source="slug")

    class Meta:
        model = Layer
        fields = ["id", "name", "summary", "order"]


class ControlReferenceSerializer(serializers.ModelSerializer[Control]):
    framework = serializers.CharField(source="framework.slug")
    title = TextOrNullField()

    class Meta:
        model = Control
        fields = ["framework", "identifier", "title"]


class ResponsibilitySerializer(serializers.ModelSerializer[Responsibility]):
    id = serializers.CharField(source="slug")
    layer = serializers.CharField(source="layer.slug")
    terms = serializers.ListField(child=serializers.CharField())
    controls = ControlReferenceSerializer(many=True)

    class Meta:
        model = Responsibility
        fields = ["id", "name", "layer", "question", "why_it_matters", "terms", "controls"]


class FrameworkSerializer(serializers.ModelSerializer[Framework]):
    id = serializers.CharField(source="slug")
    control_count = serializers.IntegerField()

    class Meta:
        model = Framework
        fields = ["id", "name", "version", "publisher", "url", "licence", "control_count"]


class ControlSerializer(serializers.ModelSerializer[Control]):
    title = TextOrNullField()
    responsibilities = serializers.SlugRelatedField[Responsibility](
        many=True, read_only=True, slug_field="slug"
    )

    class Meta:
        model = Control
        fields = ["identifier", "title", "responsibilities"]


class FrameworkDetailSerializer(FrameworkSerializer):
    controls = ControlSerializer(many=True)

    class Meta(FrameworkSerializer.Meta):
        fields = [*FrameworkSerializer.Meta.fields, "controls"]


class SourceSerializer(serializers.ModelSerializer[Source]):
    id = serializers.CharField(source="slug")
    licence = TextOrNullField()
    citation_count = serializers.IntegerField()

    class Meta:
        model = Source
        fields = ["id", "url", "title", "publisher", "as_of", "licence", "citation_count"]
