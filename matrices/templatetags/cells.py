"""How owners, levels, cells and kinds of difference read on a page."""

import datetime
from collections.abc import Sequence

from django import template
from django.template import Context
from django.utils.safestring import SafeString, mark_safe

from matrices.cells import Cell, Duty
from matrices.choices import Level
from matrices.comparison import Kind
from matrices.detection import Status
from matrices.jinja import (
    KINDS,
    ORIGINS,
    cell_owner_of,
    macro,
    owner_of,
    provenance_of,
    rendered,
)
from matrices.jinja import words as words_of

register = template.Library()


STATUSES = {
    Status.CHOSEN: "Chosen",
    Status.MIXED: "Differs",
    Status.DEFAULT: "As it comes",
    Status.NOT_TOLD: "Not told",
}


@register.simple_tag
def owner(ownership: str) -> SafeString:
    """Text, icon and colour of an owner."""
    return mark_safe(owner_of(ownership))


@register.simple_tag
def cell_owner(cell: Cell, today: datetime.date) -> SafeString:
    """The owner, with what to think of the claim; `today` comes from the view."""
    return mark_safe(cell_owner_of(cell, today))


@register.simple_tag
def cell_duties(duties: Sequence[Duty]) -> SafeString:
    """What sides do, a paragraph each."""
    return mark_safe(macro("duties", duties))


@register.simple_tag
def cell_details(cell: Cell) -> SafeString:
    """Everything but owner and duties."""
    return mark_safe(macro("details", cell))


@register.simple_tag
def cell_checks(cell: Cell) -> SafeString:
    """How the customer knows."""
    return mark_safe(macro("checks", cell))


@register.simple_tag
def provenance(cell: Cell) -> SafeString:
    """Where a claim comes from."""
    return mark_safe(provenance_of(cell))


@register.simple_tag(takes_context=True)
def matrix_rows(context: Context, view: str) -> SafeString:
    """Head and rows of a matrix in one of the views, from `layers`, `matrix` and `today`."""
    names = ("layers", "matrix", "today")
    return mark_safe(rendered(f"rows_{view}.html", {each: context[each] for each in names}))


@register.simple_tag(takes_context=True)
def jinja(context: Context, template: str) -> SafeString:
    """A part of the page that Jinja renders, with all that the page knows."""
    return mark_safe(rendered(template, context.flatten()))


@register.simple_tag
def layer_strips(strips: Sequence[object]) -> SafeString:
    """The boundary as a picture with a tile per responsibility."""
    return mark_safe(rendered("layer_strips.html", {"strips": strips}))


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
    return words_of(name)
