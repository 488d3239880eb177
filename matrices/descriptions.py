"""What pages tell of services beside their matrices."""

from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

import orjson

from catalog.models import ResourceType, Service
from catalog.prepared import Prepared
from matrices.matrix import ServiceHead

MOST_SIBLINGS = 20  # to compare with; the page of the family has all


@dataclass(frozen=True)
class ServiceName:
    """A service to choose or to go to."""

    identifier: str
    name: str


@dataclass(frozen=True)
class Description:
    """`tier_name` in full; `resource_types` as code and inventories write them."""

    summary: str
    vendor_tier: str
    tier_name: str
    aliases: tuple[str, ...]
    docs: tuple[str, ...]
    resource_types: tuple[str, ...]
    siblings: tuple[ServiceName, ...]


_TEXTS = Prepared(
    Service,
    lambda identifiers: (
        Service.objects.filter(identifier__in=identifiers)
        .order_by()
        .values_list("summary", "vendor_tier", "tier__name", "aliases", "docs")
    ),
)
_TYPES = Prepared(
    ResourceType,
    lambda identifiers: ResourceType.objects.filter(
        service__identifier__in=identifiers
    ).values_list("name"),
)
_SIBLINGS = Prepared(
    Service,
    lambda families: (
        Service.objects.in_families(families)
        .order_by("identifier")
        .values_list("identifier", "name")
    ),
)


@dataclass(frozen=True)
class Offer:
    """The services of one provider, by name."""

    name: str
    services: tuple[ServiceName, ...]


_OFFERS = Prepared(
    Service,
    lambda: Service.objects.order_by("provider__order", "provider__slug", "name").values_list(
        "provider__short_name", "identifier", "name"
    ),
)


def offers() -> list[Offer]:
    """Every service by provider, to choose from. Takes one query."""
    return [
        Offer(name, tuple(ServiceName(*row) for _, *row in group))
        for name, group in groupby(_OFFERS.rows(), key=itemgetter(0))
    ]


def described(service: ServiceHead) -> Description:
    """The service must be there. Takes three queries."""
    [(summary, vendor_tier, tier_name, aliases, docs)] = _TEXTS.rows([service.identifier])
    family = _SIBLINGS.rows([service.family], page=(0, MOST_SIBLINGS + 1))
    siblings = [ServiceName(*row) for row in family if row[0] != service.identifier]
    return Description(
        summary=summary,
        vendor_tier=vendor_tier,
        tier_name=tier_name,
        aliases=tuple(orjson.loads(aliases)),
        docs=tuple(orjson.loads(docs)),
        resource_types=tuple(name for (name,) in _TYPES.rows([service.identifier])),
        siblings=tuple(siblings[:MOST_SIBLINGS]),
    )
