"""A matrix asked the way teams ask before a deployment. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from matrices.choices import Ownership
from matrices.comparison import Comparison, Kind
from matrices.matrix import Column, Matrix, Row

CUSTOMERS_PART = (Ownership.CUSTOMER, Ownership.SHARED)

# The things that teams must be able to answer for every service, each with the rows that
# carry it: the first that exists for anybody at the service is the answer.
STANDING_QUESTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Who patches the operating system?", ("guest-os-patching", "node-os-patching")),
    ("Who rotates TLS certificates?", ("tls-certificate-rotation",)),
    ("Who takes backups?", ("backup-execution",)),
    ("Who decides how long backups are kept?", ("backup-retention",)),
    ("Who owns the network rules?", ("network-access-rules",)),
    ("Who rotates encryption keys?", ("encryption-key-rotation",)),
    ("Who reviews IAM policies?", ("iam-policy-review",)),
)


@dataclass(frozen=True)
class Answer:
    """A standing question and the row that answers it."""

    question: str
    row: Row


def standing_answers(matrix: Matrix) -> list[Answer]:
    """One answer to each standing question whose rows the catalogue has."""
    rows = {row.head.slug: row for row in matrix.rows}
    found = [
        (question, [rows[slug] for slug in slugs if slug in rows])
        for question, slugs in STANDING_QUESTIONS
    ]
    return [Answer(question, _first_that_applies(each)) for question, each in found if each]


def rows_left_to_the_customer(matrix: Matrix) -> list[Row]:
    """Rows in which the customer has something to do."""
    return [row for row in matrix.rows if row.cell.ownership in CUSTOMERS_PART]


def rows_with_default(matrix: Matrix) -> list[Row]:
    """Rows that say what a new resource does if nobody touches it."""
    return [row for row in matrix.rows if row.cell.default_state]


def rows_without_check(rows: Iterable[Row]) -> list[Row]:
    """The customer's rows that nobody can tell to be done: each a real risk."""
    return [row for row in rows if not row.cell.checks]


def rows_with(field: str, rows: Iterable[Row]) -> list[Row]:
    """Rows whose cell says something in `field`."""
    return [row for row in rows if getattr(row.cell, field)]


def _first_that_applies(rows: list[Row]) -> Row:
    applying = (row for row in rows if row.cell.ownership is not Ownership.NOT_APPLICABLE)
    return next(applying, rows[0])


@dataclass(frozen=True)
class DrillRow:
    """`is_circled`: the owner differs between the services of the drill."""

    row: Row
    is_circled: bool
    is_risk: bool


@dataclass(frozen=True)
class DrillSheet:
    """One service, or tier, as an exercise; `risks` counts the customer's rows without a check."""

    column: Column
    rows: list[DrillRow]

    @property
    def risks(self) -> int:
        return sum(row.is_risk for row in self.rows)

    @property
    def circled(self) -> int:
        return sum(row.is_circled for row in self.rows)


def drill_sheets(comparison: Comparison) -> list[DrillSheet]:
    """One sheet per column, without the rows that exist for nobody there."""
    moved = {row.head.slug for row in comparison.rows if row.kind is Kind.MOVED}
    return [
        DrillSheet(
            column,
            [
                DrillRow(
                    row,
                    is_circled=row.head.slug in moved,
                    is_risk=row.cell.ownership in CUSTOMERS_PART and not row.cell.checks,
                )
                for row in column.rows
                if row.cell.ownership is not Ownership.NOT_APPLICABLE
            ],
        )
        for column in comparison.columns
    ]
