"""Candidates by full text: FTS5 on SQLite, tsvector on PostgreSQL, the same rows on both."""

from collections.abc import Sequence
from enum import IntEnum

from django.db import connection

PLACE_BITS = 60  # below the rank in `SearchText.id`
MOST_PLACES = 300

Alternatives = Sequence[Sequence[str]]

_SQLITE = """
    SELECT rowid FROM matrices_searchtext_words
    WHERE matrices_searchtext_words MATCH %s AND rowid BETWEEN %s AND %s ORDER BY rowid LIMIT %s
"""
_POSTGRESQL = """
    SELECT id FROM matrices_searchtext
    WHERE lexemes @@ %s::tsquery AND id BETWEEN %s AND %s ORDER BY id LIMIT %s
"""


class TextGroup(IntEnum):
    """The first rank of each group of texts in `SearchText.id`."""

    NAMED = 0
    CELLS = 1


def text_places(alternatives: Alternatives, group: TextGroup, most: int) -> list[int]:
    """Keys of the first `most` texts that have all stems of any of the alternatives.

    Stems are made of ASCII letters and digits (`catalog.words`), so quoting them leaves no
    operator of either language.
    """
    postgresql = connection.vendor == "postgresql"
    quote, both, either = ("'", " & ", " | ") if postgresql else ('"', " AND ", " OR ")
    expression = either.join(
        f"({both.join(f'{quote}{each}{quote}' for each in stems)})" for stems in alternatives
    )
    first = group << PLACE_BITS
    last = (TextGroup.CELLS << PLACE_BITS) - 1 if group is TextGroup.NAMED else 2**63 - 1
    with connection.cursor() as cursor:
        cursor.execute(_POSTGRESQL if postgresql else _SQLITE, [expression, first, last, most])
        return [place for (place,) in cursor.fetchall()]


def all_words(stems: Sequence[str]) -> Alternatives:
    """Texts that have every stem."""
    return [stems]


def all_words_but_one(stems: Sequence[str]) -> Alternatives:
    """Texts that lack at most one of the stems."""
    return [[*stems[:place], *stems[place + 1 :]] for place in range(len(stems))]


def any_word(stems: Sequence[str]) -> Alternatives:
    """Texts that have at least one stem."""
    return [[each] for each in stems]
