"""Text becomes the same words everywhere; slips are measured, stems agree."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.words import (
    beginning_of,
    closest_word,
    edits_allowed,
    edits_between,
    grams_of,
    grams_to_share,
    key_of,
    meaningful,
    stem,
    stems_of,
    words_of,
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Amazon S3", ["amazon", "s3"]),
        ("AWS::S3::Bucket", ["aws", "s3", "bucket"]),
        ("Microsoft.Storage/storageAccounts", ["microsoft", "storage", "storageaccounts"]),
        ("Pub/Sub: Überblick", ["pub", "sub", "uberblick"]),
        ("\x00\ud800 日本 🙂", []),
        ("a" * 50, ["a" * 40]),
    ],
)
def test_words(text: str, words: list[str]) -> None:
    assert words_of(text) == words


@given(st.text())
def test_words_are_ascii_letters_and_digits(text: str) -> None:
    assert all(word.isascii() and word.isalnum() and word.islower() | word.isdigit()
               for word in words_of(text))  # fmt: skip


@pytest.mark.parametrize("text", ["Cloud SQL", "cloudsql", "cloud-sql", "CLOUD_SQL"])
def test_key_forgets_spelling(text: str) -> None:
    assert key_of(text) == "cloudsql"


@pytest.mark.parametrize(
    "family",
    [
        "patch patches patching patched",
        "node nodes",
        "encryption encrypt encrypts encrypted encrypting",
        "rotate rotation rotating rotates",
        "database databases",
        "policy policies",
        "log logs logging logged",
        "version versions versioning",
        "access accesses",
    ],
)
def test_forms_of_a_word_have_one_stem(family: str) -> None:
    assert len(stems_of(family)) == 1


@pytest.mark.parametrize("word", ["aws", "eks", "redis", "kinesis", "status", "dns"])
def test_stem_keeps_what_is_no_plural(word: str) -> None:
    assert stem(word) == word


@given(st.from_regex(r"[a-z0-9]{1,12}(ies|es|s|ing|ion|ed|e|ions|ings)?", fullmatch=True))
def test_words_start_with_the_beginning_of_their_stem(word: str) -> None:
    assert word.startswith(beginning_of(stem(word)))


def test_meaningful_words_of_a_question() -> None:
    assert meaningful(["who", "patches", "the", "nodes", "of", "the", "nodes"]) == [
        "patches",
        "nodes",
    ]


def test_meaningful_words_where_all_are_common() -> None:
    assert meaningful(["who", "is", "who"]) == ["who", "is"]


@pytest.mark.parametrize(
    ("typed", "word", "edits"),
    [
        ("dynmo", "dynamodb", 1),
        ("dynamodb", "dynamodb", 0),
        ("lamdba", "lambda", 1),
        ("kubernet", "kubernetes", 0),
        ("kuberentes", "kubernetes", 1),
        ("cloudsqll", "cloudsql", 1),
        ("gke", "aks", 2),
    ],
)
def test_edits(typed: str, word: str, edits: int) -> None:
    assert edits_between(typed, word) == edits


@pytest.mark.parametrize(
    ("typed", "closest"),
    [("dynmo", "dynamodb"), ("esk", None), ("lambad", "lambda"), ("xyzxyz", None)],
)
def test_closest_word(typed: str, closest: str | None) -> None:
    assert closest_word(typed, ["dynamodb", "lambda", "eks", "dns"]) == closest


def test_closest_word_prefers_the_whole_word() -> None:
    assert closest_word("lambdaa", ["lambdaedge", "lambda"]) == "lambda"


@given(st.permutations("abcdefghijkl"), st.integers(7, 12), st.integers(1, 2), st.data())
def test_a_word_within_the_slips_shares_enough_grams(
    letters: list[str], length: int, slips: int, data: st.DataObject
) -> None:
    """What the database is asked for leaves out nothing that `closest_word` would accept."""
    word = typed = "".join(letters[:length])
    for letter in "yz"[:slips]:
        typed = _slipped(typed, letter, data)

    if edits_between(typed, word) <= edits_allowed(typed):
        assert len(grams_of(typed) & grams_of(word)) >= grams_to_share(typed)


def _slipped(word: str, letter: str, data: st.DataObject) -> str:
    place = data.draw(st.integers(0, len(word) - 2))
    before, here, after = word[:place], word[place], word[place + 1 :]
    slips = [before + after, before + letter + here + after, before + letter + after,
             before + after[0] + here + after[1:]]  # fmt: skip
    return data.draw(st.sampled_from(slips))
