"""The whole catalogue, a few services at a time, so that its size needs no memory.

No cursor stays open between two batches: a slow reader never keeps SQLite from being written.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import F, QuerySet

from catalog.models import Service
from matrices.cells import Cell
from matrices.models import ResolvedItem
from matrices.reading.cells import cell_of

SERVICES_AT_ONCE = 8
ITEMS_AT_ONCE = 200


class CatalogueChanged(RuntimeError):
    """An import came between two batches; what was read so far belongs to no revision."""


@dataclass(frozen=True)
class BulkCell:
    """One cell with its place; `option` is None for the service as it comes."""

    service: str
    option: str | None
    layer: str
    cell: Cell


def services_in_batches() -> Iterator[list[Service]]:
    """All services in the order of the pages, with all that is said about each."""
    order = ("provider__order", "name", "identifier")
    keys = list(Service.objects.order_by(*order).values_list("pk", flat=True))
    for start in range(0, len(keys), SERVICES_AT_ONCE):
        chunk = keys[start : start + SERVICES_AT_ONCE]
        found = (
            Service.objects.filter(pk__in=chunk)
            .with_axes()
            .with_settings()
            .prefetch_related("also_in_families", "resource_types")
            .order_by(*order)
        )
        batch = list(found)
        if len(batch) != len(chunk):
            raise CatalogueChanged
        yield batch


def cells_of(services: list[Service]) -> dict[str, list[BulkCell]]:
    """The cells by service: as it comes first, then option by option."""
    items = (
        ResolvedItem.objects.filter(service__in=services)
        .select_related("option", "layer", "responsibility")
        .order_by(
            F("option__setting__order").asc(nulls_first=True),
            F("option__order").asc(nulls_first=True),
            "responsibility__order",
            "responsibility__slug",
        )
    )
    identifiers = {service.pk: service.identifier for service in services}
    found: dict[str, list[BulkCell]] = {each: [] for each in identifiers.values()}
    for item in items:
        identifier = identifiers[item.service_id]
        option = item.option.slug if item.option else None
        cell = cell_of(item, item.responsibility.slug)
        found[identifier].append(BulkCell(identifier, option, item.layer.slug, cell))
    return found


def all_cells() -> Iterator[BulkCell]:
    """Every cell of every service, options included."""
    for batch in services_in_batches():
        for cells in cells_of(batch).values():
            yield from cells


def in_batches(items: QuerySet[ResolvedItem]) -> Iterator[ResolvedItem]:
    """The rows of a filtered, ordered list, with service, layer and responsibility."""
    keys = list(items.values_list("pk", flat=True))
    for start in range(0, len(keys), ITEMS_AT_ONCE):
        chunk = keys[start : start + ITEMS_AT_ONCE]
        found = ResolvedItem.objects.select_related("service", "layer", "responsibility").in_bulk(
            chunk
        )
        if len(found) != len(chunk):
            raise CatalogueChanged
        yield from (found[key] for key in chunk)
