"""Requests as a client sees them: status, headers, body and seconds; no status is an error."""

import http.client
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

PATIENCE = 30  # seconds


@dataclass(frozen=True)
class Told:
    """`status` is 0 where the connection failed."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    seconds: float = 0.0


def get(address: str, path: str, **headers: str) -> Told:
    """One request on a connection of its own."""
    begun = time.monotonic()
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=PATIENCE)
    try:
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        body = response.read()
        found = {name.lower(): value for name, value in response.getheaders()}
        return Told(response.status, found, body, time.monotonic() - begun)
    except (OSError, http.client.HTTPException):
        return Told(0, seconds=time.monotonic() - begun)
    finally:
        connection.close()


@contextmanager
def asked_all_the_time(ask: Callable[[int], Told], threads: int) -> Iterator[list[Told]]:
    """Ask from several threads until the block ends; the list fills with what was told.

    `ask` takes a number that no other call gets.
    """
    told: list[Told] = []
    over = threading.Event()

    def go_on(first: int) -> None:
        number = first
        while not over.is_set():
            told.append(ask(number))
            number += threads

    running = [threading.Thread(target=go_on, args=(each,)) for each in range(threads)]
    for thread in running:
        thread.start()
    try:
        yield told
    finally:
        over.set()
        for thread in running:
            thread.join()


def until(is_so: Callable[[], bool], *, seconds: float) -> float:
    """How long it took to become so; fails the test after `seconds`."""
    begun = time.monotonic()
    while not is_so():
        waited = time.monotonic() - begun
        assert waited < seconds, f"not so after {seconds} seconds"
        time.sleep(0.05)
    return time.monotonic() - begun
