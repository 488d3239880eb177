"""No placeholders and no words that say nothing."""

from typing import Any

import pytest

from matrices.datafiles.checks import no_filler
from tests.factories import MACHINES, STORE, Files, small_catalogue
from tests.matrices.datafiles.checks.found import Find

KEY = "items.encryption-at-rest"


def item(files: Files) -> dict[str, Any]:
    found: dict[str, Any] = files[STORE]["items"]["encryption-at-rest"]
    return found


def test_concrete_sentences_pass(find: Find) -> None:
    assert find(no_filler.check, small_catalogue()) == []


@pytest.mark.parametrize("field", no_filler.FIELDS)
@pytest.mark.parametrize("sentence", ["TODO", "Follows best practices.", "Keys, roles, etc."])
def test_filler_in_a_sentence_is_refused(find: Find, field: str, sentence: str) -> None:
    files = small_catalogue()
    item(files)[field] = sentence

    [fault] = find(no_filler.check, files)

    assert (fault.file, fault.key) == (STORE, f"{KEY}.{field}")
    assert "says nothing; name the setting, the act, the date" in fault.problem


def test_every_listed_word_is_found_in_capitals_too(find: Find) -> None:
    words = no_filler.FILLER + no_filler.PLACEHOLDERS
    files = small_catalogue()
    item(files)["recovery"] = "; ".join(words).upper()

    assert [fault.problem.split("'")[1] for fault in find(no_filler.check, files)] == sorted(words)


def test_each_word_of_a_sentence_is_told(find: Find) -> None:
    files = small_catalogue()
    item(files)["recovery"] = "Ensure adequate keys and ensure robust roles."

    assert [fault.problem.split("'")[1] for fault in find(no_filler.check, files)] == [
        "adequate", "ensure", "robust",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "sentence",
    [
        'The console calls it "Recommended best practices".',
        "Turn on `ensure-encryption` in the bucket.",
        "The page says “as appropriate” and names no key.",
        "Sets the property; a proposal etches nothing.",
    ],
)
def test_quoted_words_and_parts_of_words_pass(find: Find, sentence: str) -> None:
    files = small_catalogue()
    item(files)["recovery"] = sentence

    assert find(no_filler.check, files) == []


@pytest.mark.parametrize("field", ["when", "text"])
def test_filler_in_a_caveat_is_refused(find: Find, field: str) -> None:
    files = small_catalogue()
    item(files)["caveats"][0][field] = "the keys are adequate"

    [fault] = find(no_filler.check, files)

    assert (fault.file, fault.key) == (STORE, f"{KEY}.caveats")


def test_filler_in_the_steps_of_a_check_is_refused(find: Find) -> None:
    files = small_catalogue()
    item(files)["checks"][0]["how"] = "Prints the algorithm properly."

    [fault] = find(no_filler.check, files)

    assert (fault.file, fault.key) == (STORE, f"{KEY}.checks")


@pytest.mark.parametrize(
    ("file", "summary"),
    [
        (MACHINES, "Machines of Acme."),
        (MACHINES, "Virtual machines of Acme in various zones."),
        ("tiers/iaas.yaml", "TBD, as soon as somebody has read it."),
        ("families/object-storage.yaml", "Seamless storage of objects."),
        ("providers/acme/provider.yaml", "A provider."),
    ],
)
def test_summary_that_says_nothing_is_refused(find: Find, file: str, summary: str) -> None:
    files = small_catalogue()
    files[file]["summary"] = summary

    [fault] = find(no_filler.check, files)

    assert (fault.file, fault.key) == (file, "summary")
    assert "say what it is in a sentence" in fault.problem
