"""Write many rows of one table at once, past the ORM: COPY on PostgreSQL, executemany on SQLite.

`bulk_create` builds an object and an SQL parameter list per row; an import writes tens of
thousands of rows whose values are known, so both are skipped. Constraints hold as ever, in the
database. `sync_rows` writes only what differs from what is stored: what an import leaves alone
needs no room in a journal, and nobody waits while it is written.
"""

import datetime
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from django.conf import settings
from django.db import connection, models
from psycopg import sql

Row = Sequence[Any]
M = TypeVar("M", bound=models.Model)

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
    PostgreSQL checks what waits to be checked before and after, since it alters no such table.
    """
    is_postgresql = connection.vendor == "postgresql"
    names = json.dumps([model._meta.db_table for model in models_written])
    queries = _POSTGRESQL_INDEXES if is_postgresql else _SQLITE_INDEXES
    found: list[tuple[str, str]] = []
    if is_postgresql:
        connection.check_constraints()
    with connection.cursor() as cursor:
        for query in queries:
            cursor.execute(query, [names])
            found += cursor.fetchall()
        for taken_away, _ in found:
            cursor.execute(taken_away)
        yield
        if is_postgresql:
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


def sync_rows(
    stored: "models.QuerySet[M]", columns: Sequence[str], rows: Iterable[Row], *, key: int
) -> dict[Row, Any]:
    """Make the stored rows say what `rows` say; returns primary keys by what tells rows apart.

    That is the first `key` columns. Rows that say the same are not written, rows that say
    something else keep their primary key, rows that are not wanted any more go with all that
    belongs to them. Dates are ISO texts, JSON is plain values.
    """
    model = stored.model
    found = _stored_rows(stored, columns, key)
    keys: dict[Row, Any] = {}
    added: list[Row] = []
    changed: list[Row] = []
    for row in rows:
        name = tuple(row[:key])
        primary, before = found.pop(name, (None, None))
        if before is None:
            added.append(row)
            continue
        keys[name] = primary
        if before != list(row):
            changed.append([*row[key:], primary])
    if found:
        model._default_manager.filter(pk__in=[primary for primary, _ in found.values()]).delete()
    if changed:
        _update_many(model, columns[key:], _stored_forms(model, [*columns[key:], "pk"], changed))
    if added:
        write_rows(model, columns, _stored_forms(model, columns, added))
        keys = {
            name: primary for name, (primary, _) in _stored_rows(stored, columns[:key], key).items()
        }
    return keys


def upsert(
    stored: Mapping[Any, M], model: type[M], wanted: Mapping[Any, Mapping[str, Any]]
) -> dict[Any, M]:
    """Objects of the wanted names with the wanted fields; those stored keep their primary keys.

    For tables of some hundred rows, whose objects are needed further on.
    """
    rows, created, updated, names = dict(stored), [], [], list[str]()
    for name, fields in wanted.items():
        names = list(fields)
        if name not in rows:
            rows[name] = model(**fields)
            created.append(rows[name])
        elif any(getattr(rows[name], each) != value for each, value in fields.items()):
            for each, value in fields.items():
                setattr(rows[name], each, value)
            updated.append(rows[name])
    model._default_manager.bulk_create(created)
    if updated:
        model._default_manager.bulk_update(updated, names)
    return {name: rows[name] for name in wanted}


def fill_table(model: type[models.Model], columns: Sequence[str], rows: Iterable[Row]) -> None:
    """Write rows into an empty table, and make its indexes from all of them at the end.

    PostgreSQL lets nobody read the table and those that it refers to until the transaction ends:
    call it where there is nothing to read.
    """
    with indexes_made_last([model]):
        write_rows(model, columns, rows)


def _stored_rows(
    stored: "models.QuerySet[M]", columns: Sequence[str], key: int
) -> dict[Row, tuple[Any, list[Any]]]:
    """Primary key and values by the first `key` columns."""
    found: dict[Row, tuple[Any, list[Any]]] = {}
    for primary, *values in stored.order_by().values_list("pk", *columns):
        plain = [each.isoformat() if isinstance(each, datetime.date) else each for each in values]
        found[tuple(plain[:key])] = (primary, plain)
    return found


def _stored_forms(
    model: type[models.Model], columns: Sequence[str], rows: list[Row]
) -> Iterable[Row]:
    """The rows with plain values of JSON columns as the text that is stored."""
    places = [
        place
        for place, name in enumerate(columns)
        if name != "pk" and isinstance(model._meta.get_field(name), models.JSONField)
    ]
    if not places:
        return rows
    return (
        [json.dumps(each) if place in places else each for place, each in enumerate(row)]
        for row in rows
    )


def _update_many(model: type[models.Model], columns: Sequence[str], rows: Iterable[Row]) -> None:
    """Each row ends with its primary key."""
    quote = connection.ops.quote_name
    assigned = ", ".join(f"{quote(column)} = %s" for column in columns)
    table, primary = model._meta.db_table, str(model._meta.pk.column)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {quote(table)} SET {assigned} WHERE {quote(primary)} = %s", list(rows)
        )


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
