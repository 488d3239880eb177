"""What each level says, stored with its caveats, checks and citations."""

import datetime

import pytest
from django.db import IntegrityError

from matrices.choices import Basis, CheckTool, Ownership
from matrices.importer import ImportReport
from matrices.models import (
    Caveat,
    Check,
    Citation,
    FamilyItem,
    OptionItem,
    ResponsibilityItem,
    TierDefault,
)
from tests.factories import BLOBS, STORE, small_catalogue
from tests.matrices.importer.stored import Import

pytestmark = pytest.mark.django_db

FAMILY = "families/object-storage.yaml"


def test_every_row_of_every_tier_is_stored(small: ImportReport) -> None:
    assert set(TierDefault.objects.values_list("tier__slug", "responsibility__slug")) == {
        (tier, row)
        for tier in ("iaas", "abstracted")
        for row in ("encryption-at-rest", "backup-execution", "iam-policy-review")
    }


def test_claim_of_a_service_is_stored_without_inherited_words(
    small: ImportReport, import_files: Import
) -> None:
    files = small_catalogue()
    files[BLOBS]["items"] = {
        "backup-execution": {"ownership": "customer", "customer_duty": "Copies each bucket."}
    }

    import_files(files)

    claim = ResponsibilityItem.objects.get(service__identifier="bolt/blobs")
    assert (claim.ownership, claim.basis, claim.customer_duty, claim.recovery) == (
        Ownership.CUSTOMER, Basis.INFERRED, "Copies each bucket.", "",
    )  # fmt: skip
    assert claim.verified_on is None


def test_claim_keeps_its_day(small: ImportReport) -> None:
    claim = ResponsibilityItem.objects.get()

    assert (claim.basis, claim.verified_on) == (Basis.DOCUMENTED, datetime.date(2026, 1, 15))


def test_claims_of_options_are_stored(small: ImportReport) -> None:
    assert set(OptionItem.objects.values_list("option__slug", "responsibility__slug")) == {
        ("own-key", "encryption-at-rest"),
        ("versioning-on", "backup-execution"),
    }


@pytest.mark.parametrize(("file", "model"), [(FAMILY, FamilyItem), (BLOBS, ResponsibilityItem)])
def test_short_form_is_stored_written_out(
    import_files: Import, file: str, model: type[FamilyItem] | type[ResponsibilityItem]
) -> None:
    files = small_catalogue()
    files[file]["not_applicable"] = ["backup-execution"]

    import_files(files)

    claim = model._default_manager.get(responsibility__slug="backup-execution")
    assert claim.ownership == Ownership.NOT_APPLICABLE


def test_caveats_keep_their_order_and_option(import_files: Import) -> None:
    files = small_catalogue()
    files[STORE]["items"]["encryption-at-rest"]["caveats"] = [
        {"when": "the object is older", "text": "It stays.", "since": "2023"},
        {"when": "a key is chosen", "text": "It is used.", "option": "own-key"},
    ]

    import_files(files)

    caveats = Caveat.objects.filter(responsibility_item__isnull=False)
    assert list(caveats.values_list("when", "since", "option__slug")) == [
        ("the object is older", "2023", None),
        ("a key is chosen", "", "own-key"),
    ]


def test_check_is_stored_with_its_tool(small: ImportReport) -> None:
    check = Check.objects.get()

    assert (check.tool, check.identifier, check.how) == (
        CheckTool.CLI, "store get-encryption", "Prints the algorithm.",
    )  # fmt: skip


def test_citation_is_stored_with_its_source(small: ImportReport) -> None:
    citation = Citation.objects.get()

    assert (citation.source.title, citation.locator, citation.read_on) == (
        "Security of the store", "Default encryption", datetime.date(2026, 1, 15),
    )  # fmt: skip


def test_parts_of_a_claim_that_is_gone_are_gone(small: ImportReport, import_files: Import) -> None:
    files = small_catalogue()
    files[STORE]["items"] = {}

    import_files(files)

    assert not ResponsibilityItem.objects.exists()
    assert [Caveat.objects.count(), Check.objects.count(), Citation.objects.count()] == [0, 0, 0]


@pytest.mark.parametrize("levels", [0, 2])
def test_part_belongs_to_exactly_one_claim(small: ImportReport, levels: int) -> None:
    claims = {
        "responsibility_item": ResponsibilityItem.objects.first(),
        "tier_default": TierDefault.objects.first(),
    }

    with pytest.raises(IntegrityError):
        Caveat.objects.create(
            order=0, when="always", text="It stays.", **dict(list(claims.items())[:levels])
        )
