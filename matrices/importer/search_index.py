"""Write what the search reads, from the rows that were just written."""

import hashlib
from collections.abc import Iterable, Iterator
from enum import IntEnum
from itertools import chain

import orjson
from django.db import connection
from django.db.models import Prefetch

from catalog.models import Option, SearchName, Service
from catalog.words import stems_of
from matrices.choices import Basis, Level
from matrices.importer.bulk import Row, sync_rows
from matrices.importer.search_names import (
    Thing,
    named_axes,
    named_in_service,
    names_of,
    write_grams,
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
    """Make names and texts of everything that belongs to no service be what is stored of it."""
    things = list(named_axes())
    write_names(SearchName.objects.filter(service=None), things)
    texts = SearchText.objects.filter(service=None)
    sync_rows(texts, TEXT_COLUMNS, map(_text, things), key=1)


def index_services(identifiers: Iterable[str]) -> None:
    """The same for the named services; others are not touched. Call it last."""
    options = Option.objects.select_related("setting")
    services = (
        Service.objects.filter(identifier__in=list(identifiers))
        .with_axes()
        .prefetch_related("resource_types", Prefetch("options", queryset=options))
    )
    for service in services:
        things = list(named_in_service(service))
        write_names(service.search_names.all(), things)
        texts = chain(map(_text, things), _cell_texts(service))
        sync_rows(service.search_texts.all(), TEXT_COLUMNS, texts, key=1)
    write_grams()
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


TEXT_COLUMNS = (
    "id", "service_id", "item_id", "kind", "target", "title", "detail", "text", "order",
    "named", "duty", "said",
)  # fmt: skip


def _text(thing: Thing) -> Row:
    """The values of TEXT_COLUMNS."""
    return (
        _place(Rank.NAMED, f"{thing.kind} {thing.target}"),
        thing.service and thing.service.pk,
        None,
        str(thing.kind),
        thing.target,
        thing.title,
        thing.detail,
        thing.text,
        thing.order,
        _stems(*(name for _, name in thing.names), *thing.context),
        "",
        _stems(thing.text),
    )


def _cell_texts(service: Service) -> Iterator[Row]:
    names = names_of(service)
    items = ResolvedItem.objects.filter(service=service).select_related("responsibility", "option")
    for item in items:
        row, option = item.responsibility, item.option
        target = service.identifier + (f"@{option.slug}" if option else "") + f"#{row.slug}"
        further = [option.name, option.slug] if option else []
        yield (
            _place(_rank(item), target),
            service.pk,
            item.pk,
            "cell",
            target,
            title_of(service.name, option.name if option else None, row.name),
            service.provider.short_name,
            "",
            service.provider.order,
            _stems(*names, *further),
            _stems(row.name, *row.terms),
            _stems(*_said(item)),
        )


def _stems(*texts: str) -> str:
    return " ".join(stems_of(*texts))


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
