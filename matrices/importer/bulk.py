"""Write many rows of one table at once, past the ORM: COPY on PostgreSQL, executemany on SQLite.

`bulk_create` builds an object and an SQL parameter list per row; an import writes tens of
thousands of rows whose values are known, so both are skipped. Constraints hold as ever, in the
database.
"""

from collections.abc import Iterable, Sequence

from django.db import connection, models
from psycopg import sql

Row = Sequence[object]


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
