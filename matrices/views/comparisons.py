"""Columns side by side."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from catalog.api.filtering import parameter_errors
from catalog.models import Family, Layer, Service
from catalog.names import UnknownName
from matrices.comparison import MOST_COLUMNS, Comparison, Kind
from matrices.matrix import Matrix, Moved, OptionsExclude
from matrices.queries import COMPARE_PARAMETERS, BadQuery, CompareQuery, parse_compare
from matrices.reading import compare_services
from matrices.views.layout import compared_layers, without


@dataclass(frozen=True)
class ColumnLinks:
    """A column and the comparison without it."""

    column: Matrix
    services_without: str


@require_safe
def compare_page(request: HttpRequest) -> HttpResponse:
    """Up to six services side by side; without any, the comparisons to start from."""
    errors: list[dict[str, Any]] = parameter_errors(request.GET, COMPARE_PARAMETERS)
    answer, query = None, CompareQuery((), (), differences_only=False)
    try:
        query = parse_compare(_with_added_column(request))
        if query.references:
            answer = compare_services(
                query.references, layers=query.layers, differences_only=query.differences_only
            )
    except Moved as moved:
        return HttpResponsePermanentRedirect(
            f"{reverse('compare')}?{urlencode({'services': moved.target})}"
        )
    except (UnknownName, BadQuery, OptionsExclude) as error:
        errors.append({"detail": str(error)})
    context = _comparison_context(answer, query) if answer else {}
    return render(
        request,
        "matrices/compare.html",
        {
            "errors": errors,
            "query": query,
            "most_columns": MOST_COLUMNS,
            "services": Service.objects.with_axes(),
            "families": Family.objects.with_services().with_members(),
            **context,
        },
        status=400 if errors else 200,
    )


def _with_added_column(request: HttpRequest) -> dict[str, str]:
    """The form repeats `services`, once per select; an address joins them by commas."""
    values = request.GET.dict()
    values["services"] = ",".join(request.GET.getlist("services"))
    return values


def _comparison_context(answer: Comparison, query: CompareQuery) -> dict[str, Any]:
    services = ",".join(str(reference) for reference in query.references)
    keep = {"services": services}
    if query.layers:
        keep["layer"] = ",".join(query.layers)
    toggled = keep if query.differences_only else {**keep, "differences": "1"}
    export = {**keep, "differences": "1"} if query.differences_only else keep
    return {
        "comparison": answer,
        "columns": [
            ColumnLinks(column, without(query.references, place))
            for place, column in enumerate(answer.columns)
        ],
        "layers": compared_layers(answer.rows),
        "all_layers": Layer.objects.all(),
        "moved": answer.summary[Kind.MOVED],
        "nuance": answer.summary[Kind.NUANCE],
        "partial": answer.summary[Kind.PARTIAL],
        "same": answer.summary[Kind.SAME],
        "services_value": services,
        "toggle_query": urlencode(toggled, safe=",@/"),
        "export_query": urlencode(export, safe=",@/"),
    }
