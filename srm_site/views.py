"""Whether the site lives and can answer, and the documentation of its API."""

from csp.constants import UNSAFE_INLINE
from csp.decorators import csp_update
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from drf_spectacular.views import SpectacularSwaggerSplitView

from matrices.models import Revision


def healthz(request: HttpRequest) -> HttpResponse:
    """200 while the process answers at all; touches nothing."""
    return HttpResponse("ok\n", content_type="text/plain")


def readyz(request: HttpRequest) -> HttpResponse:
    """200 once the database answers and holds a catalogue, 503 before."""
    try:
        revision = Revision.objects.newest_number()
    except DatabaseError:
        return HttpResponse("no database\n", status=503, content_type="text/plain")
    if not revision:
        return HttpResponse("no catalogue imported\n", status=503, content_type="text/plain")
    return HttpResponse(f"revision {revision}\n", content_type="text/plain")


# Swagger UI writes one style element; scripts stay as strict as everywhere.
api_docs = csp_update({"style-src": [UNSAFE_INLINE]})(
    SpectacularSwaggerSplitView.as_view(url_name="schema")
)
