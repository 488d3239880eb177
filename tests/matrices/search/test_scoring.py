"""The order of hits, without a database."""

import pytest

from matrices.search.answer import Hit, Match
from matrices.search.query import Query
from matrices.search.scoring import (
    DutyParts,
    NameParts,
    Score,
    ScoredHit,
    TextParts,
    best_sentence,
    ranked,
    score_duties,
    score_name,
    score_text,
)

DUTIES = [
    DutyParts("guest-os-patching", ("Guest operating system patching",), "Who patches machines?"),
    DutyParts("node-os-patching", ("Container node patching",), "Who patches nodes?"),
    DutyParts("backup-execution", ("Taking backups",), "Who takes backups of the nodes?"),
]


def name(text: str, *, is_title: bool = True, stands_alone: bool = True) -> NameParts:
    return NameParts(text, Query.parse(text).key, is_title, stands_alone)


@pytest.mark.parametrize(
    ("typed", "mended", "called", "match"),
    [
        ("cloud sql", "cloud sql", name("Cloud SQL"), Match.EXACT_NAME),
        ("cloudsql", "cloudsql", name("Cloud SQL", is_title=False), Match.EXACT_ALIAS),
        ("clou", "clou", name("Cloud SQL"), Match.PREFIX),
        ("clou", "clou", name("Cloud SQL", is_title=False), Match.PREFIX_OF_ALIAS),
        ("dynmo", "dynamodb", name("DynamoDB", is_title=False), Match.TYPO),
        ("why s3", "why s3", name("S3"), Match.NAMED),
        ("sql", "sql", name("Cloud SQL"), Match.WORDS),
        ("lambda", "lambda", name("Cloud SQL"), None),
        ("standard", "standard", name("Standard", stands_alone=False), Match.EXACT_NAME),
        ("stand", "stand", name("Standard", stands_alone=False), Match.WORDS),
        ("standard s3", "standard s3", name("Standard", stands_alone=False), None),
    ],
)
def test_match_of_a_name(typed: str, mended: str, called: NameParts, match: Match | None) -> None:
    score = score_name(called, Query.parse(typed), Query.parse(mended))

    assert (score and score.match) == match


def test_duties_with_every_word() -> None:
    assert score_duties(DUTIES, ["patch", "nod"], 5) == {
        "node-os-patching": Score(Match.CELL, 1000)
    }


def test_duties_with_some_words() -> None:
    scores = score_duties(DUTIES, ["patch", "quickly"], 5)

    assert set(scores) == {"guest-os-patching", "node-os-patching"}
    assert {score.match for score in scores.values()} == {Match.CELL_IN_PART}


def test_duties_that_only_the_question_names() -> None:
    assert score_duties(DUTIES, ["machin"], 5) == {}


def test_duties_at_most() -> None:
    assert list(score_duties(DUTIES, ["patch"], 1)) == ["guest-os-patching"]


def test_text_with_every_word_before_one_with_some() -> None:
    text = TextParts("s3", "encrypt", "key aes")

    every = score_text(text, ["s3", "encrypt", "key"], 1, is_named=False)
    some = score_text(text, ["s3", "encrypt", "lost"], 1, is_named=False)

    assert every is not None
    assert some is not None
    assert (every.match, some.match) == (Match.TEXT, Match.TEXT_IN_PART)


def test_text_that_only_repeats_the_name_is_none() -> None:
    assert score_text(TextParts("s3", "", "key"), ["s3"], 1, is_named=True) is None


def test_text_that_was_read_before_one_that_was_inherited() -> None:
    text = TextParts("s3", "encrypt", "")

    read = score_text(text, ["encrypt"], 1, is_named=False)
    inherited = score_text(text, ["encrypt"], 5, is_named=False)

    assert read is not None
    assert inherited is not None
    assert read > inherited


def test_text_with_longer_words_is_none() -> None:
    assert score_text(TextParts("", "", "keyring monkey"), ["key"], 1, is_named=False) is None


def test_best_sentence() -> None:
    texts = ["Nothing here. Rotate the key v1.2 twice.", "The key."]

    assert best_sentence(texts, ["rotat", "key"]) == "Rotate the key v1.2 twice."
    assert best_sentence(texts, ["missing"]) == "Nothing here."
    assert best_sentence([], ["key"]) == ""
    assert best_sentence(["", "The policies."], ["policy"]) == "The policies."
    assert best_sentence(["Nothing. Café rules.", "Cafe."], ["caf"]) == "Café rules."
    assert best_sentence(["word " * 100], ["word"], most=20) == "word word word word…"


def scored(kind: str, title: str, match: Match, closeness: int = 0) -> ScoredHit:
    hit = Hit(kind, title.lower(), title, "", match)
    return ScoredHit(hit, Score(match, closeness), order=1)


def test_ranked_by_match_then_kind_then_closeness() -> None:
    hits = [
        scored("option", "Option", Match.WORDS, 900),
        scored("responsibility", "Duty", Match.WORDS, 800),
        scored("service", "Far", Match.WORDS, 100),
        scored("service", "Near", Match.WORDS, 200),
        scored("service", "Exact", Match.EXACT_NAME),
    ]

    assert [hit.title for hit in ranked(hits)] == ["Exact", "Near", "Far", "Duty", "Option"]


def test_ranked_once_under_the_best_score() -> None:
    hits = [scored("service", "S3", Match.WORDS), scored("service", "S3", Match.EXACT_ALIAS)]

    assert [hit.match for hit in ranked(hits)] == [Match.EXACT_ALIAS]


@pytest.mark.parametrize(
    ("kind", "identifier", "path"),
    [
        ("service", "aws/s3", "/services/aws/s3/"),
        ("option", "aws/eks@auto-mode", "/services/aws/eks/?options=auto-mode"),
        ("cell", "aws/eks#pod-security", "/services/aws/eks/#pod-security"),
        (
            "cell",
            "aws/eks@auto-mode#pod-security",
            "/services/aws/eks/?options=auto-mode#pod-security",
        ),
        ("family", "object-storage", "/families/object-storage/"),
    ],
)
def test_path(kind: str, identifier: str, path: str) -> None:
    assert Hit(kind, identifier, "", "", Match.TEXT).path == path
