"""A matrix asked the way teams ask before a deployment."""

import pytest

from matrices.cells import Check
from matrices.choices import CheckTool, Ownership
from matrices.comparison import compare
from matrices.matrix import Matrix, Row
from matrices.worksheets import (
    STANDING_QUESTIONS,
    drill_sheets,
    rows_left_to_the_customer,
    rows_with,
    rows_with_default,
    rows_without_check,
    standing_answers,
)
from tests.matrices.answers import make_cell, make_matrix, make_row

CHECK = (Check(CheckTool.CLI, "store get-encryption", None),)


def with_all_questions(**owners: Ownership) -> Matrix:
    """Every row of the standing questions, the provider's unless `owners` says otherwise."""
    slugs = [slug for _, slugs in STANDING_QUESTIONS for slug in slugs]
    return make_matrix(
        {slug: owners.get(slug.replace("-", "_"), Ownership.PROVIDER) for slug in slugs}
    )


def test_every_standing_question_has_one_answer() -> None:
    answers = standing_answers(with_all_questions())

    assert [answer.question for answer in answers] == [text for text, _ in STANDING_QUESTIONS]


@pytest.mark.parametrize(
    ("guest", "node", "slug"),
    [
        (Ownership.CUSTOMER, Ownership.SHARED, "guest-os-patching"),
        (Ownership.NOT_APPLICABLE, Ownership.SHARED, "node-os-patching"),
        (Ownership.UNKNOWN, Ownership.SHARED, "guest-os-patching"),
        (Ownership.NOT_APPLICABLE, Ownership.NOT_APPLICABLE, "guest-os-patching"),
    ],
)
def test_answer_is_the_first_row_that_exists_for_anybody(
    guest: Ownership, node: Ownership, slug: str
) -> None:
    matrix = with_all_questions(guest_os_patching=guest, node_os_patching=node)

    [patching, *_] = standing_answers(matrix)

    assert patching.row.head.slug == slug


def test_question_without_any_of_its_rows_has_no_answer() -> None:
    assert standing_answers(make_matrix({"encryption-at-rest": Ownership.CUSTOMER})) == []


def test_rows_left_to_the_customer_are_owned_or_shared() -> None:
    matrix = make_matrix(
        {
            "encryption-at-rest": Ownership.SHARED,
            "backup-execution": Ownership.CUSTOMER,
            "iam-policy-review": Ownership.PROVIDER,
            "guest-os-patching": Ownership.UNKNOWN,
            "node-os-patching": Ownership.NOT_APPLICABLE,
        }
    )

    assert [row.head.slug for row in rows_left_to_the_customer(matrix)] == [
        "encryption-at-rest", "backup-execution",
    ]  # fmt: skip


def test_rows_with_default_say_what_a_new_resource_does() -> None:
    matrix = make_matrix(
        {
            "encryption-at-rest": make_cell(default_state="On."),
            "backup-execution": make_cell(),
        }
    )

    assert [row.head.slug for row in rows_with_default(matrix)] == ["encryption-at-rest"]


def test_rows_without_check_cannot_be_told_to_be_done() -> None:
    rows = [make_row("encryption-at-rest", checks=CHECK), make_row("backup-execution")]

    assert [row.head.slug for row in rows_without_check(rows)] == ["backup-execution"]


@pytest.mark.parametrize(
    ("field", "row"),
    [
        ("blast_radius", make_row("encryption-at-rest", blast_radius="All of it.")),
        ("recovery", make_row("encryption-at-rest", recovery="Restore it.")),
        ("checks", make_row("encryption-at-rest", checks=CHECK)),
    ],
)
def test_rows_with_a_field_say_something_in_it(field: str, row: Row) -> None:
    assert rows_with(field, [row, make_row("backup-execution")]) == [row]


def test_drill_circles_the_rows_whose_owner_differs() -> None:
    sheets = drill_sheets(
        compare(
            [
                make_matrix(
                    {
                        "encryption-at-rest": Ownership.CUSTOMER,
                        "backup-execution": Ownership.CUSTOMER,
                    }
                ),
                make_matrix(
                    {
                        "encryption-at-rest": Ownership.PROVIDER,
                        "backup-execution": make_cell(default_state="Off."),
                    },
                    "bolt/blobs",
                ),
            ]
        )
    )

    assert [[row.is_circled for row in sheet.rows] for sheet in sheets] == [[True, False]] * 2
    assert [sheet.circled for sheet in sheets] == [1, 1]


def test_drill_counts_the_customers_rows_without_a_check_as_risks() -> None:
    [sheet] = drill_sheets(
        compare(
            [
                make_matrix(
                    {
                        "encryption-at-rest": make_cell(Ownership.SHARED, checks=CHECK),
                        "backup-execution": Ownership.CUSTOMER,
                        "iam-policy-review": Ownership.SHARED,
                        "guest-os-patching": Ownership.PROVIDER,
                        "node-os-patching": Ownership.UNKNOWN,
                    }
                )
            ]
        )
    )

    assert [row.is_risk for row in sheet.rows] == [False, True, True, False, False]
    assert sheet.risks == 2


def test_drill_leaves_out_what_a_column_does_not_have() -> None:
    left, right = drill_sheets(
        compare(
            [
                make_matrix({"guest-os-patching": Ownership.CUSTOMER}),
                make_matrix({"guest-os-patching": Ownership.NOT_APPLICABLE}, "bolt/blobs"),
            ]
        )
    )

    assert [row.row.head.slug for row in left.rows] == ["guest-os-patching"]
    assert right.rows == []
