"""Macros with few answers are rendered once and still say what each cell says."""

import datetime

import pytest

from matrices.cells import Cell, unknown_cell
from matrices.choices import Basis, Level, Ownership
from matrices.jinja import cell_owner_of, claim_of, owner_of, provenance_of

VERIFIED = Cell(
    "backup-execution",
    Ownership.SHARED,
    Basis.INFERRED,
    Level.SERVICE,
    verified_on="2026-01-15",
    inherited={"recovery": Level.TIER, "blast_radius": Level.FAMILY},
)


def test_owner_is_told_for_names_and_members_alike() -> None:
    assert owner_of("provider") == owner_of(Ownership.PROVIDER)
    assert "Provider</span>" in owner_of("provider")


@pytest.mark.parametrize(("today", "is_stale"), [("2026-02-01", False), ("2027-02-01", True)])
def test_age_of_a_claim_depends_on_the_day(today: str, is_stale: bool) -> None:
    told = cell_owner_of(VERIFIED, datetime.date.fromisoformat(today))

    assert "inferred</small>" in told
    assert ("stale</small>" in told) is is_stale


def test_claim_says_nothing_of_its_age() -> None:
    assert "stale" not in claim_of(VERIFIED)
    assert "inferred</small>" in claim_of(VERIFIED)


def test_provenance_names_origin_day_and_words_from_elsewhere() -> None:
    told = provenance_of(VERIFIED)

    assert ">Inferred, from this service, verified 2026-01-15</span>" in told
    assert "Words from elsewhere: recovery (its tier), blast radius (its family)." in told


def test_provenance_of_what_nobody_researched() -> None:
    assert provenance_of(unknown_cell("x")) == (
        '<span class="provenance provenance-inferred">Inferred</span>'
    )
