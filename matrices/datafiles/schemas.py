"""JSON Schemas of every file kind, generated from the types that the reader uses."""

from typing import Any

from matrices.datafiles.reader import KINDS


def schemas() -> dict[str, dict[str, Any]]:
    """File name (`service.json`) to schema, one per kind of file."""
    return {
        f"{kind.__name__.lower()}.json": {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            **kind.model_json_schema(),
        }
        for kind in KINDS.values()
    }
