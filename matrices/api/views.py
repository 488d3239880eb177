"""Matrices, cells and comparisons as JSON."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import mixins
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from catalog.api.filtering import StrictFilterBackend, refuse_unknown_parameters
from catalog.api.problems import BadParameter
from catalog.api.selection import SELECTION, SELECTION_PARAMETERS, Selection, parse_selection
from catalog.models import Provider, Responsibility, Service, Tier
from catalog.names import UnknownName
from matrices.api import serializers
from matrices.choices import Basis
from matrices.comparison import Comparison, RowOrder
from matrices.exporters.json import (
    comparison_json,
    matrix_json,
    stored_cell_json,
    tier_matrix_json,
)
from matrices.filters import ChangeFilterSet, ItemFilterSet
from matrices.history import facts_of
from matrices.lists import Cells, cells_of
from matrices.matrix import Matrix, Moved, OptionsExclude, RowHead, TierMatrix
from matrices.models import Change, ResolvedItem
from matrices.places import identifier_in
from matrices.queries import (
    COMPARE_PARAMETERS,
    MATRIX_PARAMETERS,
    BadQuery,
    parse_compare,
    parse_options,
)
from matrices.reading.cells import CELL_COLUMNS, heads_by_key
from matrices.reading.comparisons import comparison_as_asked
from matrices.reading.services import matrix
from matrices.reading.tiers import tier_matrices

READ = ["GET", "HEAD"]
CELL_PARTS = tuple(serializers.CellSerializer().fields)
ROW_PARTS = tuple(serializers.RowSerializer().fields)
ITEM_PARTS = tuple(serializers.ItemSerializer().fields)
OPTIONS = OpenApiParameter("options", str, description="Option slugs, separated by commas")
COMPARE = [
    OpenApiParameter(
        "services",
        str,
        required=True,
        description=(
            "Up to 6 columns: services, each with options, and tiers: "
            "`aws/s3,gcp/cloud-storage@cmek,tier:on-premises`"
        ),
    ),
    OpenApiParameter("layer", str, description="Layer slugs, separated by commas"),
    OpenApiParameter("framework", str, description="Only rows that these frameworks ask for"),
    OpenApiParameter("control", str, description="Only rows that these controls ask for"),
    OpenApiParameter(
        "order",
        str,
        enum=[each.value for each in RowOrder],
        description="`moved` (unless told): rows whose owner differs first. `layer`: layer order",
    ),
    OpenApiParameter("differences", bool, description="Leave out rows that are the same"),
]


@extend_schema(responses=serializers.RootSerializer, summary="Links and counts")
@api_view(READ)
def root(request: Request) -> Response:
    """Where everything is, and how much of it there is."""
    names = (
        "providers", "tiers", "families", "services", "layers", "responsibilities", "frameworks",
        "sources", "items", "compare", "stack", "resolve", "changes", "search",
    )  # fmt: skip
    base = request.build_absolute_uri(reverse("api-root"))
    return Response(
        {
            "links": {**{name: f"{base}{name}/" for name in names}, "schema": f"{base}schema/"},
            "counts": {
                "providers": Provider.objects.count(),
                "services": Service.objects.count(),
                "responsibilities": Responsibility.objects.count(),
                "items": Cells(()).count(),
                "documented_items": Cells((("basis", (Basis.DOCUMENTED.value,)),)).count(),
            },
        }
    )


@extend_schema(parameters=[OPTIONS, *SELECTION], responses=serializers.MatrixSerializer)
@api_view(READ)
def service_matrix(request: Request, provider: str, service: str) -> HttpResponse:
    """Who owns what at one service, with the options given."""
    answer = asked_matrix(request, provider, service, SELECTION_PARAMETERS)
    if isinstance(answer, HttpResponse):
        return answer
    return Response(_with_selected_items(request, matrix_json(answer)))


@extend_schema(parameters=SELECTION, responses=serializers.TierMatrixSerializer)
@api_view(READ)
def tier_matrix(request: Request, slug: str) -> Response:
    """What every service of a tier starts from."""
    answer = tier_matrix_json(asked_tier(request, slug, SELECTION_PARAMETERS))
    return Response(_with_selected_items(request, answer))


@extend_schema(
    parameters=[*COMPARE, *SELECTION],
    responses=serializers.ComparisonSerializer,
    operation_id="compare",
)
@api_view(READ)
def comparison(request: Request) -> Response:
    """Up to six columns side by side, each row with the kind of its difference."""
    selection = _selection(request, CELL_PARTS)
    answer = comparison_json(asked_comparison(request, SELECTION_PARAMETERS))
    for row in answer["rows"]:
        row["cells"] = [selection.of(cell) for cell in row["cells"]]
    return Response(answer)


class ItemViewSet(mixins.ListModelMixin, GenericViewSet[ResolvedItem]):
    """Resolved cells of all services as they come, filtered."""

    queryset = (
        ResolvedItem.objects.as_it_comes()
        .select_related("service", "layer", "responsibility")
        .order_by("service_place", "row_place")
    )
    serializer_class = serializers.ItemSerializer  # type: ignore[assignment] # describes, not renders
    filterset_class = ItemFilterSet
    further_parameters: tuple[str, ...] = SELECTION_PARAMETERS

    @extend_schema(parameters=SELECTION)
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        selection = _selection(request, ITEM_PARTS, always=["service", "responsibility"])
        filterset = StrictFilterBackend().checked(request, self.get_queryset(), self)
        assert isinstance(filterset, ItemFilterSet)
        page: Any = self.paginate_queryset(cells_of(filterset))
        heads = heads_by_key()
        rows = (_flat_json(identifier_in(at), heads[key], cell) for at, key, *cell in page)
        return self.get_paginated_response([selection.of(row) for row in rows])


class ChangeViewSet(mixins.ListModelMixin, GenericViewSet[Change]):
    """What changed, newest first; `since` takes the revision that a client has."""

    queryset = Change.objects.select_related("revision")
    serializer_class = serializers.ChangeSerializer  # type: ignore[assignment] # describes only
    filterset_class = ChangeFilterSet

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        assert page is not None
        return self.get_paginated_response([change_json(change) for change in page])


def change_json(change: Change) -> dict[str, Any]:
    """One change with what it is about."""
    facts = facts_of(change.subject, change.field, change.before, change.after)
    return {
        "in_revision": change.revision_id,
        "changed_at": change.revision.created_at,
        "reason": change.revision.reason or None,
        "kind": facts.kind.value,
        "subject": change.subject,
        "field": change.field,
        "service": facts.service,
        "responsibility": facts.responsibility,
        "option": facts.option,
        "before": change.before or None,
        "after": change.after or None,
    }


def item_json(item: ResolvedItem) -> dict[str, Any]:
    """One cell with its place."""
    return {
        "service": item.service.identifier,
        "responsibility": item.responsibility.slug,
        "layer": item.layer.slug,
        **stored_cell_json(*(getattr(item, name) for name in CELL_COLUMNS)),
    }


def _flat_json(service: str, head: RowHead, cell: Sequence[Any]) -> dict[str, Any]:
    place = {"service": service, "responsibility": head.slug, "layer": head.layer}
    return {**place, **stored_cell_json(*cell)}


def asked_matrix(
    request: Request, provider: str, service: str, further: tuple[str, ...] = ()
) -> Matrix | HttpResponse:
    """The matrix of an address, or the redirect to where it is now."""
    refuse_unknown_parameters(request, [*MATRIX_PARAMETERS, *further])
    try:
        return matrix(f"{provider}/{service}", parse_options(request.query_params))
    except Moved as moved:
        address = request.get_full_path().replace(f"/{provider}/{service}/", f"/{moved.target}/", 1)
        return HttpResponseRedirect(address, status=308)
    except UnknownName as unknown:
        if unknown.parameter == "services":
            unknown.parameter = "path"
        raise
    except OptionsExclude as error:
        raise BadParameter([{"parameter": "options", "detail": str(error)}]) from None


def asked_tier(request: Request, slug: str, further: tuple[str, ...] = ()) -> TierMatrix:
    """The tier of an address."""
    refuse_unknown_parameters(request, further)
    found = tier_matrices([slug])
    if not found:
        raise UnknownName("path", slug, list(Tier.objects.values_list("slug", flat=True)))
    return found[0]


def asked_comparison(request: Request, further: tuple[str, ...] = ()) -> Comparison:
    """The comparison of an address."""
    refuse_unknown_parameters(request, [*COMPARE_PARAMETERS, *further])
    try:
        query = parse_compare(request.query_params)
        if not query.references:
            raise BadQuery("services", "name one to six services, separated by commas.")
        return comparison_as_asked(query)
    except Moved as moved:
        raise BadParameter(
            [{"parameter": "services", "detail": f"services: use {moved.target}, the new address."}]
        ) from None
    except BadQuery as error:
        raise BadParameter([{"parameter": error.parameter, "detail": str(error)}]) from None
    except OptionsExclude as error:
        raise BadParameter([{"parameter": "services", "detail": str(error)}]) from None


def _selection(request: Request, parts: Sequence[str], always: Sequence[str] = ()) -> Selection:
    return parse_selection(request.query_params, parts, always)


def _with_selected_items(request: Request, body: dict[str, Any]) -> dict[str, Any]:
    selection = _selection(request, ROW_PARTS, always=["responsibility"])
    return {**body, "items": [selection.of(item) for item in body["items"]]}
