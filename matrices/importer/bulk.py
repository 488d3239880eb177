"""Write many rows of one table at once, past the ORM: COPY on PostgreSQL, executemany on SQLite.

`bulk_create` builds an object and an SQL parameter list per row; an import writes tens of
thousands of rows whose values are known, so both are skipped. Constraints hold as ever, in the
database. `sync_rows` writes only what differs from what is stored: what an import leaves alone
needs no room in a journal, and nobody waits while it is written.
"""

import datetime
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from django.db import connection, models
from psycopg import sql

Row = Sequence[Any]
M = TypeVar("M", bound=models.Model)


def write_rows(model: type[models.Model], columns: Sequence[str], rows: Iterable[Row]) -> None:
    """Insert rows in the running transaction; values are what the column stores (JSON as text).

    Rows are taken one at a time, so an endless generator needs no memory.
    """
    table = model._meta.db_table
    connection.ensure_connection()
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

    On PostgreSQL foreign keys too are checked at the end, for all rows at once. That takes much
    less time than a dozen indexes and keys row by row. PostgreSQL lets nobody read the table and
    those that it refers to until the transaction ends: call it where there is nothing to read.
    """
    table, quote = model._meta.db_table, connection.ops.quote_name
    with connection.cursor() as cursor:
        cursor.execute(_INDEXES[connection.vendor], [table])
        indexes = cursor.fetchall()
        keys: list[tuple[str, str]] = []
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # no row may wait to be checked
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            cursor.execute(_FOREIGN_KEYS, [table])
            keys = cursor.fetchall()
        for name, _ in keys:
            cursor.execute(f"ALTER TABLE {quote(table)} DROP CONSTRAINT {quote(name)}")
        for name, _ in indexes:
            cursor.execute(f"DROP INDEX {quote(name)}")
        write_rows(model, columns, rows)
        for _, statement in indexes:
            cursor.execute(statement)
        for name, rule in keys:
            cursor.execute(f"ALTER TABLE {quote(table)} ADD CONSTRAINT {quote(name)} {rule}")


_INDEXES = {
    "sqlite": "SELECT name, sql FROM sqlite_master"
    " WHERE type = 'index' AND tbl_name = %s AND sql IS NOT NULL",
    "postgresql": "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema()"
    " AND tablename = %s AND indexname NOT IN (SELECT conname FROM pg_constraint)",
}
_FOREIGN_KEYS = """
    SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE contype = 'f' AND conrelid = %s::regclass
"""


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
