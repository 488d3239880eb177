"""How often one client may ask, counted in the default cache so that all workers share it."""

import ipaddress
import pickle
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.cache import cache
from django.core.cache.backends.filebased import FileBasedCache
from django.core.files import locks

WINDOW = 60  # seconds


class CountingFileCache(FileBasedCache):
    """Django's file cache with `add` and `incr` that lose no count between processes."""

    def __init__(self, location: str | Path, params: dict[str, Any]) -> None:
        super().__init__(str(location), params)
        self.lock = Path(location) / "lock"

    def add(self, key: Any, value: Any, *args: Any, **kwargs: Any) -> bool:
        with self.alone():
            return super().add(key, value, *args, **kwargs)

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        with self.alone():
            try:
                return super().incr(key, delta, version)
            except (pickle.UnpicklingError, zlib.error, EOFError, TypeError) as damage:
                self.delete(key, version)
                raise ValueError(f"{key}: was damaged; it counts anew") from damage

    @contextmanager
    def alone(self) -> Iterator[None]:
        """One process and thread at a time."""
        self.lock.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self.lock.open("w") as file:
            locks.lock(file, locks.LOCK_EX)
            yield


@dataclass(frozen=True)
class Allowance:
    """What is left to a client in the running window of `WINDOW` seconds."""

    limit: int
    used: int
    seconds_left: int

    @property
    def is_exceeded(self) -> bool:
        return self.used > self.limit

    def headers(self) -> dict[str, str]:
        """RateLimit fields as in draft-ietf-httpapi-ratelimit-headers, and Retry-After."""
        left = max(self.limit - self.used, 0)
        fields = {
            "RateLimit-Policy": f'"default";q={self.limit};w={WINDOW}',
            "RateLimit": f'"default";r={left};t={self.seconds_left}',
        }
        return {**fields, "Retry-After": str(self.seconds_left)} if self.is_exceeded else fields


class Pause:
    """A while in which something that failed is not asked again."""

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.seconds = seconds
        self._clock = clock
        self._end = float("-inf")

    @property
    def lasts(self) -> bool:
        return self._clock() < self._end

    def begin(self) -> None:
        self._end = self._clock() + self.seconds


def count_request(client: str, limit: int, at: float) -> Allowance:
    """Count one request of a client at a time (seconds since 1970)."""
    return count("requests", client, limit, at, WINDOW)


def count(what: str, whose: str, limit: int, at: float, seconds: int) -> Allowance:
    """Count one of `what` in the window of `seconds` that `at` falls into."""
    window, into = divmod(int(at), seconds)
    key = f"{what}:{whose}:{window}"
    try:
        used = cache.incr(key)
    except ValueError:
        cache.add(key, 0, timeout=seconds)
        used = cache.incr(key)
    return Allowance(limit, used, seconds - into)


def client_of(meta: dict[str, Any], proxies: Sequence[str]) -> str:
    """The address to count: the last one of X-Forwarded-For that is not a proxy of ours.

    The header is believed only as far as trusted proxies (addresses or networks) passed it on.
    IPv6 clients own a whole /64 and are counted as one.
    """
    networks = [ipaddress.ip_network(each) for each in proxies]
    chain = [part.strip() for part in str(meta.get("HTTP_X_FORWARDED_FOR", "")).split(",")]
    chain.append(str(meta.get("REMOTE_ADDR", "")))
    client = chain.pop()
    while chain and _is_in(client, networks) and _address(chain[-1]):
        client = chain.pop()
    address = _address(client)
    if isinstance(address, ipaddress.IPv6Address) and not address.ipv4_mapped:
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address or "unknown")


def _is_in(text: str, networks: Sequence[ipaddress.IPv4Network | ipaddress.IPv6Network]) -> bool:
    address = _address(text)
    return address is not None and any(address in network for network in networks)


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None
