"""Links that change the columns of a comparison: left, right, remove, another option.

Each leads to the place where its own control stands afterwards, so that a browser puts the
focus there, with or without JavaScript.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from matrices.comparison import MOST_COLUMNS
from matrices.matrix import Column, Reference, SettingChoice
from matrices.queries import CompareQuery


@dataclass(frozen=True)
class ColumnOption:
    """An option and the comparison with it chosen in this column."""

    slug: str
    name: str
    is_default: bool
    is_chosen: bool
    move_count: int
    query: str


@dataclass(frozen=True)
class ColumnSetting:
    """A setting of one column; `side_by_side` compares its first options with each other."""

    name: str
    options: list[ColumnOption]
    side_by_side: str


@dataclass(frozen=True)
class ColumnTools:
    """A column with its number, counted from 1. At an edge `left` or `right` is empty.

    `place_after_removal` is the column that the reader is at once this one is gone.
    """

    column: Column
    place: int
    left: str
    right: str
    removed: str
    place_after_removal: int
    settings: list[ColumnSetting]


def column_tools(columns: Sequence[Column], query: CompareQuery) -> list[ColumnTools]:
    """The links of every column, in order; `query` holds one reference per column."""
    references = list(query.references)
    last = len(columns) - 1
    return [
        ColumnTools(
            column,
            place + 1,
            left=_address(query, _swapped(references, place, place - 1)) if place else "",
            right=_address(query, _swapped(references, place, place + 1)) if place < last else "",
            removed=_address(query, references[:place] + references[place + 1 :]),
            place_after_removal=min(place + 1, last),
            settings=[_setting(query, column, place, each) for each in column.settings],
        )
        for place, column in enumerate(columns)
    ]


def _setting(
    query: CompareQuery, column: Column, place: int, setting: SettingChoice
) -> ColumnSetting:
    siblings = {option.slug for option in setting.options}
    others = tuple(slug for slug in column.options if slug not in siblings)
    chosen = {
        option.slug: Reference(
            column.identifier, others if option.is_default else (*others, option.slug)
        )
        for option in setting.options
    }
    return ColumnSetting(
        setting.name,
        [
            ColumnOption(
                option.slug,
                option.name,
                option.is_default,
                option.is_chosen,
                len(option.moves),
                _address(query, _with(query.references, place, chosen[option.slug])),
            )
            for option in setting.options
        ],
        side_by_side=_address(query, list(chosen.values())[:MOST_COLUMNS]),
    )


def _address(query: CompareQuery, references: Sequence[Reference]) -> str:
    return replace(query, references=tuple(references)).address()


def _swapped(references: list[Reference], one: int, other: int) -> list[Reference]:
    changed = list(references)
    changed[one], changed[other] = changed[other], changed[one]
    return changed


def _with(references: Sequence[Reference], place: int, reference: Reference) -> list[Reference]:
    """One column replaced."""
    return [*references[:place], reference, *references[place + 1 :]]
