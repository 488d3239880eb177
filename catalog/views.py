"""Pages about the axes that need no cells."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from catalog.models import Family, Framework, Layer, Provider


@require_safe
def providers(request: HttpRequest) -> HttpResponse:
    """All providers with the name of the model each publishes."""
    return render(
        request,
        "catalog/providers.html",
        {"providers": Provider.objects.with_service_counts()},
    )


@require_safe
def families(request: HttpRequest) -> HttpResponse:
    """All families with their services, each a ready comparison."""
    return render(
        request,
        "catalog/families.html",
        {"families": Family.objects.with_services().with_members()},
    )


@require_safe
def responsibilities(request: HttpRequest) -> HttpResponse:
    """All responsibilities by layer."""
    layers = Layer.objects.prefetch_related("responsibilities")
    return render(request, "catalog/responsibilities.html", {"layers": layers})


@require_safe
def frameworks(request: HttpRequest) -> HttpResponse:
    """All frameworks of the crosswalk."""
    return render(
        request,
        "catalog/frameworks.html",
        {"frameworks": Framework.objects.with_control_counts()},
    )
