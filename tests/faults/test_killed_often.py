"""Twenty imports killed at twenty moments, on both databases: the old revision or the new one."""

import shutil
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from tests.faults.imports import command, environment, manage, write_large
from tests.postgres import Postgres, new_postgres

pytestmark = pytest.mark.drill

KILLS = 20
TABLES = ("matrices_resolveditem", "catalog_service", "matrices_datafile", "matrices_change")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("files")
    write_large(folder)
    return folder


@pytest.fixture(scope="module")
def server() -> Iterator[Postgres]:
    with new_postgres() as running:
        yield running


def import_for(seconds: float, folder: Path, files: Path, **further: str) -> bool:
    """Import the large files and kill it after a while; whether it came to its end before."""
    process = subprocess.Popen(
        command("import_fixtures", "--path", files / "large"),
        env=environment(folder, **further),
        stdout=subprocess.DEVNULL,
    )
    try:
        return process.wait(seconds) == 0
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        return False


def import_wholly(folder: Path, files: Path, **further: str) -> float:
    begun = time.monotonic()
    done = manage(folder, "import_fixtures", "--path", files / "large", **further)
    assert "revision 2" in done.stdout, done.stderr
    return time.monotonic() - begun


def on_sqlite(database: Path) -> tuple[int, ...]:
    """The revision and the rows of tables that an import writes; the file must be sound."""
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("PRAGMA foreign_key_check").fetchone() is None
        queries = ["SELECT max(number) FROM matrices_revision"]
        queries += [f"SELECT count(*) FROM {table}" for table in TABLES]
        return tuple(connection.execute(query).fetchone()[0] for query in queries)


def test_twenty_kills_on_sqlite(tmp_path: Path, files: Path) -> None:
    manage(tmp_path, "migrate", "--verbosity", "0")
    manage(tmp_path, "import_fixtures", "--path", files / "small")
    database, kept = tmp_path / "atlas.sqlite3", tmp_path / "kept"
    shutil.copy(database, kept)
    old = on_sqlite(database)
    whole = import_wholly(tmp_path, files)
    new = on_sqlite(database)

    for turn in range(KILLS):
        database.with_name(f"{database.name}-journal").unlink(missing_ok=True)
        shutil.copy(kept, database)
        import_for(whole * (turn + 1) / KILLS, tmp_path, files)
        assert on_sqlite(database) in (old, new), turn

    shutil.copy(kept, database)
    import_for(whole / 2, tmp_path, files)
    import_wholly(tmp_path, files)
    assert on_sqlite(database) == new


def on_postgresql(address: str) -> tuple[int, ...]:
    with psycopg.connect(address) as connection:
        queries = ["SELECT max(number) FROM matrices_revision"]
        queries += [f"SELECT count(*) FROM {table}" for table in TABLES]
        rows = [connection.execute(query.encode()).fetchone() for query in queries]
        return tuple(row[0] for row in rows if row)


def test_twenty_kills_on_postgresql(tmp_path: Path, files: Path, server: Postgres) -> None:
    kept = server.new_database("kept")
    manage(tmp_path, "migrate", "--verbosity", "0", DATABASE_URL=kept)
    manage(tmp_path, "import_fixtures", "--path", files / "small", DATABASE_URL=kept)
    old = on_postgresql(kept)
    address = server.new_database("whole", like="kept")
    whole = import_wholly(tmp_path, files, DATABASE_URL=address)
    new = on_postgresql(address)

    for turn in range(KILLS):
        address = server.new_database(f"turn{turn}", like="kept")
        import_for(whole * (turn + 1) / KILLS, tmp_path, files, DATABASE_URL=address)
        assert on_postgresql(address) in (old, new), turn

    if on_postgresql(address) == old:
        import_wholly(tmp_path, files, DATABASE_URL=address)
    address = server.new_database("again", like="kept")
    import_for(whole / 2, tmp_path, files, DATABASE_URL=address)
    import_wholly(tmp_path, files, DATABASE_URL=address)
    assert on_postgresql(address) == new
    server.check_integrity()
