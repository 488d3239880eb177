"""Our own duties as an OSCAL catalogue, so that component definitions have a source."""

from collections.abc import Sequence
from itertools import groupby

from matrices.exporters.about import About
from matrices.exporters.json import Json
from matrices.exporters.markdown import escaped
from matrices.exporters.oscal.parts import document_identifier, metadata
from matrices.matrix import RowHead


def duties_catalog(heads: Sequence[RowHead], about: About) -> Json:
    """A group per layer, a control per duty; the question is its statement."""
    document = "catalog"
    return {
        "catalog": {
            "uuid": document_identifier(document, about),
            "metadata": metadata("Duties in the cloud", document, about),
            "groups": [
                {
                    "id": f"layer-{layer}",
                    "title": name,
                    "controls": [_control(head) for head in rows],
                }
                for (layer, name), rows in groupby(heads, _layer)
            ],
        }
    }


def _layer(head: RowHead) -> tuple[str, str]:
    return head.layer, head.layer_name


def _control(head: RowHead) -> Json:
    return {
        "id": head.slug,
        "title": head.name,
        "parts": [
            {
                "id": f"{head.slug}_smt",
                "name": "statement",
                "prose": escaped(head.question),
            }
        ],
    }
