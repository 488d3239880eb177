"""Any number of matrices as one, pure."""

import csv
import io

from matrices.cells import Check
from matrices.choices import CheckTool, Ownership
from matrices.exporters.about import About
from matrices.exporters.csv import csv_text
from matrices.exporters.table import stack_table
from matrices.matrix import Matrix
from matrices.stack import Stack, fold
from tests.matrices.answers import make_cell, make_matrix

CHECK = Check(CheckTool.CLI, "store get-encryption", None)


def columns() -> list[Matrix]:
    return [
        make_matrix(
            {
                "guest-os-patching": Ownership.PROVIDER,
                "backup-execution": make_cell(
                    Ownership.SHARED, provider_duty="Keeps.", customer_duty="Chooses."
                ),
                "iam-policy-review": make_cell(customer_duty="Reads.", checks=(CHECK,)),
                "node-os-patching": Ownership.NOT_APPLICABLE,
            },
            "acme/store",
        ),
        make_matrix(
            {
                "guest-os-patching": Ownership.PROVIDER,
                "backup-execution": Ownership.PROVIDER,
                "iam-policy-review": make_cell(customer_duty="Reads.", default_state="Open."),
                "node-os-patching": Ownership.NOT_APPLICABLE,
            },
            "bolt/blobs",
            ("own-key",),
        ),
    ]


def rows(stack: Stack) -> list[str]:
    return [row.head.slug for row in stack.rows]


def test_customers_rows_come_first_and_absent_ones_not_at_all() -> None:
    assert rows(fold(columns())) == ["iam-policy-review", "backup-execution", "guest-os-patching"]


def test_same_words_are_said_once_with_their_services() -> None:
    [job] = fold(columns()).rows[0].jobs

    assert job.customer_duty == "Reads."
    assert [part.reference for part in job.parts] == ["acme/store", "bolt/blobs@own-key"]


def test_different_owners_are_different_jobs_the_customers_first() -> None:
    jobs = fold(columns()).rows[1].jobs

    assert [job.ownership for job in jobs] == [Ownership.SHARED, Ownership.PROVIDER]


def test_checks_and_defaults_name_their_services() -> None:
    row = fold(columns()).rows[0]

    assert [(each.check, [part.name for part in each.parts]) for each in row.checks] == [
        (CHECK, ["Store"])
    ]
    assert [(each.text, [part.label for part in each.parts]) for each in row.defaults] == [
        ("Open.", ["Blobs (own-key)"])
    ]
    assert [part.identifier for part in row.without_check] == ["bolt/blobs"]


def test_counts_are_of_services_not_of_columns() -> None:
    twice = [*columns(), make_matrix(dict.fromkeys(
        ("guest-os-patching", "backup-execution", "iam-policy-review", "node-os-patching"),
        Ownership.CUSTOMER), "acme/store", ("no-key",))]  # fmt: skip
    stack = fold(twice)

    assert stack.service_count == 2
    assert stack.rows[0].head.slug == "guest-os-patching"
    [review] = [row for row in stack.rows if row.head.slug == "iam-policy-review"]
    assert review.left_to_the_customer == 2
    assert review.customer_count == 2


def test_layers_and_responsibilities_keep_only_their_rows() -> None:
    assert rows(fold(columns(), layers=["identity"])) == ["iam-policy-review"]
    assert rows(fold(columns(), responsibilities={"guest-os-patching"})) == ["guest-os-patching"]


def test_patching_is_one_list() -> None:
    [row] = fold(columns()).patching

    assert row.head.slug == "guest-os-patching"
    assert len(row.providers) == 2


def test_stack_of_nothing_is_empty() -> None:
    stack = fold([])

    assert (stack.rows, stack.patching, stack.left_settings) == ((), (), ())


def test_csv_has_a_line_per_cell() -> None:
    text = csv_text(stack_table(fold(columns())), About(1, None))
    lines = list(csv.DictReader(io.StringIO(text)))

    assert [(line["responsibility"], line["service"]) for line in lines[:2]] == [
        ("iam-policy-review", "acme/store"),
        ("iam-policy-review", "bolt/blobs@own-key"),
    ]
    assert len(lines) == 6
