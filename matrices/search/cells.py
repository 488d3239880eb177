"""Cells found by the names of their two axes: a service in the query, and a duty in the rest."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import orjson

from catalog.models import Responsibility, SearchName
from catalog.words import stem
from matrices.choices import Ownership
from matrices.models import ResolvedItem
from matrices.querysets import ResolvedItemQuerySet
from matrices.search.answer import Hit
from matrices.search.query import Query
from matrices.search.scoring import DutyParts, Score, ScoredHit, best_sentence, score_duties

MOST_SERVICES = 6
MOST_DUTIES = 5


@dataclass(frozen=True)
class NamedPlace:
    """A service that the query names, the options it names with it, and the stems of the rest."""

    service: str
    options: tuple[str, ...]
    rest: tuple[str, ...]


def named_places(query: Query, names: Iterable[SearchName]) -> list[NamedPlace]:
    """The services named, the longest name first; a name inside a longer one is not meant."""
    inside = [name for name in names if name.key in query.spans]
    services = _of_the_provider_named(
        query, [name for name in inside if name.kind == SearchName.Kind.SERVICE]
    )
    services.sort(key=lambda name: (-len(name.key), name.order, name.target))
    places: dict[str, NamedPlace] = {}
    used: list[frozenset[str]] = []
    for name in services:
        words = query.spans[name.key]
        if name.target in places or any(words < longer for longer in used):
            continue
        used.append(words)
        options = [
            each
            for each in inside
            if each.kind == SearchName.Kind.OPTION and each.target.startswith(f"{name.target}@")
        ]
        spoken = words.union(*(query.spans[each.key] for each in options))
        spoken |= set(_provider(name).split("-"))
        places[name.target] = NamedPlace(
            name.target,
            tuple(dict.fromkeys(each.target.partition("@")[2] for each in options)),
            tuple(dict.fromkeys(stem(term) for term in query.terms if term not in spoken)),
        )
    return list(places.values())[:MOST_SERVICES]


def _of_the_provider_named(query: Query, services: list[SearchName]) -> list[SearchName]:
    """Where services share a name, those whose provider stands in the query, if there are such."""
    said = {name.key for name in services if _provider(name) in query.words}
    return [name for name in services if name.key not in said or _provider(name) in query.words]


def _provider(name: SearchName) -> str:
    return name.target.split("/")[0]


def cells_of(places: Iterable[NamedPlace], stems: tuple[str, ...]) -> Iterator[ScoredHit]:
    """Cells of the named services whose responsibility the rest of the query speaks of."""
    wanted = [place for place in places if place.rest]
    if not wanted:
        return
    duties = [
        DutyParts(row.slug, (row.name, row.slug, *row.terms), row.question)
        for row in Responsibility.objects.all()
    ]
    for place in wanted:
        scores = score_duties(duties, place.rest, MOST_DUTIES)
        items = cell_items().filter(
            service__identifier=place.service, responsibility__slug__in=list(scores)
        )
        moved = {item.responsibility_id for item in items if _slug(item) in place.options}
        for item in items:
            chosen = _slug(item) in place.options
            if chosen or (item.option_id is None and item.responsibility_id not in moved):
                yield cell_hit(item, _score(item, scores), stems)


def _score(item: ResolvedItem, scores: Mapping[str, Score]) -> Score:
    """A duty that exists for nobody there comes after those that somebody has."""
    score = scores[item.responsibility.slug]
    return Score(score.match) if item.ownership == Ownership.NOT_APPLICABLE else score


def cell_items() -> ResolvedItemQuerySet:
    """Cells with what a hit tells of them and nothing else."""
    return ResolvedItem.objects.select_related(
        "service__provider", "responsibility", "option"
    ).only(
        "ownership", "provider_duty", "customer_duty", "default_state", "blast_radius", "recovery",
        "caveats", "service__identifier", "service__name", "service__provider__short_name",
        "service__provider__order", "responsibility__slug", "responsibility__name", "option__slug",
        "option__name",
    )  # fmt: skip


def cell_hit(item: ResolvedItem, score: Score, stems: tuple[str, ...]) -> ScoredHit:
    """Needs an item of `cell_items`."""
    service, option, row = item.service, item.option, item.responsibility
    place = service.identifier + (f"@{option.slug}" if option else "")
    owner = f" with {option.name}" if option else ""
    caveats = [
        f"{each['when'][:1].upper()}{each['when'][1:]}: {each['text']}"
        for each in orjson.loads(item.caveats)
    ]
    duties = [item.customer_duty, item.provider_duty]
    if item.ownership == Ownership.PROVIDER:
        duties.reverse()
    texts = [*duties, item.default_state, *caveats, item.blast_radius, item.recovery]
    hit = Hit(
        kind="cell",
        id=f"{place}#{row.slug}",
        title=f"{service.name}{owner}: {row.name}",
        detail=service.provider.short_name,
        match=score.match,
        text=best_sentence((text for text in texts if text), stems),
        service=service.identifier,
        option=option.slug if option else None,
        responsibility=row.slug,
        ownership=Ownership(item.ownership),
    )
    return ScoredHit(hit, score, service.provider.order)


def _slug(item: ResolvedItem) -> str | None:
    return item.option.slug if item.option else None
