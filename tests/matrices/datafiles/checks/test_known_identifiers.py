"""Check identifiers stand in the published list of their tool."""

import dataclasses
from collections.abc import Callable
from typing import Any

import pytest

from matrices.datafiles.checks import known_identifiers as rule
from matrices.datafiles.reader import Catalogue, Fault
from tests.conftest import TODAY
from tests.factories import STORE, Files, small_catalogue

KEY = "items.encryption-at-rest.checks"
KNOWN = {"prowler": frozenset({"s3_bucket_default_encryption", "ec2_ami_public"})}


@pytest.fixture
def find_with(read_files: Callable[[Files], Catalogue]) -> Callable[[dict[str, Any]], list[Fault]]:
    """What the rule finds where the store has this one check and Prowler's list is known."""

    def run(check: dict[str, Any]) -> list[Fault]:
        files = small_catalogue()
        files[STORE]["items"]["encryption-at-rest"]["checks"] = [check]
        catalogue = dataclasses.replace(read_files(files), known_ids=KNOWN)
        return list(rule.check(catalogue, TODAY))

    return run


@pytest.mark.parametrize(
    "check",
    [
        {"tool": "prowler", "id": "ec2_ami_public"},
        {"tool": "aws-config", "id": "any-name-while-there-is-no-list"},
        {"tool": "cli", "id": "store get-encryption", "how": "Prints the algorithm."},
        {"tool": "manual", "how": "Open the page of the bucket."},
    ],
)
def test_check_that_can_be_followed_passes(
    find_with: Callable[[dict[str, Any]], list[Fault]], check: dict[str, Any]
) -> None:
    assert find_with(check) == []


def test_identifier_that_its_tool_does_not_know_is_refused(
    find_with: Callable[[dict[str, Any]], list[Fault]],
) -> None:
    [fault] = find_with({"tool": "prowler", "id": "s3_bucket_default_encrypted"})

    assert (fault.file, fault.key) == (STORE, KEY)
    assert fault.problem == (
        "prowler has no check 's3_bucket_default_encrypted';"
        " did you mean 's3_bucket_default_encryption'?"
    )


def test_manual_without_steps_is_refused(
    find_with: Callable[[dict[str, Any]], list[Fault]],
) -> None:
    assert find_with({"tool": "manual"}) == [Fault(STORE, KEY, "manual needs how: the steps")]


@pytest.mark.parametrize("tool", ["cli", "aws-config", "security-hub"])
def test_tool_without_identifier_is_refused(
    find_with: Callable[[dict[str, Any]], list[Fault]], tool: str
) -> None:
    assert find_with({"tool": tool}) == [Fault(STORE, KEY, f"{tool} needs an id")]


def test_tool_with_a_list_and_no_identifier_is_refused_once(
    find_with: Callable[[dict[str, Any]], list[Fault]],
) -> None:
    assert find_with({"tool": "prowler"}) == [Fault(STORE, KEY, "prowler needs an id")]
