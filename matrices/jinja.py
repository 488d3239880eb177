"""Jinja for what stands many times on a page: cells, rows of a matrix, tiles.

Django's own templates take 20 ms for the 60 rows of a service, Jinja 3 ms. Pages stay Django
templates; `matrices.templatetags.cells` calls from them what is in `templates/jinja2/`.
"""

import datetime
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.template import engines
from django.urls import get_script_prefix, reverse
from jinja2 import Environment, StrictUndefined, Template
from jinja2.runtime import Context, Macro
from markupsafe import Markup

from matrices.cells import Cell
from matrices.choices import Level, Ownership
from matrices.comparison import Kind

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


class MacroContext(Context):
    """A matrix calls hundreds of macros: none needs to be asked whether it wants the context."""

    def call(self, called: Any, *args: Any, **named: Any) -> Any:
        if type(called) is Macro:
            return called(*args)
        return super().call(called, *args, **named)


def environment(**options: Any) -> Environment:
    """The environment that settings name; a name that does not exist is an error, never empty."""
    made = Environment(**{**options, "undefined": StrictUndefined})
    made.context_class = MacroContext
    made.globals |= {
        "url": url,
        "cell_owner_of": cell_owner_of,
        "claim_of": claim_of,
        "provenance_of": provenance_of,
    }
    made.filters["kind_name"] = lambda kind: KINDS[Kind(kind)]
    made.filters["owner_name"] = lambda ownership: OWNERS[Ownership(ownership)]
    made.filters["origin"] = lambda level: ORIGINS[Level(level)]
    made.filters["words"] = words
    made.filters["capfirst"] = lambda text: text[:1].upper() + text[1:]
    return made


def words(name: str) -> str:
    """`blast_radius` → "blast radius"."""
    return name.replace("_", " ")


def url(name: str, *args: str) -> str:
    """The address of a page; a matrix names the same ones over and over."""
    return _url(get_script_prefix(), name, *args)


@lru_cache(maxsize=4096)
def _url(prefix: str, name: str, *args: str) -> str:
    return reverse(name, args=args)


def cell_owner_of(cell: Cell, today: datetime.date) -> Markup:
    """The macro `cell_owner`, which has few different answers."""
    return _once("cell_owner", cell.ownership, cell.basis, cell.is_stale(today))


def claim_of(cell: Cell) -> Markup:
    """The same without a word about its age."""
    return _once("cell_owner", cell.ownership, cell.basis, False)


def provenance_of(cell: Cell) -> Markup:
    """The macro `provenance`; most cells of a service share a few answers."""
    inherited = tuple(cell.inherited.items())
    return _once("provenance", cell.basis, cell.resolved_from, cell.verified_on, inherited)


def owner_of(ownership: str) -> Markup:
    """The macro `owner`."""
    return _once("owner", ownership)


@lru_cache(maxsize=4096)
def _once(name: str, *args: object) -> Markup:
    return macro(name, *args)


def macro(name: str, *args: object) -> Markup:
    """One macro of `cells.html`."""
    made: Markup = getattr(_template("cells.html").module, name)(*args)
    return made


def rendered(template: str, context: Mapping[Any, object]) -> Markup:
    """A template of `templates/jinja2/`, for use inside of a page."""
    return Markup(_template(template).render(context))


def _template(name: str) -> Template:
    loaded: Any = engines["jinja2"].get_template(name)
    found: Template = loaded.template
    return found
