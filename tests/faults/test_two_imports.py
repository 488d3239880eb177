"""Two imports at once: one waits for the other, and there is one new revision."""

import subprocess
from pathlib import Path

import pytest

from tests.faults.imports import command, environment, manage
from tests.postgres import Postgres


def import_twice_at_once(folder: Path, files: Path, **further: str) -> list[str]:
    """What both say."""
    running = [
        subprocess.Popen(
            command("import_fixtures", "--path", files),
            env=environment(folder, **further),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    told = [process.communicate(timeout=120) for process in running]
    assert [process.returncode for process in running] == [0, 0], told
    return sorted(out.splitlines()[-1].partition(":")[0] for out, _ in told)


def test_one_of_two_imports_waits(tmp_path: Path, small_files: Path) -> None:
    manage(tmp_path, "migrate", "--verbosity", "0")

    assert import_twice_at_once(tmp_path, small_files) == ["nothing changed", "revision 1"]


@pytest.mark.drill
def test_one_of_two_imports_waits_on_postgresql(
    tmp_path: Path, small_files: Path, postgres: Postgres
) -> None:
    said = import_twice_at_once(tmp_path, small_files, DATABASE_URL=postgres.url)

    assert said == ["nothing changed", "revision 1"]
