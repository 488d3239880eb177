"""A duty sentence in more than three services is generic: it belongs on the tier or family."""

import datetime
from collections import defaultdict
from collections.abc import Iterator

from matrices.choices import Level
from matrices.datafiles.places import Place, every_item
from matrices.datafiles.reader import Catalogue, Fault

MOST_SERVICES = 3


def check(catalogue: Catalogue, at: datetime.date) -> Iterator[Fault]:
    places: dict[str, dict[str, Place]] = defaultdict(dict)
    for place in every_item(catalogue):
        if place.level in (Level.SERVICE, Level.OPTION):
            for duty in (place.item.provider_duty, place.item.customer_duty):
                if duty:
                    places[" ".join(duty.lower().split())].setdefault(place.owner, place)
    for by_service in places.values():
        if len(by_service) > MOST_SERVICES:
            others = ", ".join(sorted(by_service))
            for place in by_service.values():
                yield place.fault(
                    f"the same duty sentence stands in {others}; move it to the tier or family"
                )
