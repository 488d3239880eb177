"""`shared` names an act of each side, its own or an inherited one."""

import datetime
from collections.abc import Iterator, Mapping

from matrices.cells import Cell
from matrices.choices import Level, Ownership
from matrices.datafiles.places import every_item
from matrices.datafiles.reader import Catalogue, Fault
from matrices.resolution import ResolvedService, resolve_service


def check(catalogue: Catalogue, at: datetime.date) -> Iterator[Fault]:
    resolved = {
        identifier: resolve_service(catalogue, identifier) for identifier in catalogue.services
    }
    for place in every_item(catalogue):
        if place.item.ownership is not Ownership.SHARED:
            continue
        duties = (place.item.provider_duty, place.item.customer_duty)
        if place.level in (Level.SERVICE, Level.OPTION):
            cell = _cells(resolved[place.owner], place.option)[place.responsibility]
            duties = (cell.provider_duty, cell.customer_duty)
        if not all(duties):
            yield place.fault("shared needs provider_duty and customer_duty")


def _cells(resolved: ResolvedService, option: str | None) -> Mapping[str, Cell]:
    return resolved.by_option[option] if option else resolved.as_it_comes
