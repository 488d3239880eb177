"""Filters over resolved cells, for the API and every page that lists cells."""

from collections.abc import Collection, Iterator
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils import timezone

from catalog.filters import (
    NamesFilter,
    TextFilter,
    WholeNumberFilter,
    keys_by_slug,
    ordered_by,
    orderings_of,
    slugs_of,
)
from catalog.models import (
    Control,
    Family,
    Framework,
    Layer,
    Provider,
    Responsibility,
    Service,
    Tier,
)
from catalog.prepared import Prepared
from catalog.remembered import remembered
from matrices.choices import Basis, Level, Ownership
from matrices.history import ChangeKind
from matrices.models import Change, ResolvedItem
from matrices.querysets import ChangeQuerySet, ResolvedItemQuerySet

ORDERINGS = {
    "service": ["service__identifier", "responsibility__order"],
    "responsibility": ["responsibility__order", "service__identifier"],
    "ownership": ["ownership", "service__identifier", "responsibility__order"],
    "verified_on": ["verified_on", "service__identifier", "responsibility__order"],
}


# Asked for their keys first: a join would cost the order of the index.
AXES = {
    "provider": Provider,
    "tier": Tier,
    "family": Family,
    "layer": Layer,
    "responsibility": Responsibility,
}
COLUMNS = (*AXES, "service", "ownership", "basis", "resolved_from")
_KEYS = Prepared(
    Service,
    lambda names: Service.objects.filter(identifier__in=names).order_by().values_list("pk"),
)


@remembered
def _key_of_service(identifier: str) -> int | None:
    found = _KEYS.rows([identifier])
    return found[0][0] if found else None


class _Identifiers(Collection[str]):
    """Of all services, which may be many: read only to suggest one."""

    def __contains__(self, name: object) -> bool:
        return _key_of_service(str(name)) is not None

    def __iter__(self) -> Iterator[str]:
        return iter(Service.objects.values_list("identifier", flat=True))

    def __len__(self) -> int:
        return Service.objects.count()


def _control_identifiers() -> Collection[str]:
    return set(Control.objects.values_list("identifier", flat=True))


class ItemFilterSet(django_filters.FilterSet):
    provider = NamesFilter("provider", "provider__slug", slugs_of(Provider))
    service = NamesFilter("service", "service__identifier", _Identifiers)
    tier = NamesFilter("tier", "tier__slug", slugs_of(Tier))
    family = NamesFilter("family", "family__slug", slugs_of(Family))
    layer = NamesFilter("layer", "layer__slug", slugs_of(Layer))
    responsibility = NamesFilter("responsibility", "responsibility__slug", slugs_of(Responsibility))
    ownership = NamesFilter("ownership", "ownership", lambda: [each.value for each in Ownership])
    basis = NamesFilter("basis", "basis", lambda: [each.value for each in Basis])
    resolved_from = NamesFilter(
        "resolved_from", "resolved_from", lambda: [Level.TIER, Level.FAMILY, Level.SERVICE]
    )
    framework = NamesFilter("framework", "framework", slugs_of(Framework))
    control = NamesFilter("control", "control", _control_identifiers)
    stale = NamesFilter("stale", "stale", lambda: ["true", "false"])
    q = TextFilter(method="says", label="text in a duty, default or caveat")
    ordering = NamesFilter("ordering", "ordering", orderings_of(ORDERINGS))

    class Meta:
        model = ResolvedItem
        fields: list[str] = []

    def filter_queryset(self, queryset: QuerySet[ResolvedItem]) -> QuerySet[ResolvedItem]:
        """Filters that are more than one column are applied here, the rest by their own names."""
        values = self.form.cleaned_data
        for name, wanted in self.columns():
            queryset = queryset.filter(**{f"{name}__in": wanted})
        queryset = self.filters["q"].filter(queryset, values["q"]) if values.get("q") else queryset
        assert isinstance(queryset, ResolvedItemQuerySet)
        if stale := values.get("stale"):
            today = timezone.now().date()
            queryset = queryset.stale(today) if stale == ["true"] else queryset.fresh(today)
        ordering = values.get("ordering")
        return queryset.order_by(*ordered_by(ordering, ORDERINGS)) if ordering else queryset

    def columns(self) -> list[tuple[str, list[Any]]]:
        """Columns of cells with the values that any of the filters by name wants; keys of rows."""
        values = self.form.cleaned_data
        wanted = [
            (name, _values(name, values[name])) for name in self.filters
            if name in COLUMNS and values[name]
        ]  # fmt: skip
        frameworks, controls = values.get("framework", []), values.get("control", [])
        if frameworks or controls:
            rows = Responsibility.objects.behind(frameworks, controls).values_list("pk", flat=True)
            wanted.append(("responsibility", sorted(set(rows))))
        return wanted

    @property
    def is_by_columns(self) -> bool:
        """Whether nothing but names was asked for, in the order of lists."""
        return not any(self.form.cleaned_data.get(name) for name in ("q", "stale", "ordering"))

    def says(self, items: QuerySet[ResolvedItem], name: str, text: str) -> QuerySet[ResolvedItem]:
        return items.filter(
            Q(provider_duty__icontains=text)
            | Q(customer_duty__icontains=text)
            | Q(default_state__icontains=text)
            | Q(caveats__icontains=text)
        )


def _values(name: str, names: list[str]) -> list[Any]:
    if name == "service":
        return [_key_of_service(each) for each in names]
    if name in AXES:
        return [keys_by_slug(AXES[name])[each] for each in names]
    return names


class ChangeFilterSet(django_filters.FilterSet):
    since = WholeNumberFilter(min_value=0, max_value=2_000_000_000, label="revision")
    provider = NamesFilter("provider", "subject", slugs_of(Provider))
    service = NamesFilter("service", "subject", _Identifiers)
    kind = NamesFilter("kind", "field", lambda: [each.value for each in ChangeKind])

    class Meta:
        model = Change
        fields: list[str] = []

    def filter_queryset(self, queryset: QuerySet[Change]) -> QuerySet[Change]:
        """Names are parts of a path here, so each filter is a word of the queryset."""
        values: dict[str, Any] = self.form.cleaned_data
        assert isinstance(queryset, ChangeQuerySet)
        if values.get("since") is not None:
            queryset = queryset.since(values["since"])
        if values.get("provider"):
            queryset = queryset.of_providers(values["provider"])
        if values.get("service"):
            queryset = queryset.of_services(values["service"])
        if values.get("kind"):
            queryset = queryset.of_kinds(values["kind"])
        return queryset


def _columns(ordering: list[str]) -> list[str]:
    """`-service` turns the named column around; what breaks ties stays ascending."""
    columns: list[str] = []
    for name in ordering:
        first, *rest = ORDERINGS[name.removeprefix("-")]
        columns += [f"-{first}" if name.startswith("-") else first, *rest]
    return list(dict.fromkeys([*columns, "pk"]))
