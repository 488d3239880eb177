"""Write the names under which the search finds things, and what it reads about each."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import QuerySet

from catalog.models import (
    Family,
    Framework,
    Provider,
    Responsibility,
    SearchGram,
    SearchName,
    SearchWord,
    Service,
    Tier,
)
from catalog.words import LONGEST_WORD, grams_of, key_of, words_of
from matrices.importer.bulk import Row, sync_rows, write_rows

Kind, Via = SearchName.Kind, SearchName.Via
SHORTEST_OPTION = 4  # `On` and `Off` name nothing
MOST_JOINED = 3  # words


@dataclass(frozen=True)
class Thing:
    """What is found, every name it has, and a text about it.

    `context` are words that lead to the text but name something else: the service of an option.
    """

    kind: SearchName.Kind
    target: str
    title: str
    detail: str
    order: int
    names: list[tuple[SearchName.Via, str]]
    text: str
    context: tuple[str, ...] = ()
    service: Service | None = None


def named_axes() -> Iterator[Thing]:
    """Everything with a name that belongs to no service."""
    for family in Family.objects.all():
        yield Thing(
            kind=Kind.FAMILY,
            target=family.slug,
            title=family.name,
            detail="Family",
            order=family.order,
            names=[(Via.NAME, family.name), (Via.IDENTIFIER, family.slug)],
            text=family.summary,
        )
    for row in Responsibility.objects.with_layer():
        terms = [(Via.ALIAS, term) for term in row.terms]
        yield Thing(
            kind=Kind.RESPONSIBILITY,
            target=row.slug,
            title=row.name,
            detail=row.layer.name,
            order=row.order,
            names=[(Via.NAME, row.name), (Via.IDENTIFIER, row.slug), *terms],
            text=f"{row.question} {row.why_it_matters}",
        )
    yield from _providers_and_tiers()
    for framework in Framework.objects.all():
        title = f"{framework.name} {framework.version}"
        names = [(Via.NAME, framework.name), (Via.ALIAS, title), (Via.IDENTIFIER, framework.slug)]
        yield Thing(
            kind=Kind.FRAMEWORK,
            target=framework.slug,
            title=title,
            detail="Framework",
            order=framework.order,
            names=names,
            text=framework.publisher,
        )


def named_in_service(service: Service) -> Iterator[Thing]:
    """The service and its options; needs axes, options and resource types fetched with it."""
    provider = service.provider
    aliases = [(Via.ALIAS, alias) for alias in service.aliases]
    types = [(Via.RESOURCE_TYPE, row.name) for row in reversed(service.resource_types.all())]
    yield Thing(
        kind=Kind.SERVICE,
        target=service.identifier,
        title=service.name,
        detail=f"{provider.short_name} · {service.family.name}",
        order=provider.order,
        names=[(Via.NAME, service.name), *aliases, (Via.IDENTIFIER, service.identifier), *types],
        text=service.summary,
        context=(provider.name, provider.short_name),
        service=service,
    )
    for option in service.options.all():
        names = [(Via.ALIAS, option.name), (Via.IDENTIFIER, option.slug)]
        yield Thing(
            kind=Kind.OPTION,
            target=f"{service.identifier}@{option.slug}",
            title=f"{service.name}: {option.name}",
            detail=f"{provider.short_name} · {option.setting.name}",
            order=provider.order,
            names=[(via, name) for via, name in names if len(key_of(name)) >= SHORTEST_OPTION],
            text=option.summary,
            context=(option.name, option.setting.name, *names_of(service)),
            service=service,
        )


def names_of(service: Service) -> list[str]:
    """What leads to everything that is said about a service; needs its provider."""
    provider = service.provider
    return [
        service.name, *service.aliases, service.identifier, provider.name, provider.short_name,
    ]  # fmt: skip


NAME_COLUMNS = (
    "service_id", "kind", "target", "key", "title", "detail", "name", "via", "order",
)  # fmt: skip


def write_names(stored: "QuerySet[SearchName]", things: Iterable[Thing]) -> None:
    """Make the stored names be those of the things, each once, under the best reason to find it."""
    rows = {row[:4]: row for thing in things for row in _rows(thing)}
    keys = sync_rows(stored, NAME_COLUMNS, rows.values(), key=4)
    sync_rows(
        SearchWord.objects.filter(name__in=stored.order_by().values("pk")),
        ("name_id", "word"),
        [
            (keys[name], word)
            for name, (*_, text, via, _order) in rows.items()
            if via != Via.RESOURCE_TYPE
            for word in sorted(_found_as(text))
        ],
        key=2,
    )


def write_grams() -> None:
    """Make grams for new words, drop those of words that stand in no name any more."""
    SearchGram.objects.exclude(word__in=SearchWord.objects.values("word")).delete()
    have = SearchGram.objects.order_by().values("word")
    new = SearchWord.objects.exclude(word__in=have).values_list("word", flat=True).distinct()
    rows = ((word, gram) for word in sorted(new) for gram in sorted(grams_of(word)))
    write_rows(SearchGram, ("word", "gram"), rows)


def _found_as(name: str) -> set[str]:
    """Its words; short names also as one word, for those who write `cloudsql`."""
    words = words_of(name)
    return {*words, key_of(name)[:LONGEST_WORD]} if len(words) <= MOST_JOINED else set(words)


def _providers_and_tiers() -> Iterator[Thing]:
    for kind, rows in ((Kind.PROVIDER, Provider.objects.all()), (Kind.TIER, Tier.objects.all())):
        for row in rows:
            yield Thing(
                kind=kind,
                target=row.slug,
                title=row.name,
                detail=kind.label,
                order=row.order,
                names=[
                    (Via.NAME, row.name),
                    (Via.ALIAS, row.short_name),
                    (Via.IDENTIFIER, row.slug),
                ],
                text=row.summary,
            )


def _rows(thing: Thing) -> Iterator[Row]:
    """The values of NAME_COLUMNS, each key once."""
    seen = set[str]()
    for via, name in thing.names:
        key = key_of(name)
        if key and key not in seen:
            seen.add(key)
            yield (
                thing.service and thing.service.pk, str(thing.kind), thing.target, key,
                thing.title, thing.detail, name, str(via), thing.order,
            )  # fmt: skip
