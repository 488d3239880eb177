"""A migration run is whole, or the database is as it was."""

import sqlite3
from contextlib import closing
from pathlib import Path

from tests.faults.imports import manage


def tables(database: Path) -> list[str]:
    with closing(sqlite3.connect(database)) as connection:
        found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        return sorted(name for (name,) in found)


def test_failed_migration_leaves_no_trace_and_can_be_run_again(tmp_path: Path) -> None:
    database = tmp_path / "atlas.sqlite3"
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("CREATE TABLE matrices_revision (number integer)")

    failed = manage(tmp_path, "migrate", "--verbosity", "0")

    assert failed.returncode != 0
    assert tables(database) == ["matrices_revision"]

    with closing(sqlite3.connect(database)) as connection:
        connection.execute("DROP TABLE matrices_revision")
    again = manage(tmp_path, "migrate", "--verbosity", "0")

    assert again.returncode == 0, again.stderr
    assert "django_migrations" in tables(database)


def test_references_are_checked_again_after_a_migration(tmp_path: Path) -> None:
    said = manage(
        tmp_path, "shell", "-v", "0", "-c",
        "from django.core.management import call_command; from django.db import connection; "
        "call_command('migrate', verbosity=0); cursor = connection.cursor(); "
        "print(cursor.execute('PRAGMA foreign_keys').fetchone()[0], "
        "cursor.execute('PRAGMA foreign_key_check').fetchall())",
    )  # fmt: skip

    assert said.stdout == "1 []\n", said.stderr
