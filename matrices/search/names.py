"""Candidates by name, and what a mistyped word may have meant."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db import connections, router
from django.db.models import Count, F
from django.db.models.functions import Collate, Length

from catalog.models import SearchGram, SearchName
from catalog.words import closest_word, grams_of, grams_to_share, stem
from matrices.search.query import Query
from matrices.search.texts import stands_in_a_text

MOST_NAMES = 200
MOST_MENDED = 4
SHORTEST_PREFIX = 2
AFTER_ALL_LETTERS = "{"  # stands after `z`


class FoundName(NamedTuple):
    """A row of `SearchName`."""

    kind: str
    target: str
    title: str
    detail: str
    name: str
    via: str
    key: str
    order: int


_NAMES = """
    SELECT kind, target, title, detail, name, via, key, "order" FROM catalog_searchname
    WHERE id IN ({wanted}) ORDER BY LENGTH(key), key COLLATE {bytewise} LIMIT {most}
"""
_KNOWN = """
    SELECT 1 FROM catalog_searchname WHERE {key}
    UNION ALL SELECT 1 FROM catalog_searchword WHERE {word} LIMIT 1
"""


def find_names(query: Query) -> list[FoundName]:
    """Names that are a part of the query, start with it, or have all of its words; the shortest
    first, then by bytes: no database's own alphabet.
    """
    database = _Database()
    wanted, values = [], list(query.spans)
    if values:
        parts = ", ".join(["%s"] * len(values))
        wanted.append(f"SELECT id FROM catalog_searchname WHERE key IN ({parts})")
    if len(query.key) >= SHORTEST_PREFIX:
        wanted.append(f"SELECT id FROM catalog_searchname WHERE {database.begins('key')}")
        having = f"SELECT name_id FROM catalog_searchword WHERE {database.begins('word')}"
        words = " INTERSECT ".join([having] * len(query.terms))
        wanted.append(f"SELECT name_id FROM ({words}) AS with_all_words")
        for beginning in (query.key, *map(stem, query.terms)):
            values += database.beginning(beginning)
    if not wanted:
        return []
    statement = _NAMES.format(
        wanted=" UNION ".join(wanted), bytewise=database.bytewise, most=MOST_NAMES
    )
    return [FoundName._make(row) for row in database.rows(statement, values)]


def corrections(query: Query) -> dict[str, str]:
    """For each word that stands nowhere in the catalogue, the word of a name that is closest."""
    mended = {}
    for term in query.terms[:MOST_MENDED]:
        if not _is_known(term) and (closest := closest_word(term, _similar_words(term))):
            mended[term] = closest
    return mended


class _Database:
    """How the database that is read from compares bytes. Keys and words are ASCII letters and
    digits. SQLite takes no index for LIKE, PostgreSQL none for a range in another alphabet.
    """

    def __init__(self) -> None:
        self._connection = connections[router.db_for_read(SearchName)]
        self._is_postgresql = self._connection.vendor == "postgresql"
        self.bytewise = '"C"' if self._is_postgresql else "BINARY"

    def begins(self, column: str) -> str:
        """A condition that takes the values of `beginning`."""
        return f"{column} LIKE %s" if self._is_postgresql else f"{column} >= %s AND {column} < %s"

    def beginning(self, text: str) -> tuple[str, ...]:
        return (f"{text}%",) if self._is_postgresql else (text, text + AFTER_ALL_LETTERS)

    def rows(self, statement: str, values: Iterable[str]) -> list[tuple[Any, ...]]:
        with self._connection.cursor() as cursor:
            cursor.execute(statement, list(values))
            rows: list[tuple[Any, ...]] = cursor.fetchall()
            return rows


def _is_known(term: str) -> bool:
    database = _Database()
    statement = _KNOWN.format(key=database.begins("key"), word=database.begins("word"))
    values = (*database.beginning(term), *database.beginning(stem(term)))
    return bool(database.rows(statement, values)) or stands_in_a_text(stem(term))


def _similar_words(term: str) -> list[str]:
    """Words that share as many pairs of letters with `term` as slips leave whole."""
    return list(
        SearchGram.objects.filter(gram__in=sorted(grams_of(term)))
        .values("word")
        .annotate(shared=Count("pk"))
        .filter(shared__gte=grams_to_share(term))
        .order_by("-shared", Length("word"), Collate(F("word"), _Database().bytewise.strip('"')))
        .values_list("word", flat=True)[:MOST_NAMES]
    )
