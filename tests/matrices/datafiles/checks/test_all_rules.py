"""The rules together: none is forgotten, references come first, everything is reported."""

import pkgutil
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest

from matrices.datafiles import checks
from matrices.datafiles.checks import RULES, WARNING_RULES, find_faults, references
from matrices.datafiles.reader import Catalogue
from tests.conftest import TODAY
from tests.factories import BLOBS, MACHINES, STORE, Files, small_catalogue
from tests.matrices.datafiles.checks.found import places

MODULES = sorted(module.name for module in pkgutil.iter_modules(checks.__path__))


@pytest.mark.parametrize("name", MODULES)
def test_rule_is_run_exactly_once(name: str) -> None:
    rule = import_module(f"{checks.__name__}.{name}").check

    assert [*RULES, *WARNING_RULES, references.check].count(rule) == 1


@pytest.mark.parametrize("name", MODULES)
def test_rule_says_in_its_docstring_what_it_asks(name: str) -> None:
    assert import_module(f"{checks.__name__}.{name}").__doc__


@pytest.mark.parametrize("name", MODULES)
def test_rule_has_a_test_file(name: str) -> None:
    assert (Path(__file__).parent / f"test_{name}.py").is_file()


def test_small_catalogue_has_no_errors(read_files: Callable[[Files], Catalogue]) -> None:
    assert find_faults(read_files(small_catalogue()), at=TODAY).errors == []


def test_other_rules_wait_until_references_hold(
    read_files: Callable[[Files], Catalogue],
) -> None:
    files = small_catalogue()
    files[BLOBS]["family"] = "blobs"
    files[STORE]["summary"] = "TODO"

    found = find_faults(read_files(files), at=TODAY)

    assert places(found.errors) == [(BLOBS, "family")]
    assert found.warnings == []


def test_faults_of_all_rules_come_sorted_by_file_and_key(
    read_files: Callable[[Files], Catalogue],
) -> None:
    files = small_catalogue()
    files[STORE]["summary"] = "TODO"
    files[STORE]["docs"] = ["http://docs.example.com/"]
    files[MACHINES]["items"] = {"backup-execution": {"ownership": "customer"}}
    del files["tiers/iaas.yaml"]["items"]["iam-policy-review"]

    found = find_faults(read_files(files), at=TODAY)

    assert places(found.errors) == [
        (MACHINES, "items.backup-execution"),
        (STORE, "docs"),
        (STORE, "summary"),
        ("tiers/iaas.yaml", "items.iam-policy-review"),
    ]


def test_day_that_does_not_exist_is_reported(read_files: Callable[[Files], Catalogue]) -> None:
    files = small_catalogue()
    files[STORE]["items"]["encryption-at-rest"]["verified_on"] = "2026-02-30"

    found = find_faults(read_files(files), at=TODAY)

    assert places(found.errors) == [(STORE, "items.encryption-at-rest.verified_on")]
