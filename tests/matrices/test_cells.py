"""What a cell says of itself."""

import datetime

import pytest

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
