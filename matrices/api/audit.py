"""The answers in the forms of auditors: spreadsheets, OSCAL, and what each form loses."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import orjson
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import api_view, content_negotiation_class
from rest_framework.request import Request

from catalog.api.filtering import refuse_unknown_parameters
from catalog.api.problems import BadParameter
from catalog.names import UnknownName
from matrices.api import serializers
from matrices.api.files import MEDIA_TYPES, ByAddress, about_now, file_response
from matrices.api.views import OPTIONS, READ, asked_matrix
from matrices.crosswalk import Crosswalk, crosswalk
from matrices.exporters.about import About
from matrices.exporters.csv import csv_text
from matrices.exporters.json import Json
from matrices.exporters.loss import Loss, loss_json
from matrices.exporters.oscal import component_definition, ssp
from matrices.exporters.oscal.catalog import duties_catalog
from matrices.exporters.sheets import FORMS
from matrices.exporters.xlsx import xlsx_bytes
from matrices.matrix import Matrix, Moved, OptionsExclude
from matrices.queries import (
    AUDIT_PARAMETERS,
    MOST_AUDITED,
    BadQuery,
    parse_audited,
    parse_framework,
)
from matrices.reading.cells import row_heads
from matrices.reading.services import matrices

Losses = Callable[[Sequence[Matrix], Crosswalk], list[Loss]]

SHEET_FORMATS = ("xlsx", "csv")
OSCAL_FRAMEWORKS = (
    "nist-sp-800-53", "nist-csf", "cis-controls", "csa-ccm", "csa-ccm-4-1", "iso-27001", "pci-dss",
    "hipaa-security-rule", "gdpr",
)  # fmt: skip
OSCAL_DOCUMENTS: dict[str, Callable[[Sequence[Matrix], Crosswalk, About], Json]] = {
    "component-definition": component_definition.component_definition,
    "ssp": ssp.ssp_fragment,
}
LOSSES: dict[str, Losses] = {
    **{form.slug: form.losses for form in FORMS.values()},
    "oscal-component-definition": component_definition.losses,
    "oscal-ssp": ssp.losses,
}
FRAMEWORKS: dict[str, tuple[str, ...]] = {
    **{form.slug: form.frameworks for form in FORMS.values()},
    **{f"oscal-{document}": OSCAL_FRAMEWORKS for document in OSCAL_DOCUMENTS},
}

FRAMEWORK = OpenApiParameter(
    "framework", str, description="The framework whose controls the file is about"
)
AUDITED = [
    OpenApiParameter(
        "services",
        str,
        required=True,
        description=f"Up to {MOST_AUDITED} services with options: `aws/s3,gcp/gke@autopilot`",
    ),
    FRAMEWORK,
]

OSCAL = {(200, MEDIA_TYPES["oscal"]): OpenApiTypes.OBJECT}


@dataclass(frozen=True)
class Asked:
    """What a file is about."""

    columns: list[Matrix]
    framework: Crosswalk

    @property
    def references(self) -> list[str]:
        return [column.reference for column in self.columns]


@extend_schema(
    operation_id="audit_sheet",
    parameters=[
        OpenApiParameter("form", str, OpenApiParameter.PATH, enum=list(FORMS)),
        OpenApiParameter("extension", str, OpenApiParameter.PATH, enum=list(SHEET_FORMATS)),
        *AUDITED,
    ],
    responses={
        (200, MEDIA_TYPES["csv"].partition(";")[0]): OpenApiTypes.STR,
        (200, MEDIA_TYPES["xlsx"]): OpenApiTypes.BINARY,
    },
)
@api_view(READ)
@content_negotiation_class(ByAddress)
def audit_sheet(request: Request, form: str, extension: str) -> HttpResponseBase:
    """Services in the columns of an auditor's form; the XLSX has a sheet of losses."""
    _refuse_unknown(form, FORMS)
    _refuse_unknown(extension, SHEET_FORMATS)
    asked, about = _asked(request, form), about_now()
    table = FORMS[form].table(asked.columns, asked.framework)
    content: str | bytes
    if extension == "csv":
        content = csv_text(table, about)
    else:
        content = xlsx_bytes(table, about, FORMS[form].losses(asked.columns, asked.framework))
    return file_response(content, extension, about.filename([form, *asked.references], extension))


@extend_schema(
    operation_id="oscal_document",
    parameters=[
        OpenApiParameter("document", str, OpenApiParameter.PATH, enum=list(OSCAL_DOCUMENTS)),
        *AUDITED,
    ],
    responses=OSCAL,
)
@api_view(READ)
@content_negotiation_class(ByAddress)
def oscal_document(request: Request, document: str) -> HttpResponseBase:
    """Services as OSCAL; the losses stand in the back matter."""
    _refuse_unknown(document, OSCAL_DOCUMENTS)
    asked, about = _asked(request, f"oscal-{document}"), about_now()
    body = OSCAL_DOCUMENTS[document](asked.columns, asked.framework, about)
    return _json(body, about.filename(["oscal", document, *asked.references], "json"), "oscal")


@extend_schema(
    operation_id="matrix_oscal",
    parameters=[OPTIONS, FRAMEWORK],
    responses=OSCAL,
)
@api_view(READ)
@content_negotiation_class(ByAddress)
def matrix_oscal(request: Request, provider: str, service: str) -> HttpResponseBase:
    """One service as an OSCAL component definition."""
    answer = asked_matrix(request, provider, service, ("framework",))
    if isinstance(answer, HttpResponse):
        return answer
    about = about_now()
    framework = crosswalk(parse_framework(request.query_params, OSCAL_FRAMEWORKS))
    body = component_definition.component_definition([answer], framework, about)
    return _json(body, about.filename(["oscal", answer.reference], "json"), "oscal")


@extend_schema(operation_id="oscal_catalog", responses=OSCAL)
@api_view(READ)
@content_negotiation_class(ByAddress)
def oscal_catalog(request: Request) -> HttpResponseBase:
    """The duties as an OSCAL catalogue: what component definitions point at."""
    refuse_unknown_parameters(request, ())
    about = about_now()
    body = duties_catalog(row_heads(), about)
    return _json(body, about.filename(["oscal-catalog"], "json"), "oscal")


@extend_schema(
    operation_id="audit_loss",
    parameters=[
        OpenApiParameter("form", str, OpenApiParameter.PATH, enum=list(LOSSES)),
        *AUDITED,
    ],
    responses={(200, "application/json"): serializers.LossReportSerializer},
)
@api_view(READ)
@content_negotiation_class(ByAddress)
def audit_loss(request: Request, form: str) -> HttpResponseBase:
    """What a form cannot hold of these services, counted."""
    _refuse_unknown(form, LOSSES)
    asked, about = _asked(request, form), about_now()
    body = loss_json(form, asked.references, LOSSES[form](asked.columns, asked.framework), about)
    return _json(body, about.filename([form, "loss", *asked.references], "json"))


def _asked(request: Request, form: str) -> Asked:
    refuse_unknown_parameters(request, AUDIT_PARAMETERS)
    try:
        columns = matrices(parse_audited(request.query_params))
    except Moved as moved:
        detail = f"services: use {moved.target}, the new address."
        raise BadParameter([{"parameter": "services", "detail": detail}]) from None
    except BadQuery as error:
        raise BadParameter([{"parameter": error.parameter, "detail": str(error)}]) from None
    except OptionsExclude as error:
        raise BadParameter([{"parameter": "services", "detail": str(error)}]) from None
    return Asked(columns, crosswalk(parse_framework(request.query_params, FRAMEWORKS[form])))


def _refuse_unknown(name: str, known: Iterable[str]) -> None:
    if name not in known:
        raise UnknownName("path", name, list(known))


def _json(body: Json, filename: str, media_type: str = "json") -> HttpResponse:
    return file_response(orjson.dumps(body, option=orjson.OPT_UTC_Z), media_type, filename)
