"""Answers as flat tables of text, one row per cell: what CSV and XLSX have in common."""

from collections.abc import Iterable
from dataclasses import dataclass

from matrices.cells import Caveat, Cell, Check, Citation
from matrices.comparison import Comparison
from matrices.matrix import Matrix, TierMatrix
from matrices.stack import Stack

CELL_COLUMNS = (
    "ownership", "basis", "resolved_from", "provider_duty", "customer_duty", "default_state",
    "caveats", "checks", "blast_radius", "recovery", "citations", "verified_on",
)  # fmt: skip
WIDE = frozenset(CELL_COLUMNS) - {"ownership", "basis", "resolved_from", "verified_on"}
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Table:
    """`rows` may be made one by one and can then be read once; each is as long as `header`.

    `wide` columns hold sentences.
    """

    title: str
    header: tuple[str, ...]
    rows: Iterable[tuple[str, ...]]
    wide: frozenset[str] = WIDE


def matrix_table(matrix: Matrix) -> Table:
    """One row per responsibility."""
    return Table(
        f"Who owns what at {matrix.service.name}",
        ("service", "options", "layer", "responsibility", *CELL_COLUMNS),
        [
            (
                matrix.service.identifier,
                " ".join(matrix.options),
                row.head.layer,
                row.head.slug,
                *cell_values(row.cell),
            )
            for row in matrix.rows
        ],
    )


def comparison_table(comparison: Comparison) -> Table:
    """One row per responsibility and column, so that filters of a spreadsheet work."""
    return Table(
        " and ".join(column.reference for column in comparison.columns),
        ("layer", "responsibility", "kind", "why", "service", *CELL_COLUMNS),
        [
            (
                row.head.layer,
                row.head.slug,
                row.kind.value,
                row.why,
                column.reference,
                *cell_values(cell),
            )
            for row in comparison.rows
            for column, cell in zip(comparison.columns, row.cells, strict=True)
        ],
    )


def stack_table(stack: Stack) -> Table:
    """One row per responsibility and service, the customer's first."""
    return Table(
        "A stack by responsibility",
        ("layer", "responsibility", "service", *CELL_COLUMNS),
        [
            (row.head.layer, row.head.slug, each.part.reference, *cell_values(each.cell))
            for row in stack.rows
            for each in row.cells
        ],
    )


def tier_table(tier: TierMatrix) -> Table:
    """One row per responsibility."""
    return Table(
        f"What every service of the tier {tier.name} starts from",
        ("tier", "layer", "responsibility", *CELL_COLUMNS),
        [(tier.slug, row.head.layer, row.head.slug, *cell_values(row.cell)) for row in tier.rows],
    )


def items_table(items: Iterable[tuple[str, str, Cell]]) -> Table:
    """Rows of (service, layer, cell), made one by one so that a long list needs no memory."""
    return Table(
        "Cells of services as they come",
        ("service", "layer", "responsibility", *CELL_COLUMNS),
        (
            (service, layer, cell.responsibility, *cell_values(cell))
            for service, layer, cell in items
        ),
    )


def cell_values(cell: Cell) -> tuple[str, ...]:
    """One value per entry of CELL_COLUMNS; lists are joined by line breaks."""
    return (
        cell.ownership.value,
        cell.basis.value,
        cell.resolved_from.value if cell.resolved_from else "",
        cell.provider_duty,
        cell.customer_duty,
        cell.default_state,
        "\n".join(map(caveat_text, cell.caveats)),
        "\n".join(map(check_text, cell.checks)),
        cell.blast_radius,
        cell.recovery,
        "\n".join(map(citation_text, cell.citations)),
        cell.verified_on or "",
    )


def caveat_text(caveat: Caveat) -> str:
    """The condition and what follows from it."""
    return f"{caveat.when}: {caveat.text}"


def check_text(check: Check) -> str:
    """Tool, identifier and words, as far as there are any."""
    return " ".join(part for part in (check.tool.value, check.id, check.how) if part)


def citation_text(citation: Citation) -> str:
    """Where it was read, in which text and when."""
    return f"{citation.url} ({citation.locator}; text of {citation.as_of}, read {citation.read_on})"
