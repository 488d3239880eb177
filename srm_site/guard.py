"""What no view should have to think about: addresses and bodies that make no sense to anybody.

Plain functions over what WSGI says, so that whatever stands before Django can use them too.
"""

import codecs
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_to_bytes

LONGEST_ADDRESS = 8000
MOST_PARAMETERS = 100


@dataclass(frozen=True)
class Refusal:
    """The status and the reason, in words for whoever sent the request."""

    status: int
    detail: str


def refusal_of(environ: Mapping[str, Any], most_bytes: int) -> Refusal | None:
    """Why the request is refused before anybody looks at it; None lets it in."""
    return (
        _fault_of_address(str(environ.get("PATH_INFO", "")), str(environ.get("QUERY_STRING", "")))
        or _fault_of_size(str(environ.get("CONTENT_LENGTH") or "0"), most_bytes)
        or _fault_of_encoding(environ)
    )


def _fault_of_address(path: str, query: str) -> Refusal | None:
    """A path that is not UTF-8 needs no word here: nothing has that address."""
    if len(path) + len(query) > LONGEST_ADDRESS:
        return Refusal(414, f"The address is longer than {LONGEST_ADDRESS} characters.")
    if query.count("&") >= MOST_PARAMETERS:
        return Refusal(400, f"The address has more than {MOST_PARAMETERS} parameters.")
    values = unquote_to_bytes(query)
    if "\x00" in path or b"\x00" in values:
        return Refusal(400, "The address contains a NUL character.")
    try:
        values.decode("utf-8")
    except UnicodeDecodeError:
        return Refusal(400, "The address is not UTF-8: percent-encode text as UTF-8.")
    return None


def _fault_of_size(length: str, most_bytes: int) -> Refusal | None:
    if not (length.isascii() and length.isdigit()):
        return Refusal(400, "Content-Length: a whole number of bytes.")
    if len(length) > 15 or int(length) > most_bytes:
        return Refusal(413, f"The body is larger than {most_bytes} bytes.")
    return None


def _fault_of_encoding(environ: Mapping[str, Any]) -> Refusal | None:
    if str(environ.get("HTTP_CONTENT_ENCODING", "")).strip().lower() not in ("", "identity"):
        return Refusal(415, "Content-Encoding: send the body as it is, not compressed.")
    _, marker, rest = str(environ.get("CONTENT_TYPE", "")).lower().partition("charset=")
    if marker and not _is_utf8(rest.partition(";")[0].strip(' "')):
        return Refusal(415, "Content-Type: the charset of a body is utf-8.")
    return None


def _is_utf8(charset: str) -> bool:
    try:
        return codecs.lookup(charset).name in ("utf-8", "ascii")
    except (LookupError, ValueError):
        return False
