"""Controls, the responsibilities behind them and, for chosen services, who owns them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from catalog.api.filtering import parameter_errors
from catalog.models import Control, Framework, Responsibility, Service
from catalog.names import UnknownName
from matrices.cells import Cell
from matrices.matrix import Matrix, Moved, OptionsExclude
from matrices.queries import BadQuery, parse_compare
from matrices.reading.services import matrices

FRAMEWORK_PARAMETERS = ("services",)


@dataclass(frozen=True)
class ControlRow:
    """One responsibility behind a control, with a cell per chosen service."""

    responsibility: Responsibility
    cells: list[Cell]


@dataclass(frozen=True)
class ControlRows:
    """A control and the responsibilities behind it."""

    control: Control
    rows: list[ControlRow]


@require_safe
def framework(request: HttpRequest, slug: str) -> HttpResponse:
    """One framework: its controls, what is behind them, and who owns it at chosen services."""
    found = get_object_or_404(Framework, slug=slug)
    errors = parameter_errors(request.GET, FRAMEWORK_PARAMETERS)
    columns: list[Matrix] = []
    try:
        query = parse_compare({"services": ",".join(request.GET.getlist("services"))})
        columns = matrices(query.references) if query.references else []
    except Moved as moved:
        errors.append({"detail": f"services: use {moved.target}, the new address."})
    except (UnknownName, BadQuery, OptionsExclude) as error:
        errors.append({"detail": str(error)})
    return render(
        request,
        "matrices/framework.html",
        {
            "framework": found,
            "controls": control_rows(found, columns),
            "columns": columns,
            "services_value": ",".join(column.reference for column in columns),
            "services": Service.objects.with_axes(),
            "errors": errors,
            "today": timezone.now().date(),
        },
        status=400 if errors else 200,
    )


def control_rows(framework: Framework, columns: Sequence[Matrix]) -> list[ControlRows]:
    """Each control with its responsibilities and their cells, in the order of the columns."""
    cells = [{row.head.slug: row.cell for row in column.rows} for column in columns]
    behind: dict[int, list[ControlRow]] = defaultdict(list)
    for responsibility in Responsibility.objects.with_controls():
        row = ControlRow(responsibility, [column[responsibility.slug] for column in cells])
        for control in responsibility.controls.all():
            behind[control.pk].append(row)
    return [ControlRows(control, behind[control.pk]) for control in framework.controls.all()]
