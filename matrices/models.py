"""Who owns what: the claims of each level, the resolved cells and the history.

The importer is the only writer of these tables.
"""

from django.db import models
from django.db.models import Q

from catalog.models import Family, Layer, Option, Provider, Responsibility, Service, Source, Tier
from matrices.choices import Basis, CheckTool, Level, Ownership
from matrices.querysets import (
    ChangeQuerySet,
    ResolvedItemQuerySet,
    RevisionQuerySet,
    TierDefaultQuerySet,
)


def _choices(
    values: type[Ownership] | type[Basis] | type[Level] | type[CheckTool],
) -> list[tuple[str, str]]:
    return [(value.value, value.value) for value in values]


_SHARED_NEEDS_BOTH = ~Q(ownership=Ownership.SHARED) | (~Q(provider_duty="") & ~Q(customer_duty=""))


def _exactly_one(*names: str) -> Q:
    """Exactly one of the named foreign keys is set."""
    condition = Q()
    for chosen in names:
        condition |= Q(**{f"{name}__isnull": name != chosen for name in names})
    return condition


class Claim(models.Model):
    """What one level says about one responsibility; empty words come from farther levels."""

    responsibility = models.ForeignKey(Responsibility, on_delete=models.PROTECT, related_name="+")
    ownership = models.CharField(max_length=20, choices=_choices(Ownership))
    basis = models.CharField(max_length=20, choices=_choices(Basis))
    provider_duty = models.TextField(blank=True)
    customer_duty = models.TextField(blank=True)
    default_state = models.TextField(blank=True)
    blast_radius = models.TextField(blank=True)
    recovery = models.TextField(blank=True)
    verified_on = models.DateField(null=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.responsibility_id}: {self.ownership}"


class TierDefault(Claim):
    """What every service of a tier starts from."""

    tier = models.ForeignKey(Tier, on_delete=models.CASCADE, related_name="items")

    objects = TierDefaultQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tier", "responsibility"], name="tier_default_unique")
        ]


class FamilyItem(Claim):
    """What the services of a family have in common."""

    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="items")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["family", "responsibility"], name="family_item_unique")
        ]


class ResponsibilityItem(Claim):
    """What a service's own documents say about one responsibility."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="items")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["service", "responsibility"], name="responsibility_item_unique"
            )
        ]


class OptionItem(Claim):
    """A cell that an option moves against the service as it comes."""

    option = models.ForeignKey(Option, on_delete=models.CASCADE, related_name="items")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["option", "responsibility"], name="option_item_unique")
        ]


class ClaimPart(models.Model):
    """Something that belongs to exactly one claim, of whichever level, in an order."""

    tier_default = models.ForeignKey(
        TierDefault, null=True, on_delete=models.CASCADE, related_name="%(class)ss"
    )
    family_item = models.ForeignKey(
        FamilyItem, null=True, on_delete=models.CASCADE, related_name="%(class)ss"
    )
    responsibility_item = models.ForeignKey(
        ResponsibilityItem, null=True, on_delete=models.CASCADE, related_name="%(class)ss"
    )
    option_item = models.ForeignKey(
        OptionItem, null=True, on_delete=models.CASCADE, related_name="%(class)ss"
    )
    order = models.IntegerField()

    class Meta:
        abstract = True
        ordering = ["order"]
        constraints = [
            models.CheckConstraint(
                condition=_exactly_one(
                    "tier_default", "family_item", "responsibility_item", "option_item"
                ),
                name="%(class)s_of_one_claim",
            )
        ]


class Caveat(ClaimPart):
    """An asterisk: a condition and what follows from it."""

    when = models.CharField(max_length=300)
    text = models.TextField()
    option = models.ForeignKey(Option, null=True, on_delete=models.SET_NULL, related_name="+")
    since = models.CharField(max_length=10, blank=True)
    until = models.CharField(max_length=10, blank=True)

    def __str__(self) -> str:
        return self.when


class Check(ClaimPart):
    """How the customer knows that their side is configured as they believe."""

    tool = models.CharField(max_length=30, choices=_choices(CheckTool))
    identifier = models.CharField(max_length=500, blank=True)
    how = models.TextField(blank=True)

    class Meta(ClaimPart.Meta):
        indexes = [models.Index(fields=["tool", "identifier"])]

    def __str__(self) -> str:
        return f"{self.tool} {self.identifier}"


class Citation(ClaimPart):
    """Where in which source a claim was read."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="citations")
    locator = models.CharField(max_length=300)
    read_on = models.DateField()

    def __str__(self) -> str:
        return self.locator


class KnownDifference(models.Model):
    """Where equivalent services are known to differ although the owner may be the same."""

    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="known_differences")
    responsibility = models.ForeignKey(
        Responsibility, on_delete=models.PROTECT, related_name="known_differences"
    )
    services = models.ManyToManyField(Service, related_name="known_differences")
    text = models.TextField()
    basis = models.CharField(max_length=20, choices=_choices(Basis))
    citations = models.JSONField(default=list)
    order = models.IntegerField()

    class Meta:
        ordering = ["family", "order"]

    def __str__(self) -> str:
        return self.text


_LISTED_BY = ("provider", "tier", "family", "layer", "responsibility", "ownership", "basis")


def _listed(name: str, *columns: str) -> models.Index:
    """Cells of services as they come by the columns, in the order of lists: no page is sorted."""
    return models.Index(
        fields=[*columns, "service_place", "row_place"],
        condition=Q(option__isnull=True),
        name=f"cells_by_{name}",
    )


class ResolvedItem(models.Model):
    """One cell with everything inherited: what every page, list, count and comparison reads.

    `option` is empty for the service as it comes; otherwise the row is the cell with that single
    option chosen. The axes of the service are repeated here so that filters need no joins, and its
    place in lists (`service_place`, then `row_place`) so that the first page needs no sorting.
    Caveats, checks, citations and `inherited` are JSON as text, in the form in which they are sent.
    """

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="resolved_items")
    option = models.ForeignKey(
        Option, null=True, on_delete=models.CASCADE, related_name="resolved_items", db_index=False
    )
    responsibility = models.ForeignKey(
        Responsibility, on_delete=models.CASCADE, related_name="resolved_items", db_index=False
    )
    provider = models.ForeignKey(
        Provider, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    tier = models.ForeignKey(Tier, on_delete=models.CASCADE, related_name="+", db_index=False)
    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="+", db_index=False)
    layer = models.ForeignKey(Layer, on_delete=models.CASCADE, related_name="+", db_index=False)
    ownership = models.CharField(max_length=20, choices=_choices(Ownership))
    basis = models.CharField(max_length=20, choices=_choices(Basis))
    resolved_from = models.CharField(max_length=20, choices=_choices(Level))
    provider_duty = models.TextField(blank=True)
    customer_duty = models.TextField(blank=True)
    default_state = models.TextField(blank=True)
    caveats = models.TextField(default="[]")
    checks = models.TextField(default="[]")
    blast_radius = models.TextField(blank=True)
    recovery = models.TextField(blank=True)
    citations = models.TextField(default="[]")
    verified_on = models.DateField(null=True)
    inherited = models.TextField(default="{}")
    service_place = models.CharField(max_length=700)
    row_place = models.IntegerField()

    objects = ResolvedItemQuerySet.as_manager()

    class Meta:
        ordering = ["service_place", "row_place"]
        constraints = [
            models.UniqueConstraint(
                fields=["service", "responsibility"],
                condition=Q(option__isnull=True),
                name="resolved_item_unique_as_it_comes",
            ),
            models.UniqueConstraint(
                fields=["option", "responsibility"],
                condition=Q(option__isnull=False),  # else planners believe that few have none
                name="resolved_item_unique_per_option",
            ),
            models.CheckConstraint(
                condition=_SHARED_NEEDS_BOTH, name="resolved_item_shared_has_both_duties"
            ),
        ]
        indexes = [
            _listed("place"),
            *(_listed(name, name) for name in _LISTED_BY),
            models.Index(fields=["verified_on"]),
        ]

    def __str__(self) -> str:
        return f"{self.service_id} {self.responsibility_id}: {self.ownership}"


class SearchText(models.Model):
    """What the search reads of one cell (`item`) or of one thing with a name.

    `id` is the order in which candidates are taken: the better kind of claim first, then by a
    digest, so that every database takes the same ones. The three columns hold stems separated by
    spaces: of the service, of the responsibility, of what is said. Migration 0002 adds what finds
    them: an FTS5 table with triggers, or a column `lexemes` with its index. SQLite drops triggers
    where a later migration alters this table; such a migration must make them again.
    """

    id = models.BigIntegerField(primary_key=True)
    service = models.ForeignKey(
        Service, null=True, on_delete=models.CASCADE, related_name="search_texts"
    )
    item = models.ForeignKey(
        ResolvedItem, null=True, on_delete=models.CASCADE, related_name="search_texts"
    )
    kind = models.CharField(max_length=20)
    target = models.CharField(max_length=400)
    title = models.CharField(max_length=1000, blank=True)
    detail = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)
    order = models.IntegerField()
    named = models.TextField()
    duty = models.TextField(blank=True)
    said = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.target


class Datafile(models.Model):
    """A file as it was last imported, to tell what a later import changes.

    `text_digest` is of the bytes, `digest` of the content without layout and comments. `document`
    is that content as JSON text: PostgreSQL's jsonb would forget the order of its keys.
    """

    path = models.CharField(max_length=300, unique=True)
    text_digest = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    document = models.TextField()

    def __str__(self) -> str:
        return self.path


class Revision(models.Model):
    """One import that changed something. The number of the newest is the catalogue's version."""

    number = models.PositiveIntegerField(primary_key=True)
    created_at = models.DateTimeField()
    change_count = models.PositiveIntegerField()
    reason = models.TextField(blank=True)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]

    def __str__(self) -> str:
        return str(self.number)


class Change(models.Model):
    """One field of one subject, before and after.

    `subject` is the file path without its ending (`providers/aws/services/s3`), `field` the key
    inside it (`items.encryption-at-rest.customer_duty`). An empty `before` means added, an empty
    `after` removed.
    """

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="changes")
    subject = models.CharField(max_length=300)
    field = models.CharField(max_length=500)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-revision", "subject", "field", "pk"]
        indexes = [models.Index(fields=["subject"])]

    def __str__(self) -> str:
        return f"{self.subject}: {self.field}"
