"""Check identifiers of tools with a published list stand in that list (`fixtures/known_ids/`)."""

import datetime
import difflib
from collections.abc import Iterator

from matrices.choices import CheckTool
from matrices.datafiles.places import every_item
from matrices.datafiles.reader import Catalogue, Fault


def check(catalogue: Catalogue, at: datetime.date) -> Iterator[Fault]:
    for place in every_item(catalogue):
        for each in place.item.checks:
            known = catalogue.known_ids.get(each.tool.value)
            if known is not None and each.id and each.id not in known:
                close = difflib.get_close_matches(each.id, known, n=1)
                hint = f"; did you mean '{close[0]}'?" if close else ""
                yield place.fault(f"{each.tool.value} has no check '{each.id}'{hint}", "checks")
            if each.tool is CheckTool.MANUAL and not each.how:
                yield place.fault("manual needs how: the steps", "checks")
            if each.tool is not CheckTool.MANUAL and not each.id:
                yield place.fault(f"{each.tool.value} needs an id", "checks")
