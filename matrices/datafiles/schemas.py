"""JSON Schemas of every file kind, generated from the types that the reader uses."""

from typing import Any

from matrices.datafiles.reader import KINDS


def schemas() -> dict[str, dict[str, Any]]:
    """File name (`service.json`) to schema, one per kind of file."""
    return {
        f"{kind.__name__.lower()}.json": {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            **_closed(kind.model_json_schema()),
        }
        for kind in KINDS.values()
    }


def _closed(schema: Any) -> Any:
    """Keys that match no pattern are refused, as the reader does."""
    if isinstance(schema, list):
        return [_closed(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {key: _closed(value) for key, value in schema.items()}
    return {**closed, "additionalProperties": False} if "patternProperties" in closed else closed
