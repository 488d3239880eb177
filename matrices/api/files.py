"""The same answers as files: CSV, XLSX, Markdown, JSON; lists and the whole catalogue in bulk."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import orjson
from django.conf import settings
from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import api_view, content_negotiation_class
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from catalog.api.filtering import refuse_unknown_parameters
from catalog.names import UnknownName
from matrices.api import serializers
from matrices.api.stacks import STACK, asked_stack
from matrices.api.views import (
    COMPARE,
    OPTIONS,
    READ,
    ItemViewSet,
    asked_comparison,
    asked_matrix,
    asked_tier,
    item_json,
)
from matrices.bulk import in_batches
from matrices.cells import Cell
from matrices.exporters.about import About
from matrices.exporters.catalogue import WRITERS, open_catalogue
from matrices.exporters.csv import csv_lines, csv_text
from matrices.exporters.json import Json, comparison_json, matrix_json, tier_matrix_json
from matrices.exporters.markdown import comparison_markdown, matrix_markdown, tier_markdown
from matrices.exporters.ndjson import ndjson_lines
from matrices.exporters.table import (
    Table,
    comparison_table,
    items_table,
    matrix_table,
    stack_table,
    tier_table,
)
from matrices.exporters.xlsx import xlsx_bytes
from matrices.models import ResolvedItem, Revision
from matrices.reading.cells import cell_of

MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "md": "text/markdown; charset=utf-8",
    "json": "application/json; charset=utf-8",
    "ndjson": "application/x-ndjson",
    "sqlite": "application/vnd.sqlite3",
    "oscal": "application/oscal+json",
}
ANSWER_FORMATS = ("csv", "xlsx", "md", "json")
TABLE_FORMATS = ("csv", "xlsx")
LIST_FORMATS = ("csv", "xlsx", "ndjson")
CATALOGUE_FORMATS = tuple(WRITERS)


class ByAddress(BaseContentNegotiation):
    """The ending of the address says what is wanted; Accept is not asked."""

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        renderer = next(iter(renderers))
        return renderer, str(renderer.media_type)


def _described(
    name: str,
    formats: Iterable[str],
    json_shape: object = None,
    parameters: Iterable[OpenApiParameter] = (),
) -> Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """The OpenAPI description of a file that comes in several formats."""
    endings = list(formats)
    extension = OpenApiParameter("extension", str, OpenApiParameter.PATH, enum=endings)
    shapes = {"csv": OpenApiTypes.STR, "md": OpenApiTypes.STR, "json": json_shape}
    return extend_schema(
        operation_id=name,
        filters=True,
        parameters=[extension, *parameters],
        responses={
            (200, MEDIA_TYPES[ending].partition(";")[0]): shapes.get(ending, OpenApiTypes.BINARY)
            for ending in endings
        },
    )


@dataclass(frozen=True)
class Faces:
    """One answer in every form that its file can have."""

    parts: tuple[str, ...]
    table: Table
    markdown: Callable[[About], str]
    body: Json


@_described("matrix_file", ANSWER_FORMATS, serializers.MatrixFileSerializer, [OPTIONS])
@api_view(READ)
@content_negotiation_class(ByAddress)
def service_matrix_file(
    request: Request, provider: str, service: str, extension: str
) -> HttpResponseBase:
    """Who owns what at one service, with the options given, as a file."""
    _refuse_unknown_extension(extension, ANSWER_FORMATS)
    answer = asked_matrix(request, provider, service)
    if isinstance(answer, HttpResponse):
        return answer
    return _answer(
        extension,
        Faces(
            (provider, service, *answer.options),
            matrix_table(answer),
            lambda about: matrix_markdown(answer, about),
            matrix_json(answer),
        ),
    )


@_described("tier_matrix_file", ANSWER_FORMATS, serializers.TierMatrixFileSerializer)
@api_view(READ)
@content_negotiation_class(ByAddress)
def tier_matrix_file(request: Request, slug: str, extension: str) -> HttpResponseBase:
    """What every service of a tier starts from, as a file."""
    _refuse_unknown_extension(extension, ANSWER_FORMATS)
    answer = asked_tier(request, slug)
    return _answer(
        extension,
        Faces(
            ("tier", slug),
            tier_table(answer),
            lambda about: tier_markdown(answer, about),
            tier_matrix_json(answer),
        ),
    )


@_described("comparison_file", ANSWER_FORMATS, serializers.ComparisonFileSerializer, COMPARE)
@api_view(READ)
@content_negotiation_class(ByAddress)
def comparison_file(request: Request, extension: str) -> HttpResponseBase:
    """Up to six columns side by side as a file; flat files have one line per row and column."""
    _refuse_unknown_extension(extension, ANSWER_FORMATS)
    answer = asked_comparison(request)
    return _answer(
        extension,
        Faces(
            ("compare", *(column.reference for column in answer.columns)),
            comparison_table(answer),
            lambda about: comparison_markdown(answer, about),
            comparison_json(answer),
        ),
    )


@_described("stack_file", TABLE_FORMATS, parameters=STACK)
@api_view(READ)
@content_negotiation_class(ByAddress)
def stack_file(request: Request, extension: str) -> HttpResponseBase:
    """A stack as a file, one line per responsibility and service, the customer's first."""
    _refuse_unknown_extension(extension, TABLE_FORMATS)
    answer = asked_stack(request)
    about = about_now()
    table = stack_table(answer)
    content = csv_text(table, about) if extension == "csv" else xlsx_bytes(table, about)
    return file_response(content, extension, about.filename(["stack"], extension))


class ItemFileViewSet(ItemViewSet):
    """All cells that match the filters as one file, not in pages."""

    content_negotiation_class = ByAddress
    further_parameters = ()
    pagination_class = None  # a file has no pages

    @_described("items_file", LIST_FORMATS)
    def download(self, request: Request, extension: str) -> HttpResponseBase:
        """All cells that match the filters, as one file; not in pages."""
        _refuse_unknown_extension(extension, LIST_FORMATS)
        items = self.filter_queryset(self.get_queryset())
        about = about_now()
        filename = about.filename(["items"], extension)
        if extension == "ndjson":
            lines = ndjson_lines(map(item_json, in_batches(items)), about)
            return _streamed(lines, extension, filename)
        table = items_table(map(_table_row, in_batches(items)))
        if extension == "csv":
            return _streamed(csv_lines(table, about), extension, filename)
        return file_response(xlsx_bytes(table, about), extension, filename)


@_described("catalogue_file", CATALOGUE_FORMATS, serializers.CatalogueSerializer)
@api_view(READ)
@content_negotiation_class(ByAddress)
def catalogue_file(request: Request, extension: str) -> HttpResponseBase:
    """The whole catalogue: every service, every option, every cell."""
    _refuse_unknown_extension(extension, CATALOGUE_FORMATS)
    refuse_unknown_parameters(request, ())
    opened, about = open_catalogue(extension, settings.EXPORTS_DIR)
    return FileResponse(
        opened,
        as_attachment=True,
        filename=about.filename(["catalog"], extension),
        content_type=MEDIA_TYPES[extension],
    )


def _answer(extension: str, faces: Faces) -> HttpResponse:
    about = about_now()
    made: dict[str, Callable[[], str | bytes]] = {
        "csv": lambda: csv_text(faces.table, about),
        "xlsx": lambda: xlsx_bytes(faces.table, about),
        "md": lambda: faces.markdown(about),
        "json": lambda: orjson.dumps({**about.as_json(), **faces.body}, option=orjson.OPT_UTC_Z),
    }
    return file_response(made[extension](), extension, about.filename(faces.parts, extension))


def about_now() -> About:
    """What a file made now says about itself."""
    return About(*Revision.objects.newest())


def _table_row(item: ResolvedItem) -> tuple[str, str, Cell]:
    return item.service.identifier, item.layer.slug, cell_of(item, item.responsibility.slug)


def file_response(content: str | bytes, extension: str, filename: str) -> HttpResponse:
    """A file to be saved under that name."""
    return HttpResponse(content, content_type=MEDIA_TYPES[extension], headers=_saved_as(filename))


def _streamed(
    lines: Iterable[str] | Iterable[bytes], extension: str, filename: str
) -> StreamingHttpResponse:
    return StreamingHttpResponse(
        lines, content_type=MEDIA_TYPES[extension], headers=_saved_as(filename)
    )


def _saved_as(filename: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{filename}"'}


def _refuse_unknown_extension(extension: str, known: tuple[str, ...]) -> None:
    if extension not in known:
        raise UnknownName("path", extension, known)
