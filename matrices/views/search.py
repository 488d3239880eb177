"""One box for everything that has a name or a sentence."""

from typing import Any

from django.core.paginator import InvalidPage, Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from catalog.api.filtering import parameter_errors
from matrices.queries import SEARCH_PARAMETERS, BadQuery, parse_search
from matrices.search import search, told

PAGE_SIZE = 20


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """The ranked answer in pages; two services by their names lead to their comparison."""
    errors = parameter_errors(request.GET, [*SEARCH_PARAMETERS, "page"])
    context: dict[str, Any] = {"query": request.GET.get("q", ""), "errors": errors}
    if not errors and context["query"].strip():
        try:
            answer = search(parse_search(request.GET))
            if answer.comparison and answer.comparison.certain:
                services = answer.comparison.services
                return HttpResponseRedirect(f"{reverse('compare')}?services={services}")
            page = Paginator(answer.hits, PAGE_SIZE).page(request.GET.get("page", "1"))
            context |= {"answer": answer, "page": page, "hits": told(list(page), answer)}
        except BadQuery as error:
            errors.append({"detail": str(error)})
        except InvalidPage:
            errors.append({"detail": "page: there is no such page of results."})
    return render(request, "matrices/search.html", context, status=400 if errors else 200)
