"""The tools as an MCP server. Needs the extra of requirements/mcp.txt."""

from collections.abc import Callable
from functools import wraps
from typing import Annotated, Any, ParamSpec

from django.db import close_old_connections
from mcp.server.mcpserver import MCPServer
from mcp.types import ToolAnnotations
from pydantic import Field

from matrices.agents import answers
from matrices.agents.answers import Answer

INSTRUCTIONS = (
    "SRM Atlas says who owns what in the cloud: provider, customer or both, per service and "
    "responsibility. Quote the claim together with its conditions, say whether it is documented or "
    "inferred, and cite the sources. An answer 'unknown' is final: do not guess, ask with one of "
    "the suggestions. Services are named <provider>/<service>, with options as in "
    "aws/eks@auto-mode; find_service finds them."
)

P = ParamSpec("P")

ServiceName = Annotated[str, Field(description="As in aws/s3 or gcp/gke", max_length=200)]
ServiceNames = Annotated[
    list[str], Field(description="As in ['aws/eks@auto-mode', 'gcp/gke@autopilot']", max_length=6)
]
LayerName = Annotated[str, Field(description="Only this layer, as in data or identity")]
Duty = Annotated[str, Field(description="As in encryption-at-rest; a word of it gets suggestions")]


def build_server() -> MCPServer[Any]:
    """A server with all tools, ready to run on any transport."""
    server: MCPServer[Any] = MCPServer(
        "srm-atlas", title="SRM Atlas", instructions=INSTRUCTIONS, log_level="WARNING"
    )
    for tool in (find_service, who_owns, compare, my_side, changes_since):
        server.add_tool(
            _with_connection(tool),
            annotations=ToolAnnotations(
                read_only_hint=True, destructive_hint=False, open_world_hint=False
            ),
            structured_output=True,
        )
    return server


def find_service(
    query: Annotated[str, Field(description="A name, alias or resource type", max_length=200)],
    provider: Annotated[str, Field(description="Only this provider, as in aws")] = "",
    limit: Annotated[int, Field(ge=1, le=answers.MOST_FOUND)] = 10,
) -> Answer:
    """Find services by name, alias or resource type (Amazon S3, bucket, aws_s3_bucket)."""
    return answers.find_service(query, provider, limit)


def who_owns(
    service: ServiceName,
    responsibility: Duty,
    options: Annotated[list[str] | None, Field(description="Option slugs of it")] = None,
) -> Answer:
    """Who owns one responsibility at one service, under which conditions, by which source."""
    return answers.who_owns(service, responsibility, options or ())


def compare(services: ServiceNames, responsibility: Duty = "", layer: LayerName = "") -> Answer:
    """Two to six services side by side: the rows that differ, or the one that is named."""
    return answers.compare(services, responsibility, layer)


def my_side(services: ServiceNames, layer: LayerName = "") -> Answer:
    """Everything that is left to the customer of these services, with how to check it."""
    return answers.my_side(services, layer)


def changes_since(
    revision: Annotated[int, Field(ge=0, description="The revision that you know")],
    service: ServiceName = "",
    limit: Annotated[int, Field(ge=1, le=answers.MOST_CHANGES)] = 50,
) -> Answer:
    """What changed in the catalogue after a revision, newest first."""
    return answers.changes_since(revision, service, limit)


def _with_connection(tool: Callable[P, Answer]) -> Callable[P, Answer]:
    """Tools run in threads of the SDK, where no request ends that would close a dead connection."""

    @wraps(tool)
    def called(*args: P.args, **kwargs: P.kwargs) -> Answer:
        close_old_connections()
        try:
            return tool(*args, **kwargs)
        finally:
            close_old_connections()

    return called
