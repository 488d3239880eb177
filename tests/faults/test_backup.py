"""Everything out of one database and into others, by the commands that people use."""

import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings

from tests.faults.imports import command, environment, manage
from tests.postgres import Postgres, new_postgres

pytestmark = pytest.mark.drill

CELLS = 250_000
DIGESTS = "from srm_site.backup import digest_tables; print(digest_tables())"


def digests(folder: Path, **further: str) -> str:
    return manage(folder, "shell", "-v", "0", "-c", DIGESTS, **further).stdout


def seconds(folder: Path, *arguments: str | Path, **further: str) -> float:
    begun = time.monotonic()
    done = manage(folder, *arguments, **further)
    assert done.returncode == 0, done.stderr
    return time.monotonic() - begun


def bundled(folder: Path) -> None:
    manage(folder, "migrate", "--verbosity", "0")
    manage(folder, "import_fixtures")


def enlarged(folder: Path) -> None:
    """The bundled catalogue many times: 250,000 resolved cells with settings and search."""
    filling = [sys.executable, "-m", "tests.benchmarks.catalogues", str(CELLS)]
    subprocess.run(filling, env=environment(folder), cwd=settings.BASE_DIR, check=True)


@pytest.mark.parametrize("fill", [bundled, enlarged])
def test_everything_moves_from_sqlite_to_postgresql_and_back(
    tmp_path: Path, fill: Callable[[Path], None]
) -> None:
    for name in ("first", "last"):
        (tmp_path / name).mkdir()
    fill(tmp_path / "first")
    one, two = tmp_path / "one.zip", tmp_path / "two.zip"

    with new_postgres() as server:
        url = {"DATABASE_URL": server.url}
        spent = [
            seconds(tmp_path / "first", "backup", one),
            seconds(tmp_path, "restore", one, **url),
            seconds(tmp_path, "backup", two, **url),
            seconds(tmp_path / "last", "restore", two),
        ]
        assert digests(tmp_path, **url) == digests(tmp_path / "first")
        server.check_integrity()

    assert digests(tmp_path / "last") == digests(tmp_path / "first") != ""
    assert manage(tmp_path / "last", "import_fixtures").stdout == "nothing changed\n"
    assert indexes(tmp_path / "last") == indexes(tmp_path / "first")
    rounded, load = [round(each, 1) for each in spent], os.getloadavg()[0]
    print(f"backup, restore, backup, restore: {rounded} s at a load of {load:.1f}")
    assert max(spent) < 60, (rounded, load)


def indexes(folder: Path) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(folder / "atlas.sqlite3")) as connection:
        query = "SELECT name, sql FROM sqlite_master WHERE type IN ('index', 'trigger') ORDER BY 1"
        return connection.execute(query).fetchall()


def test_backup_during_an_import_holds_one_revision(tmp_path: Path, postgres: Postgres) -> None:
    url = {"DATABASE_URL": postgres.url}
    path = tmp_path / "during.zip"
    said = tmp_path / "said"
    with said.open("w") as output:
        running = subprocess.Popen(
            command("import_fixtures"), env=environment(tmp_path, **url), stdout=output
        )
        while running.poll() is None:
            assert manage(tmp_path, "backup", path, **url).returncode == 0
    imported = said.read_text().splitlines()[-1].removeprefix("revision 1: ")
    (tmp_path / "copy").mkdir()

    restored = manage(tmp_path / "copy", "restore", path)

    assert "all counts and hashes equal" in restored.stdout, restored.stderr
    again = manage(tmp_path / "copy", "import_fixtures", "--dry-run").stdout
    assert "nothing changed" in again or f"\n{imported}; nothing written" in again


def make(target: str, folder: Path, file: Path, **further: str) -> None:
    """As a user does, but for the installation that the target would renew."""
    own = [f"FILE={file}", f"DATA_DIR={folder}", "--old-file=.venv/run.done", target]
    command = ["make", "--silent", "-C", str(settings.BASE_DIR), *own]
    subprocess.run(command, env=environment(folder, **further), check=True)


def test_make_targets_move_a_folder_and_fill_a_database(tmp_path: Path) -> None:
    for name in ("first", "last"):
        (tmp_path / name).mkdir()
    bundled(tmp_path / "first")

    make("backup", tmp_path / "first", tmp_path / "all.zip")
    make("restore", tmp_path / "last", tmp_path / "all.zip")
    with new_postgres() as server:
        make("restore", tmp_path, tmp_path / "all.zip", DATABASE_URL=server.url)
        assert digests(tmp_path, DATABASE_URL=server.url) == digests(tmp_path / "first")

    assert digests(tmp_path / "last") == digests(tmp_path / "first")
