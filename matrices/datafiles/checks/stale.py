"""Claims last held against their source more than 180 days ago; a warning, not an error."""

import datetime
from collections.abc import Iterator

from matrices.datafiles.places import every_item
from matrices.datafiles.reader import Catalogue, Fault

STALE_AFTER = datetime.timedelta(days=180)


def check(catalogue: Catalogue, at: datetime.date) -> Iterator[Fault]:
    for place in every_item(catalogue):
        verified_on = place.item.verified_on
        if verified_on and datetime.date.fromisoformat(verified_on) < at - STALE_AFTER:
            yield place.fault(
                f"was verified on {verified_on}; read its source again", "verified_on"
            )
