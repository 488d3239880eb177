"""Write many rows of one table at once, past the ORM: COPY on PostgreSQL, executemany on SQLite.

`bulk_create` builds an object and an SQL parameter list per row; an import writes tens of
thousands of rows whose values are known, so both are skipped. Constraints hold as ever, in the
database.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from django.conf import settings
from django.db import connection, models
from psycopg import sql

Row = Sequence[object]

# What a table has beside its rows: how to take it away, and how to make it anew.
_SQLITE_INDEXES = (  # those of UNIQUE and PRIMARY KEY have no statement
    """
    SELECT 'DROP INDEX "' || name || '"', sql FROM sqlite_master
    WHERE type = 'index' AND sql IS NOT NULL
      AND tbl_name IN (SELECT value FROM json_each(%s))
    """,
)
_POSTGRESQL_INDEXES = (
    """
    SELECT format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname),
           format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s',
                  conrelid::regclass, conname, pg_get_constraintdef(oid))
    FROM pg_constraint
    WHERE contype = 'f' AND conrelid = ANY (
        SELECT to_regclass(quote_ident(value)) FROM json_array_elements_text(%s) value)
    """,
    """
    SELECT format('DROP INDEX %%s', indexrelid::regclass), pg_get_indexdef(indexrelid)
    FROM pg_index
    WHERE indrelid = ANY (
        SELECT to_regclass(quote_ident(value)) FROM json_array_elements_text(%s) value)
      AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)
    """,
)


@contextmanager
def room_to_write() -> Iterator[None]:
    """SQLite locks readers out as soon as changes no longer fit in memory; let them fit."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA cache_size")
        [before] = cursor.fetchone()
        cursor.execute(f"PRAGMA cache_size = -{settings.IMPORT_MEGABYTES * 1000}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA cache_size = {before}")


@contextmanager
def indexes_made_last(models_written: Iterable[type[models.Model]]) -> Iterator[None]:
    """Take indexes and references away and make them at the end, from all rows at once.

    Several times as fast. Only within a transaction, and where nobody reads yet: readers wait.
    """
    names = json.dumps([model._meta.db_table for model in models_written])
    queries = _POSTGRESQL_INDEXES if connection.vendor == "postgresql" else _SQLITE_INDEXES
    found: list[tuple[str, str]] = []
    connection.check_constraints()  # PostgreSQL alters no table that waits for checks
    with connection.cursor() as cursor:
        for query in queries:
            cursor.execute(query, [names])
            found += cursor.fetchall()
        for taken_away, _ in found:
            cursor.execute(taken_away)
        yield
        connection.check_constraints()
        for _, made_anew in reversed(found):
            cursor.execute(made_anew)


def write_rows(model: type[models.Model], columns: Sequence[str], rows: Iterable[Row]) -> None:
    """Insert rows in the running transaction; values are what the column stores (JSON as text).

    Rows are taken one at a time, so an endless generator needs no memory. What the database
    refuses is raised as Django's own error, as by any other query.
    """
    table = model._meta.db_table
    connection.ensure_connection()
    with connection.wrap_database_errors:
        if connection.vendor == "postgresql":
            _copy(table, columns, rows)
        else:
            _execute_many(table, columns, rows)


def _copy(table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), names)
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def _execute_many(table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
    names = ", ".join(f'"{column}"' for column in columns)
    places = ", ".join("?" * len(columns))
    raw = connection.connection  # Django's cursor would translate placeholders row by row
    raw.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({places})', rows)
