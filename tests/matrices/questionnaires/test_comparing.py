"""Where a file and the catalogue name different owners."""

import pytest

from matrices.choices import Ownership
from matrices.questionnaires.comparing import Review, Verdict, compare_answers, framework_of
from matrices.questionnaires.reading import Answer, Kind, Questionnaire, read_questionnaire
from tests.matrices.answers import make_matrix
from tests.matrices.questionnaires.files import caiq, crm
from tests.matrices.test_crosswalk import FRAMEWORK

MATRIX = make_matrix(
    {
        "encryption-at-rest": Ownership.PROVIDER,
        "backup-execution": Ownership.CUSTOMER,
        "iam-policy-review": Ownership.CUSTOMER,
    }
)


def reviewed(control: str, words: str, owner: Ownership | None) -> Review:
    answer = Answer(2, f"{control}.1", control, words, owner)
    return compare_answers(Questionnaire(Kind.CAIQ, "CAIQ", False, (answer,)), MATRIX, FRAMEWORK)


@pytest.mark.parametrize(
    ("control", "words", "owner", "verdict"),
    [
        ("C-1", "Shared CSP and CSC", Ownership.SHARED, Verdict.AGREES),
        ("C-1", "CSP-owned", Ownership.PROVIDER, Verdict.DISAGREES),
        ("C-2", "CSC-owned", Ownership.CUSTOMER, Verdict.AGREES),
        ("C-2", "NA", Ownership.NOT_APPLICABLE, Verdict.DISAGREES),
        ("C-2", "", None, Verdict.NOT_ANSWERED),
        ("C-2", "Both", None, Verdict.UNREADABLE),
        ("C-3", "CSP-owned", Ownership.PROVIDER, Verdict.NOT_ASKED_HERE),
    ],
)
def test_verdict(control: str, words: str, owner: Ownership | None, verdict: Verdict) -> None:
    review = reviewed(control, words, owner)

    assert [line.verdict for line in review.lines] == [verdict]
    assert review.counts[verdict] == 1
    assert bool(review.disagreements) is (verdict is Verdict.DISAGREES)


def test_line_names_the_cells_behind_the_catalogues_owner() -> None:
    [line] = reviewed("C-1", "CSP-owned", Ownership.PROVIDER).lines

    assert line.catalogue is Ownership.SHARED
    assert [row.head.slug for row in line.rows] == ["encryption-at-rest", "backup-execution"]


def test_what_nobody_researched_neither_agrees_nor_disagrees() -> None:
    matrix = make_matrix({"iam-policy-review": Ownership.UNKNOWN})
    answer = Answer(2, "C-2.1", "C-2", "CSC-owned", Ownership.CUSTOMER)

    review = compare_answers(
        Questionnaire(Kind.CAIQ, "CAIQ", False, (answer,)), matrix, FRAMEWORK
    )  # fmt: skip

    assert review.lines[0].verdict is Verdict.UNKNOWN_HERE


def test_framework_follows_the_form_and_its_version() -> None:
    line = ("A&A-02.1", "?", "Yes", "CSP-owned")

    assert framework_of(read_questionnaire(caiq(line))) == "csa-ccm"
    assert framework_of(read_questionnaire(caiq(line, above=[["v4.1.0"]]))) == "csa-ccm-4-1"
    assert framework_of(read_questionnaire(crm(("AC-2", "No")))) == "nist-sp-800-53"
