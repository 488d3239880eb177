"""How much is known, in public."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from matrices.coverage import coverage_report


@require_safe
def coverage(request: HttpRequest) -> HttpResponse:
    """What was read in sources and what was not, the weakest services first."""
    report = coverage_report(timezone.now().date())
    groups = [
        ("By provider", report.providers),
        ("By layer", report.layers),
        ("By family", report.families),
        ("By service, weakest first", report.services),
    ]
    return render(request, "matrices/coverage.html", {"report": report, "groups": groups})
