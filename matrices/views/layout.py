"""Answers arranged for templates: rows by layer, links that switch options, the strip."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlencode

from matrices.cells import Cell
from matrices.choices import Ownership
from matrices.comparison import ComparisonRow
from matrices.matrix import Matrix, Reference, Row, RowHead, TierMatrix
from matrices.pictures import Box, split
from matrices.stack import Part


@dataclass(frozen=True)
class LayerRows:
    """Rows of one layer; rows that exist for nobody at this service stand apart."""

    slug: str
    name: str
    rows: list[Row]
    not_applicable: list[Row]


def layers_of(matrix: Matrix) -> list[LayerRows]:
    """The rows of a matrix by layer, in order."""
    layers = []
    for (slug, name), group in groupby(
        matrix.rows, key=lambda row: (row.head.layer, row.head.layer_name)
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
class ComparedLayer:
    """Rows of one layer, side by side."""

    slug: str
    name: str
    rows: list[ComparisonRow]


def compared_layers(rows: Iterable[ComparisonRow]) -> list[ComparedLayer]:
    """The rows of a comparison by layer, in order."""
    return [
        ComparedLayer(slug, name, list(group))
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


def option_links(matrix: Matrix) -> list[SettingLinks]:
    """One link per option: the address of the page with that option chosen."""
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
                    _query(
                        [
                            *(
                                chosen
                                for chosen in matrix.options
                                if chosen not in {each.slug for each in setting.options}
                            ),
                            *([] if option.is_default else [option.slug]),
                        ]
                    ),
                    len(option.moves),
                )
                for option in setting.options
            ],
        )
        for setting in matrix.settings
    ]


def query_of(matrix: Matrix) -> str:
    """The query string that chooses the options of a matrix; empty for none."""
    return _query(matrix.options)


def strip(matrix: Matrix) -> list[Box]:
    """The whole boundary as one bar, 100 units wide."""
    return split([row.cell.ownership for row in matrix.rows], 0, 0, 100, 4)


def without(references: Sequence[Reference], place: int) -> str:
    """The `services=` value of a comparison with one column taken out."""
    return ",".join(str(each) for number, each in enumerate(references) if number != place)


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


def _query(options: Iterable[str]) -> str:
    chosen = ",".join(options)
    return "?" + urlencode({"options": chosen}, safe=",") if chosen else ""
