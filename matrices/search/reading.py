"""The search, from the query to the ranked answer."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from catalog.models import SearchName
from catalog.words import key_of
from matrices.matrix import Reference
from matrices.models import SearchText
from matrices.search.answer import MOST_HITS, ComparisonOffer, Hit, SearchAnswer
from matrices.search.cells import cell_hit, cell_items, cells_of, named_places
from matrices.search.names import MOST_NAMES, corrections, find_names
from matrices.search.query import Query
from matrices.search.scoring import (
    NameParts,
    Score,
    ScoredHit,
    TextParts,
    ranked,
    score_name,
    score_text,
)
from matrices.search.texts import (
    MOST_PLACES,
    PLACE_BITS,
    Alternatives,
    TextGroup,
    all_words,
    all_words_but_one,
    any_word,
    text_places,
)

ENOUGH_TEXTS = 10
MOST_SUGGESTIONS = 8


def search(text: str) -> SearchAnswer:
    """Everything that answers the query, best first, at most MOST_HITS."""
    typed = Query.parse(text)
    names, places = find_names(typed), _places(typed)
    mended = typed
    if not places and not any(name.key == typed.key for name in names):
        mended = typed.mended(corrections(typed))
        if mended != typed:
            names, places = [*names, *find_names(mended)], _places(mended)
    named = named_places(mended, names)
    capped = len(names) >= MOST_NAMES or len(places) >= MOST_PLACES
    compared = _comparison(mended, certain=mended == typed)
    if len(places) < ENOUGH_TEXTS and not compared:
        places += _places_in_part(mended)
    hits = ranked(
        [
            *_name_hits(names, typed, mended),
            *cells_of([] if compared else named, mended.stems),
            *_text_hits(places, mended, {place.service for place in named}),
        ]
    )
    return SearchAnswer(
        query=text,
        read_as=" ".join(mended.words) if mended != typed else "",
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


def _places(query: Query) -> list[int]:
    return _texts_with(all_words(query.stems)) if query.stems else []


def _places_in_part(query: Query) -> list[int]:
    """Texts that lack a word; where there are none, those that have any."""
    if len(query.stems) < 2:
        return []
    return _texts_with(all_words_but_one(query.stems)) or _texts_with(any_word(query.stems))


def _texts_with(alternatives: Alternatives) -> list[int]:
    return [place for group in TextGroup for place in text_places(alternatives, group, MOST_PLACES)]


def _name_hits(names: Iterable[SearchName], typed: Query, mended: Query) -> Iterator[ScoredHit]:
    for name in names:
        score = score_name(_parts(name), typed, mended)
        if score:
            via = "" if name.key in key_of(name.title) else name.name
            hit = Hit(name.kind, name.target, name.title, name.detail, score.match, via)
            yield ScoredHit(hit, score, name.order)


def _parts(name: SearchName) -> NameParts:
    is_term = name.kind == SearchName.Kind.RESPONSIBILITY and name.via == SearchName.Via.ALIAS
    return NameParts(
        name.name,
        name.key,
        is_title=name.via == SearchName.Via.NAME,
        stands_alone=name.kind != SearchName.Kind.OPTION and not is_term,
    )


def _text_hits(places: list[int], query: Query, named: set[str]) -> Iterator[ScoredHit]:
    scores: dict[int, Score] = {}
    columns = SearchText.objects.filter(pk__in=places).values_list(
        "pk", "target", "named", "duty", "said"
    )
    for place, target, *stems in columns:
        parts = TextParts(*(each.split() for each in stems))
        is_named = target.partition("#")[0].partition("@")[0] in named
        score = score_text(parts, query.stems, place >> PLACE_BITS, is_named=is_named)
        if score:
            scores[place] = score
    best = sorted(scores, key=lambda place: (-scores[place].match, -scores[place].closeness, place))
    found = SearchText.objects.filter(pk__in=best[:MOST_HITS]).defer("named", "duty", "said")
    texts = {text.item_id: text for text in found if text.item_id}
    for text in found:
        if text.item_id is None:
            score = scores[text.pk]
            hit = Hit(text.kind, text.target, text.title, text.detail, score.match, text=text.text)
            yield ScoredHit(hit, score, text.order)
    for item in cell_items().filter(pk__in=list(texts)):
        yield cell_hit(item, scores[texts[item.pk].pk], query.stems)


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
