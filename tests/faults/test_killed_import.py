"""An import that is killed while it writes leaves the old catalogue, and can be run again."""

import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from srm_site.settings import sqlite_journal
from tests.faults.imports import SERVICES, command, environment, manage, write_large

JOURNAL_MODE = sqlite_journal(sqlite3.sqlite_version_info)
JOURNAL = f"atlas.sqlite3-{'wal' if JOURNAL_MODE == 'WAL' else 'journal'}"
POLL_SECONDS, MOST_POLLS = 0.002, 100_000


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a database at revision 1, the files of it, and those of a large revision 2."""
    folder = tmp_path_factory.mktemp("killed")
    write_large(folder)
    assert manage(folder, "migrate", "--verbosity", "0").returncode == 0
    assert "revision 1" in manage(folder, "import_fixtures", "--path", folder / "small").stdout
    return folder


@pytest.fixture
def folder(imported: Path, tmp_path: Path) -> Path:
    """A copy of the database for one test, next to the files."""
    shutil.copy(imported / "atlas.sqlite3", tmp_path)
    for name in ("small", "large"):
        (tmp_path / name).symlink_to(imported / name)
    return tmp_path


def import_and_kill(folder: Path, *, spilled: bool) -> None:
    """Kill an import of the large files once it writes.

    `spilled`: not before pages of the unfinished import stand in the database file itself.
    """
    database, journal = folder / "atlas.sqlite3", folder / JOURNAL
    grows = journal if JOURNAL.endswith("wal") else database  # where unfinished pages go
    size = grows.stat().st_size if grows.exists() else 0
    process = subprocess.Popen(
        command("import_fixtures", "--path", folder / "large"),
        env=environment(folder),
        stdout=subprocess.DEVNULL,
    )
    try:
        for _ in range(MOST_POLLS):
            if journal.exists() and (grows.stat().st_size > size or not spilled):
                return
            if process.poll() is not None:
                pytest.fail("the import ended before it could be killed")
            wait_a_moment(process)
        pytest.fail("the import never came to writing")
    finally:
        process.kill()
        process.wait()


def wait_a_moment(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(POLL_SECONDS)
    except subprocess.TimeoutExpired:
        return


def rows_of(folder: Path) -> dict[str, list[Any]]:
    """Every row of every table, by table."""
    with closing(sqlite3.connect(folder / "atlas.sqlite3")) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        return {
            name: connection.execute(f'SELECT * FROM "{name}"').fetchall()
            for (name,) in tables.fetchall()
        }


def ask(folder: Path, query: str) -> Any:
    with closing(sqlite3.connect(folder / "atlas.sqlite3")) as connection:
        return connection.execute(query).fetchone()[0]


@pytest.mark.parametrize("spilled", [False, True], ids=["first-write", "half-written-database"])
def test_killed_import_leaves_the_old_revision(folder: Path, spilled: bool) -> None:
    before = rows_of(folder)

    import_and_kill(folder, spilled=spilled)

    assert (folder / JOURNAL).exists(), "killed too late: nothing to roll back"
    assert rows_of(folder) == before
    assert ask(folder, "PRAGMA integrity_check") == "ok"
    assert ask(folder, "SELECT max(number) FROM matrices_revision") == 1


def test_killed_import_leaves_a_database_that_answers(folder: Path) -> None:
    import_and_kill(folder, spilled=True)

    done = manage(folder, "import_fixtures", "--dry-run", "--path", folder / "small")

    assert (done.stdout, done.stderr, done.returncode) == ("nothing changed\n", "", 0)


def test_killed_import_can_be_run_again(folder: Path) -> None:
    import_and_kill(folder, spilled=True)

    done = manage(folder, "import_fixtures", "--path", folder / "large")

    assert done.returncode == 0, done.stderr
    assert f"revision 2: {SERVICES} changes" in done.stdout
    assert ask(folder, "SELECT count(*) FROM catalog_service") == 3 + SERVICES
    assert ask(folder, "PRAGMA integrity_check") == "ok"
