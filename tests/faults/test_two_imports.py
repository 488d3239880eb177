"""Two imports or migrations at once: one waits for the other, and it happens once."""

import subprocess
from pathlib import Path

import pytest

from tests.faults.imports import command, environment, manage
from tests.postgres import Postgres, new_postgres


def twice_at_once(folder: Path, *arguments: str | Path, **further: str) -> list[str]:
    """What both print; both must succeed."""
    running = [
        subprocess.Popen(
            command(*arguments),
            env=environment(folder, **further),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    told = [process.communicate(timeout=120) for process in running]
    assert [process.returncode for process in running] == [0, 0], told
    return [out for out, _ in told]


def import_twice_at_once(folder: Path, files: Path, **further: str) -> list[str]:
    """What both say."""
    told = twice_at_once(folder, "import_fixtures", "--path", files, **further)
    return sorted(out.splitlines()[-1].partition(":")[0] for out in told)


def migrate_twice_at_once(folder: Path, **further: str) -> list[int]:
    """How many migrations each of them applies."""
    return sorted(out.count("... OK") for out in twice_at_once(folder, "migrate", **further))


def test_one_of_two_imports_waits(tmp_path: Path, small_files: Path) -> None:
    manage(tmp_path, "migrate", "--verbosity", "0")

    assert import_twice_at_once(tmp_path, small_files) == ["nothing changed", "revision 1"]


@pytest.mark.drill
def test_one_of_two_imports_waits_on_postgresql(
    tmp_path: Path, small_files: Path, postgres: Postgres
) -> None:
    said = import_twice_at_once(tmp_path, small_files, DATABASE_URL=postgres.url)

    assert said == ["nothing changed", "revision 1"]


def test_one_of_two_migrations_waits(tmp_path: Path) -> None:
    first, second = migrate_twice_at_once(tmp_path)

    assert first == 0 < second


@pytest.mark.drill
def test_one_of_two_migrations_waits_on_postgresql(tmp_path: Path) -> None:
    with new_postgres() as server:
        first, second = migrate_twice_at_once(tmp_path, DATABASE_URL=server.url)

    assert first == 0 < second
