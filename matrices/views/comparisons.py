"""Columns side by side."""

from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl

from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
    QueryDict,
)
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from catalog.api.filtering import query_errors
from catalog.models import Control, Family, Framework, Layer, Tier
from catalog.names import UnknownName
from matrices.comparison import MOST_COLUMNS, Comparison, Kind, RowOrder
from matrices.descriptions import offers
from matrices.matrix import Matrix, Moved, OptionsExclude, Reference
from matrices.queries import COMPARE_PARAMETERS, BadQuery, CompareQuery, parse_compare
from matrices.reading.comparisons import comparison_as_asked
from matrices.views.columns import column_tools
from matrices.views.layout import compared_groups

REPEATED_BY_FORMS = ("services", "layer", "framework")


@require_safe
def compare_page(request: HttpRequest) -> HttpResponse:
    """Up to six columns side by side; without any, the comparisons to start from."""
    errors = query_errors(request.GET, COMPARE_PARAMETERS, repeatable=REPEATED_BY_FORMS)
    answer, query = None, CompareQuery(())
    try:
        if not errors:
            query = parse_compare(_joined(request.GET))
            answer = comparison_as_asked(query) if query.references else None
    except Moved as moved:
        return HttpResponsePermanentRedirect(_address(_readdressed(query, moved)))
    except (UnknownName, BadQuery, OptionsExclude) as error:
        errors.append({"detail": str(error)})
        query = CompareQuery(())
    if answer:
        query = replace(
            query, references=tuple(Reference.parse(each.reference) for each in answer.columns)
        )
        if parse_qsl(request.META["QUERY_STRING"], True) != parse_qsl(query.address()):
            return HttpResponseRedirect(_address(query))
    context = {"errors": errors, **_choices(query), **(_answered(answer, query) if answer else {})}
    return render(request, "matrices/compare.html", context, status=400 if errors else 200)


def _joined(values: QueryDict) -> dict[str, str]:
    """A form repeats a name once per field; an address joins the values by commas."""
    return {name: ",".join(filter(None, values.getlist(name))) for name in values}


def _readdressed(query: CompareQuery, moved: Moved) -> CompareQuery:
    references = tuple(
        replace(each, identifier=moved.target) if each.identifier == moved.identifier else each
        for each in query.references
    )
    return replace(query, references=references)


def _address(query: CompareQuery) -> str:
    return f"{reverse('compare')}?{query.address()}"


def _choices(query: CompareQuery) -> dict[str, Any]:
    """What the forms offer."""
    choices: dict[str, Any] = {
        "query": query,
        "most_columns": MOST_COLUMNS,
        "providers": offers(),
        "tiers": Tier.objects.all(),
    }
    if not query.references:
        return {**choices, "families": Family.objects.with_services().with_members()}
    return {
        **choices,
        "all_layers": Layer.objects.all(),
        "frameworks": Framework.objects.all(),
        "controls": Control.objects.identifiers(query.frameworks) if query.frameworks else (),
    }


def _answered(answer: Comparison, query: CompareQuery) -> dict[str, Any]:
    """The comparison and the addresses that lead on from it."""
    return {
        "comparison": answer,
        "columns": column_tools(answer.columns, query),
        "groups": compared_groups(answer.rows, query.order),
        "by_layer": query.order is RowOrder.LAYER,
        "nuance": answer.summary[Kind.NUANCE],
        "partial": answer.summary[Kind.PARTIAL],
        "same": answer.summary[Kind.SAME],
        "services_value": ",".join(column.reference for column in answer.columns),
        "audited_value": ",".join(
            column.reference for column in answer.columns if isinstance(column, Matrix)
        ),
        "address": query.address(),
        "all_rows": replace(query, differences_only=False).address(),
        "differences": replace(query, differences_only=True).address(),
        "moved_first": replace(query, order=RowOrder.MOVED).address(),
        "in_layers": replace(query, order=RowOrder.LAYER).address(),
        "unfiltered": replace(query, layers=(), frameworks=(), controls=()).address(),
        "swapped": replace(query, references=query.references[::-1]).address(),
        "kept_by_filter": parse_qsl(
            replace(query, layers=(), frameworks=(), controls=()).address()
        ),
        "kept_by_adding": parse_qsl(query.address()),
    }
