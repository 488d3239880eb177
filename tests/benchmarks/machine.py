"""What the numbers were measured on, and processes that end with their block."""

import json
import os
import platform
import shutil
import signal
import sqlite3
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import django
import granian

from tests.served import ROOT, free_port

BENCH = ROOT / "var" / "bench"
PEERS = ROOT / "var" / "bench-venv" / "bin"
PATIENCE = 120  # seconds until a server must answer


@contextmanager
def running(
    command: list[str], address: str, environment: Mapping[str, str] | None = None
) -> Iterator[int]:
    """A server in a process group of its own, once `address` answers; yields its process id."""
    BENCH.mkdir(parents=True, exist_ok=True)
    with (BENCH / "servers.log").open("ab") as log:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, **(environment or {})},
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            _wait(process, address)
            yield process.pid
        finally:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ask the group to stop, then make it."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _wait(process: subprocess.Popen[bytes], address: str) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if process.poll() is not None:
            raise SystemExit(f"{process.args!r}: ended at once; see {BENCH / 'servers.log'}")
        try:
            with urllib.request.urlopen(address, timeout=10):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    raise SystemExit(f"{address} does not answer within {PATIENCE} s")


def port() -> int:
    """A free port on loopback."""
    return free_port()


def workers_of(pid: int) -> list[int]:
    """The processes that a server started, or itself where it is alone."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(child) for child in children] or [pid]


def peak_megabytes(pid: int) -> float:
    """The most memory that a process ever held."""
    status = Path(f"/proc/{pid}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def cpu_milliseconds(pids: Iterable[int]) -> float:
    """The time on a core that processes have taken so far."""
    ticks = 0
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks * 1000 / os.sysconf("SC_CLK_TCK")


def needed(program: str, package: str) -> str:
    """The path of a program, installed where this process may; else says what is missing."""
    found = shutil.which(program)
    if found is None and os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "install", "-qq", "-y", package], check=False)
        found = shutil.which(program)
    if found is None:
        raise SystemExit(f"{program} is missing: install the package {package} and run it again")
    return found


def described() -> dict[str, str]:
    """Machine, load and versions, for the head of the table."""
    model = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        platform.machine(),
    )
    return {
        "machine": f"{model}, {os.cpu_count()} cores",
        "load before the run": " ".join(f"{each:.1f}" for each in os.getloadavg()),
        "versions": f"Python {platform.python_version()}, Django {django.__version__}, "
        f"granian {granian.__version__}, SQLite {sqlite3.sqlite_version}, {_peer_versions()}",
    }


def _peer_versions() -> str:
    listed = subprocess.run(
        [PEERS / "python", "-m", "pip", "list", "--format", "json"],
        capture_output=True,
        check=True,
        text=True,
    )
    versions = {each["name"].lower(): each["version"] for each in json.loads(listed.stdout)}
    nginx = subprocess.run(
        [needed("nginx", "nginx"), "-v"], capture_output=True, check=True, text=True
    )
    return (
        f"Datasette {versions['datasette']}, sqlite-utils {versions['sqlite-utils']}, "
        f"{nginx.stderr.strip().rpartition(' ')[2]}"
    )
