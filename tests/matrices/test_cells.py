"""The gist of a cell: what is shown before its details are opened."""

import pytest

from matrices.cells import first_sentence
from matrices.choices import Ownership
from tests.matrices.answers import make_cell

DUTIES = {"provider_duty": "Runs it. All of it.", "customer_duty": "Sets it up. Then looks."}


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("One. Two.", "One."),
        ("Allow kms:Decrypt, e.g. in a policy. Then test.", "Allow kms:Decrypt, e.g. in a policy."),
        ("Version 1.2 only", "Version 1.2 only"),
        ("Really? Yes.", "Really?"),
        ("", ""),
    ],
)
def test_first_sentence(text: str, first: str) -> None:
    assert first_sentence(text) == first


@pytest.mark.parametrize(
    ("ownership", "duties", "gist"),
    [
        (Ownership.CUSTOMER, DUTIES, "Sets it up."),
        (Ownership.SHARED, DUTIES, "Sets it up."),
        (Ownership.PROVIDER, DUTIES, "Runs it."),
        (Ownership.PROVIDER, {"customer_duty": "Nothing. Nothing."}, "Nothing."),
        (Ownership.CUSTOMER, {"provider_duty": "Sells it."}, "Sells it."),
        (Ownership.UNKNOWN, {}, ""),
    ],
)
def test_gist_is_the_duty_of_the_owner(
    ownership: Ownership, duties: dict[str, str], gist: str
) -> None:
    assert make_cell(ownership, **duties).gist == gist
