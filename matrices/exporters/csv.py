"""Answers as CSV for spreadsheets: UTF-8 with a header row, one row per cell.

A cell that a spreadsheet would run as a formula is prefixed with an apostrophe.
"""

import csv
import io
from collections.abc import Iterable, Iterator

from matrices.cells import Cell
from matrices.comparison import Comparison
from matrices.matrix import Matrix, TierMatrix
from matrices.stack import Stack

CELL_COLUMNS = (
    "ownership", "basis", "resolved_from", "provider_duty", "customer_duty", "default_state",
    "caveats", "checks", "blast_radius", "recovery", "citations", "verified_on",
)  # fmt: skip
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def matrix_csv(matrix: Matrix) -> str:
    """One line per responsibility."""
    header = ("service", "options", "layer", "responsibility", *CELL_COLUMNS)
    return _text(
        header,
        (
            (
                matrix.service.identifier,
                " ".join(matrix.options),
                row.head.layer,
                row.head.slug,
                *cell_values(row.cell),
            )
            for row in matrix.rows
        ),
    )


def comparison_csv(comparison: Comparison) -> str:
    """One line per responsibility and column, so that filters of a spreadsheet work."""
    header = ("layer", "responsibility", "kind", "service", *CELL_COLUMNS)
    return _text(
        header,
        (
            (row.head.layer, row.head.slug, row.kind.value, column.reference, *cell_values(cell))
            for row in comparison.rows
            for column, cell in zip(comparison.columns, row.cells, strict=True)
        ),
    )


def stack_csv(stack: Stack) -> str:
    """One line per responsibility and service, the customer's rows first."""
    header = ("layer", "responsibility", "service", *CELL_COLUMNS)
    return _text(
        header,
        (
            (row.head.layer, row.head.slug, each.part.reference, *cell_values(each.cell))
            for row in stack.rows
            for each in row.cells
        ),
    )


def tier_csv(tier: TierMatrix) -> str:
    """One line per responsibility."""
    header = ("tier", "layer", "responsibility", *CELL_COLUMNS)
    return _text(
        header,
        ((tier.slug, row.head.layer, row.head.slug, *cell_values(row.cell)) for row in tier.rows),
    )


def items_csv(items: Iterable[tuple[str, str, Cell]]) -> Iterator[str]:
    """Lines of (service, layer, cell), made one by one so that a long list needs no memory."""
    yield _text(("service", "layer", "responsibility", *CELL_COLUMNS), ())
    for service, layer, cell in items:
        yield _text((service, layer, cell.responsibility, *cell_values(cell)), ())


def cell_values(cell: Cell) -> tuple[str, ...]:
    """One value per entry of CELL_COLUMNS; lists are joined by line breaks."""
    return (
        cell.ownership.value,
        cell.basis.value,
        cell.resolved_from.value if cell.resolved_from else "",
        cell.provider_duty,
        cell.customer_duty,
        cell.default_state,
        "\n".join(f"{caveat.when}: {caveat.text}" for caveat in cell.caveats),
        "\n".join(
            " ".join(part for part in (check.tool.value, check.id, check.how) if part)
            for check in cell.checks
        ),
        cell.blast_radius,
        cell.recovery,
        "\n".join(
            f"{each.url} ({each.locator}; text of {each.as_of}, read {each.read_on})"
            for each in cell.citations
        ),
        cell.verified_on or "",
    )


def _text(first: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([_harmless(value) for value in first])
    for row in rows:
        writer.writerow([_harmless(value) for value in row])
    return out.getvalue()


def _harmless(value: str) -> str:
    return f"'{value}" if value.startswith(_FORMULA_STARTS) else value
