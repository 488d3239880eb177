"""Claims last verified more than 180 days ago are told, and keep nobody from importing."""

import datetime
from collections.abc import Callable

from matrices.datafiles.checks import find_faults, stale
from matrices.datafiles.reader import Catalogue
from tests.conftest import TODAY
from tests.factories import STORE, Files, small_catalogue
from tests.matrices.datafiles.checks.found import Find


def verified(days_ago: int) -> Files:
    files = small_catalogue()
    day = TODAY - datetime.timedelta(days=days_ago)
    files[STORE]["items"]["encryption-at-rest"]["verified_on"] = day.isoformat()
    return files


def test_claim_verified_180_days_ago_is_fresh(find: Find) -> None:
    assert find(stale.check, verified(180)) == []


def test_claim_verified_181_days_ago_is_stale(find: Find) -> None:
    [fault] = find(stale.check, verified(181))

    assert (fault.file, fault.key) == (STORE, "items.encryption-at-rest.verified_on")
    assert fault.problem == "was verified on 2026-05-25; read its source again"


def test_claim_that_was_never_verified_is_not_stale(find: Find) -> None:
    files = small_catalogue()
    files[STORE]["items"] = {}

    assert find(stale.check, files) == []


def test_stale_claim_is_a_warning_not_an_error(
    read_files: Callable[[Files], Catalogue],
) -> None:
    found = find_faults(read_files(verified(181)), at=TODAY)

    assert found.errors == []
    assert [warning.key for warning in found.warnings] == ["items.encryption-at-rest.verified_on"]
