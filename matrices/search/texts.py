"""Candidates by full text: FTS5 on SQLite, tsvector on PostgreSQL, the same rows on both."""

from collections.abc import Sequence
from enum import IntEnum
from typing import NamedTuple

from django.db import connections, router

from matrices.models import SearchText

PLACE_BITS = 60  # below the rank in `SearchText.id`
MOST_PLACES = 300

Alternatives = Sequence[Sequence[str]]


class FoundText(NamedTuple):
    """A row of `SearchText`; `place` is its key, `item` that of the cell, stems as they stand."""

    place: int
    item: int | None
    kind: str
    target: str
    title: str
    detail: str
    text: str
    order: int
    named: str
    duty: str
    said: str


class TextGroup(IntEnum):
    """The first rank of each group of texts in `SearchText.id`."""

    NAMED = 0
    CELLS = 1


_FOUND = {
    # A CROSS JOIN is read in the order in which its tables stand.
    "sqlite": "SELECT {columns} FROM (SELECT rowid AS place FROM matrices_searchtext_words"
    " WHERE matrices_searchtext_words MATCH %s AND rowid BETWEEN %s AND %s"
    " ORDER BY rowid LIMIT %s) CROSS JOIN matrices_searchtext AS text ON text.id = place",
    "postgresql": "SELECT {columns} FROM matrices_searchtext AS text"
    " WHERE lexemes @@ %s::tsquery AND id BETWEEN %s AND %s ORDER BY id LIMIT %s",
}
_COLUMNS = (
    "text.id, text.item_id, text.kind, text.target, text.title, text.detail, text.text,"
    ' text."order", text.named, text.duty, text.said'
)
_BOTH_GROUPS = {
    vendor: f"SELECT * FROM ({found}) AS named UNION ALL SELECT * FROM ({found}) AS cells".format(
        columns=_COLUMNS
    )
    for vendor, found in _FOUND.items()
}
_ANY = {vendor: found.format(columns="1") for vendor, found in _FOUND.items()}
_GROUPS = {
    TextGroup.NAMED: (0, (TextGroup.CELLS << PLACE_BITS) - 1),
    TextGroup.CELLS: (TextGroup.CELLS << PLACE_BITS, 2**63 - 1),
}


def find_texts(alternatives: Alternatives) -> list[FoundText]:
    """The first MOST_PLACES texts of each group that have all stems of any of the alternatives."""
    connection = connections[router.db_for_read(SearchText)]
    expression = _expression(alternatives, connection.vendor)
    values = [value for group in TextGroup for value in (expression, *_GROUPS[group], MOST_PLACES)]
    with connection.cursor() as cursor:
        cursor.execute(_BOTH_GROUPS[connection.vendor], values)
        return [FoundText._make(row) for row in cursor.fetchall()]


def stands_in_a_text(stem: str) -> bool:
    """Whether any text has the stem."""
    connection = connections[router.db_for_read(SearchText)]
    values = (_expression([[stem]], connection.vendor), 0, 2**63 - 1, 1)
    with connection.cursor() as cursor:
        cursor.execute(_ANY[connection.vendor], values)
        return cursor.fetchone() is not None


def all_words(stems: Sequence[str]) -> Alternatives:
    """Texts that have every stem."""
    return [stems]


def all_words_but_one(stems: Sequence[str]) -> Alternatives:
    """Texts that lack at most one of the stems."""
    return [[*stems[:place], *stems[place + 1 :]] for place in range(len(stems))]


def any_word(stems: Sequence[str]) -> Alternatives:
    """Texts that have at least one stem."""
    return [[each] for each in stems]


def _expression(alternatives: Alternatives, vendor: str) -> str:
    """Stems are made of ASCII letters and digits (`catalog.words`), so quoting them leaves no
    operator of either language.
    """
    quote, both, either = ("'", " & ", " | ") if vendor == "postgresql" else ('"', " AND ", " OR ")
    return either.join(
        f"({both.join(f'{quote}{each}{quote}' for each in stems)})" for stems in alternatives
    )
