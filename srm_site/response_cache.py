"""Public answers kept as bytes, in front of Django.

One worker computes an answer once per edition of the catalogue; after that it is a dictionary
look-up. Only whole, public answers to GET and HEAD without cookies are kept, under everything
that they can depend on: edition, day, host, path, normalised query and encoding. What Django
refuses is not kept, so that unknown parameters cannot fill the memory.
"""

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from cachetools import LRUCache

from srm_site import caching
from srm_site.compression import SMALLEST, chosen_encoding, compressed, is_compressible
from srm_site.editions import EditionWatch, Seen

Headers = list[tuple[str, str]]

LARGEST = 4_000_000  # bytes of one answer; longer ones are exports and go past
OVERHEAD = 2_000  # bytes that an entry takes beside its bodies, roughly
SOURCE = "srm_site.source"  # key of the WSGI environment: where the answer came from
_NEVER_KEPT = ("/static/", "/api/v1/export/catalog.", "/api/v1/items.")  # files, streamed ones
_OF_ONE_CLIENT = ("ratelimit", "ratelimit-policy", "retry-after", "x-request-id")
_OF_ANY_FORM = ("content-length", "content-encoding", "vary")
_OF_A_304 = ("cache-control", "etag", "last-modified", "vary", "content-security-policy")
_UNREACHABLE = "The catalogue's database does not answer. Ask again in a moment.\n"


@dataclass
class Answer:
    """A kept answer; `bodies` by encoding, "" for the plain one, made when first asked for."""

    headers: Headers
    tag: str
    last_modified: str
    bodies: dict[str, tuple[bytes, Headers]] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """Bytes held in memory."""
        return OVERHEAD + sum(len(body) for body, _ in self.bodies.values())

    def form(self, encoding: str) -> tuple[bytes, Headers]:
        """Body and headers in one encoding; answers that gain nothing stay plain."""
        if encoding not in self.bodies:
            plain = self.bodies[""][0]
            if not _gains(self.headers, plain):
                self.bodies[encoding] = self.bodies[""]
            else:
                smaller = compressed(plain, encoding)
                self.bodies[encoding] = smaller, _headers_of(self.headers, smaller, encoding)
        return self.bodies[encoding]


class CachedSite:
    """The WSGI application with its public answers kept."""

    def __init__(self, application: WSGIApplication, watch: EditionWatch, *, capacity: int) -> None:
        self.application = application
        self.watch = watch
        self._answers: LRUCache[Any, Answer] = LRUCache(capacity, getsizeof=lambda each: each.size)
        self._lock = threading.Lock()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if not is_public(environ):
            return self.application(environ, start_response)
        seen = self.watch.look()
        encoding = _encoding(environ.get("HTTP_ACCEPT_ENCODING", ""))
        key = (seen.edition, *_address(environ))
        with self._lock:
            answer = self._answers.get(key)
        if answer is None:
            if not seen.is_reachable:
                return _unreachable(start_response)
            return self._ask(environ, start_response, key, encoding)
        if encoding not in answer.bodies:
            answer.form(encoding)
            self._keep(key, answer)
        environ[SOURCE] = "kept" if seen.is_reachable else "stale"
        return _send(environ, start_response, answer, encoding, seen)

    def _keep(self, key: Any, answer: Answer) -> None:
        """Keep an answer, or count its new size after another form of it was made."""
        if answer.size <= self._answers.maxsize:
            with self._lock:
                self._answers[key] = answer

    def _ask(
        self, environ: WSGIEnvironment, start_response: StartResponse, key: Any, encoding: str
    ) -> Iterable[bytes]:
        """Let Django answer, in plain bytes and unconditionally; keep what may be kept."""
        asked = {**environ, "REQUEST_METHOD": "GET"}
        for name in ("HTTP_ACCEPT_ENCODING", "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE"):
            asked.pop(name, None)
        told = _Told()
        chunks = self.application(asked, told)
        if not told.may_be_kept:
            start_response(told.status, told.headers, told.failure)
            if environ["REQUEST_METHOD"] == "HEAD":
                _close(chunks)
                return []
            return chunks
        body = b"".join(chunks)
        _close(chunks)
        kept = [each for each in told.headers if each[0].lower() not in _OF_ONE_CLIENT]
        headers = _without(kept, _OF_ANY_FORM)
        answer = Answer(headers, told.header("etag"), told.header("last-modified"))
        answer.bodies[""] = body, _headers_of(answer.headers, body, "")
        answer.form(encoding)
        edition, _day = key[0]
        if asked.get(caching.EDITION, edition) == edition:  # a replica may lag behind another
            self._keep(key, answer)
        return _send(environ, start_response, answer, encoding, None)


class _Told:
    """What the application says through `start_response`."""

    def __init__(self) -> None:
        self.status = ""
        self.headers: Headers = []
        self.failure: Any = None

    def __call__(
        self, status: str, headers: Headers, failure: Any = None, /
    ) -> Callable[[bytes], object]:
        self.status, self.headers, self.failure = status, headers, failure
        return lambda data: None  # Django never uses the write function

    def header(self, name: str) -> str:
        return next((value for each, value in self.headers if each.lower() == name), "")

    @property
    def may_be_kept(self) -> bool:
        """A whole public answer of bounded length that sets no cookie."""
        length = self.header("content-length")
        return (
            self.status.startswith("200")
            and self.header("cache-control").startswith("public")
            and not self.header("set-cookie")
            and length.isdigit()
            and int(length) <= LARGEST
        )


def is_public(environ: WSGIEnvironment) -> bool:
    """Whether the answer depends on nothing but address and edition, whoever asks."""
    return (
        "HTTP_COOKIE" not in environ
        and "HTTP_AUTHORIZATION" not in environ
        and "HTTP_RANGE" not in environ
        and caching.is_cacheable(environ["REQUEST_METHOD"], environ["PATH_INFO"])
        and not environ["PATH_INFO"].startswith(_NEVER_KEPT)
        and environ.get("CONTENT_LENGTH", "") in ("", "0")
        and _takes_anything(environ["PATH_INFO"], environ.get("HTTP_ACCEPT", "*/*"))
    )


def _takes_anything(path: str, accept: str) -> bool:
    """The API negotiates; a picky client is Django's."""
    return not path.startswith("/api/") or "*/*" in accept or "application/json" in accept


def _address(environ: WSGIEnvironment) -> tuple[str, ...]:
    """Scheme, host, path and normalised query: what an answer's links are made from."""
    return (
        environ["wsgi.url_scheme"],
        environ.get("HTTP_X_FORWARDED_PROTO", ""),
        environ.get("HTTP_HOST", ""),
        environ["PATH_INFO"],
        _query(environ.get("QUERY_STRING", "")),
    )


_query = lru_cache(maxsize=4096)(caching.normalised_query)


@lru_cache(maxsize=256)
def _encoding(accepted: str) -> str:
    return chosen_encoding(accepted) or ""


def _gains(headers: Headers, body: bytes) -> bool:
    kind = next((value for name, value in headers if name.lower() == "content-type"), "")
    return len(body) >= SMALLEST and is_compressible(kind)


def _headers_of(headers: Headers, body: bytes, encoding: str) -> Headers:
    form = [*headers, ("Content-Length", str(len(body))), ("Vary", "Accept-Encoding")]
    return [*form, ("Content-Encoding", encoding)] if encoding else form


def _without(headers: Headers, names: tuple[str, ...]) -> Headers:
    return [each for each in headers if each[0].lower() not in names]


def _send(
    environ: WSGIEnvironment,
    start_response: StartResponse,
    answer: Answer,
    encoding: str,
    seen: Seen | None,
) -> Iterable[bytes]:
    body, headers = answer.bodies[encoding]
    if seen is not None and not seen.is_reachable:
        age = [("Age", str(seen.age)), ("Warning", '111 - "Revalidation Failed"')]
        headers = [*headers, *age]
    if _is_held(environ, answer):
        start_response("304 Not Modified", [h for h in headers if h[0].lower() in _OF_A_304])
        return []
    start_response("200 OK", headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def _is_held(environ: WSGIEnvironment, answer: Answer) -> bool:
    """Whether the client says that it holds this answer, by tag or by date."""
    tags = environ.get("HTTP_IF_NONE_MATCH", "")
    since = environ.get("HTTP_IF_MODIFIED_SINCE", "")
    return bool(tags or since) and (
        caching.is_named(tags, answer.tag)
        or caching.is_unmodified(tags, since, answer.last_modified)
    )


def _unreachable(start_response: StartResponse) -> Iterable[bytes]:
    body = _UNREACHABLE.encode()
    headers = [
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Length", str(len(body))),
        ("Cache-Control", caching.NEVER),
        ("Retry-After", "2"),
        ("X-Content-Type-Options", "nosniff"),
    ]
    start_response("503 Service Unavailable", headers)
    return [body]


def _close(chunks: Iterable[bytes]) -> None:
    close = getattr(chunks, "close", None)
    if close:
        close()
