"""What a cell says of itself."""

import datetime

import pytest

from matrices.cells import first_sentence
from matrices.choices import Ownership
from tests.matrices.answers import make_cell

SAID = {"provider_duty": "Encrypts.", "customer_duty": "Chooses the key."}


@pytest.mark.parametrize(
    ("owner", "own", "other"),
    [
        (Ownership.PROVIDER, ["Encrypts."], ["Chooses the key."]),
        (Ownership.CUSTOMER, ["Chooses the key."], ["Encrypts."]),
        (Ownership.SHARED, ["Encrypts.", "Chooses the key."], []),
        (Ownership.UNKNOWN, [], ["Encrypts.", "Chooses the key."]),
    ],
)
def test_duties_are_the_owners_and_the_others(
    owner: Ownership, own: list[str], other: list[str]
) -> None:
    cell = make_cell(owner, **SAID)

    assert [duty.text for duty in cell.own_duties] == own
    assert [duty.text for duty in cell.other_duties] == other


@pytest.mark.parametrize(
    ("verified_on", "stale"), [(None, False), ("2026-06-03", False), ("2026-06-02", True)]
)
def test_cell_is_stale_after_180_days(verified_on: str | None, stale: bool) -> None:
    assert make_cell(verified_on=verified_on).is_stale(datetime.date(2026, 11, 30)) is stale


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
