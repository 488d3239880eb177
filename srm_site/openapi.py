"""What the OpenAPI description says about every operation: envelope, headers, errors, examples."""

import json
from functools import lru_cache
from http import HTTPStatus
from pathlib import Path
from typing import Any

from catalog.api.problems import PROBLEM_TYPE
from matrices.exporters.about import SCHEMA_VERSION

Schema = dict[str, Any]

ERRORS = {
    "400": "A parameter, the address or the body is wrong",
    "404": "Nothing has this address",
    "405": "The method is not allowed here",
    "406": "Accept names no format that is offered",
    "413": "The body is too large",
    "414": "The address is too long",
    "415": "The body is in a format or encoding that is not read",
    "429": "Too many requests: wait as long as Retry-After says",
    "500": "Something failed here",
}
ALWAYS = {
    "Cell": [],
    "Item": ["service", "responsibility"],
    "Row": ["responsibility"],
    "Service": ["id"],
}
EXAMPLES = Path(__file__).with_name("openapi_examples.json")
_HEADERS = {
    "ETag": "Names revision, address and day; send it back as If-None-Match",
    "Last-Modified": "The time of the revision",
    "Cache-Control": "How long a cache may keep the answer",
    "RateLimit": "What is left in the running window, as the IETF draft has it",
    "RateLimit-Policy": "How many requests a window takes",
    "Retry-After": "Seconds to wait",
    "Location": "Where the service is now",
}


def describe(result: Schema, **kwargs: Any) -> Schema:
    """Add what all operations have in common; called by drf-spectacular at the end."""
    components = result["components"]
    components["schemas"] |= {"Envelope": _ENVELOPE, "Problem": _PROBLEM}
    components["headers"] = {
        name: {"description": text, "schema": {"type": "string"}} for name, text in _HEADERS.items()
    }
    components["responses"] = {
        HTTPStatus(int(status)).name: _problem_response(status, text)
        for status, text in ERRORS.items()
    }
    for name, always in ALWAYS.items():  # `fields` and `omit` may leave out the rest
        components["schemas"][name]["required"] = always
    for path, operations in result["paths"].items():
        for operation in operations.values():
            _describe_answers(path, operation)
            _add_examples(path, operation)
    return result


def _describe_answers(path: str, operation: Schema) -> None:
    responses = operation["responses"]
    for status, response in responses.items():
        if status.startswith("2"):
            response["headers"] = _headers("ETag", "Last-Modified", "Cache-Control", "RateLimit")
            content = response.get("content", {}).get("application/json")
            if content:
                envelope = {"$ref": "#/components/schemas/Envelope"}
                content["schema"] = {"allOf": [envelope, content["schema"]]}
    responses.setdefault(
        "304",
        {"description": "You hold this answer", "headers": _headers("ETag", "Cache-Control")},
    )
    if path.startswith("/api/v1/services/{provider}/{service}/"):
        responses["308"] = {
            "description": "The service has another address now",
            "headers": _headers("Location"),
        }
    for status in ERRORS:
        name = HTTPStatus(int(status)).name
        responses.setdefault(status, {"$ref": f"#/components/responses/{name}"})


def _add_examples(path: str, operation: Schema) -> None:
    examples = _examples()
    for parameter in operation.get("parameters", []):
        name = parameter["name"]
        value = examples["parameters_of"].get(path, {}).get(name, examples["parameters"].get(name))
        if value is not None:
            parameter["example"] = value
    content = operation["responses"].get("200", {}).get("content", {})
    for media_type, described in content.items():
        value = examples["answers"].get(path, {}).get(media_type)
        if value is not None:
            described["example"] = value


@lru_cache
def _examples() -> Schema:
    read: Schema = json.loads(EXAMPLES.read_text(encoding="utf-8"))
    return read


def _headers(*names: str) -> Schema:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def _problem_response(status: str, text: str) -> Schema:
    example = {"type": "about:blank", "title": HTTPStatus(int(status)).phrase}
    response: Schema = {
        "description": text,
        "content": {
            PROBLEM_TYPE: {
                "schema": {"$ref": "#/components/schemas/Problem"},
                "example": {**example, "status": int(status), "detail": f"{text}."},
            }
        },
    }
    if status == "429":
        response["headers"] = _headers("Retry-After", "RateLimit", "RateLimit-Policy")
    return response


_ENVELOPE: Schema = {
    "type": "object",
    "required": ["schema_version", "revision"],
    "properties": {
        "schema_version": {"type": "string", "const": SCHEMA_VERSION},
        "revision": {"type": "integer", "minimum": 0},
    },
}
_PROBLEM: Schema = {
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
