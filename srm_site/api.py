"""What every API answer has in common: the envelope with schema version and revision."""

from collections.abc import Mapping
from typing import Any

from rest_framework.renderers import JSONRenderer

from catalog.api.problems import PROBLEM_TYPE
from matrices.models import Revision

SCHEMA_VERSION = "1"


class CatalogueRenderer(JSONRenderer):
    """Adds `schema_version` and `revision` to every body that is not a problem document."""

    charset = "utf-8"

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        response = (renderer_context or {}).get("response")
        is_problem = response is not None and response.content_type == PROBLEM_TYPE
        if isinstance(data, Mapping) and not is_problem:
            data = {**envelope(), **data}
        return super().render(data, accepted_media_type, renderer_context)


def envelope() -> dict[str, Any]:
    """What stands first in every body; takes one query."""
    return {"schema_version": SCHEMA_VERSION, "revision": Revision.objects.newest_number()}


def describe_envelope(result: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
    """Tell the OpenAPI description of the envelope and of the problem documents."""
    schemas = result["components"]["schemas"]
    schemas["Envelope"] = {
        "type": "object",
        "required": ["schema_version", "revision"],
        "properties": {
            "schema_version": {"type": "string", "const": SCHEMA_VERSION},
            "revision": {"type": "integer", "minimum": 0},
        },
    }
    schemas["Problem"] = _PROBLEM
    for path in result["paths"].values():
        for operation in path.values():
            for status, response in operation["responses"].items():
                for content in response.get("content", {}).values():
                    if status.startswith("2") and "schema" in content:
                        content["schema"] = {
                            "allOf": [{"$ref": "#/components/schemas/Envelope"}, content["schema"]]
                        }
            for status, description in (("400", "A parameter is wrong"), ("404", "No such thing")):
                operation["responses"].setdefault(
                    status,
                    {
                        "description": description,
                        "content": {
                            PROBLEM_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}
                        },
                    },
                )
    return result


_PROBLEM: dict[str, Any] = {
    "type": "object",
    "description": "An error as RFC 9457 describes it.",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["parameter", "detail"],
                "properties": {
                    "parameter": {"type": "string"},
                    "detail": {"type": "string"},
                    "accepted": {"type": "array", "items": {"type": "string"}},
                    "suggestion": {"type": "string"},
                },
            },
        },
    },
}
