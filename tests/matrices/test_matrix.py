"""The answer for one column: how it is asked for and what it counts."""

import pytest

from matrices.choices import Ownership
from matrices.matrix import Reference
from tests.matrices.answers import make_matrix


@pytest.mark.parametrize(
    ("text", "reference"),
    [
        ("aws/s3", Reference("aws/s3")),
        (" aws/s3 ", Reference("aws/s3")),
        ("aws/eks@auto-mode", Reference("aws/eks", ("auto-mode",))),
        ("aws/s3@b@a", Reference("aws/s3", ("b", "a"))),
        ("aws/s3@a@b@a", Reference("aws/s3", ("a", "b"))),
        ("aws/s3@", Reference("aws/s3")),
        ("aws/s3@@a", Reference("aws/s3", ("a",))),
        ("@a", Reference("", ("a",))),
        ("", Reference("")),
    ],
)
def test_reference_is_a_service_and_its_options(text: str, reference: Reference) -> None:
    assert Reference.parse(text) == reference


@pytest.mark.parametrize("text", ["aws/s3", "aws/eks@auto-mode", "aws/s3@own-key@versioning-on"])
def test_reference_reads_as_it_was_written(text: str) -> None:
    assert str(Reference.parse(text)) == text


def test_counts_name_every_owner() -> None:
    matrix = make_matrix(
        {
            "encryption-at-rest": Ownership.CUSTOMER,
            "backup-execution": Ownership.CUSTOMER,
            "iam-policy-review": Ownership.SHARED,
            "guest-os-patching": Ownership.NOT_APPLICABLE,
        }
    )

    assert matrix.counts == {
        Ownership.PROVIDER: 0,
        Ownership.CUSTOMER: 2,
        Ownership.SHARED: 1,
        Ownership.NOT_APPLICABLE: 1,
        Ownership.UNKNOWN: 0,
    }


def test_customer_has_something_to_do_where_they_own_or_share() -> None:
    matrix = make_matrix(
        {
            "encryption-at-rest": Ownership.CUSTOMER,
            "backup-execution": Ownership.SHARED,
            "iam-policy-review": Ownership.PROVIDER,
            "guest-os-patching": Ownership.UNKNOWN,
            "node-os-patching": Ownership.NOT_APPLICABLE,
        }
    )

    assert matrix.left_to_the_customer == 2
    assert matrix.applicable == 4


def test_matrix_without_rows_counts_nothing() -> None:
    matrix = make_matrix({})

    assert (matrix.applicable, matrix.left_to_the_customer) == (0, 0)


@pytest.mark.parametrize(
    ("options", "reference"),
    [((), "acme/store"), (("own-key", "versioning-on"), "acme/store@own-key@versioning-on")],
)
def test_matrix_can_be_asked_for_again(options: tuple[str, ...], reference: str) -> None:
    assert make_matrix({}, options=options).reference == reference
