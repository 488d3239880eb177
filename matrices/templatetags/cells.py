"""How owners, levels and kinds of difference read on a page."""

import datetime

from django import template

from matrices.cells import Cell
from matrices.choices import Level, Ownership
from matrices.comparison import Kind
from matrices.detection import Status

register = template.Library()

OWNERS = {
    Ownership.PROVIDER: "Provider",
    Ownership.CUSTOMER: "Customer",
    Ownership.SHARED: "Shared",
    Ownership.NOT_APPLICABLE: "Not applicable",
    Ownership.UNKNOWN: "Unknown",
}
ORIGINS = {
    Level.TIER: "its tier",
    Level.FAMILY: "its family",
    Level.SERVICE: "this service",
    Level.OPTION: "the chosen option",
}
KINDS = {
    Kind.MOVED: "Owner differs",
    Kind.NUANCE: "Same owner, other terms",
    Kind.PARTIAL: "Only on one side",
    Kind.SAME: "Same",
}

STATUSES = {
    Status.CHOSEN: "Chosen",
    Status.MIXED: "Differs",
    Status.DEFAULT: "As it comes",
    Status.NOT_TOLD: "Not told",
}


@register.inclusion_tag("includes/_owner.html")
def owner(ownership: str) -> dict[str, str]:
    """Text, icon and colour of an owner."""
    return {"slug": str(ownership), "name": OWNERS[Ownership(ownership)]}


@register.filter
def stale(cell: Cell, today: datetime.date) -> bool:
    """Whether a cell waits to be held against its source again; `today` comes from the view."""
    return cell.is_stale(today)


@register.filter
def origin(level: str) -> str:
    """`tier` → "its tier"."""
    return ORIGINS[Level(level)]


@register.filter
def kind_name(kind: str) -> str:
    """`moved` → "Owner differs"."""
    return KINDS[Kind(kind)]


@register.filter
def status_name(status: str) -> str:
    """`mixed` → "Differs"."""
    return STATUSES[Status(status)]


@register.filter
def words(name: str) -> str:
    """`blast_radius` → "blast radius"."""
    return name.replace("_", " ")
