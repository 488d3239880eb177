"""Jinja for what stands many times on a page: cells, rows of a matrix, tiles.

Django's own templates take 20 ms for the 60 rows of a service, Jinja 3 ms. Pages stay Django
templates; `matrices.templatetags.cells` calls from them what is in `templates/jinja2/`.
"""

from functools import lru_cache
from typing import Any

from django.template import engines
from django.urls import get_script_prefix, reverse
from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

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


def environment(**options: Any) -> Environment:
    """The environment that settings name; a name that does not exist is an error, never empty."""
    made = Environment(**{**options, "undefined": StrictUndefined})
    made.globals["url"] = url
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


def macro(name: str, *args: object) -> Markup:
    """One macro of `cells.html`."""
    made: Markup = getattr(_template("cells.html").module, name)(*args)
    return made


def rendered(template: str, **context: object) -> Markup:
    """A template of `templates/jinja2/`, for use inside of a page."""
    return Markup(_template(template).render(context))


def _template(name: str) -> Template:
    loaded: Any = engines["jinja2"].get_template(name)
    found: Template = loaded.template
    return found
