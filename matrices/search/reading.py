"""The search, from the query to the ranked answer."""

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass

from catalog.models import SearchName
from catalog.words import key_of
from matrices.matrix import Reference
from matrices.search.answer import MOST_HITS, ComparisonOffer, Hit, SearchAnswer
from matrices.search.cells import cells_of, named_places
from matrices.search.names import MOST_NAMES, FoundName, corrections, find_names
from matrices.search.query import Query
from matrices.search.scoring import (
    NameParts,
    ScoredHit,
    TextParts,
    ranked,
    score_name,
    score_text,
)
from matrices.search.texts import (
    MOST_PLACES,
    PLACE_BITS,
    FoundText,
    all_words,
    all_words_but_one,
    any_word,
    find_texts,
)

ENOUGH_TEXTS = 10
MOST_SUGGESTIONS = 8


def search(text: str) -> SearchAnswer:
    """Everything that answers the query, best first, at most MOST_HITS; cells are not yet told."""
    typed = Query.parse(text)
    names, texts = find_names(typed), _texts(typed)
    mended = typed
    if not texts and not any(name.key == typed.key for name in names):
        mended = typed.mended(corrections(typed))
        if mended != typed:
            names, texts = [*names, *find_names(mended)], _texts(mended)
    named = named_places(mended, names)
    capped = len(names) >= MOST_NAMES or len(texts) >= MOST_PLACES
    compared = _comparison(mended, certain=mended == typed)
    if len(texts) < ENOUGH_TEXTS and not compared:
        texts += _texts_in_part(mended)
    hits = ranked(
        [
            *_name_hits(names, typed, mended),
            *cells_of([] if compared else named),
            *_text_hits(texts, mended, {place.service for place in named}),
        ]
    )
    return SearchAnswer(
        query=text,
        read_as=" ".join(mended.words) if mended != typed else "",
        stems=mended.stems,
        comparison=compared,
        hits=tuple(hits[:MOST_HITS]),
        capped=capped or len(hits) > MOST_HITS,
    )


def suggest(text: str) -> list[Hit]:
    """The first things whose names fit what is typed so far; reads no texts."""
    typed = Query.parse(text)
    names, mended = find_names(typed), typed
    if not names:
        mended = typed.mended(corrections(typed))
        names = find_names(mended) if mended != typed else []
    return ranked(_name_hits(names, typed, mended))[:MOST_SUGGESTIONS]


def _texts(query: Query) -> list[FoundText]:
    return find_texts(all_words(query.stems)) if query.stems else []


def _texts_in_part(query: Query) -> list[FoundText]:
    """Texts that lack a word; where there are none, those that have any."""
    if len(query.stems) < 2:
        return []
    return find_texts(all_words_but_one(query.stems)) or find_texts(any_word(query.stems))


def _name_hits(names: Iterable[FoundName], typed: Query, mended: Query) -> Iterator[ScoredHit]:
    for name in names:
        score = score_name(_parts(name), typed, mended)
        if score:
            via = "" if name.key in key_of(name.title) else name.name
            hit = Hit(name.kind, name.target, name.title, name.detail, score.match, via=via)
            yield ScoredHit(hit, score, name.order)


def _parts(name: FoundName) -> NameParts:
    is_term = name.kind == SearchName.Kind.RESPONSIBILITY and name.via == SearchName.Via.ALIAS
    return NameParts(
        name.name,
        name.key,
        is_title=name.via == SearchName.Via.NAME,
        stands_alone=name.kind != SearchName.Kind.OPTION and not is_term,
    )


def _text_hits(
    texts: Iterable[FoundText], query: Query, named: Container[str]
) -> Iterator[ScoredHit]:
    """Each text once, the MOST_HITS best."""
    scored = []
    for text in {text.place: text for text in texts}.values():
        service = text.target.partition("#")[0].partition("@")[0]
        score = score_text(
            TextParts(text.named, text.duty, text.said),
            query.stems,
            text.place >> PLACE_BITS,
            is_named=service in named,
        )
        if score:
            scored.append((-score.match, -score.closeness, text.place, score, text))
    for *_, score, text in sorted(scored)[:MOST_HITS]:
        hit = Hit(
            text.kind, text.target, text.title, text.detail, score.match, text.item, text=text.text
        )
        yield ScoredHit(hit, score, text.order)


def _comparison(query: Query, *, certain: bool) -> ComparisonOffer | None:
    """What `a vs b` asks for, where each side is a service, or an option of one."""
    sides = [side for each in query.sides() if (side := _side(each))]
    references = tuple(dict.fromkeys(side.reference for side in sides))
    if len(references) < 2 or len(sides) < len(query.sides()):
        return None
    return ComparisonOffer(
        references,
        tuple(dict.fromkeys(side.name for side in sides)),
        certain=certain and all(side.is_certain for side in sides),
    )


@dataclass(frozen=True)
class _Side:
    """One side of a comparison; certain where exactly one service is named in it."""

    reference: Reference
    name: str
    is_certain: bool


def _side(query: Query) -> _Side | None:
    names = find_names(query)
    titles = {name.target: name.title for name in names}
    places = named_places(query, names)
    if places:
        reference = Reference(places[0].service, places[0].options[:1])
        return _Side(reference, titles.get(str(reference), ""), is_certain=len(places) == 1)
    hits = ranked(_name_hits(names, query, query))
    if hits and hits[0].kind in (SearchName.Kind.SERVICE, SearchName.Kind.OPTION):
        return _Side(Reference.parse(hits[0].id), hits[0].title, is_certain=False)
    return None
