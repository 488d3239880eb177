"""The whole catalogue out of one database and into others, by the commands that people use."""

import subprocess
import time
from pathlib import Path

import pytest
from django.conf import settings

from tests.faults.imports import command, environment, manage
from tests.postgres import Postgres, new_postgres

pytestmark = pytest.mark.drill

DIGESTS = "from srm_site.backup import digest_tables; print(digest_tables())"


def digests(folder: Path, **further: str) -> str:
    return manage(folder, "shell", "-v", "0", "-c", DIGESTS, **further).stdout


def seconds(folder: Path, *arguments: str | Path, **further: str) -> float:
    begun = time.monotonic()
    done = manage(folder, *arguments, **further)
    assert done.returncode == 0, done.stderr
    return time.monotonic() - begun


def test_catalogue_moves_from_sqlite_to_postgresql_and_back(tmp_path: Path) -> None:
    for name in ("first", "last"):
        (tmp_path / name).mkdir()
    manage(tmp_path / "first", "migrate", "--verbosity", "0")
    manage(tmp_path / "first", "import_fixtures")
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

    assert digests(tmp_path / "last") == digests(tmp_path / "first") != ""
    assert manage(tmp_path / "last", "import_fixtures").stdout == "nothing changed\n"
    assert max(spent) < 60
    print(
        f"backup and restore, SQLite to PostgreSQL and back: {[round(each, 1) for each in spent]} s"
    )


def test_backup_during_an_import_holds_one_revision(tmp_path: Path, postgres: Postgres) -> None:
    url = {"DATABASE_URL": postgres.url}
    path = tmp_path / "during.zip"
    running = subprocess.Popen(
        command("import_fixtures"), env=environment(tmp_path, **url), stdout=subprocess.DEVNULL
    )
    while running.poll() is None:
        assert manage(tmp_path, "backup", path, **url).returncode == 0
    (tmp_path / "copy").mkdir()

    restored = manage(tmp_path / "copy", "restore", path)

    assert "all counts and hashes equal" in restored.stdout, restored.stderr
    again = manage(tmp_path / "copy", "import_fixtures", "--dry-run").stdout
    assert "nothing changed" in again or "253 changes" in again


def test_make_targets_move_a_folder(tmp_path: Path) -> None:
    for name in ("first", "last"):
        (tmp_path / name).mkdir()
    manage(tmp_path / "first", "migrate", "--verbosity", "0")
    manage(tmp_path / "first", "import_fixtures")
    make = ["make", "--silent", "-C", str(settings.BASE_DIR), f"FILE={tmp_path / 'all.zip'}"]

    for target, folder in (("backup", "first"), ("restore", "last")):
        own = [f"DATA_DIR={tmp_path / folder}", "--old-file=.venv/run.done", target]
        subprocess.run([*make, *own], env=environment(tmp_path / folder), check=True)

    assert digests(tmp_path / "last") == digests(tmp_path / "first")
