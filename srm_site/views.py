"""Whether the site lives and whether it can answer."""

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

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
