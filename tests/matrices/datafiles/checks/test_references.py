"""Whatever a file names exists."""

from typing import Any

import pytest

from matrices.datafiles.checks import references
from tests.factories import MACHINES, STORE, Files, small_catalogue
from tests.matrices.datafiles.checks.found import Find, places

FAMILY = "families/object-storage.yaml"
BOLT = "providers/bolt/provider.yaml"
ROW = "responsibilities.encryption-at-rest"


def rows(files: Files) -> dict[str, Any]:
    found: dict[str, Any] = files["responsibilities.yaml"]["responsibilities"]
    return found


def test_files_whose_names_exist_pass(find: Find) -> None:
    assert find(references.check, small_catalogue()) == []


def test_layer_of_a_responsibility_exists(find: Find) -> None:
    files = small_catalogue()
    rows(files)["encryption-at-rest"]["layer"] = "dat"

    [fault] = find(references.check, files)

    assert (fault.file, fault.key) == ("responsibilities.yaml", f"{ROW}.layer")
    assert fault.problem == "layer 'dat' does not exist; did you mean 'data'?"


def test_name_unlike_any_other_gets_no_suggestion(find: Find) -> None:
    files = small_catalogue()
    rows(files)["encryption-at-rest"]["layer"] = "zzz"

    [fault] = find(references.check, files)

    assert fault.problem == "layer 'zzz' does not exist"


def test_framework_of_a_control_exists(find: Find) -> None:
    files = small_catalogue()
    rows(files)["encryption-at-rest"]["controls"] = {"nist-800-53": ["SC-28"]}

    [fault] = find(references.check, files)

    assert (fault.file, fault.key) == ("responsibilities.yaml", f"{ROW}.controls.nist-800-53")
    assert "framework 'nist-800-53' does not exist; did you mean" in fault.problem


def test_control_stands_in_its_framework(find: Find) -> None:
    files = small_catalogue()
    rows(files)["encryption-at-rest"]["controls"] = {"nist-sp-800-53": ["SC-28", "SC-29"]}

    [fault] = find(references.check, files)

    assert (fault.file, fault.key) == ("responsibilities.yaml", f"{ROW}.controls.nist-sp-800-53")
    assert "control 'SC-29' does not exist; did you mean 'SC-28'?" in fault.problem


@pytest.mark.parametrize(
    ("file", "path", "key"),
    [
        ("tiers/iaas.yaml", (), "items.backups"),
        (FAMILY, (), "items.backups"),
        (STORE, (), "items.backups"),
        (
            STORE,
            ("settings", "versioning", "options", "versioning-on"),
            "settings.versioning.options.versioning-on.items.backups",
        ),
    ],
)
def test_responsibility_of_an_item_exists(
    find: Find, file: str, path: tuple[str, ...], key: str
) -> None:
    files = small_catalogue()
    holder = files[file]
    for step in path:
        holder = holder[step]
    holder.setdefault("items", {})["backups"] = {"ownership": "customer"}

    [fault] = find(references.check, files)

    assert (fault.file, fault.key) == (file, key)
    assert "responsibility 'backups' does not exist" in fault.problem


def test_cited_source_stands_in_the_file(find: Find) -> None:
    files = small_catalogue()
    files[STORE]["items"]["encryption-at-rest"]["citations"][0]["source"] = "securty"

    [fault] = find(references.check, files)

    assert (fault.file, fault.key) == (STORE, "items.encryption-at-rest.citations")
    assert fault.problem == "source 'securty' does not exist; did you mean 'security'?"


def test_cited_source_may_stand_in_the_providers_file(find: Find) -> None:
    files = small_catalogue()
    sources = files[STORE].pop("sources")
    files["providers/acme/provider.yaml"]["sources"] = sources

    assert find(references.check, files) == []


def test_source_of_another_service_cannot_be_cited(find: Find) -> None:
    files = small_catalogue()
    files[MACHINES]["items"] = {
        "backup-execution": {
            "ownership": "customer",
            "citations": [{"source": "security", "locator": "Page 1", "read_on": "2026-01-15"}],
        }
    }

    [fault] = find(references.check, files)

    assert (fault.file, fault.key) == (MACHINES, "items.backup-execution.citations")


def test_option_of_a_caveat_belongs_to_the_service(find: Find) -> None:
    files = small_catalogue()
    caveat = files[STORE]["items"]["encryption-at-rest"]["caveats"][0]
    caveat["option"] = "own-keys"

    [fault] = find(references.check, files)

    assert (fault.file, fault.key) == (STORE, "items.encryption-at-rest.caveats")
    assert fault.problem == "option 'own-keys' does not exist; did you mean 'own-key'?"


def test_caveat_of_a_service_may_name_its_option(find: Find) -> None:
    files = small_catalogue()
    files[STORE]["items"]["encryption-at-rest"]["caveats"][0]["option"] = "own-key"

    assert find(references.check, files) == []


def test_caveat_of_a_tier_names_no_option(find: Find) -> None:
    files = small_catalogue()
    item = files["tiers/abstracted.yaml"]["items"]["encryption-at-rest"]
    item["caveats"] = [{"when": "a key is chosen", "text": "It is used.", "option": "own-key"}]

    [fault] = find(references.check, files)

    assert (fault.file, fault.key) == ("tiers/abstracted.yaml", "items.encryption-at-rest.caveats")
    assert "option 'own-key' does not exist" in fault.problem


@pytest.mark.parametrize("field", ["not_applicable", "compare_responsibilities"])
def test_responsibility_listed_by_a_family_exists(find: Find, field: str) -> None:
    files = small_catalogue()
    files[FAMILY][field] = ["backup-executions"]

    [fault] = find(references.check, files)

    assert fault.file == FAMILY
    assert "did you mean 'backup-execution'?" in fault.problem


@pytest.mark.parametrize("field", ["not_applicable", "compare_responsibilities"])
def test_responsibility_listed_by_a_family_is_told_with_its_key(find: Find, field: str) -> None:
    files = small_catalogue()
    files[FAMILY][field] = ["backup-executions"]

    [fault] = find(references.check, files)

    assert fault.key == field


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"responsibility": "iam-review"}, "responsibility 'iam-review' does not exist"),
        ({"services": ["acme/store", "bolt/blob"]}, "service 'bolt/blob' does not exist; did you"),
        (
            {"citations": [{"source": "x1", "locator": "Page 1", "read_on": "2026-01-15"}]},
            "source 'x1' does not exist",
        ),
    ],
)
def test_names_of_a_known_difference_exist(
    find: Find, change: dict[str, Any], problem: str
) -> None:
    files = small_catalogue()
    files[FAMILY]["known_differences"][0] |= change

    [fault] = find(references.check, files)

    assert (fault.file, fault.key) == (FAMILY, "known_differences")
    assert problem in fault.problem


@pytest.mark.parametrize(
    ("field", "value", "key", "problem"),
    [
        ("tier", "paas", "tier", "tier 'paas' does not exist; did you mean 'iaas'?"),
        ("family", "object-store", "family", "did you mean 'object-storage'?"),
        pytest.param(
            "also_in_families",
            ["machines"],
            "also_in_families",
            "family 'machines' does not exist",
        ),
        ("not_applicable", ["backups"], "not_applicable", "responsibility 'backups' does not"),
    ],
)
def test_names_of_a_service_exist(
    find: Find, field: str, value: Any, key: str, problem: str
) -> None:
    files = small_catalogue()
    files[MACHINES][field] = value

    [fault] = find(references.check, files)

    assert (fault.file, fault.key) == (MACHINES, key)
    assert problem in fault.problem


def test_provider_of_a_service_has_a_file(find: Find) -> None:
    files = small_catalogue()
    del files["providers/bolt/provider.yaml"]

    [fault] = find(references.check, files)

    assert fault.file == "providers/bolt/services/blobs.yaml"
    assert fault.problem == "provider 'bolt' does not exist"


def test_default_of_a_setting_is_one_of_its_options(find: Find) -> None:
    files = small_catalogue()
    files[STORE]["settings"]["versioning"]["default"] = "own-key"

    [fault] = find(references.check, files)

    assert (fault.file, fault.key) == (STORE, "settings.versioning.default")
    assert "option 'own-key' does not exist" in fault.problem


def test_option_stands_in_one_setting_only(find: Find) -> None:
    files = small_catalogue()
    files[STORE]["settings"]["versioning"]["options"]["own-key"] = {"name": "Key once more"}

    [fault] = find(references.check, files)

    assert (fault.file, fault.key) == (STORE, "settings.versioning")
    assert fault.problem == "option 'own-key' stands in two settings; name them apart"


def test_target_of_a_moved_service_exists(find: Find) -> None:
    files = small_catalogue()
    files[BOLT]["moved_services"] = {"buckets": "bolt/blob"}

    [fault] = find(references.check, files)

    assert (fault.file, fault.key) == (BOLT, "moved_services.buckets")
    assert fault.problem == "service 'bolt/blob' does not exist; did you mean 'bolt/blobs'?"


def test_moved_service_left_its_old_address(find: Find) -> None:
    files = small_catalogue()
    files["providers/acme/provider.yaml"]["moved_services"] = {"store": "bolt/blobs"}

    [fault] = find(references.check, files)

    assert (fault.file, fault.key) == ("providers/acme/provider.yaml", "moved_services.store")
    assert fault.problem == "is still a service; remove one of the two"


def test_every_missing_name_is_reported(find: Find) -> None:
    files = small_catalogue()
    files[MACHINES] |= {"tier": "paas", "family": "machines"}
    files[BOLT]["moved_services"] = {"buckets": "bolt/blob"}

    assert places(find(references.check, files)) == [
        (MACHINES, "tier"),
        (MACHINES, "family"),
        (BOLT, "moved_services.buckets"),
    ]
