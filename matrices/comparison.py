"""Where the line runs differently: `compare()`. Pure over resolved cells."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from matrices.cells import Cell
from matrices.choices import Ownership
from matrices.matrix import Column, Row, RowHead
from matrices.reasons import MISSING, Reason, reasons
from matrices.staying import Staying, clauses, staying

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


# The most telling first, as in `kind_of`.
_BY_WEIGHT = (Kind.MOVED, Kind.PARTIAL, Kind.NUANCE, Kind.SAME)


class RowOrder(StrEnum):
    """`moved`: by kind, rows whose owner differs first. `layer`: as the layers are stacked."""

    MOVED = "moved"
    LAYER = "layer"


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
    reasons: tuple[Reason, ...] = ()

    @property
    def differs(self) -> bool:
        return self.kind is not Kind.SAME

    @property
    def why(self) -> str:
        """The reasons as one line; empty where nothing differs."""
        return sentence_of(reason.text for reason in self.reasons)


@dataclass(frozen=True)
class Comparison:
    """Columns side by side. `summary` and `stays` also count the rows that `rows` leaves out."""

    columns: tuple[Column, ...]
    rows: tuple[ComparisonRow, ...]
    summary: dict[Kind, int]
    stays: tuple[Staying, ...] = ()

    @property
    def row_count(self) -> int:
        return sum(self.summary.values())

    @property
    def moved_rows(self) -> list[ComparisonRow]:
        """The rows of kind `moved`."""
        return [row for row in self.rows if row.kind is Kind.MOVED]

    @property
    def clauses(self) -> list[str]:
        """How much moves, then what stays with whom."""
        return clauses(self.summary[Kind.MOVED], self.row_count, len(self.columns), self.stays)

    @property
    def sentence(self) -> str:
        """The same in one line for people."""
        return sentence_of(self.clauses)


def compare(
    columns: Sequence[Column],
    recorded: Iterable[Difference] = (),
    *,
    layers: Iterable[str] = (),
    responsibilities: Collection[str] | None = None,
    order: RowOrder = RowOrder.MOVED,
    differences_only: bool = False,
) -> Comparison:
    """Put up to six columns side by side.

    Rows that exist for no column are left out and not counted. `layers` keeps only those layers,
    `responsibilities` only those rows (None: all), `differences_only` leaves out rows of kind
    `same`. Rows of one kind stand in the order of the layers.
    """
    wanted, known = frozenset(layers), _by_row(recorded, columns)
    rows = [
        _row(columns, side_by_side, known.get(side_by_side[0].head.slug, ()))
        for side_by_side in zip(*(column.rows for column in columns), strict=True)
        if _is_asked_for(side_by_side[0].head, wanted, responsibilities)
        if not all(each.cell.ownership is Ownership.NOT_APPLICABLE for each in side_by_side)
    ]
    kinds = Counter(row.kind for row in rows)
    shown = [row for row in rows if row.differs or not differences_only]
    if order is RowOrder.MOVED:
        shown.sort(key=lambda row: _BY_WEIGHT.index(row.kind))
    return Comparison(
        columns=tuple(columns),
        rows=tuple(shown),
        summary={kind: kinds[kind] for kind in Kind},
        stays=staying((row.head, [cell.ownership for cell in row.cells]) for row in rows),
    )


def _is_asked_for(
    head: RowHead, layers: Collection[str], responsibilities: Collection[str] | None
) -> bool:
    return (not layers or head.layer in layers) and (
        responsibilities is None or head.slug in responsibilities
    )


def _by_row(
    recorded: Iterable[Difference], columns: Iterable[Column]
) -> dict[str, tuple[Difference, ...]]:
    """Of which two of the named services stand side by side, or the only one that is named."""
    identifiers = {column.identifier for column in columns}
    found: dict[str, tuple[Difference, ...]] = {}
    for each in recorded:
        if len(identifiers.intersection(each.services)) >= min(2, len(each.services)):
            found[each.responsibility] = (*found.get(each.responsibility, ()), each)
    return found


def _row(
    columns: Sequence[Column], rows: Sequence[Row], differences: tuple[Difference, ...]
) -> ComparisonRow:
    cells = tuple([row.cell for row in rows])
    kind = kind_of(cells, has_recorded=bool(differences))
    why = reasons(columns, rows, recorded=len(differences)) if kind is not Kind.SAME else []
    return ComparisonRow(rows[0].head, kind, cells, differences, tuple(why))


def sentence_of(clauses: Iterable[str]) -> str:
    """Clauses as one sentence; empty for none."""
    line = "; ".join(clauses)
    return f"{line[:1].upper()}{line[1:]}." if line else ""


def kind_of(cells: Sequence[Cell], *, has_recorded: bool = False) -> Kind:
    """Compare the cells of one row. Differing owners outrank a missing one."""
    owners = {cell.ownership for cell in cells}
    if len(owners.difference(MISSING)) > 1:
        return Kind.MOVED
    if len(owners) > 1:
        return Kind.PARTIAL
    alike = not has_recorded and all(_on_same_terms(cells[0], each) for each in cells[1:])
    return Kind.SAME if alike else Kind.NUANCE


def _on_same_terms(one: Cell, other: Cell) -> bool:
    return one.default_state == other.default_state and (
        one.caveats == other.caveats or one.conditions == other.conditions
    )
