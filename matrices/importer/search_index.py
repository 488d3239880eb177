"""Write what the search reads, from the rows that were just written."""

import hashlib
from collections.abc import Iterable, Iterator
from enum import IntEnum

import orjson
from django.db import connection
from django.db.models import Prefetch

from catalog.models import Option, SearchName, Service
from catalog.words import stems_of
from matrices.choices import Basis, Level
from matrices.importer.search_names import (
    Thing,
    forget_unused_words,
    named_axes,
    named_in_service,
    names_of,
    write_names,
)
from matrices.models import ResolvedItem, SearchText
from matrices.search.answer import title_of
from matrices.search.texts import PLACE_BITS, TextGroup


class Rank(IntEnum):
    """Which texts are candidates before others: what was read before what was inherited."""

    NAMED = TextGroup.NAMED
    DOCUMENTED = TextGroup.CELLS
    INFERRED = 2
    OPTION = 3
    FAMILY = 4
    TIER = 5


def index_axes() -> None:
    """Replace names and texts of everything that belongs to no service."""
    SearchName.objects.filter(service=None).delete()
    SearchText.objects.filter(service=None).delete()
    things = list(named_axes())
    write_names(things)
    SearchText.objects.bulk_create(_text(thing) for thing in things)


def index_services(identifiers: Iterable[str]) -> None:
    """Replace names and texts of the named services; others are not touched. Call it last."""
    options = Option.objects.select_related("setting")
    services = (
        Service.objects.filter(identifier__in=list(identifiers))
        .with_axes()
        .prefetch_related("resource_types", Prefetch("options", queryset=options))
    )
    keys = [service.pk for service in services]
    SearchName.objects.filter(service__in=keys).delete()
    SearchText.objects.filter(service__in=keys).delete()
    for service in services:
        things = list(named_in_service(service))
        write_names(things)
        texts = [_text(thing) for thing in things]
        SearchText.objects.bulk_create([*texts, *_cell_texts(service)])
    forget_unused_words()
    _finish_index()


def is_indexed() -> bool:
    """False before the first import, and where the tables of the search are newer than that."""
    return SearchText.objects.exists()


def _finish_index() -> None:
    """PostgreSQL puts new rows on a list beside the index, which every search reads to its end
    until the next vacuum. No more than 4 MB are left on it here.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT gin_clean_pending_list('matrices_searchtext_lexemes')")


def _text(thing: Thing) -> SearchText:
    return SearchText(
        id=_place(Rank.NAMED, f"{thing.kind} {thing.target}"),
        service=thing.service,
        kind=thing.kind,
        target=thing.target,
        title=thing.title,
        detail=thing.detail,
        text=thing.text,
        order=thing.order,
        named=" ".join(stems_of(*(name for _, name in thing.names), *thing.context)),
        said=" ".join(stems_of(thing.text)),
    )


def _cell_texts(service: Service) -> Iterator[SearchText]:
    names = names_of(service)
    items = ResolvedItem.objects.filter(service=service).select_related("responsibility", "option")
    for item in items:
        row, option = item.responsibility, item.option
        target = service.identifier + (f"@{option.slug}" if option else "") + f"#{row.slug}"
        further = [option.name, option.slug] if option else []
        yield SearchText(
            id=_place(_rank(item), target),
            service=service,
            item=item,
            kind="cell",
            target=target,
            title=title_of(service.name, option.name if option else None, row.name),
            detail=service.provider.short_name,
            order=service.provider.order,
            named=" ".join(stems_of(*names, *further)),
            duty=" ".join(stems_of(row.name, *row.terms)),
            said=" ".join(stems_of(*_said(item))),
        )


def _said(item: ResolvedItem) -> Iterator[str]:
    yield from (item.provider_duty, item.customer_duty, item.default_state)
    for caveat in orjson.loads(item.caveats):
        yield from (caveat["when"], caveat["text"])
    for check in orjson.loads(item.checks):
        yield from (check["id"] or "", check["how"] or "")
    yield from (item.blast_radius, item.recovery)


def _rank(item: ResolvedItem) -> Rank:
    if item.option_id is not None:
        return Rank.OPTION
    if item.resolved_from == Level.TIER:
        return Rank.TIER
    if item.resolved_from == Level.FAMILY:
        return Rank.FAMILY
    return Rank.DOCUMENTED if item.basis == Basis.DOCUMENTED else Rank.INFERRED


def _place(rank: Rank, name: str) -> int:
    """A number below 2^63: the rank, then a digest that is the same on every machine."""
    digest = hashlib.blake2b(name.encode(), digest_size=8).digest()
    return (rank << PLACE_BITS) + (int.from_bytes(digest, "big") >> (64 - PLACE_BITS))
