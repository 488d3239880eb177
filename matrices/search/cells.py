"""Cells found by the names of their two axes: a service in the query, and a duty in the rest.

And what a reader is told of a cell, read for those cells only that are shown.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import orjson

from catalog.models import Responsibility, SearchName
from catalog.words import stem
from matrices.choices import Ownership
from matrices.models import ResolvedItem
from matrices.search.answer import Hit, SearchAnswer, title_of
from matrices.search.names import FoundName
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


def named_places(query: Query, names: Iterable[FoundName]) -> list[NamedPlace]:
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


def _of_the_provider_named(query: Query, services: list[FoundName]) -> list[FoundName]:
    """Where services share a name, those whose provider stands in the query, if there are such."""
    said = {name.key for name in services if _provider(name) in query.words}
    return [name for name in services if name.key not in said or _provider(name) in query.words]


def _provider(name: FoundName) -> str:
    return name.target.split("/")[0]


def cells_of(places: Iterable[NamedPlace]) -> Iterator[ScoredHit]:
    """Cells of the named services whose responsibility the rest of the query speaks of."""
    wanted = [place for place in places if place.rest]
    if not wanted:
        return
    rows = Responsibility.objects.values_list("slug", "name", "terms", "question")
    duties = [DutyParts(slug, (name, slug, *terms), text) for slug, name, terms, text in rows]
    scores = {place: score_duties(duties, place.rest, MOST_DUTIES) for place in wanted}
    cells = _cells(scores, {slug for each in scores.values() for slug in each})
    for place, by_slug in scores.items():
        here = [cell for cell in cells if cell.service == place.service and cell.row in by_slug]
        moved = {cell.row for cell in here if cell.option in place.options}
        for cell in here:
            if cell.option in place.options or (cell.option is None and cell.row not in moved):
                yield cell.hit(by_slug[cell.row])


@dataclass(frozen=True)
class _Cell:
    key: int
    service: str
    option: str | None
    row: str
    title: str
    provider: str
    order: int
    ownership: Ownership

    def hit(self, score: Score) -> ScoredHit:
        """A duty that exists for nobody there comes after those that somebody has."""
        if self.ownership == Ownership.NOT_APPLICABLE:
            score = Score(score.match)
        place = f"{self.service}@{self.option}" if self.option else self.service
        return ScoredHit(
            Hit("cell", f"{place}#{self.row}", self.title, self.provider, score.match, self.key),
            score,
            self.order,
        )


def _cells(places: Iterable[NamedPlace], rows: Iterable[str]) -> list[_Cell]:
    found = ResolvedItem.objects.filter(
        service__identifier__in=[place.service for place in places],
        responsibility__slug__in=list(rows),
    ).values_list(
        "pk", "service__identifier", "option__slug", "responsibility__slug", "service__name",
        "option__name", "responsibility__name", "provider__short_name", "provider__order",
        "ownership",
    )  # fmt: skip
    return [
        _Cell(
            key, service, option, row, title_of(name, option_name, row_name), provider, order,
            Ownership(ownership),
        )
        for key, service, option, row, name, option_name, row_name, provider, order, ownership
        in found
    ]  # fmt: skip


def told(hits: Sequence[Hit], answer: SearchAnswer) -> list[Hit]:
    """Hits of the answer with what only those that are shown need: who owns a cell, and its
    sentence that says most of what was asked. Cells that are gone by now are left out.
    """
    wanted = [hit.item for hit in hits if hit.item is not None]
    rows = ResolvedItem.objects.filter(pk__in=wanted).order_by().values_list(
        "pk", "ownership", "customer_duty", "provider_duty", "default_state", "caveats",
        "blast_radius", "recovery",
    )  # fmt: skip
    cells = {
        key: (Ownership(owner), best_sentence(_texts(owner, texts), answer.stems))
        for key, owner, *texts in rows
    }
    return [
        hit._replace(ownership=cells[hit.item][0], text=cells[hit.item][1]) if hit.item else hit
        for hit in hits
        if hit.item is None or hit.item in cells
    ]


def _texts(ownership: str, texts: Sequence[str]) -> Iterator[str]:
    """In the order in which they are told, the owner's duty first."""
    customer_duty, provider_duty, default_state, caveats, blast_radius, recovery = texts
    duties = (customer_duty, provider_duty)
    yield from reversed(duties) if ownership == Ownership.PROVIDER else duties
    yield default_state
    for each in orjson.loads(caveats):
        yield f"{each['when'][:1].upper()}{each['when'][1:]}: {each['text']}"
    yield blast_radius
    yield recovery
