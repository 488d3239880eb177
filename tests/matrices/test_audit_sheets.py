"""The forms of auditors: columns, owners in their words, what they lose."""

import pytest

from matrices.cells import Caveat, Citation
from matrices.choices import Ownership
from matrices.exporters.loss import Loss, loss_rows
from matrices.exporters.sheets import (
    BASELINE_COLUMNS,
    CAIQ_COLUMNS,
    CRM_COLUMNS,
    FORMS,
    SERVICE_TRAILER,
)
from matrices.exporters.xlsx import LONGEST_VALUE
from matrices.matrix import Matrix
from tests.matrices.answers import make_cell, make_matrix
from tests.matrices.test_crosswalk import FRAMEWORK

Line = dict[str, str]


def lines_of(form: str, *columns: Matrix) -> list[Line]:
    table = FORMS[form].table(columns, FRAMEWORK)
    return [dict(zip(table.header, row, strict=True)) for row in table.rows]


def losses_of(form: str, *columns: Matrix) -> dict[str, Loss]:
    return {loss.what: loss for loss in FORMS[form].losses(columns, FRAMEWORK)}


def store(ownership: Ownership, **said: object) -> Matrix:
    cell = make_cell(ownership, responsibility="iam-policy-review", **said)
    return make_matrix({"iam-policy-review": cell})


SHARED = store(
    Ownership.SHARED,
    provider_duty="Evaluates policies.",
    customer_duty="Reviews policies.",
    default_state="Nobody may.",
    caveats=(Caveat("it is public", "Everybody may."),),
    citations=(
        Citation(
            url="https://docs.example.com/",
            title="Policies",
            publisher="Example",
            as_of="2025-01-02",
            locator="P. 1",
            read_on="2026-01-15",
        ),
    ),
    verified_on="2026-01-15",
)


@pytest.mark.parametrize(
    ("form", "columns"),
    [
        ("caiq", (*CAIQ_COLUMNS, *SERVICE_TRAILER)),
        ("fedramp-crm", (*CRM_COLUMNS, *SERVICE_TRAILER)),
        ("baseline", (*BASELINE_COLUMNS, *SERVICE_TRAILER)),
        (
            "pci-responsibility",
            (
                "Requirement",
                "acme/store",
                "TPSP responsibilities",
                "Entity responsibilities",
                "Cells",
                "Conditions",
                "Sources",
            ),
        ),
    ],
)
def test_form_begins_with_its_own_columns(form: str, columns: tuple[str, ...]) -> None:
    assert FORMS[form].table([SHARED], FRAMEWORK).header == columns


@pytest.mark.parametrize(
    ("owner", "said"),
    [
        (Ownership.PROVIDER, ("", "CSP-owned", "Yes", "Acme", "TPSP")),
        (Ownership.CUSTOMER, ("", "CSC-owned", "No", "Customer", "Entity")),
        (Ownership.SHARED, ("", "Shared CSP and CSC", "Partial", "Shared", "Shared")),
        (Ownership.NOT_APPLICABLE, ("NA", "", "N/A", "Not applicable", "N/A")),
        (Ownership.UNKNOWN, ("", "", "", "", "")),
    ],
)
def test_owner_in_the_words_of_each_form(owner: Ownership, said: tuple[str, ...]) -> None:
    matrix = store(owner)
    caiq = lines_of("caiq", matrix)[1]

    assert said == (
        caiq["CSP CAIQ Answer"],
        caiq["SSRM Control Ownership"],
        lines_of("fedramp-crm", matrix)[1]["Can Be Inherited from CSP"],
        lines_of("baseline", matrix)[0]["Configuration Responsibility"],
        lines_of("pci-responsibility", matrix)[1]["acme/store"],
    )


def test_caiq_line_has_words_conditions_and_sources() -> None:
    line = lines_of("caiq", SHARED)[1]

    assert line == {
        "Question ID": "C-2",
        "CSP CAIQ Answer": "",
        "SSRM Control Ownership": "Shared CSP and CSC",
        "CSP Implementation Description (Optional/Recommended)": (
            "Iam-policy-review: Evaluates policies."
        ),
        "CSC Responsibilities (Optional/Recommended)": "Iam-policy-review: Reviews policies.",
        "CCM Control ID": "C-2",
        "Service": "acme/store",
        "Cells": "iam-policy-review: shared, inferred, service, 2026-01-15",
        "Conditions": "iam-policy-review: it is public: Everybody may.",
        "Sources": "https://docs.example.com/ (P. 1; text of 2025-01-02, read 2026-01-15)",
    }


def test_crm_names_the_service_before_each_side() -> None:
    line = lines_of("fedramp-crm", SHARED)[1]

    assert line["Specific Inheritance and Customer Agency/CSP Responsibilities"] == (
        "Store, CSP Responsibility:\nIam-policy-review: Evaluates policies.\n"
        "Store, Customer Responsibility:\nIam-policy-review: Reviews policies."
    )


def test_crm_leaves_whole_inheritance_without_words_and_reports_it() -> None:
    matrix = store(Ownership.PROVIDER, provider_duty="Does it all.")

    line = lines_of("fedramp-crm", matrix)[1]

    assert line["Specific Inheritance and Customer Agency/CSP Responsibilities"] == ""
    lost = losses_of("fedramp-crm", matrix)["provider_duty, customer_duty"]
    assert (lost.cells, lost.rows) == (1, ("iam-policy-review",))


def test_pivot_has_a_column_per_service() -> None:
    other = make_matrix({"iam-policy-review": Ownership.CUSTOMER}, "bolt/blobs", ("own-key",))

    line = lines_of("pci-responsibility", SHARED, other)[1]

    assert (line["acme/store"], line["bolt/blobs@own-key"]) == ("Shared", "Entity")
    assert line["Cells"].splitlines() == [
        "acme/store: iam-policy-review: shared, inferred, service, 2026-01-15",
        "bolt/blobs@own-key: iam-policy-review: customer, inferred, service, -",
    ]


def test_loss_counts_cells_that_say_something_without_a_column() -> None:
    losses = losses_of("caiq", SHARED, store(Ownership.CUSTOMER))

    assert losses["default_state"] == Loss("default_state", 1, "The form has no column for it.")
    assert "recovery" not in losses


def test_loss_names_rows_that_no_control_asks_for() -> None:
    matrix = make_matrix({"guest-os-patching": Ownership.CUSTOMER})

    assert losses_of("caiq", matrix)["cells"].rows == ("guest-os-patching",)
    assert "cells" not in losses_of("baseline", matrix)


def test_text_too_long_for_a_spreadsheet_is_a_loss() -> None:
    matrix = store(Ownership.CUSTOMER, customer_duty="x" * (LONGEST_VALUE + 1))

    assert losses_of("baseline", matrix)["text"].cells == 1
    assert "text" not in losses_of("baseline", SHARED)


def test_losses_as_rows_of_a_sheet() -> None:
    assert loss_rows([Loss("cells", 2, "No control.", ("a", "b"))]) == [
        ("cells", "2", "No control.", "a b")
    ]
