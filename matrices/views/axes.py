"""Pages about one axis with the cells along it: providers, tiers, families, responsibilities."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from catalog.api.filtering import filter_errors
from catalog.models import Family, Provider, Responsibility, Service, Tier
from matrices.boundaries import boundaries
from matrices.choices import Ownership
from matrices.comparison import MOST_COLUMNS
from matrices.filters import ItemFilterSet
from matrices.matrix import Reference, TierMatrix
from matrices.models import KnownDifference, ResolvedItem, Revision
from matrices.pictures import Stack, stack
from matrices.reading.comparisons import compare_services
from matrices.reading.overviews import across_services, moved_lately
from matrices.reading.tiers import tier_matrices
from matrices.views.layout import owner_groups, tier_counts, tier_layers

SERVICES_PER_PAGE = 500  # of one duty; the bundled catalogue fits on one


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What this is, the picture, and where to go on."""
    return render(
        request,
        "matrices/home.html",
        {
            "families": Family.objects.with_services().with_members(),
            "comparisons": popular_comparisons(),
            "moved_lately": moved_lately(6),
            "tier_picture": picture_of(tier_matrices()),
            "service_count": Service.objects.count(),
            "responsibility_count": Responsibility.objects.count(),
            "provider_count": Provider.objects.with_services().count(),
            "documented_count": ResolvedItem.objects.documented().read_at_service().count(),
            "revision": Revision.objects.newest_number(),
        },
    )


@require_safe
def provider(request: HttpRequest, slug: str) -> HttpResponse:
    """One provider: how it draws the line, and its services."""
    found = get_object_or_404(Provider, slug=slug)
    services = Service.objects.offered_by(found).with_axes().order_by("family__order", "name")
    return render(
        request,
        "matrices/provider.html",
        {"provider": found, "boundaries": boundaries(services)},
    )


@require_safe
def tiers(request: HttpRequest) -> HttpResponse:
    """All tiers as one stacked picture and one table."""
    found = tier_matrices()
    return render(
        request,
        "matrices/tiers.html",
        {
            "tiers": Tier.objects.all(),
            "layers": tier_layers(found),
            "tier_picture": picture_of(found),
        },
    )


@require_safe
def tier(request: HttpRequest, slug: str) -> HttpResponse:
    """One tier: the defaults that its services start from, and those services."""
    found = get_object_or_404(Tier, slug=slug)
    [defaults] = tier_matrices([slug])
    services = Service.objects.in_tier(found).with_axes()
    return render(
        request,
        "matrices/tier.html",
        {
            "tier": found,
            "reference": defaults.reference,
            "layers": tier_layers([defaults]),
            "boundaries": boundaries(services),
        },
    )


@require_safe
def family(request: HttpRequest, slug: str) -> HttpResponse:
    """One family: equivalent services, how they differ, and the comparison of them."""
    found = get_object_or_404(Family, slug=slug)
    services = list(Service.objects.in_family(found).with_axes())
    compared = [Reference(each.identifier) for each in services[:MOST_COLUMNS]]
    return render(
        request,
        "matrices/family.html",
        {
            "family": found,
            "boundaries": boundaries(services),
            "comparison": compare_services(compared),
            "compared": ",".join(str(each) for each in compared),
            "rows": Responsibility.objects.filter(slug__in=found.compare_responsibilities),
            "differences": KnownDifference.objects.filter(family=found)
            .select_related("responsibility")
            .prefetch_related("services"),
        },
    )


@require_safe
def responsibility(request: HttpRequest, slug: str) -> HttpResponse:
    """One duty across all services, the odd ones of a page out first."""
    found = get_object_or_404(Responsibility.objects.with_layer().with_controls(), slug=slug)
    items = ResolvedItem.objects.as_it_comes().of_responsibility(found)
    filterset = ItemFilterSet(request.GET, queryset=items)
    errors = filter_errors(filterset, request.GET, ["page"])
    listed = items.none() if errors else filterset.qs
    page = Paginator(listed, SERVICES_PER_PAGE).get_page(request.GET.get("page"))
    cells = across_services(found, listed[max(page.start_index() - 1, 0) : page.end_index()])
    kept = request.GET.copy()
    kept.pop("page", None)
    applying = [each for each in cells if each.applies]
    return render(
        request,
        "matrices/responsibility.html",
        {
            "responsibility": found,
            "page": page,
            "kept": kept.urlencode(),
            "cells": applying,
            "odd_ones": [each for each in applying if each.differs_from_tier],
            "groups": owner_groups(applying),
            "tier_counts": tier_counts(applying),
            "today": timezone.now().date(),
            "owners": [each for each in Ownership if each is not Ownership.UNKNOWN],
            "not_applicable": [each for each in cells if not each.applies],
            "errors": errors,
            "chosen": request.GET,
            "providers": Provider.objects.with_services(),
            "tiers": Tier.objects.all(),
            "families": Family.objects.with_services(),
        },
        status=400 if errors else 200,
    )


@dataclass(frozen=True)
class ReadyComparison:
    """A comparison to start from: the `services=` value and the names."""

    value: str
    names: str


POPULAR = (
    ("aws/s3", "gcp/cloud-storage", "azure/blob-storage"),
    ("aws/rds", "gcp/cloud-sql", "azure/sql-database"),
    ("aws/eks", "gcp/gke", "azure/aks"),
    ("aws/lambda", "gcp/cloud-run-functions", "azure/functions"),
    ("aws/ec2", "gcp/compute-engine", "azure/virtual-machines"),
    ("aws/kms", "gcp/cloud-kms", "azure/key-vault"),
)


def popular_comparisons() -> list[ReadyComparison]:
    """The comparisons that people come for, as far as their services are in the catalogue."""
    wanted = [identifier for each in POPULAR for identifier in each]
    names = dict(Service.objects.filter(identifier__in=wanted).values_list("identifier", "name"))
    return [
        ReadyComparison(",".join(each), " · ".join(names[identifier] for identifier in each))
        for each in POPULAR
        if all(identifier in names for identifier in each)
    ]


def picture_of(tiers: list[TierMatrix]) -> Stack | None:
    """The stacked picture of tiers; None before the first import."""
    return stack([(tier.short_name, tier.rows) for tier in tiers]) if tiers else None
