"""Files store differences: an item that adds nothing to what it inherits is refused."""

import datetime
from collections.abc import Iterator

from matrices.cells import Cell
from matrices.choices import Level, Ownership
from matrices.datafiles import documents
from matrices.datafiles.places import every_item, service_file
from matrices.datafiles.reader import Catalogue, Fault
from matrices.resolution import inherited_cells, resolve_service

ADDING = (
    "provider_duty", "customer_duty", "default_state", "caveats", "checks", "blast_radius",
    "recovery", "citations",
)  # fmt: skip


def check(catalogue: Catalogue, at: datetime.date) -> Iterator[Fault]:
    inherited = {slug: inherited_cells(catalogue, slug) for slug in catalogue.services}
    for place in every_item(catalogue):
        if place.level in (Level.TIER, Level.FAMILY):
            continue
        farther = inherited[place.owner]
        if place.option:
            farther = resolve_service(catalogue, place.owner).as_it_comes
        cell = farther.get(place.responsibility)
        if cell and cell.ownership is place.item.ownership and not _adds(place.item, cell):
            yield place.fault("says only what it inherits; remove it or add what is special here")
    for identifier, service in catalogue.services.items():
        for row in service.not_applicable:
            cell = inherited[identifier].get(row)
            if cell and cell.ownership is Ownership.NOT_APPLICABLE:
                problem = f"'{row}' is inherited already; remove it"
                yield Fault(service_file(identifier), "not_applicable", problem)


def _adds(item: documents.Item, cell: Cell) -> bool:
    words = (name for name in ADDING if getattr(item, name))
    return any(
        name in ("caveats", "checks", "citations") or getattr(item, name) != getattr(cell, name)
        for name in words
    )
