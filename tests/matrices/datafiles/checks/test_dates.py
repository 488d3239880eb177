"""Dates exist in the calendar, are not in the future and do not run backwards."""

from typing import Any

import pytest

from matrices.datafiles.checks import dates
from tests.conftest import TODAY
from tests.factories import STORE, Files, small_catalogue
from tests.matrices.datafiles.checks.found import Find

KEY = "items.encryption-at-rest"


def item(files: Files) -> dict[str, Any]:
    found: dict[str, Any] = files[STORE]["items"]["encryption-at-rest"]
    return found


def test_dates_of_the_past_pass(find: Find) -> None:
    assert find(dates.check, small_catalogue()) == []


def test_today_passes(find: Find) -> None:
    files = small_catalogue()
    item(files)["verified_on"] = TODAY.isoformat()

    assert find(dates.check, files) == []


@pytest.mark.parametrize(
    ("day", "problem"),
    [
        ("2026-02-30", "2026-02-30 is not a day of the calendar"),
        ("2026-13-01", "2026-13-01 is not a day of the calendar"),
        ("0000-01-01", "0000-01-01 is not a day of the calendar"),
        ("2026-11-23", "2026-11-23 lies in the future"),
        ("2062-01-15", "2062-01-15 lies in the future"),
    ],
)
def test_day_of_verification_is_a_past_day(find: Find, day: str, problem: str) -> None:
    files = small_catalogue()
    item(files)["verified_on"] = day

    [fault] = find(dates.check, files)

    assert (fault.file, fault.key, fault.problem) == (STORE, f"{KEY}.verified_on", problem)


def test_day_of_reading_is_a_past_day(find: Find) -> None:
    files = small_catalogue()
    item(files)["citations"][0]["read_on"] = "2027-01-01"

    [fault] = find(dates.check, files)

    assert (fault.file, fault.key) == (STORE, f"{KEY}.citations.read_on")
    assert "lies in the future" in fault.problem


@pytest.mark.parametrize("field", ["since", "until"])
@pytest.mark.parametrize("text", ["2026-12", "2027"])
def test_date_of_a_caveat_is_not_in_the_future(find: Find, field: str, text: str) -> None:
    files = small_catalogue()
    item(files)["caveats"] = [{"when": "it is older", "text": "It stays.", field: text}]

    [fault] = find(dates.check, files)

    assert (fault.file, fault.key) == (STORE, f"{KEY}.caveats.{field}")
    assert fault.problem == f"{text} lies in the future"


@pytest.mark.parametrize("text", ["2026-11", "2026"])
def test_month_and_year_that_have_begun_pass(find: Find, text: str) -> None:
    files = small_catalogue()
    item(files)["caveats"] = [{"when": "it is older", "text": "It stays.", "since": text}]

    assert find(dates.check, files) == []


def test_caveat_does_not_end_before_it_begins(find: Find) -> None:
    files = small_catalogue()
    item(files)["caveats"][0] |= {"since": "2023-05", "until": "2023-04-30"}

    [fault] = find(dates.check, files)

    assert (fault.file, fault.key) == (STORE, f"{KEY}.caveats")
    assert fault.problem == "until lies before since"


def test_caveat_may_end_in_the_year_in_which_it_begins(find: Find) -> None:
    files = small_catalogue()
    item(files)["caveats"][0] |= {"since": "2023-05", "until": "2023"}

    assert find(dates.check, files) == []


@pytest.mark.parametrize(
    ("as_of", "problem"), [("2027", "lies in the future"), ("2025-00", "is not a day of the")]
)
def test_date_of_a_source_is_a_past_date(find: Find, as_of: str, problem: str) -> None:
    files = small_catalogue()
    files[STORE]["sources"]["security"]["as_of"] = as_of

    [fault] = find(dates.check, files)

    assert (fault.file, fault.key) == (STORE, "sources.security.as_of")
    assert problem in fault.problem


def test_undated_source_passes(find: Find) -> None:
    files = small_catalogue()
    files[STORE]["sources"]["security"]["as_of"] = "undated"

    assert find(dates.check, files) == []


def test_option_appears_on_a_day_of_the_calendar(find: Find) -> None:
    files = small_catalogue()
    files[STORE]["settings"]["versioning"]["options"]["versioning-on"]["since"] = "2023-13"

    [fault] = find(dates.check, files)

    assert (fault.file, fault.key) == (STORE, "settings.versioning.options.versioning-on.since")


def test_difference_was_read_on_a_day_of_the_calendar(find: Find) -> None:
    files = small_catalogue()
    family = files["families/object-storage.yaml"]
    family["sources"] = files[STORE]["sources"]
    family["known_differences"][0]["citations"] = [
        {"source": "security", "locator": "Page 1", "read_on": "2026-02-30"}
    ]

    [fault] = find(dates.check, files)

    assert fault.file == "families/object-storage.yaml"
    assert "2026-02-30 is not a day of the calendar" in fault.problem
