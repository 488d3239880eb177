"""The guide, with its quoted cells live."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from catalog.names import UnknownName
from matrices.guide import guide_pages, quoted_cells
from matrices.reading.services import matrices


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All pages of the guide."""
    pages = guide_pages(settings.FIXTURES_DIR / "guide")
    return render(request, "matrices/guide.html", {"pages": pages.values()})


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """One page of the guide."""
    pages = guide_pages(settings.FIXTURES_DIR / "guide")
    if slug not in pages:
        raise Http404(UnknownName("guide page", slug, list(pages)).message)
    columns = matrices(pages[slug].references)
    segments = [(each.html, quoted_cells(each, columns)) for each in pages[slug].segments]
    context = {"page": pages[slug], "pages": pages.values(), "segments": segments}
    return render(request, "matrices/guide_page.html", context)
