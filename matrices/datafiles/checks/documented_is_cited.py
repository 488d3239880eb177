"""`documented` means read: at least one citation with its place, and the day it was verified."""

import datetime
from collections.abc import Iterator

from matrices.choices import Basis
from matrices.datafiles.places import every_item
from matrices.datafiles.reader import Catalogue, Fault


def check(catalogue: Catalogue, at: datetime.date) -> Iterator[Fault]:
    for place in every_item(catalogue):
        if place.item.basis is Basis.DOCUMENTED:
            if not place.item.citations:
                yield place.fault("documented needs a citation; cite the text or write inferred")
            if not place.item.verified_on:
                yield place.fault(
                    "documented needs verified_on, the day it was held against its source"
                )
    for slug, family in catalogue.families.items():
        for difference in family.known_differences:
            if difference.basis is Basis.DOCUMENTED and not difference.citations:
                key = f"known_differences.{difference.responsibility}"
                yield Fault(f"families/{slug}.yaml", key, "documented needs a citation")
