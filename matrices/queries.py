"""Query values of matrices and comparisons, parsed once for page and API."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Model

from catalog.models import Control, Framework, Layer
from catalog.names import UnknownName
from matrices.comparison import MOST_COLUMNS
from matrices.matrix import Reference
from matrices.stack import MOST_SERVICES


class BadQuery(ValueError):
    """A query value that makes no sense; the text says what `parameter` accepts."""

    def __init__(self, parameter: str, problem: str) -> None:
        super().__init__(f"{parameter}: {problem}")
        self.parameter = parameter


@dataclass(frozen=True)
class CompareQuery:
    """What a comparison was asked for; no references: nothing yet."""

    references: tuple[Reference, ...]
    layers: tuple[str, ...]
    differences_only: bool


@dataclass(frozen=True)
class StackQuery:
    """What a stack was asked for; no references: nothing yet."""

    references: tuple[Reference, ...]
    layers: tuple[str, ...] = ()
    frameworks: tuple[str, ...] = ()
    controls: tuple[str, ...] = ()


MATRIX_PARAMETERS = ("options",)
COMPARE_PARAMETERS = ("services", "layer", "differences")
STACK_PARAMETERS = ("services", "layer", "framework", "control")


def parse_options(values: Mapping[str, str]) -> tuple[str, ...]:
    """The option slugs of `options=`; whether they exist is not asked here."""
    return names_in(values.get("options", ""))


def parse_compare(values: Mapping[str, str]) -> CompareQuery:
    """Raises BadQuery or UnknownName. Whether services and options exist is not asked here."""
    references = tuple(Reference.parse(text) for text in names_in(values.get("services", "")))
    if len(references) > MOST_COLUMNS:
        raise BadQuery("services", f"at most {MOST_COLUMNS} columns; {len(references)} were given.")
    return CompareQuery(references, _layers(values), _flag("differences", values))


def parse_stack(values: Mapping[str, str]) -> StackQuery:
    """Raises BadQuery or UnknownName. Whether services and options exist is not asked here."""
    references = tuple(Reference.parse(text) for text in names_in(values.get("services", "")))
    references = tuple(dict.fromkeys(references))
    if len(references) > MOST_SERVICES:
        problem = f"at most {MOST_SERVICES} services; {len(references)} were given."
        raise BadQuery("services", problem)
    return StackQuery(
        references,
        _layers(values),
        _known("framework", values, Framework, "slug"),
        _known("control", values, Control, "identifier"),
    )


def names_in(text: str) -> tuple[str, ...]:
    """`a, b,,a` → ("a", "b")"""
    return tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))


def _layers(values: Mapping[str, str]) -> tuple[str, ...]:
    return _known("layer", values, Layer, "slug")


def _known(
    parameter: str, values: Mapping[str, str], model: type[Model], field: str
) -> tuple[str, ...]:
    """The names of a parameter; the table is asked only where there are any."""
    names = names_in(values.get(parameter, ""))
    rows = model._default_manager.values_list(field, flat=True)
    known: set[str] = set(rows) if names else set()
    for name in names:
        if name not in known:
            raise UnknownName(parameter, name, known)
    return names


def _flag(name: str, values: Mapping[str, str]) -> bool:
    text = values.get(name, "").lower()
    if text in ("", "0", "false"):
        return False
    if text in ("1", "true"):
        return True
    raise BadQuery(name, "true or false.")
