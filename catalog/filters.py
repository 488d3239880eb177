"""One FilterSet per list, for page and API alike."""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

import django_filters
from django import forms
from django.db.models import Model, Q, QuerySet
from drf_spectacular.utils import extend_schema_field

from catalog.fields import NamesField
from catalog.models import Family, Framework, Layer, Provider, Responsibility, Service, Tier
from catalog.remembered import remembered


def slugs_of(model: type[Model]) -> Callable[[], Collection[str]]:
    """The slugs of a table, asked for only when a filter is used."""
    return lambda: keys_by_slug(model)


@remembered
def keys_by_slug(model: type[Model]) -> Mapping[str, int]:
    """The keys of a small table by slug, in its own order."""
    return dict(model._default_manager.values_list("slug", "pk"))


@extend_schema_field(str)
class NamesFilter(django_filters.Filter):
    """Keeps rows whose `field_name` is any of the comma-separated names."""

    field_class = NamesField

    def __init__(self, parameter: str, field_name: str, known: Callable[[], Collection[str]]):
        super().__init__(
            field_name=field_name,
            lookup_expr="in",
            parameter=parameter,
            known=known,
            label=parameter,
        )


class TextFilter(django_filters.CharFilter):
    """Text of at most 100 characters without NUL, which no database column can hold."""

    def __init__(self, **kwargs: Any):
        super().__init__(max_length=100, **kwargs)


@extend_schema_field({"type": "integer", "minimum": 0})
class WholeNumberFilter(django_filters.Filter):
    """A whole number within bounds; unlike a decimal, never `1e99` or `NaN`."""

    field_class = forms.IntegerField


SERVICE_ORDERINGS = {
    "id": ["identifier"],
    "name": ["name", "identifier"],
    "provider": ["provider__order", "name", "identifier"],
    "tier": ["tier__order", "provider__order", "name", "identifier"],
    "family": ["family__order", "provider__order", "name", "identifier"],
}


def orderings_of(columns: Mapping[str, list[str]]) -> Callable[[], Collection[str]]:
    """Every name of an order, forwards and backwards."""
    return lambda: [*columns, *(f"-{name}" for name in columns)]


def ordered_by(
    names: Iterable[str], columns: Mapping[str, list[str]], last: str = "pk"
) -> list[str]:
    """`-service` turns the first column around; what breaks ties stays ascending."""
    found: list[str] = []
    for name in names:
        first, *rest = columns[name.removeprefix("-")]
        found += [f"-{first}" if name.startswith("-") else first, *rest]
    return list(dict.fromkeys([*found, last]))


class ServiceFilterSet(django_filters.FilterSet):
    provider = NamesFilter("provider", "provider__slug", slugs_of(Provider))
    tier = NamesFilter("tier", "tier__slug", slugs_of(Tier))
    family = NamesFilter("family", "family__slug", slugs_of(Family))
    q = TextFilter(method="named_like", label="part of a name, alias or identifier")
    ordering = NamesFilter("ordering", "ordering", orderings_of(SERVICE_ORDERINGS))

    class Meta:
        model = Service
        fields: list[str] = []

    def filter_queryset(self, queryset: QuerySet[Service]) -> QuerySet[Service]:
        """The order is no column, so it is applied here."""
        ordering = self.form.cleaned_data.pop("ordering", [])
        filtered: QuerySet[Service] = super().filter_queryset(queryset)
        return filtered.order_by(*ordered_by(ordering, SERVICE_ORDERINGS)) if ordering else filtered

    def named_like(self, services: QuerySet[Service], name: str, text: str) -> QuerySet[Service]:
        return services.filter(
            Q(name__icontains=text) | Q(identifier__icontains=text) | Q(aliases__icontains=text)
        )


class ResponsibilityFilterSet(django_filters.FilterSet):
    layer = NamesFilter("layer", "layer__slug", slugs_of(Layer))
    framework = NamesFilter("framework", "controls__framework__slug", slugs_of(Framework))

    class Meta:
        model = Responsibility
        fields: list[str] = []

    def filter_queryset(self, queryset: QuerySet[Responsibility]) -> QuerySet[Responsibility]:
        filtered: QuerySet[Responsibility] = super().filter_queryset(queryset)
        return filtered.distinct()


class NoFilterSet(django_filters.FilterSet):
    """For lists without filters: every parameter but those of pagination is refused."""
