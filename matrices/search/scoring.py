"""The order of hits, from words alone. Pure, so that it is the same on every database."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from catalog.words import beginning_of, plain, stem, stems_of, words_in, words_of
from matrices.search.answer import Hit, Match
from matrices.search.query import Query

KINDS = ("family", "service", "provider", "responsibility", "tier", "framework", "option", "cell")
FIRST_KINDS = ("family", "service")
BY_NAME = {Match.PREFIX, Match.PREFIX_OF_ALIAS, Match.TYPO, Match.NAMED, Match.WORDS}


class Score(NamedTuple):
    """The larger, the better. `closeness` tells apart what has one `match`, from 0 to 1000."""

    match: Match
    closeness: int = 0


class ScoredHit(NamedTuple):
    """A hit with its place: the score, then the kind, then the catalogue's own order.

    Of names that match alike, those of services and families come first, those of options last.
    """

    hit: Hit
    score: Score
    order: int

    @property
    def place(self) -> tuple[int, int, int, int, int, str, str]:
        """Smaller is better."""
        hit, (match, closeness), order = self
        kind = KINDS.index(hit.kind)
        group = 0
        if match in BY_NAME:
            group = (kind >= len(FIRST_KINDS)) + (hit.kind == "option")
        return (-match, group, -closeness, kind, order, hit.title, hit.id)


@dataclass(frozen=True)
class NameParts:
    """What the score of a name needs to know about it.

    A name that does not stand alone (an option's `Standard`, a responsibility's `runtime`) counts
    as a whole or by its words, not as a beginning and not inside a longer query.
    """

    name: str
    key: str
    is_title: bool
    stands_alone: bool = True


def score_name(name: NameParts, typed: Query, mended: Query) -> Score | None:
    """How well a name answers a query; `mended` is the query without slips, or the same."""
    if name.key == typed.key:
        return Score(Match.EXACT_NAME if name.is_title else Match.EXACT_ALIAS, 1000)
    if name.stands_alone and name.key.startswith(typed.key):
        match = Match.PREFIX if name.is_title else Match.PREFIX_OF_ALIAS
        return Score(match, _closeness(typed.key, name.key))
    if name.key == mended.key or (name.stands_alone and name.key.startswith(mended.key)):
        return Score(Match.TYPO, _closeness(mended.key, name.key))
    if name.stands_alone and name.key in mended.spans:
        return Score(Match.NAMED, _closeness(name.key, mended.key))
    if _has_words(name.name, mended.terms):
        return Score(Match.WORDS, _closeness(mended.key, name.key))
    return None


@dataclass(frozen=True)
class DutyParts:
    """What the score of a responsibility needs to know about it."""

    slug: str
    names: tuple[str, ...]
    question: str


def score_duties(duties: Iterable[DutyParts], stems: Sequence[str], most: int) -> dict[str, Score]:
    """The duties that the stems speak of, by slug: those that have all of them, else the nearest.

    A stem counts three times in a name and once in the question.
    """
    wanted = set(stems)
    scored: list[tuple[int, int, str]] = []
    for duty in duties:
        names = wanted & set(stems_of(*duty.names))
        both = names | wanted & set(stems_of(duty.question))
        if names:
            scored.append((len(both), 2 * len(names) + len(both), duty.slug))
    if not scored:
        return {}
    full = len(wanted)
    best = max(scored)[0]
    match = Match.CELL if best == full else Match.CELL_IN_PART
    nearest = sorted((each for each in scored if each[0] == best), key=lambda e: (-e[1], e[2]))
    return {slug: Score(match, 1000 * points // (3 * full)) for _, points, slug in nearest[:most]}


class TextParts(NamedTuple):
    """The stems of a text, separated by spaces: of the service, of the responsibility, of what is
    said.
    """

    named: str
    duty: str
    said: str


def score_text(text: TextParts, stems: Sequence[str], rank: int, *, is_named: bool) -> Score | None:
    """None where the text says no more than the names; `rank` as in `SearchText.id`.

    `is_named`: the query names the service of the text.
    """
    named, duty, said = (f" {each} " for each in text)
    found = points = 0
    for each in stems:
        word = f" {each} "
        worth = 2 * (word in duty) + (word in said)
        found += worth > 0 or word in named
        points += worth
    if not points:
        return None
    share = 1000 * (10 * found + points) // (13 * len(stems))
    closeness = max(0, min(share, 1000) - rank)
    if found < len(stems):
        return Score(Match.TEXT_IN_PART, closeness)
    return Score(Match.TEXT_OF_NAMED if is_named else Match.TEXT, closeness)


def best_sentence(texts: Iterable[str], stems: Sequence[str], most: int = 240) -> str:
    """The sentence with the most stems, the first of equals; cut at `most` characters."""
    best, best_count = "", -1
    wanted = {each: beginning_of(each) for each in stems}
    sentences = (sentence for text in texts if text for sentence in _sentences(text))
    for sentence in sentences:
        count = _stems_in(sentence, wanted)
        if count > best_count:
            best, best_count = sentence, count
        if count == len(wanted):
            break
    return best if len(best) <= most else f"{best[: most - 1].rstrip()}…"


def _stems_in(sentence: str, wanted: Mapping[str, str]) -> int:
    """How many; most sentences have none, and to see that is cheaper than to take them apart."""
    text = plain(sentence)
    if not any(beginning in text for beginning in wanted.values()):
        return 0
    return len(wanted.keys() & map(stem, words_in(text)))


def ranked(hits: Iterable[ScoredHit]) -> list[Hit]:
    """Each thing once, under its best score, best first."""
    seen = set[tuple[str, str]]()
    best = []
    for hit, *_ in sorted(hits, key=lambda each: each.place):
        if (hit.kind, hit.id) not in seen:
            seen.add((hit.kind, hit.id))
            best.append(hit)
    return best


def _sentences(text: str) -> list[str]:
    """Cut after a full stop and a space; `v1.30` and `s3.amazonaws.com` stay whole."""
    parts = text.split(". ")
    return [f"{part}." if number < len(parts) - 1 else part for number, part in enumerate(parts)]


def _closeness(shorter: str, longer: str) -> int:
    return 1000 * len(shorter) // max(len(longer), 1)


def _has_words(name: str, terms: Sequence[str]) -> bool:
    words = words_of(name)
    return all(any(word.startswith(stem(term)) for word in words) for term in terms)
