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


AXES: dict[str, QuerySet[Any]] = {
    "provider": Provider.objects.all(),
    "service": Service.objects.all(),
    "tier": Tier.objects.all(),
    "family": Family.objects.all(),
    "layer": Layer.objects.all(),
    "responsibility": Responsibility.objects.all(),
}  # asked for their keys first: a join would cost the order of the index
NAMED = {"service": "identifier"}


class _Identifiers(Collection[str]):
    """Of all services, which may be many: read only to suggest one."""

    def __contains__(self, name: object) -> bool:
        return Service.objects.filter(identifier=name).exists()

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
        values: dict[str, Any] = dict(self.form.cleaned_data)
        frameworks, controls = values.pop("framework"), values.pop("control")
        stale, ordering = values.pop("stale"), values.pop("ordering")
        for name, value in values.items():
            if value and name in AXES:
                axis = AXES[name].filter(**{f"{NAMED.get(name, 'slug')}__in": value})
                keys = list(axis.values_list("pk", flat=True))
                queryset = queryset.filter(**{f"{name}__in": keys})
            else:
                queryset = self.filters[name].filter(queryset, value)
        assert isinstance(queryset, ResolvedItemQuerySet)
        if frameworks or controls:
            rows = Responsibility.objects.behind(frameworks, controls).values_list("pk", flat=True)
            queryset = queryset.filter(responsibility__in=sorted(set(rows)))
        if stale:
            today = timezone.now().date()
            queryset = queryset.stale(today) if stale == ["true"] else queryset.fresh(today)
        return queryset.order_by(*ordered_by(ordering, ORDERINGS)) if ordering else queryset

    def says(self, items: QuerySet[ResolvedItem], name: str, text: str) -> QuerySet[ResolvedItem]:
        return items.filter(
            Q(provider_duty__icontains=text)
            | Q(customer_duty__icontains=text)
            | Q(default_state__icontains=text)
            | Q(caveats__icontains=text)
        )


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
        if values["since"] is not None:
            queryset = queryset.since(values["since"])
        if values["provider"]:
            queryset = queryset.of_providers(values["provider"])
        if values["service"]:
            queryset = queryset.of_services(values["service"])
        if values["kind"]:
            queryset = queryset.of_kinds(values["kind"])
        return queryset


def _columns(ordering: list[str]) -> list[str]:
    """`-service` turns the named column around; what breaks ties stays ascending."""
    columns: list[str] = []
    for name in ordering:
        first, *rest = ORDERINGS[name.removeprefix("-")]
        columns += [f"-{first}" if name.startswith("-") else first, *rest]
    return list(dict.fromkeys([*columns, "pk"]))
