"""Stored rows as the values that every face renders: cells, the heads of rows and of services."""

import datetime
from collections.abc import Mapping

import orjson

from catalog.models import Responsibility, Service
from catalog.remembered import remembered
from matrices.cells import (
    NOTHING_INHERITED,
    Caveat,
    Cell,
    Check,
    Citation,
    Parts,
)
from matrices.choices import Basis, CheckTool, Level, Ownership
from matrices.matrix import RowHead, ServiceHead
from matrices.models import ResolvedItem


@remembered
def heads_by_key() -> Mapping[int, RowHead]:
    """Every responsibility by its key, in the order of the pages."""
    rows = Responsibility.objects.values_list(
        "pk", "slug", "name", "question", "layer__slug", "layer__name"
    )
    return {key: RowHead(*row) for key, *row in rows}


def row_heads() -> list[RowHead]:
    """Every responsibility in the order of the pages."""
    return list(heads_by_key().values())


# Looking a value up in a dictionary is several times as fast as calling its enumeration.
OWNERSHIPS = {each.value: each for each in Ownership}
_BASES = {each.value: each for each in Basis}
_LEVELS = {each.value: each for each in Level}
CELL_COLUMNS = (
    "ownership", "basis", "resolved_from", "provider_duty", "customer_duty", "default_state",
    "caveats", "checks", "blast_radius", "recovery", "citations", "verified_on", "inherited",
)  # fmt: skip


OWNERSHIP_COLUMN = CELL_COLUMNS.index("ownership")


def cell_of(item: ResolvedItem, responsibility: str) -> Cell:
    """Turn a stored row into the value that all faces render."""
    return cell_from(responsibility, *(getattr(item, name) for name in CELL_COLUMNS))


def cell_from(  # noqa: PLR0917 # one value per column
    responsibility: str,
    ownership: str,
    basis: str,
    resolved_from: str,
    provider_duty: str,
    customer_duty: str,
    default_state: str,
    caveats: str,
    checks: str,
    blast_radius: str,
    recovery: str,
    citations: str,
    verified_on: datetime.date | None,
    inherited: str,
) -> Cell:
    """The same from the values of CELL_COLUMNS, for which no object needs to be made."""
    return Cell(
        responsibility,
        OWNERSHIPS[ownership],
        _BASES[basis],
        _LEVELS[resolved_from],
        provider_duty,
        customer_duty,
        default_state,
        Parts(caveats, Caveat),
        Parts(checks, _check),
        blast_radius,
        recovery,
        Parts(citations, Citation),
        verified_on.isoformat() if verified_on else None,
        _levels(inherited),
    )


def _check(tool: str, id: str | None, how: str | None) -> Check:  # noqa: A002 # the key
    return Check(CheckTool(tool), id, how)


def _levels(inherited: str) -> Mapping[str, Level]:
    if inherited == "{}":
        return NOTHING_INHERITED
    return {name: Level(level) for name, level in orjson.loads(inherited).items()}


def service_head(service: Service) -> ServiceHead:
    """Needs provider, tier and family selected with the service."""
    return ServiceHead(
        identifier=service.identifier,
        name=service.name,
        provider=service.provider.slug,
        provider_name=service.provider.short_name,
        tier=service.tier.slug,
        tier_name=service.tier.short_name,
        family=service.family.slug,
        family_name=service.family.name,
    )
