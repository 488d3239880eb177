"""A vendor's CAIQ or CRM against the catalogue; nothing of the upload is kept."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect, ensure_csrf_cookie
from django.views.decorators.http import require_http_methods

from catalog.api.filtering import parameter_errors
from catalog.models import Service
from catalog.names import UnknownName
from matrices.matrix import Moved, OptionsExclude
from matrices.questionnaires.faults import MOST_BYTES, BadFile, too_large
from matrices.questionnaires.review import review_of
from matrices.views.in_memory import InMemoryHandler, is_too_large

TEMPLATE = "matrices/compare_caiq.html"


@csrf_exempt  # the token is asked for below, once the size is known and nothing goes to disk
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def compare_caiq(request: HttpRequest) -> HttpResponse:
    """The form and, after a file was sent, where it and the catalogue disagree."""
    if request.method != "POST":
        return _form(request)
    if is_too_large(request, MOST_BYTES):
        return _refused(request, str(too_large()), 413)
    request.upload_handlers = [InMemoryHandler(request)]
    return _answered(request)


@ensure_csrf_cookie
def _form(request: HttpRequest) -> HttpResponse:
    errors = parameter_errors(request.GET, ("service",))
    context = {"errors": errors, "reference": request.GET.get("service", "")}
    return _page(request, context, 400 if errors else 200)


@csrf_protect
def _answered(request: HttpRequest) -> HttpResponse:
    file = request.FILES.get("file")
    if file is None or isinstance(file, list):
        return _refused(request, "file: choose the questionnaire that the vendor sent.", 400)
    try:
        review = review_of(bytes(file.read()), str(request.POST.get("service", "")))
    except BadFile as fault:
        return _refused(request, f"file: {fault}", fault.status)
    except Moved as moved:
        return _refused(request, f"service: use {moved.target}, the new address.", 400)
    except (UnknownName, OptionsExclude) as error:
        return _refused(request, str(error), 400)
    counts = {verdict.value: count for verdict, count in review.counts.items() if count}
    return _page(request, {"review": review, "counts": counts, "reference": _reference(request)})


def _reference(request: HttpRequest) -> str:
    return str(request.POST.get("service", ""))


def _refused(request: HttpRequest, detail: str, status: int) -> HttpResponse:
    reference = "" if status == 413 else _reference(request)
    return _page(request, {"errors": [{"detail": detail}], "reference": reference}, status)


def _page(request: HttpRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    services = Service.objects.with_axes()
    return render(request, TEMPLATE, {**context, "services": services}, status=status)
