"""Tier → family → service → option: what each cell finally says."""

from collections.abc import Callable
from typing import Any

import pytest

from matrices.cells import Caveat, Cell, Check, Citation
from matrices.choices import Basis, CheckTool, Level, Ownership
from matrices.datafiles.reader import Catalogue
from matrices.resolution import (
    ResolvedService,
    combine,
    inherited_cells,
    level_cells,
    resolve_service,
)
from tests.factories import BLOBS, DAY, STORE, Files, small_catalogue
from tests.matrices.answers import make_cell

FAMILY = "families/object-storage.yaml"

Resolve = Callable[[Files, str], ResolvedService]


@pytest.fixture
def resolve(read_files: Callable[[Files], Catalogue]) -> Resolve:
    def run(files: Files, identifier: str) -> ResolvedService:
        return resolve_service(read_files(files), identifier)

    return run


def in_family(files: Files, item: dict[str, Any]) -> None:
    files[FAMILY]["items"] = {"backup-execution": item}


def in_blobs(files: Files, item: dict[str, Any]) -> None:
    files[BLOBS]["items"] = {"backup-execution": item}


def test_service_without_items_says_what_its_tier_says(resolve: Resolve) -> None:
    cells = resolve(small_catalogue(), "bolt/blobs").as_it_comes

    assert cells["backup-execution"] == Cell(
        responsibility="backup-execution",
        ownership=Ownership.CUSTOMER,
        basis=Basis.INFERRED,
        resolved_from=Level.TIER,
        customer_duty="Copies what must survive a deletion.",
        blast_radius="Deleted data stays deleted.",
        recovery="Restore from the last copy.",
    )


def test_family_stands_before_tier(resolve: Resolve) -> None:
    files = small_catalogue()
    in_family(files, {"ownership": "provider", "provider_duty": "Keeps two copies."})

    cell = resolve(files, "bolt/blobs").as_it_comes["backup-execution"]

    assert (cell.ownership, cell.resolved_from) == (Ownership.PROVIDER, Level.FAMILY)


def test_service_stands_before_family(resolve: Resolve) -> None:
    files = small_catalogue()
    in_family(files, {"ownership": "provider", "provider_duty": "Keeps two copies."})
    in_blobs(files, {"ownership": "customer", "customer_duty": "Copies each bucket."})

    cell = resolve(files, "bolt/blobs").as_it_comes["backup-execution"]

    assert (cell.ownership, cell.resolved_from) == (Ownership.CUSTOMER, Level.SERVICE)


def test_option_stands_before_service(resolve: Resolve) -> None:
    resolved = resolve(small_catalogue(), "acme/store")

    assert resolved.as_it_comes["encryption-at-rest"].ownership is Ownership.SHARED
    assert resolved.by_option["own-key"]["encryption-at-rest"].ownership is Ownership.CUSTOMER
    assert resolved.by_option["own-key"]["encryption-at-rest"].resolved_from is Level.OPTION


def test_family_of_another_service_says_nothing(resolve: Resolve) -> None:
    files = small_catalogue()
    in_family(files, {"ownership": "provider", "provider_duty": "Keeps two copies."})

    cell = resolve(files, "acme/machines").as_it_comes["backup-execution"]

    assert cell.resolved_from is Level.TIER


def test_further_family_says_nothing(resolve: Resolve) -> None:
    files = small_catalogue()
    files[BLOBS]["also_in_families"] = ["virtual-machines"]
    files["families/virtual-machines.yaml"]["items"] = {
        "backup-execution": {"ownership": "provider", "provider_duty": "Keeps two copies."}
    }

    cell = resolve(files, "bolt/blobs").as_it_comes["backup-execution"]

    assert cell.resolved_from is Level.TIER


def test_words_left_out_come_from_the_farther_level_with_the_same_owner(resolve: Resolve) -> None:
    files = small_catalogue()
    in_blobs(files, {"ownership": "customer", "customer_duty": "Copies each bucket."})

    cell = resolve(files, "bolt/blobs").as_it_comes["backup-execution"]

    assert cell.customer_duty == "Copies each bucket."
    assert cell.blast_radius == "Deleted data stays deleted."
    assert cell.recovery == "Restore from the last copy."
    assert cell.inherited == {"blast_radius": Level.TIER, "recovery": Level.TIER}


def test_words_of_another_owner_are_not_inherited(resolve: Resolve) -> None:
    files = small_catalogue()
    in_blobs(files, {"ownership": "provider", "provider_duty": "Keeps two copies."})

    cell = resolve(files, "bolt/blobs").as_it_comes["backup-execution"]

    assert (cell.customer_duty, cell.blast_radius, cell.recovery) == ("", "", "")
    assert cell.inherited == {}


def test_words_do_not_pass_through_a_level_with_another_owner(resolve: Resolve) -> None:
    files = small_catalogue()
    in_family(files, {"ownership": "provider", "provider_duty": "Keeps two copies."})
    in_blobs(files, {"ownership": "customer", "customer_duty": "Copies each bucket."})

    cell = resolve(files, "bolt/blobs").as_it_comes["backup-execution"]

    assert cell.recovery == ""
    assert cell.inherited == {}


def test_inherited_words_keep_the_level_that_wrote_them(resolve: Resolve) -> None:
    files = small_catalogue()
    in_family(files, {"ownership": "customer", "recovery": "Undelete within 30 days."})
    in_blobs(files, {"ownership": "customer", "customer_duty": "Copies each bucket."})

    cell = resolve(files, "bolt/blobs").as_it_comes["backup-execution"]

    assert cell.recovery == "Undelete within 30 days."
    assert cell.inherited == {"recovery": Level.FAMILY, "blast_radius": Level.TIER}


def test_option_inherits_words_from_the_service_as_it_comes(resolve: Resolve) -> None:
    files = small_catalogue()
    options = files[STORE]["settings"]["encryption-key"]["options"]
    options["no-key"]["items"] = {
        "encryption-at-rest": {"ownership": "shared", "customer_duty": "Encrypts before upload."}
    }

    cell = resolve(files, "acme/store").by_option["no-key"]["encryption-at-rest"]

    assert cell.provider_duty == "Encrypts every new object with AES-256."
    assert cell.inherited["provider_duty"] is Level.SERVICE
    assert "customer_duty" not in cell.inherited


def test_evidence_is_never_inherited(resolve: Resolve) -> None:
    files = small_catalogue()
    options = files[STORE]["settings"]["encryption-key"]["options"]
    options["no-key"]["items"] = {
        "encryption-at-rest": {"ownership": "shared", "customer_duty": "Encrypts before upload."}
    }

    cell = resolve(files, "acme/store").by_option["no-key"]["encryption-at-rest"]

    assert (cell.basis, cell.caveats, cell.citations, cell.verified_on) == (
        Basis.INFERRED, (), (), None,
    )  # fmt: skip


def test_item_carries_everything_its_file_says(resolve: Resolve) -> None:
    cell = resolve(small_catalogue(), "acme/store").as_it_comes["encryption-at-rest"]

    assert cell == Cell(
        responsibility="encryption-at-rest",
        ownership=Ownership.SHARED,
        basis=Basis.DOCUMENTED,
        resolved_from=Level.SERVICE,
        provider_duty="Encrypts every new object with AES-256.",
        customer_duty="Chooses the key in the bucket's default encryption.",
        default_state="On with a provider key since 2023-01-05.",
        caveats=(Caveat("the object is older", "It stays as it was.", since="2023-01-05"),),
        checks=(Check(CheckTool.CLI, "store get-encryption", "Prints the algorithm."),),
        blast_radius="Whoever copies the disk reads the object.",
        recovery="Copy the object onto itself.",
        citations=(
            Citation(
                url="https://docs.example.com/storage/security.html",
                title="Security of the store",
                publisher="Example",
                as_of="2025-11-03",
                locator="Default encryption",
                read_on="2026-01-15",
            ),
        ),
        verified_on="2026-01-15",
    )


@pytest.mark.parametrize(("file", "level"), [(FAMILY, Level.FAMILY), (BLOBS, Level.SERVICE)])
def test_short_form_makes_a_row_not_applicable(resolve: Resolve, file: str, level: Level) -> None:
    files = small_catalogue()
    files[file]["not_applicable"] = ["backup-execution"]

    cell = resolve(files, "bolt/blobs").as_it_comes["backup-execution"]

    assert cell == Cell(
        "backup-execution", Ownership.NOT_APPLICABLE, Basis.INFERRED, resolved_from=level
    )


def test_item_stands_before_the_short_form_of_its_own_level(
    read_files: Callable[[Files], Catalogue],
) -> None:
    items = read_files(small_catalogue()).tiers["iaas"].items

    cells = level_cells(Level.TIER, items, ["backup-execution"], {})

    assert cells["backup-execution"].ownership is Ownership.CUSTOMER


def test_service_may_bring_back_a_row_that_its_family_left_out(resolve: Resolve) -> None:
    files = small_catalogue()
    files[FAMILY]["not_applicable"] = ["backup-execution"]
    in_blobs(files, {"ownership": "customer", "customer_duty": "Copies each bucket."})

    cell = resolve(files, "bolt/blobs").as_it_comes["backup-execution"]

    assert cell.ownership is Ownership.CUSTOMER
    assert cell.recovery == ""


def test_row_that_no_level_speaks_of_has_no_cell(resolve: Resolve) -> None:
    files = small_catalogue()
    del files["tiers/abstracted.yaml"]["items"]["backup-execution"]

    cells = resolve(files, "bolt/blobs").as_it_comes

    assert list(cells) == ["encryption-at-rest", "iam-policy-review"]


def test_cells_come_in_the_order_of_the_rows(resolve: Resolve) -> None:
    files = small_catalogue()
    rows = files["responsibilities.yaml"]["responsibilities"]
    files["responsibilities.yaml"]["responsibilities"] = dict(reversed(rows.items()))

    cells = resolve(files, "acme/store").as_it_comes

    assert list(cells) == ["iam-policy-review", "backup-execution", "encryption-at-rest"]


def test_options_have_only_the_cells_that_they_move(resolve: Resolve) -> None:
    by_option = resolve(small_catalogue(), "acme/store").by_option

    assert {option: list(cells) for option, cells in by_option.items()} == {
        "provider-key": [],
        "own-key": ["encryption-at-rest"],
        "no-key": [],
        "versioning-off": [],
        "versioning-on": ["backup-execution"],
    }


def test_inherited_cells_leave_the_services_own_items_out(
    read_files: Callable[[Files], Catalogue],
) -> None:
    cells = inherited_cells(read_files(small_catalogue()), "acme/store")

    assert cells["encryption-at-rest"].resolved_from is Level.TIER
    assert cells["encryption-at-rest"].ownership is Ownership.PROVIDER


@pytest.mark.parametrize("farther", [None, make_cell(Ownership.PROVIDER, recovery="Restore it.")])
def test_combine_without_a_farther_cell_of_the_same_owner_changes_nothing(
    farther: Cell | None,
) -> None:
    nearer = make_cell(Ownership.CUSTOMER)

    assert combine(nearer, farther) == nearer


def test_combine_takes_checks_as_a_whole() -> None:
    own = (Check(CheckTool.CLI, "own", None),)
    others = (Check(CheckTool.CLI, "other", None), Check(CheckTool.CLI, "third", None))
    farther = make_cell(resolved_from=Level.FAMILY, checks=others)

    assert combine(make_cell(checks=own), farther).checks == own
    assert combine(make_cell(), farther).checks == others


def test_documented_tier_claim_stays_documented_in_the_words_of_the_family(
    read_files: Callable[[Files], Catalogue],
) -> None:
    files = small_catalogue()
    tier = files["tiers/abstracted.yaml"]
    tier["sources"] = files[STORE]["sources"]
    tier["items"]["backup-execution"] |= {
        "basis": "documented",
        "citations": [{"source": "security", "locator": "Page 1", "read_on": DAY}],
        "verified_on": DAY,
    }
    files["families/object-storage.yaml"]["items"] = {
        "backup-execution": {"ownership": "customer", "customer_duty": "Copies buckets."}
    }

    cell = resolve_service(read_files(files), "bolt/blobs").as_it_comes["backup-execution"]

    assert (cell.basis, cell.resolved_from) == (Basis.DOCUMENTED, Level.TIER)
    assert cell.customer_duty == "Copies buckets."
    assert cell.recovery == "Restore from the last copy."
    assert cell.inherited == {"customer_duty": Level.FAMILY}
