"""Reporting a mistake: the cell, its revision and its sources, ready to send."""

from dataclasses import dataclass
from urllib.parse import quote

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from catalog.api.filtering import parameter_errors
from catalog.names import UnknownName
from matrices.matrix import Matrix, Moved, OptionsExclude, Reference, Row
from matrices.models import Revision
from matrices.reading.services import matrices

REPORT_PARAMETERS = ("service", "responsibility")


@dataclass(frozen=True)
class Report:
    """A prefilled report; `address` opens it at REPORT_URL, empty where none is configured."""

    title: str
    body: str

    @property
    def address(self) -> str:
        filled: str = settings.REPORT_URL.replace("{title}", quote(self.title))
        return filled.replace("{body}", quote(self.body))


@require_safe
def report(request: HttpRequest) -> HttpResponse:
    """One cell with the text of a report about it. Nothing is stored here."""
    errors = parameter_errors(request.GET, REPORT_PARAMETERS)
    column, row = _cell(request)
    cell_address = (
        reverse("service", args=column.service.identifier.split("/"))
        + (f"?options={','.join(column.options)}" if column.options else "")
        + f"#{row.head.slug}"
    )
    text = report_about(column, row, request.build_absolute_uri(cell_address))
    context = {
        "column": column,
        "row": row,
        "cell": row.cell,
        "cell_address": cell_address,
        "report": text,
        "errors": errors,
    }
    return render(request, "matrices/report.html", context, status=400 if errors else 200)


def report_about(column: Matrix, row: Row, address: str) -> Report:
    """The text of a report: what the cell says, at which revision, and what it cites."""
    cell = row.cell
    sources = [f"- {each.title}, {each.locator}, {each.url}" for each in cell.citations]
    lines = [
        f"Cell: {address}",
        f"Revision: {Revision.objects.newest_number()}",
        f"It says: {cell.ownership} ({cell.basis})",
        f"Provider: {cell.provider_duty or '-'}",
        f"Customer: {cell.customer_duty or '-'}",
        f"Default: {cell.default_state or '-'}",
        "Sources:",
        *(sources or ["- none"]),
        "",
        "What is wrong:",
        "",
        "What I read instead, and where (URL, section, date of the text):",
        "",
    ]
    return Report(f"{column.reference}: {row.head.name}", "\n".join(lines))


def _cell(request: HttpRequest) -> tuple[Matrix, Row]:
    """Raises Http404 with a suggestion for a cell that does not exist."""
    wanted = request.GET.get("responsibility", "")
    try:
        [column] = matrices([Reference.parse(request.GET.get("service", ""))])
        rows = {row.head.slug: row for row in column.rows}
        if wanted not in rows:
            raise UnknownName("responsibility", wanted, rows)
    except Moved as moved:
        raise Http404(f"service: use {moved.target}, the new address.") from None
    except UnknownName as unknown:
        raise Http404(unknown.message) from None
    except OptionsExclude as error:
        raise Http404(str(error)) from None
    return column, rows[wanted]
