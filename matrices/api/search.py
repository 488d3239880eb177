"""The search and its suggestions as JSON."""

from typing import Any

from django.urls import reverse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.api.filtering import PAGE_PARAMETERS, parameter_errors
from catalog.api.pagination import CataloguePagination
from catalog.api.problems import BadParameter
from matrices.api import serializers
from matrices.queries import LONGEST_SEARCH, SEARCH_PARAMETERS, BadQuery, parse_search
from matrices.search import search, suggest, told
from matrices.search.answer import ComparisonOffer, Hit

TEXT = OpenApiParameter(
    "q", str, required=True, description=f"What to look for, up to {LONGEST_SEARCH} characters"
)
PAGES = [
    OpenApiParameter("page", int, description="A page number within the paginated result set."),
    OpenApiParameter("page_size", int, description="Number of results to return per page."),
]


@extend_schema(
    parameters=[TEXT, *PAGES], responses=serializers.SearchSerializer, operation_id="search"
)
@api_view(["GET"])
def search_answer(request: Request) -> Response:
    """Services, duties, cells and more by name and by full text, best first, at most 200."""
    answer = search(_text(request, (*SEARCH_PARAMETERS, *PAGE_PARAMETERS)))
    site = _site(request)
    pagination = CataloguePagination()
    page = told(pagination.paginate_queryset(answer.hits, request), answer)
    return Response(
        {
            "query": answer.query,
            "read_as": answer.read_as or None,
            "comparison": _comparison_json(answer.comparison, request),
            "capped": answer.capped,
            **pagination.get_paginated_response([_hit_json(hit, site) for hit in page]).data,
        }
    )


@extend_schema(
    parameters=[TEXT],
    responses=serializers.SuggestionsSerializer,
    operation_id="search_suggestions",
)
@api_view(["GET"])
def search_suggestions(request: Request) -> Response:
    """The first names that fit what is typed so far; reads no texts."""
    text = _text(request, SEARCH_PARAMETERS)
    site = _site(request)
    return Response(
        {"query": text, "results": [_suggestion_json(hit, site) for hit in suggest(text)]}
    )


def _text(request: Request, accepted: tuple[str, ...]) -> str:
    errors = parameter_errors(request.query_params, accepted)
    if errors:
        raise BadParameter(errors)
    try:
        return parse_search(request.query_params)
    except BadQuery as error:
        raise BadParameter([{"parameter": error.parameter, "detail": str(error)}]) from None


def _site(request: Request) -> str:
    """Scheme and host, without a slash: addresses of hits are slugs, nothing is to be quoted."""
    return request.build_absolute_uri("/")[:-1]


def _suggestion_json(hit: Hit, site: str) -> dict[str, Any]:
    return {
        "kind": hit.kind,
        "id": hit.id,
        "title": hit.title,
        "detail": hit.detail,
        "match": hit.match.label,
        "via": hit.via or None,
        "url": f"{site}{hit.path}",
    }


def _hit_json(hit: Hit, site: str) -> dict[str, Any]:
    return {
        **_suggestion_json(hit, site),
        "text": hit.text or None,
        "service": hit.service,
        "option": hit.option,
        "responsibility": hit.responsibility,
        "ownership": hit.ownership,
    }


def _comparison_json(offer: ComparisonOffer | None, request: Request) -> dict[str, Any] | None:
    if offer is None:
        return None
    address = f"{reverse('compare')}?services={offer.services}"
    return {
        "services": [str(reference) for reference in offer.references],
        "certain": offer.certain,
        "url": request.build_absolute_uri(address),
    }
