"""Where the line runs differently: kinds of rows, what is left out and what is counted."""

from typing import Any

import pytest

from matrices.cells import Caveat, Cell, Check, unknown_cell
from matrices.choices import CheckTool, Ownership
from matrices.comparison import Comparison, Difference, Kind, compare, kind_of
from tests.matrices.answers import make_cell, make_matrix

PROVIDER, CUSTOMER, SHARED, NOBODY, UNKNOWN = (
    Ownership.PROVIDER,
    Ownership.CUSTOMER,
    Ownership.SHARED,
    Ownership.NOT_APPLICABLE,
    Ownership.UNKNOWN,
)


def two_columns(left: Ownership | Cell, right: Ownership | Cell) -> Comparison:
    """Acme's store against Bolt's blobs in one row."""
    return compare(
        [
            make_matrix({"encryption-at-rest": left}, "acme/store"),
            make_matrix({"encryption-at-rest": right}, "bolt/blobs"),
        ]
    )


def recorded(responsibility: str = "encryption-at-rest", **said: Any) -> Difference:
    return Difference(
        **{
            "responsibility": responsibility,
            "services": ("acme/store", "bolt/blobs"),
            "text": "Acme encrypts twice.",
            "basis": "inferred",
            "citations": (),
            **said,
        }
    )


@pytest.mark.parametrize(
    ("owners", "kind"),
    [
        ((CUSTOMER, CUSTOMER), Kind.SAME),
        ((PROVIDER, PROVIDER, PROVIDER), Kind.SAME),
        ((UNKNOWN, UNKNOWN), Kind.SAME),
        ((PROVIDER, CUSTOMER), Kind.MOVED),
        ((SHARED, CUSTOMER), Kind.MOVED),
        ((PROVIDER, SHARED), Kind.MOVED),
        ((CUSTOMER, NOBODY), Kind.PARTIAL),
        ((CUSTOMER, UNKNOWN), Kind.PARTIAL),
        ((UNKNOWN, NOBODY), Kind.PARTIAL),
        ((CUSTOMER, CUSTOMER, NOBODY), Kind.PARTIAL),
        ((PROVIDER, CUSTOMER, NOBODY), Kind.MOVED),
        ((PROVIDER, UNKNOWN, SHARED), Kind.MOVED),
    ],
)
def test_kind_of_owners(owners: tuple[Ownership, ...], kind: Kind) -> None:
    assert kind_of([make_cell(owner) for owner in owners]) is kind


@pytest.mark.parametrize(
    "condition",
    [
        {"default_state": "Off."},
        {"caveats": (Caveat("it is old", "It stays."),)},
    ],
)
def test_one_owner_under_another_condition_is_a_nuance(condition: dict[str, Any]) -> None:
    assert kind_of([make_cell(), make_cell(**condition)]) is Kind.NUANCE


@pytest.mark.parametrize(
    "words",
    [
        {"customer_duty": "Turns it on."},
        {"recovery": "Restore it."},
        {"checks": (Check(CheckTool.CLI, "look", None),)},
        {"verified_on": "2026-01-15"},
    ],
)
def test_other_words_for_the_same_duty_are_no_difference(words: dict[str, Any]) -> None:
    assert kind_of([make_cell(), make_cell(**words)]) is Kind.SAME


def test_equal_conditions_are_no_difference() -> None:
    cell = make_cell(default_state="Off.", caveats=(Caveat("it is old", "It stays."),))

    assert kind_of([cell, cell]) is Kind.SAME


@pytest.mark.parametrize(
    ("right", "kind"),
    [(CUSTOMER, Kind.NUANCE), (PROVIDER, Kind.MOVED), (NOBODY, Kind.PARTIAL)],
)
def test_recorded_difference_makes_only_the_same_a_nuance(right: Ownership, kind: Kind) -> None:
    assert kind_of([make_cell(), make_cell(right)], has_recorded=True) is kind


def test_owner_that_differs_outranks_another_condition() -> None:
    assert kind_of([make_cell(default_state="Off."), make_cell(PROVIDER)]) is Kind.MOVED


def test_missing_side_outranks_another_condition() -> None:
    assert kind_of([make_cell(default_state="Off."), make_cell(NOBODY)]) is Kind.PARTIAL


def test_row_keeps_the_cells_in_the_order_of_the_columns() -> None:
    left, right = make_cell(PROVIDER), make_cell(CUSTOMER)

    comparison = two_columns(left, right)

    assert [row.cells for row in comparison.rows] == [(left, right)]
    assert [column.identifier for column in comparison.columns] == [
        "acme/store", "bolt/blobs",
    ]  # fmt: skip


def test_row_that_nobody_has_is_left_out_and_not_counted() -> None:
    comparison = two_columns(NOBODY, NOBODY)

    assert comparison.rows == ()
    assert comparison.row_count == 0


def test_row_that_one_column_has_is_kept() -> None:
    comparison = two_columns(NOBODY, CUSTOMER)

    assert comparison.summary == {Kind.MOVED: 0, Kind.NUANCE: 0, Kind.SAME: 0, Kind.PARTIAL: 1}


def test_row_that_nobody_researched_is_kept() -> None:
    unknown = unknown_cell("encryption-at-rest")

    assert [row.kind for row in two_columns(unknown, unknown).rows] == [Kind.SAME]


def test_layers_keep_only_their_rows() -> None:
    column = make_matrix({"encryption-at-rest": CUSTOMER, "iam-policy-review": CUSTOMER})

    comparison = compare([column, column], layers=["identity"])

    assert [row.head.slug for row in comparison.rows] == ["iam-policy-review"]
    assert comparison.row_count == 1


def test_differences_only_leaves_out_the_same_and_still_counts_it() -> None:
    comparison = compare(
        [
            make_matrix({"encryption-at-rest": CUSTOMER, "backup-execution": CUSTOMER}),
            make_matrix({"encryption-at-rest": PROVIDER, "backup-execution": CUSTOMER}),
        ],
        differences_only=True,
    )

    assert [row.head.slug for row in comparison.rows] == ["encryption-at-rest"]
    assert comparison.summary == {Kind.MOVED: 1, Kind.NUANCE: 0, Kind.SAME: 1, Kind.PARTIAL: 0}


@pytest.mark.parametrize(
    ("right", "kind"),
    [
        (make_cell(PROVIDER), Kind.MOVED),
        (make_cell(NOBODY), Kind.PARTIAL),
        (make_cell(default_state="Off."), Kind.NUANCE),
    ],
)
def test_everything_but_the_same_differs(right: Cell, kind: Kind) -> None:
    [row] = two_columns(CUSTOMER, right).rows

    assert (row.kind, row.differs) == (kind, True)


def test_recorded_difference_stands_in_its_row_only() -> None:
    column = {"encryption-at-rest": CUSTOMER, "backup-execution": CUSTOMER}
    difference = recorded()

    comparison = compare(
        [make_matrix(column, "acme/store"), make_matrix(column, "bolt/blobs")], [difference]
    )

    assert [(row.kind, row.differences) for row in comparison.rows] == [
        (Kind.NUANCE, (difference,)),
        (Kind.SAME, ()),
    ]


@pytest.mark.parametrize("right", ["bolt/tapes", "acme/store"])
def test_recorded_difference_needs_two_of_its_services(right: str) -> None:
    column = {"encryption-at-rest": CUSTOMER}

    comparison = compare(
        [make_matrix(column, "acme/store"), make_matrix(column, right)], [recorded()]
    )

    assert [(row.kind, row.differences) for row in comparison.rows] == [(Kind.SAME, ())]


def test_recorded_difference_may_name_more_services_than_are_compared() -> None:
    column = {"encryption-at-rest": CUSTOMER}
    difference = recorded(services=("acme/store", "bolt/blobs", "cube/files"))

    comparison = compare(
        [make_matrix(column, "acme/store"), make_matrix(column, "bolt/blobs")], [difference]
    )

    assert comparison.rows[0].differences == (difference,)


def test_service_can_be_compared_with_itself_in_another_mode() -> None:
    comparison = compare(
        [
            make_matrix({"encryption-at-rest": SHARED}),
            make_matrix({"encryption-at-rest": CUSTOMER}, options=("own-key",)),
        ]
    )

    assert [column.reference for column in comparison.columns] == [
        "acme/store", "acme/store@own-key",
    ]  # fmt: skip
    assert comparison.rows[0].kind is Kind.MOVED


def test_one_column_never_differs() -> None:
    comparison = compare([make_matrix({"encryption-at-rest": CUSTOMER})], [recorded()])

    assert comparison.summary[Kind.SAME] == 1


def test_no_columns_have_no_rows() -> None:
    comparison = compare([])

    assert (comparison.rows, comparison.row_count) == ((), 0)
