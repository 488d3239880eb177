"""Small answers that hold for a whole edition of the catalogue, kept by this process.

Only what answers a public request is kept: `at_edition` says of which edition it is. Commands and
imports, in which the catalogue may be half changed, always ask the database.
"""

import threading
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from cachetools import LRUCache

MOST = 4000  # names, counts, rows: a few kB each at the most

P = ParamSpec("P")
T = TypeVar("T")

_edition: ContextVar[Hashable] = ContextVar("edition", default=None)
_kept: LRUCache[Any, Any] = LRUCache(MOST)
_lock = threading.Lock()
_MISSING = object()


@contextmanager
def at_edition(edition: Hashable) -> Iterator[None]:
    """What is asked inside answers a request for this edition, read from the database before."""
    token = _edition.set(edition)
    try:
        yield
    finally:
        _edition.reset(token)


def remembered(function: Callable[P, T]) -> Callable[P, T]:
    """Keep the answers of a function of the catalogue, by its arguments. They must be immutable."""

    @wraps(function)
    def ask(*args: P.args, **kwargs: P.kwargs) -> T:
        edition = _edition.get()
        if edition is None:
            return function(*args, **kwargs)
        key = (edition, function.__module__, function.__qualname__, args, *kwargs.items())
        with _lock:
            answer = _kept.get(key, _MISSING)
        if answer is _MISSING:
            answer = function(*args, **kwargs)
            with _lock:
                _kept[key] = answer
        found: T = answer
        return found

    return ask


def forget() -> None:
    """Ask anew: for tests, in which other catalogues have the same revision."""
    with _lock:
        _kept.clear()
