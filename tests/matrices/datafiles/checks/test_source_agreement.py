"""One text has one title, one publisher and one licence."""

import copy

import pytest

from matrices.datafiles.checks import source_agreement as rule
from tests.factories import MACHINES, STORE, Files, small_catalogue
from tests.matrices.datafiles.checks.found import Find


def with_second(**change: str) -> Files:
    """The source of the store once more in the machines' file, changed."""
    files = small_catalogue()
    source = copy.deepcopy(files[STORE]["sources"]["security"])
    files[MACHINES]["sources"] = {"whitepaper": {**source, **change}}
    return files


def test_text_described_alike_passes(find: Find) -> None:
    assert find(rule.check, with_second()) == []


@pytest.mark.parametrize(
    "change", [{"as_of": "2024-11-03"}, {"url": "https://docs.example.com/machines.html"}]
)
def test_another_text_may_have_another_title(find: Find, change: dict[str, str]) -> None:
    assert find(rule.check, with_second(title="Security of machines", **change)) == []


@pytest.mark.parametrize("field", ["title", "publisher", "licence"])
def test_text_described_otherwise_is_refused(find: Find, field: str) -> None:
    [fault] = find(rule.check, with_second(**{field: "Another"}))

    assert (fault.file, fault.key) == (STORE, "sources.security")
    assert fault.problem == (
        f"{MACHINES} gives this text another title, publisher or licence; make them agree"
    )
