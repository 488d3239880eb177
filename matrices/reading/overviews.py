"""One duty at all services, and what moved lately."""

from dataclasses import dataclass

from django.db.models import QuerySet

from catalog.models import Responsibility
from matrices.cells import Cell
from matrices.choices import Ownership
from matrices.matrix import ServiceHead
from matrices.models import Caveat as DatedCaveat
from matrices.models import ResolvedItem, TierDefault
from matrices.reading.cells import cell_of, service_head


@dataclass(frozen=True)
class ServiceCell:
    """One service's cell of a responsibility; `differs_from_tier` marks the odd ones out."""

    service: ServiceHead
    cell: Cell
    tier_ownership: Ownership

    @property
    def applies(self) -> bool:
        """Whether the duty exists for anybody at the service."""
        return self.cell.ownership is not Ownership.NOT_APPLICABLE

    @property
    def differs_from_tier(self) -> bool:
        """Another owner than the tier's default, where the duty exists."""
        return self.applies and self.cell.ownership is not self.tier_ownership


def across_services(
    responsibility: Responsibility, items: QuerySet[ResolvedItem]
) -> list[ServiceCell]:
    """Who owns one responsibility at the services of `items`, odd ones out first."""
    tiers = dict(
        TierDefault.objects.filter(responsibility=responsibility).values_list(
            "tier_id", "ownership"
        )
    )
    items = items.select_related("service__provider", "service__tier", "service__family")
    found = [
        ServiceCell(
            service_head(item.service),
            cell_of(item, responsibility.slug),
            Ownership(tiers.get(item.tier_id, Ownership.UNKNOWN)),
        )
        for item in items
    ]
    return sorted(found, key=lambda each: not each.differs_from_tier)


@dataclass(frozen=True)
class DatedMove:
    """A default or duty that changed at a provider on a known day, and where it shows."""

    since: str
    service: ServiceHead
    responsibility: str
    responsibility_name: str
    text: str

    @property
    def address(self) -> str:
        """The page of the cell."""
        return f"/services/{self.service.identifier}/#{self.responsibility}"


def moved_lately(count: int) -> list[DatedMove]:
    """The newest dated caveats of services as they come, one per service, newest first."""
    caveats = (
        DatedCaveat.objects.filter(responsibility_item__isnull=False)
        .exclude(since="")
        .select_related(
            "responsibility_item__service__provider",
            "responsibility_item__service__tier",
            "responsibility_item__service__family",
            "responsibility_item__responsibility",
        )
        .order_by("-since", "pk")
    )
    newest: dict[int, DatedMove] = {}
    for caveat in caveats[: count * 4]:
        item = caveat.responsibility_item
        if item is not None and item.service_id not in newest:
            newest[item.service_id] = DatedMove(
                caveat.since,
                service_head(item.service),
                item.responsibility.slug,
                item.responsibility.name,
                f"{caveat.when[:1].upper()}{caveat.when[1:]}: {caveat.text}",
            )
    return list(newest.values())[:count]
