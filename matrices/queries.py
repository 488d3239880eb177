"""Query values of matrices and comparisons, parsed once for page and API."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict

from catalog.models import Control, Framework, Layer
from catalog.names import UnknownName
from catalog.words import words_of
from matrices.comparison import MOST_COLUMNS, RowOrder
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
    layers: tuple[str, ...] = ()
    frameworks: tuple[str, ...] = ()
    controls: tuple[str, ...] = ()
    order: RowOrder = RowOrder.MOVED
    differences_only: bool = False

    @property
    def is_filtered(self) -> bool:
        return bool(self.layers or self.frameworks or self.controls)

    def address(self) -> str:
        """The query string in its one order, without what is the default."""
        values = {
            "services": ",".join(str(reference) for reference in self.references),
            "layer": ",".join(self.layers),
            "framework": ",".join(self.frameworks),
            "control": ",".join(self.controls),
            "order": "" if self.order is RowOrder.MOVED else self.order.value,
            "differences": "true" if self.differences_only else "",
        }
        return urlencode({name: value for name, value in values.items() if value}, safe=",@/:")


@dataclass(frozen=True)
class StackQuery:
    """What a stack was asked for; no references: nothing yet."""

    references: tuple[Reference, ...]
    layers: tuple[str, ...] = ()
    frameworks: tuple[str, ...] = ()
    controls: tuple[str, ...] = ()


MATRIX_PARAMETERS = ("options",)
COMPARE_PARAMETERS = ("services", "layer", "framework", "control", "order", "differences")
SEARCH_PARAMETERS = ("q",)
LONGEST_SEARCH = 200  # characters
STACK_PARAMETERS = ("services", "layer", "framework", "control")
AUDIT_PARAMETERS = ("services", "framework")
MOST_AUDITED = 20


def parse_options(values: Mapping[str, str]) -> tuple[str, ...]:
    """The option slugs of `options=`; whether they exist is not asked here."""
    return names_in(values.get("options", ""))


def parse_compare(values: Mapping[str, str]) -> CompareQuery:
    """Raises BadQuery or UnknownName. Whether services and options exist is not asked here."""
    frameworks = _known("framework", values, Framework.objects.values_list("slug", flat=True))
    return CompareQuery(
        _references(values),
        layers=_known("layer", values, Layer.objects.values_list("slug", flat=True)),
        frameworks=frameworks,
        controls=_known("control", values, Control.objects.identifiers(frameworks)),
        order=_order(values),
        differences_only=_flag("differences", values),
    )


def parse_search(values: QueryDict) -> str:
    """What to look for. Raises BadQuery where nothing can be looked for."""
    given = values.getlist("q")
    if len(given) > 1:
        raise BadQuery("q", "stands twice; write all words into one.")
    text = given[0].strip() if given else ""
    if not text:
        raise BadQuery("q", "say what to look for, as in q=s3.")
    if len(text) > LONGEST_SEARCH:
        raise BadQuery("q", f"at most {LONGEST_SEARCH} characters; {len(text)} were given.")
    if "\x00" in text:
        raise BadQuery("q", "contains a NUL character.")
    if not words_of(text):
        raise BadQuery("q", "has no letter from a to z and no digit to look for.")
    return text


def parse_stack(values: Mapping[str, str]) -> StackQuery:
    """Raises BadQuery or UnknownName. Whether services and options exist is not asked here."""
    references = tuple(Reference.parse(text) for text in names_in(values.get("services", "")))
    references = tuple(dict.fromkeys(references))
    if len(references) > MOST_SERVICES:
        problem = f"at most {MOST_SERVICES} services; {len(references)} were given."
        raise BadQuery("services", problem)
    frameworks = _known("framework", values, Framework.objects.values_list("slug", flat=True))
    return StackQuery(
        references,
        layers=_known("layer", values, Layer.objects.values_list("slug", flat=True)),
        frameworks=frameworks,
        controls=_known("control", values, Control.objects.identifiers(frameworks)),
    )


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


def _references(values: Mapping[str, str]) -> tuple[Reference, ...]:
    references = tuple(Reference.parse(text) for text in names_in(values.get("services", "")))
    if len(references) > MOST_COLUMNS:
        raise BadQuery("services", f"at most {MOST_COLUMNS} columns; {len(references)} were given.")
    for reference in references:
        if reference.tier is not None and reference.options:
            raise BadQuery("services", f"{reference.identifier} is a tier and has no options.")
    return references


def _known(name: str, values: Mapping[str, str], accepted: Iterable[str]) -> tuple[str, ...]:
    """The names given in `name`, each of them accepted; a lazy `accepted` is asked only then."""
    given = names_in(values.get(name, ""))
    known = list(accepted) if given else []
    for each in given:
        if each not in known:
            raise UnknownName(name, each, known)
    return given


def _order(values: Mapping[str, str]) -> RowOrder:
    text = values.get("order") or RowOrder.MOVED.value
    if text not in list(RowOrder):
        raise UnknownName("order", text, [each.value for each in RowOrder])
    return RowOrder(text)


def _flag(name: str, values: Mapping[str, str]) -> bool:
    text = values.get(name, "").lower()
    if text in ("", "0", "false"):
        return False
    if text in ("1", "true"):
        return True
    raise BadQuery(name, "true or false.")
