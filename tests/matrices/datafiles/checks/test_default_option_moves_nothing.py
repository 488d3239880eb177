"""Default options have no items, and a setting is a choice."""

from matrices.datafiles.checks import default_option_moves_nothing as rule
from tests.factories import STORE, small_catalogue
from tests.matrices.datafiles.checks.found import Find


def test_items_of_other_options_pass(find: Find) -> None:
    assert find(rule.check, small_catalogue()) == []


def test_default_option_with_items_is_refused(find: Find) -> None:
    files = small_catalogue()
    files[STORE]["settings"]["versioning"]["default"] = "versioning-on"

    [fault] = find(rule.check, files)

    assert (fault.file, fault.key) == (STORE, "settings.versioning.options.versioning-on")
    assert fault.problem == "is the default; move its items to the service's own items"


def test_setting_with_one_option_is_refused(find: Find) -> None:
    files = small_catalogue()
    del files[STORE]["settings"]["versioning"]["options"]["versioning-on"]

    [fault] = find(rule.check, files)

    assert (fault.file, fault.key) == (STORE, "settings.versioning")
    assert "a setting is a choice between two or more" in fault.problem
