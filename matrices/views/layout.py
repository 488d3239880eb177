"""Answers arranged for templates: rows by layer, links that switch options, the strip."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from urllib.parse import urlencode

from matrices.cells import Cell
from matrices.choices import Ownership
from matrices.comparison import ComparisonRow, RowOrder
from matrices.matrix import (
    Matrix,
    OptionChoice,
    Row,
    RowHead,
    SettingChoice,
    TierMatrix,
)
from matrices.pictures import Box, split
from matrices.reading.overviews import ServiceCell
from matrices.stack import Part


@dataclass(frozen=True)
class LayerRows:
    """Rows of one layer; rows that exist for nobody at this service stand apart."""

    slug: str
    name: str
    rows: list[Row]
    not_applicable: list[Row]


class MatrixView(StrEnum):
    """Which rows of a matrix a reader wants to see."""

    ALL = "all"
    MINE = "mine"
    DEFAULTS = "defaults"
    SHARED = "shared"


SHOWN: dict[MatrixView, Callable[[Row], bool]] = {
    MatrixView.ALL: lambda row: True,
    MatrixView.MINE: lambda row: row.cell.ownership in (Ownership.CUSTOMER, Ownership.SHARED),
    MatrixView.DEFAULTS: lambda row: bool(row.cell.default_state),
    MatrixView.SHARED: lambda row: row.cell.ownership is Ownership.SHARED,
}


def layers_of(matrix: Matrix, view: MatrixView = MatrixView.ALL) -> list[LayerRows]:
    """The rows that a view shows, by layer and in order; layers without any are left out."""
    layers = []
    for (slug, name), group in groupby(
        filter(SHOWN[view], matrix.rows), key=lambda row: (row.head.layer, row.head.layer_name)
    ):
        rows = list(group)
        layers.append(
            LayerRows(
                slug,
                name,
                [row for row in rows if row.cell.ownership is not Ownership.NOT_APPLICABLE],
                [row for row in rows if row.cell.ownership is Ownership.NOT_APPLICABLE],
            )
        )
    return layers


@dataclass(frozen=True)
class ComparedGroup:
    """Rows of one layer, or of one kind of difference (`name` is empty then), side by side."""

    slug: str
    name: str
    rows: list[ComparisonRow]


def compared_groups(rows: Iterable[ComparisonRow], order: RowOrder) -> list[ComparedGroup]:
    """The rows of a comparison in groups, in their order."""
    if order is RowOrder.MOVED:
        return [
            ComparedGroup(kind.value, "", list(group))
            for kind, group in groupby(rows, key=lambda row: row.kind)
        ]
    return [
        ComparedGroup(slug, name, list(group))
        for (slug, name), group in groupby(
            rows, key=lambda row: (row.head.layer, row.head.layer_name)
        )
    ]


@dataclass(frozen=True)
class TierRow:
    """One responsibility and its cell in each of the tiers."""

    head: RowHead
    cells: list[Cell]


@dataclass(frozen=True)
class TierLayer:
    """Rows of one layer, tier beside tier."""

    slug: str
    name: str
    rows: list[TierRow]


def tier_layers(tiers: Sequence[TierMatrix]) -> list[TierLayer]:
    """The rows of tiers side by side, by layer."""
    rows = [
        TierRow(side_by_side[0].head, [row.cell for row in side_by_side])
        for side_by_side in zip(*(tier.rows for tier in tiers), strict=True)
    ]
    return [
        TierLayer(slug, name, list(group))
        for (slug, name), group in groupby(
            rows, key=lambda row: (row.head.layer, row.head.layer_name)
        )
    ]


@dataclass(frozen=True)
class OwnerGroup:
    """The services at which one side owns a duty, by tier."""

    ownership: Ownership
    cells: list[ServiceCell]


@dataclass(frozen=True)
class TierCount:
    """How many services of a tier give a duty to each side."""

    name: str
    provider: int
    shared: int
    customer: int


def owner_groups(cells: Iterable[ServiceCell]) -> list[OwnerGroup]:
    """Cells by owner, the customer's first and unknown ones last; empty groups are left out."""
    order = (Ownership.CUSTOMER, Ownership.SHARED, Ownership.PROVIDER, Ownership.UNKNOWN)
    by_tier = sorted(cells, key=lambda each: each.service.tier_name)
    groups = [
        OwnerGroup(owner, [each for each in by_tier if each.cell.ownership is owner])
        for owner in order
    ]
    return [group for group in groups if group.cells]


def tier_counts(cells: Sequence[ServiceCell]) -> list[TierCount]:
    """Owners of one duty counted per tier, in the order in which the tiers appear."""
    counted = Counter((each.service.tier_name, each.cell.ownership) for each in cells)
    names = dict.fromkeys(each.service.tier_name for each in cells)
    return [
        TierCount(
            name,
            counted[name, Ownership.PROVIDER],
            counted[name, Ownership.SHARED],
            counted[name, Ownership.CUSTOMER],
        )
        for name in sorted(names)
    ]


@dataclass(frozen=True)
class OptionLink:
    """An option and the query that chooses it and keeps what is chosen in other settings."""

    slug: str
    name: str
    summary: str
    is_default: bool
    is_chosen: bool
    query: str
    move_count: int


@dataclass(frozen=True)
class SettingLinks:
    """A setting with a link per option."""

    name: str
    question: str
    options: list[OptionLink]


def option_links(matrix: Matrix, view: MatrixView = MatrixView.ALL) -> list[SettingLinks]:
    """One link per option: the address of the page with that option chosen, in the same view."""
    return [
        SettingLinks(
            setting.name,
            setting.question,
            [
                OptionLink(
                    option.slug,
                    option.name,
                    option.summary,
                    option.is_default,
                    option.is_chosen,
                    _query(_with_option(matrix, setting, option), view),
                    len(option.moves),
                )
                for option in setting.options
            ],
        )
        for setting in matrix.settings
    ]


def _with_option(matrix: Matrix, setting: SettingChoice, option: OptionChoice) -> list[str]:
    siblings = {each.slug for each in setting.options}
    kept = [chosen for chosen in matrix.options if chosen not in siblings]
    return kept if option.is_default else [*kept, option.slug]


def query_of(matrix: Matrix, view: MatrixView = MatrixView.ALL) -> str:
    """The query string of a page with the options of a matrix and a view; empty for none."""
    return _query(matrix.options, view)


@dataclass(frozen=True)
class ViewLink:
    """A view of the matrix with the options kept."""

    name: str
    query: str
    is_current: bool
    count: int


VIEW_NAMES = {
    MatrixView.ALL: "Everything",
    MatrixView.MINE: "My side only",
    MatrixView.DEFAULTS: "Left at its default",
    MatrixView.SHARED: "Shared, split in two",
}


def view_links(matrix: Matrix, current: MatrixView) -> list[ViewLink]:
    """One link per view, with how many rows it shows."""
    applying = [row for row in matrix.rows if row.cell.ownership is not Ownership.NOT_APPLICABLE]
    return [
        ViewLink(
            name,
            _query(matrix.options, view),
            view is current,
            sum(SHOWN[view](row) for row in applying),
        )
        for view, name in VIEW_NAMES.items()
    ]


def strip(matrix: Matrix) -> list[Box]:
    """The whole boundary as one bar, 100 units wide."""
    return split([row.cell.ownership for row in matrix.rows], 0, 0, 100, 4)


@dataclass(frozen=True)
class PartLink:
    """A service of a stack and the query of the stack without it."""

    part: Part
    query_without: str


def stack_links(parts: Sequence[Part], kept: Mapping[str, str]) -> list[PartLink]:
    """One entry per service; `kept` are the other values of the address."""
    links = []
    for part in parts:
        others = ",".join(each.reference for each in parts if each is not part)
        values = {name: value for name, value in {**kept, "services": others}.items() if value}
        links.append(PartLink(part, urlencode(values, safe=",@/")))
    return links


def _query(options: Iterable[str], view: MatrixView = MatrixView.ALL) -> str:
    chosen = {"options": ",".join(options), "view": "" if view is MatrixView.ALL else str(view)}
    query = urlencode({name: value for name, value in chosen.items() if value}, safe=",")
    return query and f"?{query}"
