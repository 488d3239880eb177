"""Error pages for people, problem documents for the API."""

import json
import sys
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from catalog.api.problems import PROBLEM_TYPE, problem


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404, with the suggestion of the view where it has one."""
    if request.path.startswith("/api/"):
        return _problem(404, "Nothing has this address.")
    message = str(exception) if not isinstance(exception.args and exception.args[0], dict) else ""
    return render(request, "404.html", {"message": message}, status=404)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400 for requests that never reached a view."""
    if request.path.startswith("/api/"):
        return _problem(400, "The request is malformed.")
    return _page("400.html", 400)


def server_error(request: HttpRequest) -> HttpResponse:
    """Rendered without the database; where that is what failed, 503 and when to ask again."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        detail = "The catalogue's database does not answer. Ask again in a moment."
        response = refuse(request, 503, detail)
        response["Retry-After"] = "2"
        return response
    if request.path.startswith("/api/"):
        return _problem(500, "Something failed here; it has been logged.")
    return _page("500.html", 500)


def refuse(request: HttpRequest, status: int, detail: str) -> HttpResponse:
    """What middleware answers instead of a view."""
    if request.path.startswith("/api/"):
        response = _problem(status, detail)
    else:
        response = render(request, "400.html", {"errors": [{"detail": detail}]}, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _page(template: str, status: int) -> HttpResponse:
    """Without the request: its host may be what is wrong with it."""
    return HttpResponse(render_to_string(template), status=status)


def _problem(status: int, detail: str) -> HttpResponse:
    body: dict[str, Any] = problem(status, detail)
    return HttpResponse(json.dumps(body), status=status, content_type=PROBLEM_TYPE)
