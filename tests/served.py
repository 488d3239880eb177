"""The site as a user starts it: `manage.py serve` in a process of its own."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO
from urllib.parse import quote

from django.db import connection

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 240  # seconds; a slow machine compresses static files and imports for a while


def free_port() -> int:
    """A port that nobody listened on a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def started(
    command: list[str], *, folder: Path = ROOT, environment: Mapping[str, str] | None = None
) -> Iterator[str]:
    """Run a command that serves the site at PORT; yield its address once it is ready."""
    with process_serving(command, folder=folder, environment=environment) as (address, _):
        yield address


@contextmanager
def process_serving(
    command: list[str], *, folder: Path = ROOT, environment: Mapping[str, str] | None = None
) -> Iterator[tuple[str, "subprocess.Popen[bytes]"]]:
    """The same with the process."""
    port = free_port()
    with tempfile.TemporaryFile() as output:  # a pipe that nobody empties would block the server
        process = subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, **(environment or {}), "PORT": str(port), "HOST": "127.0.0.1"},
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            _wait_until_ready(f"http://127.0.0.1:{port}/readyz", process, output)
            yield f"http://127.0.0.1:{port}", process
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
            process.wait(timeout=30)


def manage_serve() -> list[str]:
    return [sys.executable, "manage.py", "serve"]


def _wait_until_ready(url: str, process: subprocess.Popen[bytes], output: IO[bytes]) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if process.poll() is not None:
            output.seek(0)
            said = output.read().decode(errors="replace")
            raise AssertionError(f"the server ended with {process.returncode}:\n{said}")
        try:
            with urllib.request.urlopen(url, timeout=5) as response:
                if response.status == 200:
                    return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.3)
    raise AssertionError(f"{url} was not ready within {PATIENCE} seconds")


def database_url() -> str:
    """The database of the running tests, for a process that serves what they imported."""
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{settings['NAME']}"
    user, password = (quote(str(settings[each]), safe="") for each in ("USER", "PASSWORD"))
    host = quote(str(settings["HOST"]), safe="")
    return f"postgres://{user}:{password}@{host}:{settings['PORT']}/{settings['NAME']}"
