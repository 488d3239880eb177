"""`documented` means read: with a citation and the day."""

from matrices.datafiles.checks import documented_is_cited as rule
from tests.factories import STORE, small_catalogue
from tests.matrices.datafiles.checks.found import Find, places

FAMILY = "families/object-storage.yaml"


def test_cited_claims_and_inferred_ones_pass(find: Find) -> None:
    assert find(rule.check, small_catalogue()) == []


def test_documented_without_citation_is_refused(find: Find) -> None:
    files = small_catalogue()
    files[STORE]["items"]["encryption-at-rest"]["citations"] = []

    [fault] = find(rule.check, files)

    assert (fault.file, fault.key) == (STORE, "items.encryption-at-rest")
    assert fault.problem == "documented needs a citation; cite the text or write inferred"


def test_documented_without_day_is_refused(find: Find) -> None:
    files = small_catalogue()
    del files[STORE]["items"]["encryption-at-rest"]["verified_on"]

    [fault] = find(rule.check, files)

    assert (fault.file, fault.key) == (STORE, "items.encryption-at-rest")
    assert "documented needs verified_on" in fault.problem


def test_documented_without_anything_is_refused_twice(find: Find) -> None:
    files = small_catalogue()
    files["tiers/iaas.yaml"]["items"]["backup-execution"]["basis"] = "documented"

    assert places(find(rule.check, files)) == [("tiers/iaas.yaml", "items.backup-execution")] * 2


def test_documented_difference_without_citation_is_refused(find: Find) -> None:
    files = small_catalogue()
    files[FAMILY]["known_differences"][0]["basis"] = "documented"

    [fault] = find(rule.check, files)

    assert (fault.file, fault.key) == (FAMILY, "known_differences.iam-policy-review")
    assert fault.problem == "documented needs a citation"
