"""How much of the catalogue was read in sources, and where it is thinnest."""

import datetime
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import Case, Count, Q, Value, When

from matrices.choices import Basis, Level, Ownership
from matrices.datafiles.checks.stale import STALE_AFTER
from matrices.models import ResolvedItem


class Standing(StrEnum):
    """What an applicable cell rests on.

    `documented`: read in a source for the service itself; `stale`: so, but verified more than 180
    days ago; `inherited`: a documented claim of the tier or family; `inferred`: no source;
    `option`: a documented cell of an option, counted apart.
    """

    DOCUMENTED = "documented"
    STALE = "stale"
    INHERITED = "inherited"
    INFERRED = "inferred"
    OPTION = "option"


@dataclass(frozen=True)
class Coverage:
    """Cells of one group by standing; `address` is its page, empty where it has none."""

    slug: str
    name: str
    address: str
    counts: dict[Standing, int]

    @property
    def total(self) -> int:
        """Cells of services as they come; those of options are not among them."""
        return sum(self.counts.values()) - self.counts[Standing.OPTION]

    @property
    def percent(self) -> int:
        """Share of cells read for the service itself and not stale."""
        return round(100 * self.counts[Standing.DOCUMENTED] / self.total) if self.total else 0


@dataclass(frozen=True)
class CoverageReport:
    """The whole, and by provider, family, layer and service; services weakest first."""

    whole: Coverage
    providers: list[Coverage]
    families: list[Coverage]
    layers: list[Coverage]
    services: list[Coverage]


def coverage_report(at: datetime.date) -> CoverageReport:
    """Count every cell that exists for somebody; one query."""
    rows = _counted(at)
    services = _grouped(rows, "service__identifier", "service__name", "/services/{}/")
    return CoverageReport(
        whole=_coverage("", "All services", "", rows),
        providers=_grouped(rows, "provider__slug", "provider__short_name", "/providers/{}/"),
        families=_grouped(rows, "family__slug", "family__name", "/families/{}/"),
        layers=_grouped(rows, "layer__slug", "layer__name", "/responsibilities/#{}"),
        services=sorted(services, key=lambda each: (each.percent, each.slug)),
    )


def _counted(at: datetime.date) -> list[dict[str, Any]]:
    read = Q(basis=Basis.DOCUMENTED)
    own = Q(resolved_from=Level.SERVICE)
    standing = Case(
        When(read & Q(option__isnull=False), then=Value(Standing.OPTION)),
        When(Q(option__isnull=False), then=Value("")),
        When(read & own & Q(verified_on__lt=at - STALE_AFTER), then=Value(Standing.STALE)),
        When(read & own, then=Value(Standing.DOCUMENTED)),
        When(read, then=Value(Standing.INHERITED)),
        default=Value(Standing.INFERRED),
    )
    counted = (
        ResolvedItem.objects.exclude(ownership=Ownership.NOT_APPLICABLE)
        .annotate(standing=standing)
        .exclude(standing="")
        .order_by("provider__order", "family__order", "layer__order", "service__name")
        .values(
            "provider__slug", "provider__short_name", "family__slug", "family__name",
            "layer__slug", "layer__name", "service__identifier", "service__name", "standing",
        )
        .annotate(cells=Count("pk"))
    )  # fmt: skip
    return [dict(row) for row in counted]


def _grouped(rows: list[dict[str, Any]], slug: str, name: str, address: str) -> list[Coverage]:
    groups: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in rows:
        groups.setdefault((row[slug], row[name]), []).append(row)
    return [
        _coverage(key, label, address.format(key), group) for (key, label), group in groups.items()
    ]


def _coverage(slug: str, name: str, address: str, rows: list[dict[str, Any]]) -> Coverage:
    counts: Counter[str] = Counter()
    for row in rows:
        counts[row["standing"]] += row["cells"]
    return Coverage(slug, name, address, {standing: counts[standing] for standing in Standing})
