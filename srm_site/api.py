"""What every API answer has in common: the envelope with schema version and revision."""

from collections.abc import Mapping
from typing import Any

import orjson
from rest_framework.metadata import BaseMetadata
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from catalog.api.problems import PROBLEM_TYPE
from matrices.exporters.about import SCHEMA_VERSION
from matrices.models import Revision
from srm_site.middleware import EDITION


class CatalogueRenderer(BaseRenderer):
    """Adds `schema_version` and `revision` to every body that is not a problem document."""

    media_type = "application/json"
    format = "json"
    charset = "utf-8"

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        if data is None:
            return b""
        context = renderer_context or {}
        response = context.get("response")
        is_problem = response is not None and response.content_type == PROBLEM_TYPE
        if isinstance(data, Mapping) and not is_problem:
            data = {**envelope(context.get("request")), **data}
        return orjson.dumps(data, option=orjson.OPT_UTC_Z)


class NoMetadata(BaseMetadata):
    """OPTIONS says which methods are allowed; /api/v1/schema/ says everything else."""

    def determine_metadata(self, request: Request, view: Any) -> None:
        return None


def envelope(request: Request | None) -> dict[str, Any]:
    """What stands first in every body; the revision is the one that the answer's tag names."""
    edition = request.META.get(EDITION) if request is not None else None
    revision = edition.revision if edition else Revision.objects.newest_number()
    return {"schema_version": SCHEMA_VERSION, "revision": revision}
