"""A disk without room: imports say so and change nothing, readers notice nothing."""

import os
import resource
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from tests.faults.asking import asked_all_the_time, get, until
from tests.faults.conftest import Serving
from tests.faults.imports import command, environment, manage, write_large
from tests.postgres import Postgres, new_postgres

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

    assert is_clean_failure(done), done.stderr
    assert (
        manage(tmp_path, "import_fixtures", "--path", files / "small").stdout == "nothing changed\n"
    )
    assert len(database.read_bytes()) == len(before)


@contextmanager
def small_disk(folder: Path, owner: str | None = None) -> Iterator[Path]:
    """A disk of its own."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={ROOM}m", "tmpfs", str(folder)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("NO RIGHT TO MOUNT: THIS DRILL DID NOT RUN. Run it as root.")
    try:
        if owner:
            shutil.chown(folder, owner)
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@contextmanager
def full(disk: Path) -> Iterator[None]:
    """Only a megabyte is left of it."""
    status = os.statvfs(disk)
    filler = disk / "filler"
    filler.write_bytes(bytes(status.f_bavail * status.f_frsize - 1_000_000))
    yield
    filler.unlink()


@pytest.fixture
def small_postgres() -> Iterator[tuple[Postgres, Path]]:
    """A server, and a disk that it may use. Whole pages are logged, into new files."""
    logging = ["-c", "full_page_writes=on", "-c", "wal_recycle=off"]
    with (
        new_postgres(*logging) as server,
        small_disk(server.folder / "disk", server.user) as disk,
    ):
        yield server, disk
        server.stop()


def is_clean_failure(done: "subprocess.CompletedProcess[str]") -> bool:
    return (
        done.returncode != 0
        and "the database refuses" in done.stderr
        and "nothing was imported" in done.stderr
        and "Traceback" not in done.stderr
    )


def ask_what_nobody_asked(address: str) -> None:
    """The database must answer, and says what it said before."""
    told = [get(address, f"/api/v1/items/?page_size={number}") for number in range(1, 40)]
    assert {each.status for each in told} == {200}
    assert all(b'"revision":1' in each.body for each in told)


@pytest.mark.drill
def test_readers_go_on_while_the_disk_is_full(
    data_dir: Path, files: Path, serving: Serving
) -> None:
    with small_disk(data_dir / "disk") as disk:
        url = {"DATABASE_URL": f"sqlite:///{disk / 'atlas.sqlite3'}"}
        with serving(**url) as (address, _):
            with full(disk):
                done = manage(data_dir, "import_fixtures", "--path", files / "large", **url)
                ask_what_nobody_asked(address)
            again = manage(data_dir, "import_fixtures", "--path", files / "large", **url)

    assert is_clean_failure(done), done.stderr
    assert "revision 2" in again.stdout, again.stderr


@pytest.mark.drill
def test_readers_go_on_while_the_tables_of_postgresql_have_no_room(
    data_dir: Path, small_postgres: tuple[Postgres, Path], files: Path, serving: Serving
) -> None:
    server, disk = small_postgres
    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute(f"CREATE TABLESPACE small LOCATION '{disk}'".encode())
        connection.execute("ALTER DATABASE postgres SET default_tablespace = small")
    url = {"DATABASE_URL": server.url}

    with serving(**url) as (address, _):
        with full(disk):
            done = manage(data_dir, "import_fixtures", "--path", files / "large", **url)
            ask_what_nobody_asked(address)
        again = manage(data_dir, "import_fixtures", "--path", files / "large", **url)

    assert is_clean_failure(done), done.stderr
    assert "No space left on device" in done.stderr
    assert "revision 2" in again.stdout, again.stderr
    server.check_integrity()


@pytest.mark.drill
def test_kept_answers_go_on_while_the_log_of_postgresql_has_no_room(
    data_dir: Path, small_postgres: tuple[Postgres, Path], files: Path, serving: Serving
) -> None:
    """PostgreSQL stops where it cannot log: a database that is down, and the old one after it."""
    server, disk = small_postgres
    server.stop()
    move(server.data / "pg_wal", disk / "pg_wal")
    server.start()
    url = {"DATABASE_URL": server.url}

    with serving(**url, WORKERS="1") as (address, _):
        assert get(address, "/services/aws/s3/").status == 200
        with psycopg.connect(server.url, autocommit=True) as connection:
            connection.execute("CHECKPOINT")
        with (
            full(disk),
            asked_all_the_time(lambda number: get(address, "/services/aws/s3/"), 1) as told,
        ):
            done = manage(data_dir, "import_fixtures", "--path", files / "large", **url)
        assert is_clean_failure(done), done.stdout + done.stderr
        server.stop()
        server.start()
        until(lambda: get(address, "/readyz").status == 200, seconds=5)
        until(lambda: get(address, "/services/aws/ec2/").status == 200, seconds=2)
        ask_what_nobody_asked(address)
        again = manage(data_dir, "import_fixtures", "--path", files / "large", **url)

    assert {each.status for each in told} == {200}
    assert "revision 2" in again.stdout, again.stderr
    server.check_integrity()


def move(folder: Path, to: Path) -> None:
    """To another disk, with everybody's rights; a link stays."""
    subprocess.run(["cp", "-a", str(folder), str(to)], check=True)
    shutil.rmtree(folder)
    folder.symlink_to(to)
