"""Whether the site lives and can answer, and the documentation of its API."""

import secrets
from dataclasses import asdict
from functools import lru_cache
from typing import Any

import orjson
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularSwaggerSplitView
from rest_framework.decorators import api_view, content_negotiation_class
from rest_framework.request import Request

from matrices.api.files import ByAddress
from matrices.api.views import READ
from srm_site.readiness import readiness


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 while the process answers at all; touches nothing."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """200 once the database answers and holds a catalogue, 503 before; always says why."""
    state = readiness(timezone.now().date())
    return HttpResponse(
        orjson.dumps({"ready": state.is_ready, **asdict(state)}, option=orjson.OPT_UTC_Z),
        status=200 if state.is_ready else 503,
        content_type="application/json",
    )


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Numbers for who holds METRICS_TOKEN; without that setting there is nothing here."""
    if not settings.METRICS_TOKEN:
        raise Http404
    given = request.headers.get("Authorization", "").encode()
    if not secrets.compare_digest(given, f"Bearer {settings.METRICS_TOKEN}".encode()):
        answer = HttpResponse("Bearer METRICS_TOKEN\n", status=401, content_type="text/plain")
        answer["WWW-Authenticate"] = "Bearer"
        return answer
    from srm_site.metrics import CONTENT_TYPE, all_numbers  # noqa: PLC0415  makes files

    return HttpResponse(all_numbers(), content_type=CONTENT_TYPE)


@require_safe
def llms_txt(request: HttpRequest) -> HttpResponse:
    """A short map for language models: pages, API, formats, licence."""
    return render(request, "llms.txt", content_type="text/plain; charset=utf-8")


@extend_schema(exclude=True)
@api_view(READ)
@content_negotiation_class(ByAddress)
def schema(request: Request) -> HttpResponse:
    """The OpenAPI description; the same for everybody, so it is made once."""
    openapi = "application/vnd.oai.openapi+json"
    asked_by_name = openapi in request.headers.get("Accept", "")
    return HttpResponse(
        _description(), content_type=openapi if asked_by_name else "application/json"
    )


@lru_cache
def _description() -> bytes:
    generator: Any = SchemaGenerator  # has no types
    return orjson.dumps(generator().get_schema(request=None, public=True), default=str)


api_docs = SpectacularSwaggerSplitView.as_view(
    url_name="schema", template_name="srm_site/api_docs.html"
)
