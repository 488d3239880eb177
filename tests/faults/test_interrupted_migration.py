"""A migration that is killed can be run again, wherever it stood."""

import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.imports import command, environment, manage
from tests.postgres import Postgres, new_postgres

QUICK, OFTEN = 1, 12


def migrate_and_kill(folder: Path, seconds: float, **further: str) -> bool:
    """Whether it was killed before it ended."""
    process = subprocess.Popen(
        command("migrate", "--verbosity", "0"), env=environment(folder, **further)
    )
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
    return process.wait() != 0


def time_to_migrate(folder: Path, **further: str) -> float:
    begun = time.monotonic()
    assert manage(folder, "migrate", "--verbosity", "0", **further).returncode == 0
    return time.monotonic() - begun


def migrates_and_imports(folder: Path, files: Path, **further: str) -> bool:
    done = manage(folder, "migrate", "--verbosity", "0", **further)
    assert done.returncode == 0, done.stderr
    imported = manage(folder, "import_fixtures", "--path", files, **further)
    return "revision 1" in imported.stdout


@pytest.mark.parametrize(
    "times", [QUICK, pytest.param(OFTEN, marks=pytest.mark.drill)], ids=["quick", "often"]
)
def test_killed_migration_is_finished_by_the_next(
    tmp_path: Path, small_files: Path, times: int
) -> None:
    for folder in ("whole", *map(str, range(times))):
        (tmp_path / folder).mkdir()
    whole = time_to_migrate(tmp_path / "whole")

    killed = [
        migrate_and_kill(tmp_path / str(turn), whole * (turn + 1) / (times + 1))
        for turn in range(times)
    ]

    assert any(killed)
    for turn in range(times):
        assert migrates_and_imports(tmp_path / str(turn), small_files), turn


@pytest.fixture
def server() -> Iterator[Postgres]:
    with new_postgres() as running:
        yield running


@pytest.mark.drill
def test_killed_migration_on_postgresql(
    tmp_path: Path, small_files: Path, server: Postgres
) -> None:
    whole = time_to_migrate(tmp_path, DATABASE_URL=server.new_database("whole"))
    addresses = [server.new_database(f"turn{turn}") for turn in range(OFTEN)]

    killed = [
        migrate_and_kill(tmp_path, whole * (turn + 1) / (OFTEN + 1), DATABASE_URL=address)
        for turn, address in enumerate(addresses)
    ]

    assert any(killed)
    for address in addresses:
        assert migrates_and_imports(tmp_path, small_files, DATABASE_URL=address), address
