"""Files store differences: an item that adds nothing to what it inherits is refused."""

import datetime
from collections.abc import Iterator, Mapping

from matrices.cells import Cell
from matrices.choices import Level
from matrices.datafiles import documents
from matrices.datafiles.places import Place, every_item
from matrices.datafiles.reader import Catalogue, Fault
from matrices.resolution import inherited_cells, resolve_service

ADDING = (
    "provider_duty", "customer_duty", "default_state", "caveats", "checks", "blast_radius",
    "recovery", "citations",
)  # fmt: skip


def check(catalogue: Catalogue, at: datetime.date) -> Iterator[Fault]:
    for place in every_item(catalogue):
        if place.level in (Level.TIER, Level.FAMILY):
            continue
        cell = _inherited(catalogue, place).get(place.responsibility)
        if cell and cell.ownership is place.item.ownership and not _adds(place.item, cell):
            yield place.fault("says only what it inherits; remove it or add what is special here")


def _inherited(catalogue: Catalogue, place: Place) -> Mapping[str, Cell]:
    if place.option:
        return resolve_service(catalogue, place.owner).as_it_comes
    return inherited_cells(catalogue, place.owner)


def _adds(item: documents.Item, cell: Cell) -> bool:
    words = (name for name in ADDING if getattr(item, name))
    return any(
        name in ("caveats", "checks", "citations") or getattr(item, name) != getattr(cell, name)
        for name in words
    )
