"""The drill: provider's side, mine, and how I know."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from catalog.api.filtering import parameter_errors
from catalog.models import Service
from catalog.names import UnknownName
from matrices.matrix import Moved, OptionsExclude
from matrices.queries import BadQuery, parse_compare
from matrices.reading.comparisons import compare_services
from matrices.worksheets import drill_sheets

DRILL_PARAMETERS = ("services",)


@require_safe
def drill(request: HttpRequest) -> HttpResponse:
    """One sheet per service; rows that moved between the services are circled."""
    errors = parameter_errors(request.GET, DRILL_PARAMETERS)
    sheets = []
    try:
        query = parse_compare({"services": ",".join(request.GET.getlist("services"))})
        if query.references:
            sheets = drill_sheets(compare_services(query.references))
    except Moved as moved:
        errors.append({"detail": f"services: use {moved.target}, the new address."})
    except (UnknownName, BadQuery, OptionsExclude) as error:
        errors.append({"detail": str(error)})
    return render(
        request,
        "matrices/drill.html",
        {
            "errors": errors,
            "sheets": sheets,
            "services": Service.objects.with_axes(),
            "services_value": ",".join(sheet.column.reference for sheet in sheets),
        },
        status=400 if errors else 200,
    )
