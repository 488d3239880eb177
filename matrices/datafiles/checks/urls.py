"""Addresses are public, secure and without the marks of the reader who copied them."""

import datetime
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from matrices.datafiles.reader import Catalogue, Fault

_LOCALE = re.compile(r"^/[a-z]{2}-[a-z]{2}/")
_COPIED = ("utm_", "hl=", "authuser=")


def check(catalogue: Catalogue, at: datetime.date) -> Iterator[Fault]:
    for path, document in catalogue.files.items():
        for key, source in getattr(document, "sources", {}).items():
            yield from (Fault(path, f"sources.{key}.url", each) for each in _problems(source.url))
        for name in ("website", "model_url", "url"):
            for problem in _problems(getattr(document, name, None)):
                yield Fault(path, name, problem)
        for url in getattr(document, "docs", ()):
            yield from (Fault(path, "docs", f"{url} {each}") for each in _problems(url))


def _problems(url: str | None) -> Iterator[str]:
    if url is None:
        return
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        yield "is not an address"
        return
    if parts.scheme != "https":
        yield "does not start with https://"
    if not parts.hostname or "." not in parts.hostname or port or parts.username:
        yield "has no public host name"
    locale = _LOCALE.match(parts.path)
    if parts.hostname == "learn.microsoft.com" and locale:
        yield f"names a language; remove {locale[0]}"
    if any(mark in parts.query for mark in _COPIED):
        yield f"carries ?{parts.query}; remove it"
