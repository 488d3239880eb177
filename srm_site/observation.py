"""Requests as operators see them: an id for each, a line of the log, counts and times."""

import logging
import time
from collections.abc import Callable, Iterable
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from srm_site.logs import ID_KEY, request_id, running_request
from srm_site.rate_limits import client_of
from srm_site.response_cache import SOURCE

METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS"})
_KINDS = (
    ("/static/", "static"), ("/api/", "api"), ("/healthz", "health"), ("/readyz", "health"),
    ("/metrics", "health"),
)  # fmt: skip

GetResponse = Callable[[HttpRequest], HttpResponseBase]
Record = Callable[[str, str, str, str, float], None]
log = logging.getLogger("srm_site.requests")


def identify(get_response: GetResponse) -> GetResponse:
    """Give what reaches Django an id: the proxy's where it is sane. It is told and logged."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        identifier = request.META.setdefault(ID_KEY, request_id(request.META))
        token = running_request.set(identifier)
        try:
            response = get_response(request)
        finally:
            running_request.reset(token)
        response["X-Request-ID"] = identifier
        return response

    return middleware


class Observed:
    """The WSGI application with every request timed: kept answers too, which Django never sees.

    `record` takes method, kind, status, source and seconds; None where nobody counts.
    """

    def __init__(self, application: WSGIApplication, record: Record | None) -> None:
        self.application = application
        self.record = record

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        begun = time.perf_counter()
        environ[ID_KEY] = request_id(environ)
        told: list[str] = []

        def start(status: str, headers: list[tuple[str, str]], *failure: Any) -> Any:
            told.append(status[:3])
            return start_response(status, headers, *failure)

        try:
            return self.application(environ, start)
        finally:
            status = told[-1] if told else "500"
            self._tell(environ, status, time.perf_counter() - begun)

    def _tell(self, environ: WSGIEnvironment, status: str, seconds: float) -> None:
        method = environ["REQUEST_METHOD"]
        source = environ.get(SOURCE, "made")
        if self.record:
            known = method if method in METHODS else "other"
            self.record(known, kind_of(environ["PATH_INFO"]), status, source, seconds)
        if settings.LOG_REQUESTS:
            token = running_request.set(environ[ID_KEY])
            extra = {
                "client": client_of(environ, settings.TRUSTED_PROXIES),
                "method": method,
                "path": environ["PATH_INFO"],
                "status": int(status),
                "milliseconds": round(seconds * 1000, 2),
                "source": source,
            }
            log.info("request", extra=extra)
            running_request.reset(token)


def kind_of(path: str) -> str:
    """A few kinds, so that no visitor can make endless series of numbers."""
    if path.startswith(f"/{settings.ADMIN_PATH}"):
        return "admin"
    return next((kind for prefix, kind in _KINDS if path.startswith(prefix)), "page")
