"""Answers kept in front of Django: what is kept, under what, and when it is not."""

import datetime
import gzip
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from django.db import OperationalError

from srm_site.caching import Edition
from srm_site.editions import EditionWatch
from srm_site.response_cache import CachedSite

PUBLIC = ("Cache-Control", "public, max-age=60")
TEXT = "who owns what " * 100


class Site:
    """A WSGI application that counts how often it is asked, behind a cache and a clock."""

    def __init__(self, *, capacity: int = 1_000_000, **said: Any) -> None:
        self.status = said.get("status", "200 OK")
        self.headers = said.get("headers", [PUBLIC])
        self.body = said.get("body", TEXT).encode()
        self.asked: list[str] = []
        self.revision = 1
        self.is_up = True
        self.now = 0.0
        watch = EditionWatch(self.newest, lambda: self.now)
        self.cached = CachedSite(self.answer, watch, capacity=capacity)

    def newest(self) -> Edition:
        if not self.is_up:
            raise OperationalError("down")
        return Edition(self.revision, datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC), "code")

    def answer(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        self.asked.append(environ["QUERY_STRING"])
        length = ("Content-Length", str(len(self.body)))
        etag = ("ETag", f'W/"{self.revision}"')
        content_type = ("Content-Type", "text/html; charset=utf-8")
        start_response(self.status, [content_type, length, etag, *self.headers])
        return [self.body]

    def get(self, path: str = "/", query: str = "", **environ: str) -> "Told":
        told = Told()
        chunks = self.cached(
            {
                "REQUEST_METHOD": "GET",
                "PATH_INFO": path,
                "QUERY_STRING": query,
                "HTTP_HOST": "localhost",
                "wsgi.url_scheme": "http",
                **environ,
            },
            told,
        )
        told.body = b"".join(chunks)
        return told


class Told:
    """What a client receives."""

    body = b""

    def __call__(self, status: str, headers: Iterable[tuple[str, str]], failure: Any = None) -> Any:
        self.status = int(status.split(maxsplit=1)[0])
        self.headers = {name.lower(): value for name, value in headers}
        return lambda data: None


def test_second_request_is_not_asked_of_django() -> None:
    site = Site()

    first, second = site.get(), site.get()

    assert (first.body, second.body) == (TEXT.encode(), TEXT.encode())
    assert first.headers == second.headers
    assert len(site.asked) == 1


def test_new_revision_is_seen_within_a_second() -> None:
    site = Site()
    site.get()
    site.revision, site.body, site.now = 2, b"moved", 1.0

    assert site.get().body == b"moved"


def test_revision_is_looked_up_once_a_second() -> None:
    site = Site()
    site.get()
    site.revision, site.body, site.now = 2, b"moved", 0.9

    assert site.get().body == TEXT.encode()


def test_order_of_parameters_makes_no_other_answer() -> None:
    site = Site()
    site.get(query="b=2&a=1")
    site.get(query="a=1&b=2")

    assert site.asked == ["b=2&a=1"]  # as it was asked: a page may redirect to another order


@pytest.mark.parametrize(
    "other",
    [
        {"HTTP_HOST": "other"},
        {"HTTP_X_FORWARDED_PROTO": "https"},
        {"PATH_INFO": "/b/"},
        {"QUERY_STRING": "a=1"},
    ],
)
def test_what_an_answer_depends_on_is_in_its_key(other: dict[str, str]) -> None:
    site = Site()
    site.get()
    site.get(**other)

    assert len(site.asked) == 2


@pytest.mark.parametrize(
    "unlike",
    [
        {"HTTP_COOKIE": "sessionid=1"},
        {"HTTP_AUTHORIZATION": "Basic x"},
        {"HTTP_RANGE": "bytes=0-1"},
        {"REQUEST_METHOD": "POST"},
        {"PATH_INFO": "/admin/"},
        {"PATH_INFO": "/readyz"},
        {"PATH_INFO": "/static/css/atlas.css"},
        {"PATH_INFO": "/api/v1/export/catalog.json"},
        {"PATH_INFO": "/api/v1/", "HTTP_ACCEPT": "text/csv"},
    ],
)
def test_request_that_may_get_another_answer_goes_past(unlike: dict[str, str]) -> None:
    site = Site()
    site.get(**unlike)
    site.get(**unlike)

    assert len(site.asked) == 2


@pytest.mark.parametrize(
    "said",
    [
        {"status": "404 Not Found"},
        {"status": "400 Bad Request"},
        {"headers": [("Cache-Control", "no-store")]},
        {"headers": [PUBLIC, ("Set-Cookie", "csrftoken=1")]},
        {"body": "x" * 5_000_000},
    ],
)
def test_answer_that_is_nobody_elses_is_not_kept(said: dict[str, Any]) -> None:
    site = Site(**said)
    first, _ = site.get(), site.get()

    assert len(site.asked) == 2
    assert first.body == site.body


def test_client_gets_the_form_that_it_accepts() -> None:
    site = Site()

    packed = site.get(HTTP_ACCEPT_ENCODING="gzip")
    plain = site.get()

    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert packed.headers["content-length"] == str(len(packed.body))
    assert packed.headers["vary"] == plain.headers["vary"] == "Accept-Encoding"
    assert len(site.asked) == 1


def test_short_answer_stays_plain() -> None:
    assert "content-encoding" not in Site(body="ok").get(HTTP_ACCEPT_ENCODING="br").headers


def test_client_that_holds_the_answer_gets_304() -> None:
    site = Site()
    tag = site.get().headers["etag"]

    again = site.get(HTTP_IF_NONE_MATCH=tag)

    assert (again.status, again.body) == (304, b"")
    assert again.headers["etag"] == tag
    assert "content-length" not in again.headers


@pytest.mark.parametrize(
    ("since", "status"),
    [("Thu, 01 Jan 2026 00:00:00 GMT", 304), ("Wed, 31 Dec 2025 00:00:00 GMT", 200)],
)
def test_client_that_asks_by_date(since: str, status: int) -> None:
    site = Site(headers=[PUBLIC, ("Last-Modified", "Thu, 01 Jan 2026 00:00:00 GMT")])
    site.get()

    assert site.get(HTTP_IF_MODIFIED_SINCE=since).status == status


def test_head_has_the_headers_without_the_body() -> None:
    site = Site()
    head, body = site.get(REQUEST_METHOD="HEAD"), site.get()

    assert (head.headers, head.body) == (body.headers, b"")
    assert len(site.asked) == 1


def test_what_was_told_to_one_client_is_not_told_to_others() -> None:
    site = Site(headers=[PUBLIC, ("RateLimit", '"default";r=7')])

    assert "ratelimit" not in site.get().headers


def test_kept_answer_outlives_the_database() -> None:
    site = Site()
    site.get()
    site.is_up, site.now = False, 8.0

    told = site.get()

    assert (told.status, told.body) == (200, TEXT.encode())
    assert told.headers["warning"].startswith("111")
    assert told.headers["age"] == "8"


def test_answer_that_nobody_kept_needs_the_database() -> None:
    site = Site()
    site.get()
    site.is_up, site.now = False, 1.0

    told = site.get("/other/")

    assert told.status == 503
    assert told.headers["retry-after"] == "2"
    assert site.asked == [""]


def test_database_that_comes_back_is_noticed() -> None:
    site = Site()
    site.is_up = False
    assert site.get().status == 503
    site.is_up, site.now = True, 1.0

    assert site.get().status == 200


def test_least_recently_used_answer_makes_room() -> None:
    site = Site(capacity=8_000)  # two answers and their overhead
    for path in ("/a/", "/b/", "/a/", "/c/", "/a/", "/b/"):
        site.get(path)

    assert len(site.asked) == 4
