"""A disk without room: imports say so and change nothing, readers notice nothing."""

import os
import resource
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.asking import get
from tests.faults.conftest import Serving
from tests.faults.imports import command, environment, manage, write_large

ROOM = 400  # megabytes of the small disk


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("files")
    write_large(folder)
    return folder


def test_import_that_may_write_no_more_changes_nothing(files: Path, tmp_path: Path) -> None:
    """A limit on the size of files stands for the disk: `write` fails in the same place."""
    manage(tmp_path, "migrate", "--verbosity", "0")
    manage(tmp_path, "import_fixtures", "--path", files / "small")
    database = tmp_path / "atlas.sqlite3"
    before, room = database.read_bytes(), database.stat().st_size + 2_000_000

    done = subprocess.run(
        command("import_fixtures", "--path", files / "large"),
        env=environment(tmp_path),
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (room, room)),
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode != 0
    assert "the database refuses" in done.stderr
    assert "nothing was imported" in done.stderr
    assert "Traceback" not in done.stderr
    assert (
        manage(tmp_path, "import_fixtures", "--path", files / "small").stdout == "nothing changed\n"
    )
    assert len(database.read_bytes()) == len(before)


@pytest.fixture
def small_disk(data_dir: Path) -> Iterator[Path]:
    """A disk of its own."""
    folder = data_dir / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={ROOM}m", "tmpfs", str(folder)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("NO RIGHT TO MOUNT: THIS DRILL DID NOT RUN. Run it as root.")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(folder: Path) -> None:
    """Leave a megabyte."""
    status = os.statvfs(folder)
    (folder / "filler").write_bytes(bytes(status.f_bavail * status.f_frsize - 1_000_000))


@pytest.mark.drill
def test_readers_go_on_while_the_disk_is_full(
    small_disk: Path, files: Path, serving: Serving
) -> None:
    database = f"sqlite:///{small_disk / 'atlas.sqlite3'}"

    with serving(DATABASE_URL=database) as (address, _):
        fill(small_disk)
        done = manage(small_disk, "import_fixtures", "--path", files / "large")
        told = [get(address, f"/api/v1/items/?page_size={n}") for n in range(1, 40)]

    assert done.returncode != 0
    assert "nothing was imported" in done.stderr
    assert "Traceback" not in done.stderr
    assert {each.status for each in told} == {200}
    assert all(b'"revision":1' in each.body for each in told)
