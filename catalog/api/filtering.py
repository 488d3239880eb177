"""Filters that refuse what they do not know, instead of answering something else."""

from collections import OrderedDict
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django_filters import FilterSet
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.request import Request

from catalog.api.problems import BadParameter, form_errors, unknown_error
from catalog.names import UnknownName, printable

PAGE_PARAMETERS = ("page", "page_size")


def parameter_errors(
    parameters: Mapping[str, Any], accepted: Iterable[str]
) -> list[dict[str, Any]]:
    """One error for each query parameter that is not accepted."""
    names = set(accepted)
    errors = []
    for name in parameters:
        if name not in names:
            error = unknown_error(UnknownName(name, name, names))
            hint = f" Did you mean '{error['suggestion']}'?" if "suggestion" in error else ""
            error["detail"] = f"'{printable(name)}' is not a parameter here.{hint}"
            errors.append(error)
    return errors


def filter_errors(
    filterset: FilterSet, parameters: QueryDict, further: Iterable[str] = ()
) -> list[dict[str, Any]]:
    """What is wrong with the query of a list; used by pages and API."""
    accepted = [*type(filterset).declared_filters, *further]
    return query_errors(parameters, accepted) or form_errors(filterset.form)


@lru_cache(maxsize=500)
def narrowed(filterset: type[FilterSet], names: frozenset[str]) -> type[FilterSet]:
    """The same filters, of which only the named ones are set up for every request."""
    kept = {name: each for name, each in filterset.base_filters.items() if name in names}
    narrow: type[FilterSet] = type(filterset.__name__, (filterset,), {})
    narrow.base_filters = OrderedDict(kept)
    return narrow


def query_errors(
    parameters: QueryDict, accepted: Iterable[str], *, repeatable: Collection[str] = ()
) -> list[dict[str, Any]]:
    """Parameters that are unknown, stand twice, or hold what no database can compare with."""
    errors = parameter_errors(parameters, accepted)
    errors += [
        {"parameter": name, "detail": f"{name}: stands twice; separate values by commas."}
        for name in parameters
        if len(parameters.getlist(name)) > 1 and name not in repeatable
    ]
    errors += [
        {"parameter": name, "detail": f"{name}: contains a NUL character."}
        for name, values in parameters.lists()
        if any("\x00" in str(value) for value in values)
    ]
    return errors


def refuse_unknown_parameters(request: Request, accepted: Iterable[str]) -> None:
    """For addresses of one thing, which take few parameters or none."""
    errors = query_errors(request.query_params, accepted)
    if errors:
        raise BadParameter(errors)


class StrictFilterBackend(DjangoFilterBackend):
    """Runs the view's `filterset_class`; what it does not know is a 400 with a suggestion."""

    raise_exception = False

    def filter_queryset(
        self, request: Request, queryset: QuerySet[Any], view: Any
    ) -> QuerySet[Any]:
        if view.action == "retrieve":
            refuse_unknown_parameters(request, getattr(view, "further_parameters", ()))
            return queryset
        filterset = self.checked(request, queryset, view)
        if filterset is None:
            return queryset
        filtered: QuerySet[Any] = filterset.qs
        return filtered

    def checked(self, request: Request, queryset: QuerySet[Any], view: Any) -> FilterSet | None:
        """The filters of the view with the request's values, which are known to be good."""
        whole = self.get_filterset_class(view, queryset)
        if whole is None:
            return None
        asked_for = frozenset(name for name in request.query_params if name in whole.base_filters)
        filterset = narrowed(whole, asked_for)(request.query_params, queryset, request=request)
        further = [*getattr(view, "further_parameters", ())]
        further += PAGE_PARAMETERS if view.paginator else ()
        errors = filter_errors(filterset, request.query_params, further)
        if errors:
            raise BadParameter(errors)
        return filterset
