"""Errors as RFC 9457 problem documents that name the parameter and the accepted values."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.http import Http404
from rest_framework import exceptions
from rest_framework.response import Response

from catalog.names import UnknownName

PROBLEM_TYPE = "application/problem+json"


class BadParameter(exceptions.APIException):
    """One or more query parameters are wrong; each error names its parameter."""

    status_code = 400

    def __init__(self, errors: list[dict[str, Any]]) -> None:
        super().__init__(" ".join(error["detail"] for error in errors))
        self.errors = errors


def unknown_error(unknown: UnknownName) -> dict[str, Any]:
    """One entry of `errors`, with the accepted values and the closest of them."""
    error: dict[str, Any] = {
        "parameter": unknown.parameter,
        "detail": unknown.message,
        "accepted": unknown.accepted,
    }
    if unknown.suggestion:
        error["suggestion"] = unknown.suggestion
    return error


def form_errors(form: BaseForm) -> list[dict[str, Any]]:
    """The errors of a filter form, with accepted values where the field knows them."""
    errors = []
    for name, faults in form.errors.as_data().items():
        for fault in faults:
            unknown = (fault.params or {}).get("unknown")
            if isinstance(unknown, UnknownName):
                errors.append(unknown_error(unknown))
            else:
                errors.append({"parameter": name, "detail": f"{name}: {' '.join(fault.messages)}"})
    return errors


def problem(status: int, detail: str, errors: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    """The body of a problem document."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
    }
    if errors:
        body["errors"] = errors
    return body


def problem_response(error: Exception, context: Mapping[str, Any]) -> Response | None:
    """Django REST framework's exception handler; None lets an unexpected error through."""
    if isinstance(error, UnknownName):
        status = 404 if error.parameter == "path" else 400
        return _response(problem(status, error.message, [unknown_error(error)]))
    if isinstance(error, BadParameter):
        return _response(problem(400, str(error.detail), error.errors))
    if isinstance(error, Http404):
        return _response(_not_found(error, context))
    if isinstance(error, PermissionDenied):
        return _response(problem(403, "This is not for you."))
    if isinstance(error, exceptions.APIException):
        response = _response(problem(error.status_code, str(error.detail)))
        if isinstance(error, exceptions.Throttled):
            response["Retry-After"] = str(getattr(error, "wait", None) or 60)
        return response
    return None


def _not_found(error: Http404, context: Mapping[str, Any]) -> dict[str, Any]:
    """Suggest the closest row where the address names one row of a list."""
    view: Any = context.get("view")
    slug = (context.get("kwargs") or {}).get(getattr(view, "lookup_field", ""))
    if not slug:
        return problem(404, str(error) or "Nothing has this address.")
    known = view.get_queryset().values_list(view.lookup_field, flat=True)
    unknown = UnknownName("path", slug, list(known))
    return problem(404, unknown.message, [unknown_error(unknown)])


def _response(body: dict[str, Any]) -> Response:
    return Response(body, status=body["status"], content_type=PROBLEM_TYPE)
