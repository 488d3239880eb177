"""Cells of services as they come, in the order of lists, page by page."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet

from catalog.prepared import Prepared
from catalog.remembered import remembered
from matrices.filters import ItemFilterSet
from matrices.models import ResolvedItem
from matrices.reading.cells import CELL_COLUMNS

# No joins: they would cost the order of the index.
ROW = ("service_place", "responsibility_id", *CELL_COLUMNS)
Columns = tuple[tuple[str, tuple[Any, ...]], ...]


def cells_of(filterset: ItemFilterSet) -> Any:
    """The rows that a checked filter leaves, as something to count and to slice."""
    if filterset.is_by_columns:
        return Cells(tuple((name, tuple(wanted)) for name, wanted in filterset.columns()))
    return filterset.qs.values_list(*ROW)


@dataclass(frozen=True)
class Cells:
    """Rows of ROW, of which some columns have any of the given values; a page at a time."""

    columns: Columns

    ordered = True  # says so to the paginator

    def count(self) -> int:
        """Counting reads an index from end to end, so it is done once per edition."""
        return _count(self.columns)

    def __len__(self) -> int:
        return self.count()

    def __getitem__(self, page: slice) -> list[tuple[Any, ...]]:
        query = _query(tuple(name for name, _ in self.columns))
        values = [wanted for _, wanted in self.columns]
        return query.rows(*values, page=(page.start, page.stop - page.start))


@lru_cache(maxsize=1000)
def _query(names: Sequence[str]) -> Prepared:
    def make(*values: Sequence[Any]) -> QuerySet[ResolvedItem, Any]:
        return _having(zip(names, values, strict=True)).values_list(*ROW)

    return Prepared(ResolvedItem, make)


def _having(columns: Any) -> QuerySet[ResolvedItem]:
    items = ResolvedItem.objects.as_it_comes().order_by("service_place", "row_place")
    for name, wanted in columns:
        items = items.filter(**{f"{name}__in": wanted})
    return items


@remembered
def _count(columns: Columns) -> int:
    return _having(columns).order_by().count()
