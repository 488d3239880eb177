"""Any number of services as one matrix, and the page that finds them in an upload."""

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect, ensure_csrf_cookie
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from catalog.api.filtering import parameter_errors
from catalog.models import Framework, Service
from catalog.names import UnknownName
from matrices.matrix import Moved, OptionsExclude
from matrices.queries import STACK_PARAMETERS, BadQuery, StackQuery, parse_stack
from matrices.reading.comparisons import stack_of
from matrices.resolving import Resolved, resolve
from matrices.stack import MOST_SERVICES, Stack, fold
from matrices.uploads.reading import read_upload
from matrices.uploads.resources import BadUpload
from matrices.uploads.text import MOST_BYTES, too_large
from matrices.views.in_memory import InMemoryHandler, is_too_large
from matrices.views.layout import stack_links

UPLOAD_PARAMETERS = ("file", "text")


@require_safe
def stack_page(request: HttpRequest) -> HttpResponse:
    """Services with options as one matrix; without any, the form to start from."""
    errors: list[dict[str, Any]] = parameter_errors(request.GET, STACK_PARAMETERS)
    query, answer = StackQuery(()), fold(())
    try:
        query = parse_stack(_with_added_services(request))
        if query.references:
            answer = stack_of(
                query.references,
                layers=query.layers,
                frameworks=query.frameworks,
                controls=query.controls,
            )
    except Moved as moved:
        errors.append({"detail": f"services: use {moved.target}, the new address."})
    except (UnknownName, BadQuery, OptionsExclude) as error:
        errors.append({"detail": str(error)})
    context = _stack_context(answer, query) | {"errors": errors}
    return render(request, "matrices/stack.html", context, status=400 if errors else 200)


@csrf_exempt  # the token is asked for below, once the size is known and nothing goes to disk
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters()
def resolve_page(request: HttpRequest) -> HttpResponse:
    """The form for an upload and, after it was sent, the answer. Nothing of it is kept."""
    if request.method != "POST":
        return _upload_form(request)
    if is_too_large(request, MOST_BYTES):
        return _refused(request, too_large())
    request.upload_handlers = [InMemoryHandler(request)]
    try:
        return _answered(request)
    except RequestDataTooBig:
        return _refused(request, too_large())


@ensure_csrf_cookie
def _upload_form(request: HttpRequest) -> HttpResponse:
    errors = parameter_errors(request.GET, ())
    return render(
        request, "matrices/resolve.html", {"errors": errors}, status=400 if errors else 200
    )


@csrf_protect
def _answered(request: HttpRequest) -> HttpResponse:
    try:
        resolved = resolve(read_upload(_uploaded(request)))
    except BadUpload as fault:
        return _refused(request, fault)
    return render(request, "matrices/resolve.html", _resolved_context(resolved))


def _uploaded(request: HttpRequest) -> bytes:
    """The file of the form or, without one, its text."""
    file = request.FILES.get("file")
    if file is not None and not isinstance(file, list) and file.size:
        return bytes(file.read())
    return str(request.POST.get("text", "")).encode("utf-8", "replace")


def _refused(request: HttpRequest, fault: BadUpload) -> HttpResponse:
    context = {"errors": [{"detail": str(fault)}]}
    return render(request, "matrices/resolve.html", context, status=fault.status)


def _with_added_services(request: HttpRequest) -> dict[str, str]:
    """The form repeats `services`, once for those that stand and once for the added one."""
    values = request.GET.dict()
    values["services"] = ",".join(request.GET.getlist("services"))
    return values


def _stack_context(stack: Stack, query: StackQuery) -> dict[str, Any]:
    kept = {
        "services": ",".join(part.reference for part in stack.parts),
        "layer": ",".join(query.layers),
        "framework": ",".join(query.frameworks),
        "control": ",".join(query.controls),
    }
    return {
        "stack": stack,
        "parts": stack_links(stack.parts, kept),
        "query": query,
        "services_value": kept["services"],
        "controls_value": kept["control"],
        "export_query": _query(kept),
        "services": Service.objects.with_axes(),
        "frameworks": Framework.objects.all(),
        "most_services": MOST_SERVICES,
    }


def _resolved_context(resolved: Resolved) -> dict[str, Any]:
    return {
        "resolved": resolved,
        "stack": resolved.stack,
        "stack_query": _query({"services": ",".join(resolved.references)}),
        "most_services": MOST_SERVICES,
    }


def _query(values: dict[str, str]) -> str:
    return urlencode({name: value for name, value in values.items() if value}, safe=",@/")
