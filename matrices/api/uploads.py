"""Bodies of uploads: read in memory up to a limit, parsed once, never kept."""

from collections.abc import Mapping
from typing import Any

from rest_framework.exceptions import APIException
from rest_framework.parsers import BaseParser
from rest_framework.request import Request

from matrices.uploads.reading import read_upload
from matrices.uploads.resources import BadUpload, Inventory
from matrices.uploads.text import MOST_BYTES, Form, too_large


class UploadRefused(APIException):
    """The upload cannot be read; the words repeat nothing of it."""

    def __init__(self, fault: BadUpload) -> None:
        super().__init__(str(fault))
        self.status_code = fault.status


class _UploadParser(BaseParser):
    """Parses to an Inventory."""

    form = Form.ANY

    def parse(
        self,
        stream: Any,
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        try:
            return read_upload(_body(stream, parser_context or {}), self.form)
        except BadUpload as fault:
            raise UploadRefused(fault) from None


class JsonUpload(_UploadParser):
    """JSON only."""

    media_type = "application/json"
    form = Form.JSON


class NdjsonUpload(JsonUpload):
    """JSON, one value per line."""

    media_type = "application/x-ndjson"


class YamlUpload(_UploadParser):
    """YAML only, by its registered name."""

    media_type = "application/yaml"
    form = Form.YAML


class OldYamlUpload(YamlUpload):
    """YAML by the name before it was registered."""

    media_type = "application/x-yaml"


class TextYamlUpload(YamlUpload):
    """YAML by another old name."""

    media_type = "text/yaml"


class TextUpload(_UploadParser):
    """Whatever the content turns out to be."""

    media_type = "text/plain"


UPLOAD_PARSERS = (
    JsonUpload, NdjsonUpload, YamlUpload, OldYamlUpload, TextYamlUpload, TextUpload,
)  # fmt: skip


def uploaded(request: Request) -> Inventory:
    """The inventory in the body of a request."""
    found = request.data
    if not isinstance(found, Inventory):
        raise UploadRefused(BadUpload("The upload is empty."))
    return found


def _body(stream: Any, context: Mapping[str, Any]) -> bytes:
    length = str(context["request"].META.get("CONTENT_LENGTH") or "0")
    if length.isdigit() and int(length) > MOST_BYTES:
        raise too_large()
    body: bytes = stream.read(MOST_BYTES + 1)
    return body
