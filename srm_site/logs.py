"""Lines of the log: JSON for machines or plain text, each with the request that it belongs to.

Text of strangers (paths, headers, names) can never make a line of its own.
"""

import datetime
import json
import logging
import re
import secrets
from collections.abc import Mapping
from contextvars import ContextVar
from typing import Any

ID_HEADER = "HTTP_X_REQUEST_ID"
ID_KEY = "srm_site.request_id"  # key of the WSGI environment
NO_REQUEST = "-"

running_request: ContextVar[str] = ContextVar("running_request", default=NO_REQUEST)
_SANE_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
_EXTRAS = ("client", "method", "path", "status", "milliseconds", "source")


def request_id(environ: Mapping[str, Any]) -> str:
    """The id that the proxy gave, where it is sane; else a new one."""
    given = str(environ.get(ID_HEADER, ""))
    return given if _SANE_ID.fullmatch(given) else secrets.token_hex(12)


class JsonFormatter(logging.Formatter):
    """One JSON object per line."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": _time(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            "request_id": running_request.get(),
        }
        line |= {name: getattr(record, name) for name in _EXTRAS if hasattr(record, name)}
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, default=str)


class PlainFormatter(logging.Formatter):
    """One line per event; a traceback follows indented, so that no line of it looks like one."""

    def format(self, record: logging.LogRecord) -> str:
        extras = [f"{name}={getattr(record, name)}" for name in _EXTRAS if hasattr(record, name)]
        said = " ".join([record.getMessage(), *extras])
        level = record.levelname.lower()
        head = f"{_time(record)} {level} {record.name} [{running_request.get()}]"
        lines = [f"{head} {one_line(said)}"]
        if record.exc_info:
            traceback = self.formatException(record.exc_info).splitlines()
            lines += [f"    {one_line(each)}" for each in traceback]
        return "\n".join(lines)


def one_line(text: str) -> str:
    """Control characters and lone surrogates as escapes."""
    return "".join(each if each.isprintable() else ascii(each)[1:-1] for each in text)


def _time(record: logging.LogRecord) -> str:
    at = datetime.datetime.fromtimestamp(record.created, datetime.UTC)
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
