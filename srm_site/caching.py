"""When a public answer is still good: its tag, its freshness, the form of its address.

Plain functions over strings, so that whatever stands before Django can use them too.
"""

import datetime
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.utils.http import http_date, parse_etags, parse_http_date_safe

PUBLIC = "public, max-age=60, stale-while-revalidate=600, stale-if-error=86400"
NEVER = "no-store"
PRIVATE = "private, no-store"

EDITION = "srm_site.edition"  # key of the WSGI environment: what the answer was decided on

_PRIVATE_PATHS = ("/admin/", "/resolve/", "/worksheets/compare-caiq/")  # beside ADMIN_PATH
_UNCACHED_PATHS = ("/healthz", "/readyz", "/metrics")
_DAILY_PATHS = ("/coverage/", "/services/", "/responsibilities/", "/frameworks/")  # stale cells
_DAILY_PARAMETER = "stale"


@dataclass(frozen=True)
class Edition:
    """What every public answer is made from: a revision of the data and a version of the code."""

    revision: int
    revised_at: datetime.datetime | None
    code: str

    @property
    def last_modified(self) -> str | None:
        """The time of the revision as an HTTP date; None before the first import."""
        return http_date(self.revised_at.timestamp()) if self.revised_at else None


def is_private(path: str) -> bool:
    """Answers that depend on who asks."""
    return path.startswith((f"/{settings.ADMIN_PATH}", *_PRIVATE_PATHS))


def is_cacheable(method: str, path: str) -> bool:
    """Whether the answer depends on nothing but the edition, the address and perhaps the day."""
    return (
        method in ("GET", "HEAD") and not is_private(path) and not path.startswith(_UNCACHED_PATHS)
    )


def normalised_query(query: str) -> str:
    """The query with its parameters sorted by name and encoded one way.

    Values of a repeated parameter keep their order.
    """
    return urlencode(sorted(parse_qsl(query, keep_blank_values=True), key=lambda pair: pair[0]))


def changes_daily(path: str, query: str) -> bool:
    """Whether the answer counts days, as everything about staleness does."""
    return path.startswith(_DAILY_PATHS) or any(
        name == _DAILY_PARAMETER for name, _ in parse_qsl(query, keep_blank_values=True)
    )


def entity_tag(edition: Edition, path: str, query: str, today: datetime.date) -> str:
    """A weak tag: the bytes may be compressed, the answer is the same."""
    day = today.isoformat() if changes_daily(path, query) else ""
    made_of = (
        str(edition.revision), str(edition.revised_at), edition.code, path,
        normalised_query(query), day,
    )  # fmt: skip
    digest = hashlib.sha256("\n".join(made_of).encode("utf-8", "surrogatepass")).hexdigest()
    return f'W/"{edition.revision}-{digest[:20]}"'


def is_named(if_none_match: str, tag: str) -> bool:
    """Whether the client holds exactly this answer. `*` names no answer in particular."""
    return tag in parse_etags(if_none_match)


def is_unmodified(if_none_match: str, if_modified_since: str, last_modified: str | None) -> bool:
    """For an answer that is a 200: `*`, or a date not before the revision and no tag at all."""
    if if_none_match:
        return if_none_match.strip() == "*"
    since = parse_http_date_safe(if_modified_since) if if_modified_since else None
    revised = parse_http_date_safe(last_modified) if last_modified else None
    return since is not None and revised is not None and revised <= since


def code_version(folders: Iterable[Path], further: Iterable[Path] = ()) -> str:
    """A digest of code and templates below `folders` and of `further` files, as far as present."""
    digest = hashlib.sha256()
    found = [path for folder in folders for path in folder.rglob("*.*")]
    for path in sorted(found):
        if path.suffix in (".py", ".html", ".md", ".txt"):
            digest.update(path.read_bytes())
    for path in further:
        if path.is_file():
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
