"""Configuration, data and identity stay with the customer; buildings with their owner."""

from typing import Any

import pytest

from matrices.datafiles.checks import invariants
from tests.factories import MACHINES, STORE, Files, small_catalogue
from tests.matrices.datafiles.checks.found import Find

SITE = "physical-site-security"


def with_row(slug: str) -> Files:
    """The small catalogue with one more responsibility that both tiers leave to the provider."""
    files = small_catalogue()
    files["responsibilities.yaml"]["responsibilities"][slug] = {
        "name": "Guarding the building",
        "layer": "data",
        "question": "Who guards it?",
        "why_it_matters": "Whoever enters can carry out the disks.",
    }
    return files


def hardware(files: Files, **said: Any) -> None:
    """Give the store an option that leaves the building to the customer."""
    files[STORE]["settings"]["versioning"]["options"]["versioning-on"] = {
        "name": "On a rack at the customer's site",
        "items": {SITE: {"ownership": "customer", "customer_duty": "Locks the room."}},
        **said,
    }


def test_small_catalogue_passes(find: Find) -> None:
    assert find(invariants.check, small_catalogue()) == []


@pytest.mark.parametrize("slug", sorted(invariants.NEVER_PROVIDER))
@pytest.mark.parametrize("file", ["tiers/iaas.yaml", "families/object-storage.yaml", MACHINES])
def test_what_never_crosses_over_is_refused_as_the_providers(
    find: Find, slug: str, file: str
) -> None:
    files = with_row(slug)
    files[file].setdefault("items", {})[slug] = {"ownership": "provider"}

    [fault] = find(invariants.check, files)

    assert (fault.file, fault.key) == (file, f"items.{slug}")
    assert fault.problem == "is never the provider's; write customer or shared"


@pytest.mark.parametrize("owner", ["customer", "shared", "not_applicable"])
def test_what_never_crosses_over_may_be_anybody_elses(find: Find, owner: str) -> None:
    files = small_catalogue()
    files[MACHINES]["items"] = {"iam-policy-review": {"ownership": owner}}

    assert find(invariants.check, files) == []


@pytest.mark.parametrize("file", ["tiers/iaas.yaml", "families/object-storage.yaml", MACHINES])
def test_building_is_not_the_customers(find: Find, file: str) -> None:
    files = with_row(SITE)
    files[file].setdefault("items", {})[SITE] = {"ownership": "customer"}

    [fault] = find(invariants.check, files)

    assert (fault.file, fault.key) == (file, f"items.{SITE}")
    assert "is only the customer's on premises" in fault.problem
    assert "at_customer_site: true" in fault.problem


@pytest.mark.parametrize("owner", ["provider", "shared", "not_applicable"])
def test_building_may_be_the_providers(find: Find, owner: str) -> None:
    files = with_row(SITE)
    files[MACHINES]["items"] = {SITE: {"ownership": owner}}

    assert find(invariants.check, files) == []


def test_building_is_the_customers_on_premises(find: Find) -> None:
    files = with_row(SITE)
    files["tiers/on-premises.yaml"] = files.pop("tiers/iaas.yaml")
    files[MACHINES]["tier"] = "on-premises"
    files["tiers/on-premises.yaml"]["items"][SITE] = {"ownership": "customer"}
    files[MACHINES]["items"] = {SITE: {"ownership": "customer", "recovery": "Call the guard."}}

    assert find(invariants.check, files) == []


def test_building_is_the_customers_in_the_family_of_hybrid_hardware(find: Find) -> None:
    files = with_row(SITE)
    files["families/hybrid-infrastructure.yaml"] = files.pop("families/virtual-machines.yaml")
    files["families/hybrid-infrastructure.yaml"]["items"] = {SITE: {"ownership": "customer"}}
    files[MACHINES]["family"] = "hybrid-infrastructure"
    files[MACHINES]["items"] = {SITE: {"ownership": "customer"}}

    assert find(invariants.check, files) == []


def test_building_is_the_customers_with_an_option_at_their_site(find: Find) -> None:
    files = with_row(SITE)
    hardware(files, at_customer_site=True)

    assert find(invariants.check, files) == []


def test_building_is_not_the_customers_with_any_other_option(find: Find) -> None:
    files = with_row(SITE)
    hardware(files)

    [fault] = find(invariants.check, files)

    assert (fault.file, fault.key) == (
        STORE, f"settings.versioning.options.versioning-on.items.{SITE}",
    )  # fmt: skip


def test_option_at_the_customers_site_frees_only_its_own_items(find: Find) -> None:
    files = with_row(SITE)
    hardware(files, at_customer_site=True)
    files[STORE]["items"][SITE] = {"ownership": "customer"}

    [fault] = find(invariants.check, files)

    assert (fault.file, fault.key) == (STORE, f"items.{SITE}")
