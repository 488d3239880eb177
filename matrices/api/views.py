"""Matrices, cells and comparisons as JSON and CSV."""

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import mixins
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from catalog.api.filtering import parameter_errors
from catalog.api.problems import BadParameter
from catalog.models import Provider, Responsibility, Service, Tier
from catalog.names import UnknownName
from matrices.api import serializers
from matrices.comparison import Comparison
from matrices.exporters.csv import comparison_csv, items_csv, matrix_csv, tier_csv
from matrices.exporters.json import cell_json, comparison_json, matrix_json, tier_matrix_json
from matrices.filters import ChangeFilterSet, ItemFilterSet
from matrices.history import facts_of
from matrices.matrix import Matrix, Moved, OptionsExclude, TierMatrix
from matrices.models import Change, ResolvedItem
from matrices.queries import (
    COMPARE_PARAMETERS,
    MATRIX_PARAMETERS,
    BadQuery,
    parse_compare,
    parse_options,
)
from matrices.reading import cell_of, compare_services, matrix, tier_matrices

OPTIONS = OpenApiParameter("options", str, description="Option slugs, separated by commas")
COMPARE = [
    OpenApiParameter(
        "services",
        str,
        required=True,
        description="Up to 6 services, each with options: `aws/s3,gcp/cloud-storage@cmek`",
    ),
    OpenApiParameter("layer", str, description="Layer slugs, separated by commas"),
    OpenApiParameter("differences", bool, description="Leave out rows that are the same"),
]


@extend_schema(responses=serializers.RootSerializer, summary="Links and counts")
@api_view(["GET"])
def root(request: Request) -> Response:
    """Where everything is, and how much of it there is."""
    names = (
        "providers", "tiers", "families", "services", "layers", "responsibilities", "frameworks",
        "sources", "items", "compare", "stack", "resolve", "changes",
    )  # fmt: skip
    base = request.build_absolute_uri(reverse("api-root"))
    return Response(
        {
            "links": {**{name: f"{base}{name}/" for name in names}, "schema": f"{base}schema/"},
            "counts": {
                "providers": Provider.objects.count(),
                "services": Service.objects.count(),
                "responsibilities": Responsibility.objects.count(),
                "items": ResolvedItem.objects.as_it_comes().count(),
                "documented_items": ResolvedItem.objects.as_it_comes().documented().count(),
            },
        }
    )


@extend_schema(parameters=[OPTIONS], responses=serializers.MatrixSerializer)
@api_view(["GET"])
def service_matrix(request: Request, provider: str, service: str) -> HttpResponse:
    """Who owns what at one service, with the options given."""
    answer = _matrix(request, provider, service)
    if isinstance(answer, HttpResponse):
        return answer
    return Response(matrix_json(answer))


@extend_schema(parameters=[OPTIONS], responses={(200, "text/csv"): OpenApiTypes.STR})
@api_view(["GET"])
def service_matrix_csv(request: Request, provider: str, service: str) -> HttpResponse:
    """The same as CSV."""
    answer = _matrix(request, provider, service)
    if isinstance(answer, HttpResponse):
        return answer
    return csv_response(matrix_csv(answer), f"{provider}-{service}.csv")


@extend_schema(responses=serializers.TierMatrixSerializer)
@api_view(["GET"])
def tier_matrix(request: Request, slug: str) -> Response:
    """What every service of a tier starts from."""
    return Response(tier_matrix_json(_tier(request, slug)))


@extend_schema(responses={(200, "text/csv"): OpenApiTypes.STR})
@api_view(["GET"])
def tier_matrix_csv(request: Request, slug: str) -> HttpResponse:
    """The same as CSV."""
    return csv_response(tier_csv(_tier(request, slug)), f"tier-{slug}.csv")


@extend_schema(
    parameters=COMPARE, responses=serializers.ComparisonSerializer, operation_id="compare"
)
@api_view(["GET"])
def comparison(request: Request) -> Response:
    """Up to six columns side by side, each row with the kind of its difference."""
    return Response(comparison_json(_comparison(request)))


@extend_schema(parameters=COMPARE, responses={(200, "text/csv"): OpenApiTypes.STR})
@api_view(["GET"])
def comparison_as_csv(request: Request) -> HttpResponse:
    """The same as CSV, one line per row and column."""
    return csv_response(comparison_csv(_comparison(request)), "comparison.csv")


class ItemViewSet(mixins.ListModelMixin, GenericViewSet[ResolvedItem]):
    """Resolved cells of all services as they come, filtered."""

    queryset = ResolvedItem.objects.as_it_comes().select_related(
        "service", "layer", "responsibility"
    )
    serializer_class = serializers.ItemSerializer  # type: ignore[assignment] # describes, not renders
    filterset_class = ItemFilterSet

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        assert page is not None
        return self.get_paginated_response([_item_json(item) for item in page])

    @extend_schema(responses={(200, "text/csv"): OpenApiTypes.STR}, operation_id="items_csv")
    def download(self, request: Request, *args: Any, **kwargs: Any) -> StreamingHttpResponse:
        """All cells that match, as CSV; not in pages."""
        items = self.filter_queryset(self.get_queryset()).iterator(chunk_size=500)
        lines = items_csv(
            (item.service.identifier, item.layer.slug, cell_of(item, item.responsibility.slug))
            for item in items
        )
        return StreamingHttpResponse(
            lines,
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": 'attachment; filename="items.csv"'},
        )


class ChangeViewSet(mixins.ListModelMixin, GenericViewSet[Change]):
    """What changed, newest first; `since` takes the revision that a client has."""

    queryset = Change.objects.select_related("revision")
    serializer_class = serializers.ChangeSerializer  # type: ignore[assignment] # describes only
    filterset_class = ChangeFilterSet

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        assert page is not None
        return self.get_paginated_response([change_json(change) for change in page])


def csv_response(text: str, filename: str) -> HttpResponse:
    """A download that a browser saves under `filename`."""
    return HttpResponse(
        text,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{filename}"'},
    )


def change_json(change: Change) -> dict[str, Any]:
    """One change with what it is about."""
    facts = facts_of(change.subject, change.field, change.before, change.after)
    return {
        "in_revision": change.revision_id,
        "changed_at": change.revision.created_at,
        "kind": facts.kind.value,
        "subject": change.subject,
        "field": change.field,
        "service": facts.service,
        "responsibility": facts.responsibility,
        "option": facts.option,
        "before": change.before or None,
        "after": change.after or None,
    }


def _item_json(item: ResolvedItem) -> dict[str, Any]:
    return {
        "service": item.service.identifier,
        "responsibility": item.responsibility.slug,
        "layer": item.layer.slug,
        **cell_json(cell_of(item, item.responsibility.slug)),
    }


def _matrix(request: Request, provider: str, service: str) -> Matrix | HttpResponse:
    _refuse_unknown_parameters(request, MATRIX_PARAMETERS)
    try:
        return matrix(f"{provider}/{service}", parse_options(request.query_params))
    except Moved as moved:
        path = request.path.replace(f"/{provider}/{service}/", f"/{moved.target}/")
        return HttpResponseRedirect(path, status=308)
    except UnknownName as unknown:
        if unknown.parameter == "services":
            unknown.parameter = "path"
        raise
    except OptionsExclude as error:
        raise BadParameter([{"parameter": "options", "detail": str(error)}]) from None


def _tier(request: Request, slug: str) -> TierMatrix:
    _refuse_unknown_parameters(request, ())
    found = tier_matrices([slug])
    if not found:
        raise UnknownName("path", slug, list(Tier.objects.values_list("slug", flat=True)))
    return found[0]


def _comparison(request: Request) -> Comparison:
    _refuse_unknown_parameters(request, COMPARE_PARAMETERS)
    try:
        query = parse_compare(request.query_params)
        if not query.references:
            raise BadQuery("services", "name one to six services, separated by commas.")
        return compare_services(
            query.references, layers=query.layers, differences_only=query.differences_only
        )
    except Moved as moved:
        raise BadParameter(
            [{"parameter": "services", "detail": f"services: use {moved.target}, the new address."}]
        ) from None
    except BadQuery as error:
        raise BadParameter([{"parameter": error.parameter, "detail": str(error)}]) from None
    except OptionsExclude as error:
        raise BadParameter([{"parameter": "services", "detail": str(error)}]) from None


def _refuse_unknown_parameters(request: Request, accepted: tuple[str, ...]) -> None:
    errors = parameter_errors(request.query_params, accepted)
    if errors:
        raise BadParameter(errors)
