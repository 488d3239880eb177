"""Query values of matrices and comparisons, parsed once for page and API."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from catalog.models import Layer
from catalog.names import UnknownName
from matrices.comparison import MOST_COLUMNS
from matrices.matrix import Reference


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


MATRIX_PARAMETERS = ("options",)
COMPARE_PARAMETERS = ("services", "layer", "differences")
AUDIT_PARAMETERS = ("services", "framework")
MOST_AUDITED = 20


def parse_options(values: Mapping[str, str]) -> tuple[str, ...]:
    """The option slugs of `options=`; whether they exist is not asked here."""
    return names_in(values.get("options", ""))


def parse_compare(values: Mapping[str, str]) -> CompareQuery:
    """Raises BadQuery or UnknownName. Whether services and options exist is not asked here."""
    references = tuple(Reference.parse(text) for text in names_in(values.get("services", "")))
    if len(references) > MOST_COLUMNS:
        raise BadQuery("services", f"at most {MOST_COLUMNS} columns; {len(references)} were given.")
    return CompareQuery(references, _layers(values), _flag("differences", values))


def parse_audited(values: Mapping[str, str]) -> tuple[Reference, ...]:
    """The columns of an auditor's file, at least one; raises BadQuery."""
    references = tuple(Reference.parse(text) for text in names_in(values.get("services", "")))
    if not 1 <= len(references) <= MOST_AUDITED:
        raise BadQuery(
            "services",
            f"name one to {MOST_AUDITED} services, separated by commas; "
            f"{len(references)} were given.",
        )
    return references


def parse_framework(values: Mapping[str, str], accepted: Sequence[str]) -> str:
    """The framework whose controls a file is about; the first unless told."""
    framework = values.get("framework", "") or accepted[0]
    if framework not in accepted:
        raise UnknownName("framework", framework, accepted)
    return framework


def names_in(text: str) -> tuple[str, ...]:
    """`a, b,,a` → ("a", "b")"""
    return tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))


def _layers(values: Mapping[str, str]) -> tuple[str, ...]:
    layers = names_in(values.get("layer", ""))
    known: Sequence[str] = list(Layer.objects.values_list("slug", flat=True)) if layers else []
    for layer in layers:
        if layer not in known:
            raise UnknownName("layer", layer, known)
    return layers


def _flag(name: str, values: Mapping[str, str]) -> bool:
    text = values.get(name, "").lower()
    if text in ("", "0", "false"):
        return False
    if text in ("1", "true"):
        return True
    raise BadQuery(name, "true or false.")
