"""The list of services and everything about one of them."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from catalog.api.filtering import filter_errors, parameter_errors
from catalog.filters import ServiceFilterSet
from catalog.models import Family, Provider, Service, Tier
from catalog.names import UnknownName
from matrices import worksheets
from matrices.boundaries import boundaries
from matrices.descriptions import described
from matrices.matrix import Matrix, Moved, OptionsExclude
from matrices.models import Revision
from matrices.pictures import layer_strips
from matrices.queries import MATRIX_PARAMETERS, parse_options
from matrices.reading.services import matrix
from matrices.views.layout import (
    MatrixView,
    layers_of,
    option_links,
    query_of,
    strip,
    view_links,
)


@require_safe
def service_list(request: HttpRequest) -> HttpResponse:
    """Services with filters and how much of each is left to the customer."""
    filterset = ServiceFilterSet(request.GET, queryset=Service.objects.with_axes())
    errors = filter_errors(filterset, request.GET)
    return render(
        request,
        "matrices/services.html",
        {
            "boundaries": [] if errors else boundaries(filterset.qs),
            "errors": errors,
            "chosen": request.GET,
            "providers": Provider.objects.with_services(),
            "tiers": Tier.objects.all(),
            "families": Family.objects.with_services(),
        },
        status=400 if errors else 200,
    )


VIEW_PARAMETERS = (*MATRIX_PARAMETERS, "view")


@require_safe
def service(request: HttpRequest, provider: str, slug: str) -> HttpResponse:
    """The boundary of one service, with the options and the view chosen in the address."""
    errors = parameter_errors(request.GET, VIEW_PARAMETERS)
    view = MatrixView.ALL
    try:
        view = MatrixView(request.GET.get("view") or MatrixView.ALL)
    except ValueError:
        unknown = UnknownName("view", request.GET["view"], [str(each) for each in MatrixView])
        errors.append({"detail": unknown.message})
    try:
        answer = _matrix(request, f"{provider}/{slug}", errors)
    except Moved as moved:
        return HttpResponsePermanentRedirect(reverse("service", args=moved.target.split("/")))
    context = _common(answer, errors) | _boundary(answer, view)
    return render(request, "matrices/service.html", context, status=400 if errors else 200)


@require_safe
def questions(request: HttpRequest, provider: str, slug: str) -> HttpResponse:
    """The five questions before a deployment, answered for one service."""
    errors = parameter_errors(request.GET, MATRIX_PARAMETERS)
    try:
        answer = _matrix(request, f"{provider}/{slug}", errors)
    except Moved as moved:
        return HttpResponsePermanentRedirect(reverse("questions", args=moved.target.split("/")))
    context = _common(answer, errors) | _questions(answer)
    return render(request, "matrices/questions.html", context, status=400 if errors else 200)


def _matrix(request: HttpRequest, identifier: str, errors: list[dict[str, Any]]) -> Matrix:
    """With the options of the address; as it comes, and one error more, where that cannot be.

    Raises Moved and Http404.
    """
    try:
        return matrix(identifier, parse_options(request.GET))
    except UnknownName as unknown:
        if unknown.parameter == "services":
            raise Http404(unknown.message) from None
        errors.append({"detail": unknown.message})
    except OptionsExclude as error:
        errors.append({"detail": str(error)})
    return matrix(identifier)


def _common(answer: Matrix, errors: list[dict[str, Any]]) -> dict[str, object]:
    return {
        "service": answer.service,
        "matrix": answer,
        "here": reverse("service", args=[answer.service.provider, answer.service.slug]),
        "query": query_of(answer),
        "errors": errors,
    }


def _boundary(answer: Matrix, view: MatrixView) -> dict[str, object]:
    return {
        "about": described(answer.service),
        "layers": layers_of(answer, view),
        "view": view,
        "view_class": f"view-{view}",
        "settings": option_links(answer, view),
        "views": view_links(answer, view),
        "moved_count": sum(row.moved_by is not None for row in answer.rows),
        "strips": layer_strips(answer.rows),
        "today": timezone.now().date(),
        "revision": Revision.objects.newest_number(),
        "answers": worksheets.standing_answers(answer),
    }


def _questions(answer: Matrix) -> dict[str, object]:
    left = worksheets.rows_left_to_the_customer(answer)
    return {
        "strip": strip(answer),
        "left": left,
        "with_default": worksheets.rows_with_default(answer),
        "unchecked": worksheets.rows_without_check(left),
        "with_blast_radius": worksheets.rows_with("blast_radius", left),
        "with_recovery": worksheets.rows_with("recovery", answer.rows),
    }
