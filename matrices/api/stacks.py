"""Stacks and uploads as JSON and CSV."""

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import api_view, parser_classes
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.api.filtering import parameter_errors
from catalog.api.problems import PROBLEM_TYPE, BadParameter
from matrices.api.stack_serializers import ResolvedSerializer, StackSerializer
from matrices.api.uploads import UPLOAD_PARSERS, uploaded
from matrices.api.views import csv_response
from matrices.exporters.csv import stack_csv
from matrices.exporters.stacks import resolved_json, stack_json
from matrices.matrix import Moved, OptionsExclude
from matrices.queries import STACK_PARAMETERS, BadQuery, parse_stack
from matrices.reading import stack_of
from matrices.resolving import resolve
from matrices.stack import MOST_SERVICES, Stack

STACK = [
    OpenApiParameter(
        "services",
        str,
        required=True,
        description=f"Up to {MOST_SERVICES} services with options: `aws/s3@versioned,aws/rds`",
    ),
    OpenApiParameter("layer", str, description="Layer slugs, separated by commas"),
    OpenApiParameter("framework", str, description="Only what these frameworks ask for"),
    OpenApiParameter("control", str, description="Only what these controls ask for"),
]
_PROBLEM = {"$ref": "#/components/schemas/Problem"}


@extend_schema(parameters=STACK, responses=StackSerializer, operation_id="stack")
@api_view(["GET"])
def stack(request: Request) -> Response:
    """Services as one matrix by responsibility, the customer's jobs first."""
    return Response(stack_json(_stack(request)))


@extend_schema(
    parameters=STACK,
    responses={(200, "text/csv"): OpenApiTypes.STR},
    operation_id="stack_csv",
)
@api_view(["GET"])
def stack_as_csv(request: Request) -> HttpResponse:
    """The same as CSV, one line per responsibility and service."""
    return csv_response(stack_csv(_stack(request)), "stack.csv")


@extend_schema(
    request={
        "application/json": OpenApiTypes.ANY,
        "application/yaml": OpenApiTypes.STR,
        "text/plain": OpenApiTypes.STR,
    },
    responses={
        200: ResolvedSerializer,
        (413, PROBLEM_TYPE): _PROBLEM,
        (415, PROBLEM_TYPE): _PROBLEM,
    },
    operation_id="resolve",
)
@api_view(["POST"])
@parser_classes(UPLOAD_PARSERS)
def resolve_upload(request: Request) -> Response:
    """Which services a plan, template, inventory or list uses, and what that leaves to you.

    Nothing of the upload is stored or logged.
    """
    _refuse_unknown_parameters(request, ())
    answer = resolved_json(resolve(uploaded(request)))
    return Response(answer, headers={"Cache-Control": "no-store"})


def _stack(request: Request) -> Stack:
    _refuse_unknown_parameters(request, STACK_PARAMETERS)
    try:
        query = parse_stack(request.query_params)
        if not query.references:
            raise BadQuery("services", "name services, separated by commas.")
        return stack_of(
            query.references,
            layers=query.layers,
            frameworks=query.frameworks,
            controls=query.controls,
        )
    except Moved as moved:
        detail = f"services: use {moved.target}, the new address."
        raise BadParameter([{"parameter": "services", "detail": detail}]) from None
    except BadQuery as error:
        raise BadParameter([{"parameter": error.parameter, "detail": str(error)}]) from None
    except OptionsExclude as error:
        raise BadParameter([{"parameter": "services", "detail": str(error)}]) from None


def _refuse_unknown_parameters(request: Request, accepted: tuple[str, ...]) -> None:
    errors = parameter_errors(request.query_params, accepted)
    if errors:
        raise BadParameter(errors)
