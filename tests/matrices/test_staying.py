"""What stays with whom in every column, and the sentence about it."""

import pytest

from matrices.choices import Ownership
from matrices.comparison import compare
from matrices.staying import Staying, clauses, staying
from tests.matrices.answers import make_head, make_matrix

PROVIDER, CUSTOMER, SHARED, NOBODY = (
    Ownership.PROVIDER,
    Ownership.CUSTOMER,
    Ownership.SHARED,
    Ownership.NOT_APPLICABLE,
)
ENCRYPTION, BACKUP = make_head("encryption-at-rest"), make_head("backup-execution")


def data(owner: Ownership, *, wholly: bool) -> tuple[Staying, ...]:
    return (Staying("data", "Data", owner, wholly),)


@pytest.mark.parametrize("owner", [PROVIDER, CUSTOMER])
def test_layer_stays_where_every_row_does(owner: Ownership) -> None:
    rows = [(ENCRYPTION, [owner, owner]), (BACKUP, [owner, owner])]

    assert staying(rows) == data(owner, wholly=True)


def test_layer_stays_mostly_where_more_than_half_of_each_column_does() -> None:
    rows = [(ENCRYPTION, [CUSTOMER, PROVIDER]), (BACKUP, [CUSTOMER] * 2), (BACKUP, [CUSTOMER] * 2)]

    assert staying(rows) == data(CUSTOMER, wholly=False)


@pytest.mark.parametrize("right", [SHARED, PROVIDER])
def test_layer_with_half_of_a_column_elsewhere_does_not_stay(right: Ownership) -> None:
    assert staying([(ENCRYPTION, [CUSTOMER, right]), (BACKUP, [CUSTOMER, CUSTOMER])]) == ()


def test_rows_that_exist_for_nobody_do_not_count() -> None:
    rows = [(ENCRYPTION, [CUSTOMER, NOBODY]), (BACKUP, [CUSTOMER, CUSTOMER])]

    assert staying(rows) == data(CUSTOMER, wholly=True)


def test_layer_that_a_column_does_not_have_stays_with_nobody() -> None:
    assert staying([(ENCRYPTION, [CUSTOMER, NOBODY])]) == ()


STAYS = [
    Staying("physical", "Physical", PROVIDER, wholly=True),
    Staying("data", "Data", CUSTOMER, wholly=True),
    Staying("identity", "Identity", CUSTOMER, wholly=True),
    Staying("operations", "Operations", CUSTOMER, wholly=False),
    Staying("host", "Host", PROVIDER, wholly=False),
]


@pytest.mark.parametrize(
    ("moved", "total", "clause"),
    [
        (9, 52, "9 of 52 rows move"),
        (1, 52, "1 of 52 rows moves"),
        (0, 52, "none of 52 rows moves"),
        (1, 1, "1 of 1 row moves"),
        (0, 0, "no row matches"),
    ],
)
def test_first_clause_counts_the_rows_that_move(moved: int, total: int, clause: str) -> None:
    assert clauses(moved, total, 2, ()) == [clause]


def test_further_clauses_say_what_stays() -> None:
    assert clauses(9, 52, 2, STAYS)[1:] == [
        "data and identity stay with you everywhere",
        "operations stays mostly with you",
        "physical stays with the provider everywhere",
    ]


def test_one_column_moves_nothing() -> None:
    assert clauses(0, 52, 1, STAYS[:1]) == ["physical stays with the provider everywhere"]
    assert clauses(0, 52, 1, ()) == ["52 rows"]


def test_sentence_counts_the_rows_that_are_not_shown_too() -> None:
    column = make_matrix({"encryption-at-rest": CUSTOMER})

    comparison = compare([column, column], differences_only=True)

    assert comparison.rows == ()
    assert comparison.sentence == "None of 1 row moves; data stays with you everywhere."
