"""Every tier speaks of every responsibility, so that no service has a silent gap."""

import datetime
from collections.abc import Iterator

from matrices.datafiles.reader import Catalogue, Fault


def check(catalogue: Catalogue, at: datetime.date) -> Iterator[Fault]:
    for slug, tier in catalogue.tiers.items():
        for row in catalogue.responsibilities:
            if row not in tier.items:
                yield Fault(
                    f"tiers/{slug}.yaml", f"items.{row}", "is missing; every tier has all rows"
                )
