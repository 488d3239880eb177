"""Why a row of a comparison differs: the option, default, caveat or level behind it. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from matrices.cells import Cell
from matrices.choices import Basis, Level, Ownership
from matrices.matrix import Column, Row, TierMatrix

MISSING = frozenset({Ownership.NOT_APPLICABLE, Ownership.UNKNOWN})
OWNERS = {
    Ownership.PROVIDER: "the provider's",
    Ownership.CUSTOMER: "the customer's",
    Ownership.SHARED: "shared",
}


class Because(StrEnum):
    """What a reason names.

    `recorded`: somebody wrote the difference down. `option`: a chosen option moved the cell.
    `service`, `family`, `tier`: the level that made the claim. `setting`: an option that is not
    chosen would give a column the owner of another. `absent`, `unknown`: no duty, or no research.
    `default`, `caveat`: one owner on other terms.
    """

    RECORDED = "recorded"
    OPTION = "option"
    SERVICE = "service"
    FAMILY = "family"
    TIER = "tier"
    SETTING = "setting"
    ABSENT = "absent"
    UNKNOWN = "unknown"
    DEFAULT = "default"
    CAVEAT = "caveat"


@dataclass(frozen=True)
class Reason:
    """One clause of the answer, about the columns with these references."""

    because: Because
    columns: tuple[str, ...]
    text: str


class _Side(NamedTuple):
    """A column with its row and the cell of that."""

    column: Column
    row: Row
    cell: Cell


def reasons(columns: Sequence[Column], rows: Sequence[Row], *, recorded: int = 0) -> list[Reason]:
    """Why one row differs, the most telling first; nothing where it does not.

    `rows` holds one row per column, `recorded` counts the differences written down for it.
    """
    sides = [_Side(column, row, row.cell) for column, row in zip(columns, rows, strict=True)]
    present = [side for side in sides if side.cell.ownership not in MISSING]
    found = [Reason(Because.RECORDED, (), "a difference is recorded")] if recorded else []
    if len({side.cell.ownership for side in present}) > 1:
        found += [*_levels(_deviating(present)), *_settings(present)]
    if len({side.cell.ownership for side in sides}) > 1:
        return found + _missing(sides)
    return found + _defaults(present) + _caveats(present)


def _deviating(sides: list[_Side]) -> list[_Side]:
    """Columns whose owner is not the most common one; all of them where there is none."""
    owners = Counter(side.cell.ownership for side in sides).most_common()
    if owners[0][1] == owners[1][1]:
        return sides
    return [side for side in sides if side.cell.ownership is not owners[0][0]]


def _levels(sides: list[_Side]) -> list[Reason]:
    """One reason per owner and level, for all the columns that share both."""
    groups: dict[tuple[Ownership, Because, str], list[_Side]] = {}
    for side in sides:
        groups.setdefault((side.cell.ownership, *_level(side)), []).append(side)
    return [
        Reason(because, _references(group), f"{_names(group)}: {OWNERS[owner]}, {words}")
        for (owner, because, words), group in groups.items()
    ]


def _level(side: _Side) -> tuple[Because, str]:
    column, row = side.column, side.row
    if isinstance(column, TierMatrix):
        return Because.TIER, "the default of the tier"
    if row.moved_by:
        names = dict(zip(column.options, column.option_names, strict=True))
        return Because.OPTION, f"by the option {names.get(row.moved_by, row.moved_by)}"
    if row.cell.resolved_from is Level.TIER:
        return Because.TIER, f"as its tier ({column.service.tier_name})"
    if row.cell.resolved_from is Level.FAMILY:
        return Because.FAMILY, f"as its family ({column.service.family_name})"
    if row.cell.basis is Basis.DOCUMENTED:
        return Because.SERVICE, "by its own documents"
    return Because.SERVICE, "inferred for the service"


def _settings(sides: list[_Side]) -> list[Reason]:
    """Options nobody chose that would give a column the owner of another column."""
    owners = {side.cell.ownership for side in sides}
    found = []
    for side in sides:
        names = [
            f"{option.name} ({setting.name})"
            for setting in side.column.settings
            for option in setting.options
            if not option.is_chosen
            and option.owners.get(side.row.head.slug) in owners - {side.cell.ownership}
        ]
        if names:
            text = f"{side.column.label}: same owner with {_some(names)}"
            found.append(Reason(Because.SETTING, (side.column.reference,), text))
    return found


def _missing(sides: list[_Side]) -> list[Reason]:
    found = []
    for because, owner, words in (
        (Because.ABSENT, Ownership.NOT_APPLICABLE, "does not exist at"),
        (Because.UNKNOWN, Ownership.UNKNOWN, "nobody has researched"),
    ):
        group = [side for side in sides if side.cell.ownership is owner]
        if group:
            found.append(Reason(because, _references(group), f"{words} {_names(group)}"))
    return found


def _defaults(sides: list[_Side]) -> list[Reason]:
    if len({side.cell.default_state for side in sides}) <= 1:
        return []
    stating = [side for side in sides if side.cell.default_state]
    if len(stating) == len(sides):
        return [Reason(Because.DEFAULT, _references(stating), "other defaults")]
    text = f"a default is known only at {_names(stating)}"
    return [Reason(Because.DEFAULT, _references(stating), text)]


def _caveats(sides: list[_Side]) -> list[Reason]:
    """Caveats that not every column has, by column."""
    conditions = [side.cell.conditions for side in sides]
    if not any(conditions):
        return []
    everywhere = set.intersection(*map(set, conditions))
    found = []
    for side, own_conditions in zip(sides, conditions, strict=True):
        own = [when for when, text in own_conditions if (when, text) not in everywhere]
        if own:
            text = f"{side.column.label}: caveat if {_some(own)}"
            found.append(Reason(Because.CAVEAT, (side.column.reference,), text))
    return found


def _references(sides: Iterable[_Side]) -> tuple[str, ...]:
    return tuple(side.column.reference for side in sides)


def _names(sides: Iterable[_Side]) -> str:
    return ", ".join(side.column.label for side in sides)


def _some(texts: list[str]) -> str:
    """The first, and how many more there are."""
    return f"{texts[0]} (and {len(texts) - 1} more)" if len(texts) > 1 else texts[0]
