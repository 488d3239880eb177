"""Whether the site lives and can answer, and the documentation of its API."""

from functools import lru_cache
from typing import Any

import orjson
from csp.constants import UNSAFE_INLINE
from csp.decorators import csp_update
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularSwaggerSplitView
from rest_framework.decorators import api_view, content_negotiation_class
from rest_framework.request import Request

from matrices.api.files import ByAddress
from matrices.api.views import READ
from matrices.models import Revision


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 while the process answers at all; touches nothing."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """200 once the database answers and holds a catalogue, 503 before."""
    try:
        revision = Revision.objects.newest_number()
    except DatabaseError:
        return HttpResponse("no database\n", status=503, content_type="text/plain")
    if not revision:
        return HttpResponse("no catalogue imported\n", status=503, content_type="text/plain")
    return HttpResponse(f"revision {revision}\n", content_type="text/plain")


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


# Swagger UI writes one style element; scripts stay as strict as everywhere.
api_docs = csp_update({"style-src": [UNSAFE_INLINE]})(
    SpectacularSwaggerSplitView.as_view(url_name="schema")
)
