"""Brotli and gzip of answers, chosen by what the client accepts.

Only for answers without secrets: compressing a secret next to text that an attacker chooses
gives it away by length (BREACH). Django's own middleware knows gzip only.
"""

import zlib
from collections.abc import Iterable, Iterator
from typing import Protocol

import brotli

SMALLEST = 500  # bytes; below, the headers cost more than is won
_OFFERED = ("br", "gzip")  # the better one first
_TYPES = ("application/json", "application/x-ndjson", "application/vnd.sqlite3", "image/svg+xml")


class _Compressor(Protocol):
    def compress(self, data: bytes, /) -> bytes: ...
    def flush(self) -> bytes: ...


class _Brotli:
    def __init__(self) -> None:
        self._inner = brotli.Compressor(quality=5)

    def compress(self, data: bytes) -> bytes:
        compressed: bytes = self._inner.process(data)
        return compressed

    def flush(self) -> bytes:
        rest: bytes = self._inner.finish()
        return rest


def chosen_encoding(accepted: str) -> str | None:
    """`br`, `gzip` or None for an Accept-Encoding header; unknown names are passed over."""
    weights: dict[str, float] = {}
    for part in accepted.lower().split(","):
        name, _, parameter = part.partition(";")
        weights[name.strip()] = _weight(parameter)
    offered = [(weights.get(name, weights.get("*", 0.0)), name) for name in _OFFERED]
    best, encoding = max(offered, key=lambda pair: pair[0])
    return encoding if best > 0 else None


def is_compressible(content_type: str) -> bool:
    """Text in any form; not what is compressed already."""
    kind = content_type.partition(";")[0].strip()
    return kind.startswith("text/") or kind.endswith(("+json", "+xml")) or kind in _TYPES


def compressed(body: bytes, encoding: str) -> bytes:
    """The whole body at once."""
    return b"".join(compressed_chunks([body], encoding))


def compressed_chunks(chunks: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    """The same piece by piece, so that a long answer needs no memory."""
    compressor: _Compressor = _Brotli() if encoding == "br" else zlib.compressobj(6, wbits=31)
    for chunk in chunks:
        if piece := compressor.compress(chunk):
            yield piece
    yield compressor.flush()


def _weight(parameter: str) -> float:
    name, _, value = parameter.strip().partition("=")
    if name != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0
