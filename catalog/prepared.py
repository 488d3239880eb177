"""Queries that are composed once: later runs bind their values to the same SQL."""

from collections.abc import Callable, Sequence
from itertools import chain, count
from typing import Any

from django.db import connections, router
from django.db.models import Model, QuerySet

Values = Sequence[int] | Sequence[str]


class Prepared:
    """A `values_list()` by lists of values.

    `make` gets one list per parameter and must put all of its values into the query as they are,
    as `filter(name__in=values)` does. Rows are as the driver gives them: for columns of text,
    whole numbers, truth and dates the same as Django's.
    """

    def __init__(self, model: type[Model], make: Callable[..., QuerySet[Any, Any]]) -> None:
        self._model = model
        self._make = make
        self._composed: dict[tuple[Any, ...], tuple[str, list[int | None], list[Any]]] = {}

    def rows(self, *values: Values, page: tuple[int, int] | None = None) -> list[tuple[Any, ...]]:
        """All rows, or those of a page: how many to pass over and how many to take."""
        if not all(values):
            return []  # a column is never one of no values
        alias = router.db_for_read(self._model)
        shape = (alias, *((type(each[0]), len(each)) for each in values))
        if shape not in self._composed:
            self._composed[shape] = self._compose(alias, values)
        sql, places, constants = self._composed[shape]
        flat = [value for each in values for value in each]
        bound = [
            constant if place is None else flat[place]
            for place, constant in zip(places, constants, strict=True)
        ]
        if page is not None:
            skipped, taken = page
            sql, bound = f"{sql} LIMIT %s OFFSET %s", [*bound, taken, skipped]
        with connections[alias].cursor() as cursor:
            cursor.execute(sql, bound)
            found: list[tuple[Any, ...]] = cursor.fetchall()
        return found

    def _compose(self, alias: str, values: Sequence[Values]) -> tuple[str, list[Any], list[Any]]:
        """SQL with the place of each of its values: of those given, or None beside a constant."""
        numbers = count()
        markers = [[_marker(value, next(numbers)) for value in each] for each in values]
        places = {marker: at for at, marker in enumerate(chain.from_iterable(markers))}
        queryset = self._make(*markers).using(alias)
        sql, bound = queryset.query.get_compiler(alias).as_sql()
        assert places.keys() <= set(bound), "every value must stand in the query as it is"
        return sql, [places.get(each) for each in bound], list(bound)


def _marker(value: int | str, at: int) -> int | str:
    """Of the same type; nothing else in a query is the same."""
    return at - 2_000_000_000 if isinstance(value, int) else f"value {at} of a prepared query"
