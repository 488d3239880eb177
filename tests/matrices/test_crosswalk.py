"""Controls and the rows that answer them."""

import pytest

from catalog.names import UnknownName
from matrices.choices import Ownership
from matrices.crosswalk import ControlHead, Crosswalk, combined, control_cells, crosswalk
from matrices.crosswalk import rows_without_control as without_control
from matrices.importer import ImportReport
from tests.matrices.answers import make_matrix

PROVIDER, CUSTOMER = Ownership.PROVIDER, Ownership.CUSTOMER
SHARED, UNKNOWN, NOBODY = Ownership.SHARED, Ownership.UNKNOWN, Ownership.NOT_APPLICABLE

FRAMEWORK = Crosswalk(
    slug="ctl",
    name="Controls",
    version="1",
    publisher="Nobody",
    url="https://example.com/",
    licence="none",
    controls=(
        ControlHead("C-1", "", ("encryption-at-rest", "backup-execution")),
        ControlHead("C-2", "", ("iam-policy-review",)),
    ),
)


@pytest.mark.parametrize(
    ("owners", "owner"),
    [
        ([PROVIDER], PROVIDER),
        ([PROVIDER, PROVIDER], PROVIDER),
        ([PROVIDER, CUSTOMER], SHARED),
        ([PROVIDER, SHARED], SHARED),
        ([PROVIDER, NOBODY], PROVIDER),
        ([NOBODY, NOBODY], NOBODY),
        ([UNKNOWN, NOBODY], UNKNOWN),
        ([UNKNOWN, CUSTOMER], UNKNOWN),
        ([UNKNOWN, SHARED], SHARED),
        ([UNKNOWN, PROVIDER, CUSTOMER], SHARED),
        ([], UNKNOWN),
    ],
)
def test_owner_of_a_control(owners: list[Ownership], owner: Ownership) -> None:
    assert combined(owners) is owner


def test_control_has_the_rows_that_answer_it_in_the_order_of_the_matrix() -> None:
    matrix = make_matrix(
        {"backup-execution": CUSTOMER, "iam-policy-review": CUSTOMER, "encryption-at-rest": SHARED}
    )

    first, second = control_cells(FRAMEWORK, matrix)

    assert [row.head.slug for row in first.rows] == ["backup-execution", "encryption-at-rest"]
    assert (first.ownership, second.ownership) == (SHARED, CUSTOMER)


def test_row_that_no_control_asks_for() -> None:
    matrix = make_matrix({"guest-os-patching": CUSTOMER, "iam-policy-review": CUSTOMER})

    assert [row.head.slug for row in without_control(FRAMEWORK, [matrix])] == ["guest-os-patching"]


@pytest.mark.django_db
def test_crosswalk_of_the_catalogue(small: ImportReport) -> None:
    found = crosswalk("nist-sp-800-53")

    assert (found.name, found.version) == ("NIST SP 800-53", "Revision 5")
    assert found.controls == (
        ControlHead("SC-28", "Protection of Information at Rest", ("encryption-at-rest",)),
    )


@pytest.mark.django_db
def test_unknown_framework_gets_a_suggestion(small: ImportReport) -> None:
    with pytest.raises(UnknownName, match="Did you mean 'nist-sp-800-53'"):
        crosswalk("nist-800-53")
