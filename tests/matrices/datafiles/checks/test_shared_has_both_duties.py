"""`shared` names an act of each side."""

import pytest

from matrices.datafiles.checks import shared_has_both_duties as rule
from tests.factories import BLOBS, STORE, small_catalogue
from tests.matrices.datafiles.checks.found import Find

FAMILY = "families/object-storage.yaml"
PROBLEM = "shared needs provider_duty and customer_duty"
BOTH = {
    "ownership": "shared",
    "provider_duty": "Keeps every overwritten version.",
    "customer_duty": "Limits versions with a lifecycle rule.",
}


def test_shared_with_both_duties_passes(find: Find) -> None:
    assert find(rule.check, small_catalogue()) == []


@pytest.mark.parametrize("duty", ["provider_duty", "customer_duty"])
@pytest.mark.parametrize("file", ["tiers/iaas.yaml", FAMILY, BLOBS])
def test_shared_with_one_duty_is_refused(find: Find, file: str, duty: str) -> None:
    files = small_catalogue()
    item = {name: value for name, value in BOTH.items() if name != duty}
    files[file].setdefault("items", {})["backup-execution"] = item

    [fault] = find(rule.check, files)

    assert (fault.file, fault.key, fault.problem) == (file, "items.backup-execution", PROBLEM)


def test_shared_option_with_one_duty_is_refused(find: Find) -> None:
    files = small_catalogue()
    options = files[STORE]["settings"]["versioning"]["options"]
    del options["versioning-on"]["items"]["backup-execution"]["provider_duty"]

    [fault] = find(rule.check, files)

    assert (fault.file, fault.key, fault.problem) == (
        STORE, "settings.versioning.options.versioning-on.items.backup-execution", PROBLEM,
    )  # fmt: skip


def test_duty_inherited_from_a_shared_family_item_counts(find: Find) -> None:
    files = small_catalogue()
    files[FAMILY]["items"] = {"backup-execution": BOTH}
    files[BLOBS]["items"] = {
        "backup-execution": {"ownership": "shared", "customer_duty": "Limits them to ten."}
    }

    assert find(rule.check, files) == []


def test_duty_of_a_level_with_another_owner_does_not_count(find: Find) -> None:
    files = small_catalogue()
    files[BLOBS]["items"] = {
        "backup-execution": {"ownership": "shared", "provider_duty": "Keeps every version."}
    }

    [fault] = find(rule.check, files)

    assert (fault.file, fault.key) == (BLOBS, "items.backup-execution")


def test_option_may_take_a_duty_from_its_shared_service(find: Find) -> None:
    files = small_catalogue()
    files[STORE]["settings"]["encryption-key"]["options"]["no-key"]["items"] = {
        "encryption-at-rest": {"ownership": "shared", "customer_duty": "Encrypts before upload."}
    }

    assert find(rule.check, files) == []
