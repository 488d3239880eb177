"""Where the line runs differently: `compare()`. Pure over resolved cells."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from matrices.cells import Cell
from matrices.choices import Ownership
from matrices.matrix import Matrix, RowHead

MOST_COLUMNS = 6


class Kind(StrEnum):
    """How the cells of one row relate.

    `moved`: the owner differs. `nuance`: one owner, but another default, condition or a recorded
    difference. `partial`: on one side nobody knows or the duty does not exist. `same`: all alike.
    """

    MOVED = "moved"
    NUANCE = "nuance"
    SAME = "same"
    PARTIAL = "partial"


@dataclass(frozen=True)
class Difference:
    """A recorded difference between named services for one responsibility."""

    responsibility: str
    services: tuple[str, ...]
    text: str
    basis: str
    citations: tuple[dict[str, str], ...]


@dataclass(frozen=True)
class ComparisonRow:
    """One responsibility with a cell per column, in the order of the columns."""

    head: RowHead
    kind: Kind
    cells: tuple[Cell, ...]
    differences: tuple[Difference, ...] = ()

    @property
    def differs(self) -> bool:
        return self.kind is not Kind.SAME


@dataclass(frozen=True)
class Comparison:
    """Columns side by side. `summary` also counts the rows that `rows` leaves out."""

    columns: tuple[Matrix, ...]
    rows: tuple[ComparisonRow, ...]
    summary: dict[Kind, int]

    @property
    def row_count(self) -> int:
        return sum(self.summary.values())


def compare(
    columns: Sequence[Matrix],
    recorded: Iterable[Difference] = (),
    *,
    layers: Iterable[str] = (),
    differences_only: bool = False,
) -> Comparison:
    """Put up to six matrices side by side, rows in layer order.

    Rows that exist for no column are left out and not counted. `layers` keeps only those layers,
    `differences_only` leaves out rows of kind `same`.
    """
    wanted = frozenset(layers)
    known = list(recorded)
    identifiers = {column.service.identifier for column in columns}
    rows = [
        row
        for cells in zip(*(column.rows for column in columns), strict=True)
        if not wanted or cells[0].head.layer in wanted
        if any(each.cell.ownership is not Ownership.NOT_APPLICABLE for each in cells)
        for row in [_row(cells[0].head, tuple(each.cell for each in cells), known, identifiers)]
    ]
    kinds = Counter(row.kind for row in rows)
    return Comparison(
        columns=tuple(columns),
        rows=tuple(row for row in rows if row.differs or not differences_only),
        summary={kind: kinds[kind] for kind in Kind},
    )


def _row(
    head: RowHead, cells: tuple[Cell, ...], recorded: list[Difference], identifiers: set[str]
) -> ComparisonRow:
    differences = tuple(
        each
        for each in recorded
        if each.responsibility == head.slug and _concerns(each, identifiers)
    )
    return ComparisonRow(head, kind_of(cells, has_recorded=bool(differences)), cells, differences)


def _concerns(difference: Difference, identifiers: set[str]) -> bool:
    """Two of the named services stand side by side, or the only one that is named does."""
    return len(identifiers.intersection(difference.services)) >= min(2, len(difference.services))


def kind_of(cells: Sequence[Cell], *, has_recorded: bool = False) -> Kind:
    """Compare the cells of one row. Differing owners outrank a missing one."""
    missing = (Ownership.NOT_APPLICABLE, Ownership.UNKNOWN)
    owners = {cell.ownership for cell in cells}
    if len(owners.difference(missing)) > 1:
        return Kind.MOVED
    if len(owners) > 1:
        return Kind.PARTIAL
    conditions = {
        (cell.default_state, tuple((caveat.when, caveat.text) for caveat in cell.caveats))
        for cell in cells
    }
    return Kind.NUANCE if has_recorded or len(conditions) > 1 else Kind.SAME
