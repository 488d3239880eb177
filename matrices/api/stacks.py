"""Stacks and uploads as JSON."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import api_view, parser_classes
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.api.filtering import refuse_unknown_parameters
from catalog.api.problems import PROBLEM_TYPE, BadParameter
from matrices.api.stack_serializers import ResolvedSerializer, StackSerializer
from matrices.api.uploads import UPLOAD_PARSERS, uploaded
from matrices.api.views import READ
from matrices.exporters.stacks import resolved_json, stack_json
from matrices.matrix import Moved, OptionsExclude
from matrices.queries import STACK_PARAMETERS, BadQuery, parse_stack
from matrices.reading.comparisons import stack_of
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
@api_view(READ)
def stack(request: Request) -> Response:
    """Services as one matrix by responsibility, the customer's jobs first."""
    return Response(stack_json(asked_stack(request)))


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
    refuse_unknown_parameters(request, ())
    answer = resolved_json(resolve(uploaded(request)))
    return Response(answer, headers={"Cache-Control": "no-store"})


def asked_stack(request: Request) -> Stack:
    """The stack of an address."""
    refuse_unknown_parameters(request, STACK_PARAMETERS)
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
