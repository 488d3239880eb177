"""Answers as CSV and as JSON values."""

import csv
import datetime
import io
import json
from typing import Any

import pytest

from matrices.cells import Caveat, Check, Citation, unknown_cell
from matrices.choices import Basis, CheckTool, Level, Ownership
from matrices.comparison import Comparison, Difference, compare
from matrices.exporters.about import About
from matrices.exporters.csv import csv_text
from matrices.exporters.json import (
    cell_json,
    comparison_json,
    matrix_json,
    row_json,
    tier_matrix_json,
)
from matrices.exporters.table import CELL_COLUMNS, cell_values, comparison_table, matrix_table
from matrices.matrix import Matrix, OptionChoice, Row, SettingChoice, TierMatrix
from tests.matrices.answers import make_cell, make_head, make_matrix, make_row

FULL = make_cell(
    Ownership.SHARED,
    basis=Basis.DOCUMENTED,
    provider_duty="Encrypts every object.",
    customer_duty="Chooses the key.",
    default_state="On.",
    caveats=(
        Caveat("it is old", "It stays.", since="2023-01-05"),
        Caveat("a key is chosen", "It is used.", option="own-key"),
    ),
    checks=(
        Check(CheckTool.CLI, "store get-encryption", "Prints the algorithm."),
        Check(CheckTool.MANUAL, None, "Open the page."),
    ),
    blast_radius="Whoever copies the disk reads it.",
    recovery="Copy the object.",
    citations=(
        Citation(
            url="https://docs.example.com/",
            title="Security",
            publisher="Example",
            as_of="2025-11-03",
            locator="Page 1",
            read_on="2026-01-15",
        ),
    ),
    verified_on="2026-01-15",
    inherited={"recovery": Level.TIER},
)

ABOUT = About(7, datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC))


def matrix_csv(matrix: Matrix) -> str:
    return csv_text(matrix_table(matrix), ABOUT)


def comparison_csv(comparison: Comparison) -> str:
    return csv_text(comparison_table(comparison), ABOUT)


def lines_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_matrix_csv_has_one_line_per_row() -> None:
    matrix = make_matrix(
        {"encryption-at-rest": Ownership.PROVIDER, "iam-policy-review": Ownership.CUSTOMER},
        options=("own-key", "versioning-on"),
    )

    lines = lines_of(matrix_csv(matrix))

    assert [
        (line["service"], line["options"], line["layer"], line["responsibility"], line["ownership"])
        for line in lines
    ] == [
        ("acme/store", "own-key versioning-on", "data", "encryption-at-rest", "provider"),
        ("acme/store", "own-key versioning-on", "identity", "iam-policy-review", "customer"),
    ]


def test_rows_end_with_revision_date_and_licence() -> None:
    [line] = lines_of(matrix_csv(make_matrix({"encryption-at-rest": Ownership.PROVIDER})))

    assert list(line.items())[-3:] == [
        ("revision", "7"), ("revised_on", "2026-11-22"), ("licence", "CC BY 4.0"),
    ]  # fmt: skip


def test_file_is_named_after_answer_revision_and_day() -> None:
    assert ABOUT.filename(("compare", "aws/eks@auto-mode"), "csv") == (
        "srm-atlas-compare-aws-eks-auto-mode-revision-7-2026-11-22.csv"
    )


def test_file_name_stays_short() -> None:
    assert len(ABOUT.filename(("compare", *["aws/s3"] * 60), "csv")) < 150


def test_file_before_the_first_import_has_no_day() -> None:
    assert About(0, None).filename(("items",), "csv") == "srm-atlas-items-revision-0.csv"


def test_cell_has_one_value_per_column() -> None:
    assert dict(zip(CELL_COLUMNS, cell_values(FULL), strict=True)) == {
        "ownership": "shared",
        "basis": "documented",
        "resolved_from": "service",
        "provider_duty": "Encrypts every object.",
        "customer_duty": "Chooses the key.",
        "default_state": "On.",
        "caveats": "it is old: It stays.\na key is chosen: It is used.",
        "checks": "cli store get-encryption Prints the algorithm.\nmanual Open the page.",
        "blast_radius": "Whoever copies the disk reads it.",
        "recovery": "Copy the object.",
        "citations": "https://docs.example.com/ (Page 1; text of 2025-11-03, read 2026-01-15)",
        "verified_on": "2026-01-15",
    }


def test_cell_that_nobody_researched_is_unknown_and_empty() -> None:
    assert cell_values(unknown_cell("encryption-at-rest")) == ("unknown", "inferred") + ("",) * 10


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_formula_is_neutralised(start: str) -> None:
    formula = f"{start}HYPERLINK(A1)"
    matrix = make_matrix({"encryption-at-rest": make_cell(customer_duty=formula)})

    [line] = lines_of(matrix_csv(matrix))

    assert line["customer_duty"] == f"'{formula}"


@pytest.mark.parametrize("text", ["A1=2", "Runs every 2-3 days.", "Mail to a@b", "'quoted'", ""])
def test_text_that_is_no_formula_is_kept(text: str) -> None:
    matrix = make_matrix({"encryption-at-rest": make_cell(customer_duty=text)})

    [line] = lines_of(matrix_csv(matrix))

    assert line["customer_duty"] == text


@pytest.mark.parametrize("text", ['Says "on".', "Key, role", "Two\nlines", "Ünïcode"])
def test_text_survives_csv(text: str) -> None:
    matrix = make_matrix({"encryption-at-rest": make_cell(recovery=text)})

    assert lines_of(matrix_csv(matrix))[0]["recovery"] == text


def test_comparison_csv_has_one_line_per_row_and_column() -> None:
    comparison = compare(
        [
            make_matrix({"encryption-at-rest": Ownership.PROVIDER}),
            make_matrix({"encryption-at-rest": Ownership.CUSTOMER}, options=("own-key",)),
        ]
    )

    assert [
        (line["responsibility"], line["kind"], line["service"], line["ownership"])
        for line in lines_of(comparison_csv(comparison))
    ] == [
        ("encryption-at-rest", "moved", "acme/store", "provider"),
        ("encryption-at-rest", "moved", "acme/store@own-key", "customer"),
    ]


def test_formula_in_a_comparison_is_neutralised() -> None:
    column = make_matrix({"encryption-at-rest": make_cell(recovery="=1+1")})

    lines = lines_of(comparison_csv(compare([column, column])))

    assert [line["recovery"] for line in lines] == ["'=1+1"] * 2


def test_cell_json_carries_everything() -> None:
    assert cell_json(FULL) == {
        "ownership": "shared",
        "basis": "documented",
        "resolved_from": "service",
        "provider_duty": "Encrypts every object.",
        "customer_duty": "Chooses the key.",
        "default_state": "On.",
        "caveats": [
            {
                "when": "it is old",
                "text": "It stays.",
                "option": None,
                "since": "2023-01-05",
                "until": None,
            },
            {
                "when": "a key is chosen",
                "text": "It is used.",
                "option": "own-key",
                "since": None,
                "until": None,
            },
        ],
        "checks": [
            {"tool": "cli", "id": "store get-encryption", "how": "Prints the algorithm."},
            {"tool": "manual", "id": None, "how": "Open the page."},
        ],
        "blast_radius": "Whoever copies the disk reads it.",
        "recovery": "Copy the object.",
        "citations": [
            {
                "url": "https://docs.example.com/",
                "title": "Security",
                "publisher": "Example",
                "as_of": "2025-11-03",
                "locator": "Page 1",
                "read_on": "2026-01-15",
            }
        ],
        "verified_on": "2026-01-15",
        "inherited": {"recovery": "tier"},
    }


def test_words_that_nobody_wrote_are_null() -> None:
    body = cell_json(unknown_cell("encryption-at-rest"))

    assert {name for name, value in body.items() if value is None} == {
        "resolved_from",
        "provider_duty",
        "customer_duty",
        "default_state",
        "blast_radius",
        "recovery",
        "verified_on",
    }
    assert (body["caveats"], body["checks"], body["citations"]) == ([], [], [])


@pytest.mark.parametrize("moved_by", [None, "own-key"])
def test_row_json_names_the_option_that_moved_it(moved_by: str | None) -> None:
    head = make_head("iam-policy-review")

    body = row_json(Row(head, make_cell(), moved_by))

    assert (body["responsibility"], body["layer"], body["moved_by"]) == (
        "iam-policy-review", "identity", moved_by,
    )  # fmt: skip


def with_setting(summary: str = "", since: str = "") -> Matrix:
    matrix = make_matrix({"encryption-at-rest": FULL}, options=("own-key",))
    option = OptionChoice(
        slug="own-key",
        name="Key of the customer",
        summary=summary,
        since=since,
        detect="",
        is_default=False,
        is_chosen=True,
        owners={"encryption-at-rest": Ownership.CUSTOMER},
    )
    setting = SettingChoice("encryption-key", "Encryption key", "", (option,))
    return Matrix(matrix.service, (setting,), matrix.options, matrix.rows)


def test_matrix_json_has_service_settings_counts_and_items() -> None:
    body = matrix_json(with_setting())

    assert body["service"] == {
        "id": "acme/store",
        "name": "Store",
        "provider": "acme",
        "tier": "abstracted",
        "family": "object-storage",
    }
    assert body["options"] == ["own-key"]
    assert body["counts"] == {
        "provider": 0, "customer": 0, "shared": 1, "not_applicable": 0, "unknown": 0,
    }  # fmt: skip
    assert [item["responsibility"] for item in body["items"]] == ["encryption-at-rest"]


def test_setting_words_that_nobody_wrote_are_null() -> None:
    assert matrix_json(with_setting())["settings"] == [
        {
            "slug": "encryption-key",
            "name": "Encryption key",
            "question": None,
            "options": [
                {
                    "slug": "own-key",
                    "name": "Key of the customer",
                    "summary": None,
                    "since": None,
                    "detect": None,
                    "is_default": False,
                    "is_chosen": True,
                    "moves": ["encryption-at-rest"],
                }
            ],
        }
    ]


def test_tier_json_has_its_rows() -> None:
    tier = TierMatrix(
        "iaas", "Infrastructure as a service", "IaaS", (make_row("iam-policy-review"),)
    )

    body = tier_matrix_json(tier)

    assert (body["tier"], body["name"]) == ("iaas", "Infrastructure as a service")
    assert [item["responsibility"] for item in body["items"]] == ["iam-policy-review"]


def test_comparison_json_has_columns_summary_and_rows() -> None:
    difference = Difference(
        "encryption-at-rest", ("acme/store", "bolt/blobs"), "Acme encrypts twice.", "inferred", ()
    )
    comparison = compare(
        [
            make_matrix({"encryption-at-rest": Ownership.CUSTOMER}, options=("own-key",)),
            make_matrix({"encryption-at-rest": Ownership.CUSTOMER}, "bolt/blobs"),
        ],
        [difference],
    )

    body = comparison_json(comparison)

    assert [(each["id"], each["reference"], each["options"]) for each in body["services"]] == [
        ("acme/store", "acme/store@own-key", ["own-key"]),
        ("bolt/blobs", "bolt/blobs", []),
    ]
    assert body["summary"] == {"moved": 0, "nuance": 1, "same": 0, "partial": 0}
    [row] = body["rows"]
    assert (row["responsibility"], row["kind"], len(row["cells"])) == (
        "encryption-at-rest", "nuance", 2,
    )  # fmt: skip
    assert row["recorded_differences"] == [
        {
            "services": ["acme/store", "bolt/blobs"],
            "text": "Acme encrypts twice.",
            "basis": "inferred",
            "citations": [],
        }
    ]


@pytest.mark.parametrize(
    "body",
    [
        matrix_json(with_setting(summary="Yours.", since="2023")),
        comparison_json(compare([make_matrix({"encryption-at-rest": FULL})])),
    ],
)
def test_bodies_are_plain_json(body: dict[str, Any]) -> None:
    assert json.loads(json.dumps(body)) == body
