"""Files store differences."""

from typing import Any

import pytest

from matrices.datafiles.checks import no_repeated_inheritance as rule
from tests.factories import BLOBS, STORE, small_catalogue
from tests.matrices.datafiles.checks.found import Find

FAMILY = "families/object-storage.yaml"
TIERS_OWN_WORDS = {
    "ownership": "customer",
    "customer_duty": "Copies what must survive a deletion.",
    "blast_radius": "Deleted data stays deleted.",
}


def test_differences_pass(find: Find) -> None:
    assert find(rule.check, small_catalogue()) == []


@pytest.mark.parametrize(
    "item",
    [
        {"ownership": "customer"},
        {"ownership": "customer", "verified_on": "2026-01-15"},
        TIERS_OWN_WORDS,
    ],
)
def test_item_equal_to_what_its_tier_says_is_refused(find: Find, item: dict[str, Any]) -> None:
    files = small_catalogue()
    files[BLOBS]["items"] = {"backup-execution": item}

    [fault] = find(rule.check, files)

    assert (fault.file, fault.key) == (BLOBS, "items.backup-execution")
    assert fault.problem == "says only what it inherits; remove it or add what is special here"


def test_item_equal_to_what_its_family_says_is_refused(find: Find) -> None:
    files = small_catalogue()
    files[FAMILY]["items"] = {"encryption-at-rest": {"ownership": "customer"}}
    files[BLOBS]["items"] = {"encryption-at-rest": {"ownership": "customer"}}

    [fault] = find(rule.check, files)

    assert (fault.file, fault.key) == (BLOBS, "items.encryption-at-rest")


@pytest.mark.parametrize(
    "special",
    [
        {"ownership": "provider", "provider_duty": "Copies every object to a second zone."},
        {"ownership": "customer", "customer_duty": "Turns on versioning."},
        {"ownership": "customer", "checks": [{"tool": "cli", "id": "blobs versions"}]},
        {"ownership": "customer", "caveats": [{"when": "it is old", "text": "It stays."}]},
    ],
)
def test_item_that_adds_something_passes(find: Find, special: dict[str, Any]) -> None:
    files = small_catalogue()
    files[BLOBS]["items"] = {"backup-execution": special}

    assert find(rule.check, files) == []


def test_option_equal_to_the_service_as_it_comes_is_refused(find: Find) -> None:
    files = small_catalogue()
    options = files[STORE]["settings"]["versioning"]["options"]
    options["versioning-on"]["items"] = {"backup-execution": {"ownership": "customer"}}

    [fault] = find(rule.check, files)

    assert (fault.file, fault.key) == (
        STORE, "settings.versioning.options.versioning-on.items.backup-execution",
    )  # fmt: skip


def test_option_equal_to_the_tier_but_not_to_the_service_passes(find: Find) -> None:
    files = small_catalogue()
    options = files[STORE]["settings"]["encryption-key"]["options"]
    options["no-key"]["items"] = {"encryption-at-rest": {"ownership": "provider"}}

    assert find(rule.check, files) == []


def test_not_applicable_that_the_family_says_already_is_refused(find: Find) -> None:
    files = small_catalogue()
    files[FAMILY]["not_applicable"] = ["backup-execution"]
    files[BLOBS]["not_applicable"] = ["backup-execution"]

    [fault] = find(rule.check, files)

    assert (fault.file, fault.key) == (BLOBS, "not_applicable")
