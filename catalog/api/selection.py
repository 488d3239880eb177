"""`fields=` and `omit=`: which parts of each row an answer carries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from drf_spectacular.utils import OpenApiParameter

from catalog.api.problems import BadParameter, unknown_error
from catalog.names import UnknownName

SELECTION_PARAMETERS = ("fields", "omit")
SELECTION = [
    OpenApiParameter("fields", str, description="Only these parts of each row, by commas"),
    OpenApiParameter("omit", str, description="Without these parts of each row, by commas"),
]


@dataclass(frozen=True)
class Selection:
    """The parts that were asked for, None for all; what identifies a row always stays."""

    kept: frozenset[str] | None

    def of(self, row: dict[str, Any]) -> dict[str, Any]:
        """The row with only those parts, in its own order."""
        if self.kept is None:
            return row
        return {name: value for name, value in row.items() if name in self.kept}


def parse_selection(
    values: Mapping[str, str], parts: Sequence[str], always: Sequence[str] = ()
) -> Selection:
    """`fields` first, then `omit`; a part that does not exist is an error with a suggestion."""
    if not any(name in values for name in SELECTION_PARAMETERS):
        return Selection(None)
    accepted = [name for name in parts if name not in always]
    named = {name: _names(values.get(name, "")) for name in SELECTION_PARAMETERS}
    errors = [
        unknown_error(UnknownName(parameter, name, accepted))
        for parameter, names in named.items()
        for name in names
        if name not in parts
    ]
    if errors:
        raise BadParameter(errors)
    kept = set(named["fields"] or accepted).difference(named["omit"])
    return Selection(frozenset(kept.union(always)))


def _names(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]
