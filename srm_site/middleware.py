"""HTTP around all views: guard, compression, CORS, rate limits, caching. Order: see settings."""

import datetime
import logging
import time
from collections.abc import Callable, Iterable
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from catalog.prepared import Prepared
from catalog.remembered import at_edition
from matrices.models import Revision
from srm_site import caching, compression
from srm_site.errors import refuse
from srm_site.guard import refusal_of
from srm_site.rate_limits import Allowance, Pause, client_of, count_request

_API = "/api/"
_OPEN_API = "/api/v1/"
_REDIRECTS = (301, 302, 308)
PAUSE = 5.0  # seconds
_CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Content-Disposition, ETag, Last-Modified, Link, Location, "
    "RateLimit, RateLimit-Policy, Retry-After",
}
_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, POST, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Content-Type, If-Modified-Since, If-None-Match",
    "Access-Control-Max-Age": "86400",
}

GetResponse = Callable[[HttpRequest], HttpResponseBase]
log = logging.getLogger(__name__)


def guard(get_response: GetResponse) -> GetResponse:
    """Refuse what makes no sense to any view, with the reason."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        refusal = refusal_of(request.META, settings.MOST_BODY_BYTES)
        if refusal:
            return refuse(request, refusal.status, refusal.detail)
        return get_response(request)

    return middleware


def compress(get_response: GetResponse) -> GetResponse:
    """Brotli or gzip for public answers; private ones hold secrets and stay as they are."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if caching.is_private(request.path) or response.has_header("Content-Encoding"):
            return response
        if response.status_code == 304 or compression.is_compressible(
            response.get("Content-Type", "")
        ):
            patch_vary_headers(response, ["Accept-Encoding"])
            encoding = compression.chosen_encoding(request.headers.get("Accept-Encoding", ""))
            if encoding:
                _compress(response, encoding)
        return response

    return middleware


def _compress(response: HttpResponseBase, encoding: str) -> None:
    if isinstance(response, StreamingHttpResponse):
        chunks: Iterable[bytes] = iter(response)
        response.streaming_content = compression.compressed_chunks(chunks, encoding)
        del response["Content-Length"]
    elif isinstance(response, HttpResponse) and len(response.content) >= compression.SMALLEST:
        response.content = compression.compressed(response.content, encoding)
        response["Content-Length"] = str(len(response.content))
    else:
        return
    response["Content-Encoding"] = encoding


def cross_origin(get_response: GetResponse) -> GetResponse:
    """Let scripts of any site read the API: it knows no cookies, so there is nothing to steal."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if not request.path.startswith(_OPEN_API):
            return get_response(request)
        asks_first = "Access-Control-Request-Method" in request.headers
        if request.method == "OPTIONS" and asks_first:
            response: HttpResponseBase = HttpResponse(status=204, headers=_PREFLIGHT)
        else:
            response = get_response(request)
        for name, value in _CORS.items():
            response[name] = value
        return response

    return middleware


def answer_options(get_response: GetResponse) -> GetResponse:
    """OPTIONS for plain views, which would render or refuse it."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if request.method != "OPTIONS" or caching.is_private(request.path):
            return get_response(request)
        try:
            view = resolve(request.path_info).func
        except Resolver404:
            return get_response(request)
        if hasattr(view, "cls"):  # of Django REST framework, which answers for itself
            return get_response(request)
        return HttpResponse(status=204, headers={"Allow": "GET, HEAD, OPTIONS"})

    return middleware


def _answers_options(path: str) -> bool:
    return path.startswith(_API) or caching.is_private(path)


def limit_rate(get_response: GetResponse) -> GetResponse:
    """429 for clients of the API that ask more often than API_REQUESTS_PER_MINUTE.

    Counters that fail are let alone for a while, so that not every answer waits for them.
    """
    pause = Pause(PAUSE)

    def middleware(request: HttpRequest) -> HttpResponseBase:
        limit: int = settings.API_REQUESTS_PER_MINUTE
        if limit <= 0 or not request.path.startswith(_API):
            return get_response(request)
        allowance = _allowance(request, limit, pause)
        if allowance.is_exceeded:
            detail = f"More than {limit} requests in a minute: wait {allowance.seconds_left} s."
            response: HttpResponseBase = refuse(request, 429, detail)
        else:
            response = get_response(request)
        for name, value in allowance.headers().items():
            response[name] = value
        return response

    return middleware


def _allowance(request: HttpRequest, limit: int, pause: Pause) -> Allowance:
    client = client_of(request.META, settings.TRUSTED_PROXIES)
    if not pause.lasts:
        try:
            return count_request(client, limit, time.time())
        except Exception:  # whatever a cache raises: without counters the site still answers
            log.exception(
                "The cache that counts requests fails; for %s s nobody is limited.", PAUSE
            )
            pause.begin()
    return Allowance(limit, 0, 0)


def conditional(get_response: GetResponse) -> GetResponse:
    """Tags, dates and freshness; 304 where the client holds the answer, before any view runs."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if not caching.is_cacheable(request.method or "", request.path):
            response = get_response(request)
            private = caching.is_private(request.path)
            response["Cache-Control"] = caching.PRIVATE if private else caching.NEVER
            return response
        edition = current_edition()
        request.META[caching.EDITION] = edition
        query = request.META.get("QUERY_STRING", "")
        tag = caching.entity_tag(edition, request.path, query, timezone.now().date())
        if caching.is_named(request.headers.get("If-None-Match", ""), tag):
            response = HttpResponseNotModified()
        else:
            with at_edition(edition):
                response = _unless_unmodified(request, get_response(request), edition)
        return _with_freshness(response, tag, edition.last_modified)

    return middleware


_NEWEST = Prepared(
    Revision, lambda: Revision.objects.order_by("-number").values_list("number", "created_at")
)


def current_edition() -> caching.Edition:
    """The newest revision and this code; takes one query."""
    [(number, revised_at)] = _NEWEST.rows(page=(0, 1)) or [(0, None)]
    if revised_at is not None and revised_at.tzinfo is None:  # SQLite knows no zones
        revised_at = revised_at.replace(tzinfo=datetime.UTC)
    return caching.Edition(number, revised_at, _code_version())


@lru_cache
def _code_version() -> str:
    folders = [settings.BASE_DIR / name for name in ("catalog", "matrices", "srm_site")]
    folders += [settings.BASE_DIR / "templates", settings.FIXTURES_DIR / "guide"]
    return caching.code_version(folders, [settings.STATIC_ROOT / "staticfiles.json"])


def _unless_unmodified(
    request: HttpRequest, response: HttpResponseBase, edition: caching.Edition
) -> HttpResponseBase:
    """Conditions that hold for any 200; whether it is one, only the view knows."""
    if response.status_code == 200 and caching.is_unmodified(
        request.headers.get("If-None-Match", ""),
        request.headers.get("If-Modified-Since", ""),
        edition.last_modified,
    ):
        response.close()
        return HttpResponseNotModified()
    return response


def _with_freshness(
    response: HttpResponseBase, tag: str, last_modified: str | None
) -> HttpResponseBase:
    if response.status_code in (200, 304):
        response["ETag"] = tag
        if last_modified:
            response["Last-Modified"] = last_modified
    fresh = response.status_code in (200, 304, *_REDIRECTS)
    response["Cache-Control"] = caching.PUBLIC if fresh else caching.NEVER
    return response
