"""The order of hits, from words alone. Pure, so that it is the same on every database."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from catalog.words import stem, stems_of, words_of
from matrices.search.answer import Hit, Match
from matrices.search.query import Query

KINDS = ("family", "service", "provider", "responsibility", "tier", "framework", "option", "cell")
FIRST_KINDS = ("family", "service")
BY_NAME = {Match.PREFIX, Match.PREFIX_OF_ALIAS, Match.TYPO, Match.NAMED, Match.WORDS}


@dataclass(frozen=True, order=True)
class Score:
    """The larger, the better. `closeness` tells apart what has one `match`, from 0 to 1000."""

    match: Match
    closeness: int = 0


@dataclass(frozen=True)
class ScoredHit:
    """A hit with its place: the score, then the kind, then the catalogue's own order.

    Of names that match alike, those of services and families come first, those of options last.
    """

    hit: Hit
    score: Score
    order: int

    @property
    def place(self) -> tuple[int, int, int, int, int, str, str]:
        """Smaller is better."""
        kind = KINDS.index(self.hit.kind)
        group = (kind >= len(FIRST_KINDS)) + (self.hit.kind == "option")
        return (
            -self.score.match,
            group if self.score.match in BY_NAME else 0,
            -self.score.closeness,
            kind,
            self.order,
            self.hit.title,
            self.hit.id,
        )


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


@dataclass(frozen=True)
class TextParts:
    """The stems of a text: of the service, of the responsibility, of what is said."""

    named: Collection[str]
    duty: Collection[str]
    said: Collection[str]


def score_text(text: TextParts, stems: Sequence[str], rank: int, *, is_named: bool) -> Score | None:
    """None where the text says no more than the names; `rank` as in `SearchText.id`.

    `is_named`: the query names the service of the text.
    """
    named, duty, said = set(text.named), set(text.duty), set(text.said)
    found = [each for each in stems if each in named or each in duty or each in said]
    points = sum(2 * (each in duty) + (each in said) for each in found)
    if not points:
        return None
    share = 1000 * (10 * len(found) + points) // (13 * len(stems))
    closeness = max(0, min(share, 1000) - rank)
    if len(found) < len(stems):
        return Score(Match.TEXT_IN_PART, closeness)
    return Score(Match.TEXT_OF_NAMED if is_named else Match.TEXT, closeness)


def best_sentence(texts: Iterable[str], stems: Sequence[str], most: int = 240) -> str:
    """The sentence with the most stems, the first of equals; cut at `most` characters."""
    wanted = set(stems)
    best, best_count = "", -1
    for text in texts:
        for sentence in _sentences(text):
            count = len(wanted & {stem(word) for word in words_of(sentence)})
            if count > best_count:
                best, best_count = sentence, count
    return best if len(best) <= most else f"{best[: most - 1].rstrip()}…"


def ranked(hits: Iterable[ScoredHit]) -> list[Hit]:
    """Each thing once, under its best score, best first."""
    best: dict[tuple[str, str], ScoredHit] = {}
    for each in hits:
        known = best.get((each.hit.kind, each.hit.id))
        if known is None or each.place < known.place:
            best[each.hit.kind, each.hit.id] = each
    return [each.hit for each in sorted(best.values(), key=lambda each: each.place)]


def _sentences(text: str) -> list[str]:
    """Cut after a full stop and a space; `v1.30` and `s3.amazonaws.com` stay whole."""
    parts = text.split(". ")
    return [f"{part}." if number < len(parts) - 1 else part for number, part in enumerate(parts)]


def _closeness(shorter: str, longer: str) -> int:
    return 1000 * len(shorter) // max(len(longer), 1)


def _has_words(name: str, terms: Sequence[str]) -> bool:
    words = words_of(name)
    return all(any(word.startswith(stem(term)) for word in words) for term in terms)
