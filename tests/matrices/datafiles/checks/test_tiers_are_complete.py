"""Every tier speaks of every responsibility."""

from matrices.datafiles.checks import tiers_are_complete as rule
from matrices.datafiles.reader import Fault
from tests.factories import small_catalogue
from tests.matrices.datafiles.checks.found import Find, places


def test_tiers_with_all_rows_pass(find: Find) -> None:
    assert find(rule.check, small_catalogue()) == []


def test_tier_without_a_row_is_refused(find: Find) -> None:
    files = small_catalogue()
    del files["tiers/iaas.yaml"]["items"]["backup-execution"]

    assert find(rule.check, files) == [
        Fault("tiers/iaas.yaml", "items.backup-execution", "is missing; every tier has all rows")
    ]


def test_new_row_is_missed_in_every_tier(find: Find) -> None:
    files = small_catalogue()
    rows = files["responsibilities.yaml"]["responsibilities"]
    rows["backup-retention"] = {**rows["backup-execution"], "name": "Keeping backups"}

    assert places(find(rule.check, files)) == [
        ("tiers/iaas.yaml", "items.backup-retention"),
        ("tiers/abstracted.yaml", "items.backup-retention"),
    ]
