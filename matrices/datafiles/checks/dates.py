"""Dates exist in the calendar, are not in the future and do not run backwards."""

import datetime
from collections.abc import Iterator

from matrices.datafiles.places import every_item
from matrices.datafiles.reader import Catalogue, Fault


def check(catalogue: Catalogue, at: datetime.date) -> Iterator[Fault]:
    for place in every_item(catalogue):
        dates = [("verified_on", place.item.verified_on)]
        dates += [("citations.read_on", citation.read_on) for citation in place.item.citations]
        for caveat in place.item.caveats:
            dates += [("caveats.since", caveat.since), ("caveats.until", caveat.until)]
            if caveat.since and caveat.until and caveat.until < caveat.since:
                yield place.fault("until lies before since", "caveats")
        for field, text in dates:
            yield from (place.fault(problem, field) for problem in _problems(text, at))
    for path, document in catalogue.files.items():
        for key, source in getattr(document, "sources", {}).items():
            for problem in _problems(source.as_of, at):
                yield Fault(path, f"sources.{key}.as_of", problem)


def _problems(text: str | None, at: datetime.date) -> Iterator[str]:
    if text is None or text == "undated":
        return
    parts = [int(part) for part in text.split("-")]
    try:
        first_day = datetime.date(parts[0], *[*parts[1:], 1, 1][:2])
    except ValueError:
        yield f"{text} is not a day of the calendar"
        return
    if first_day > at:
        yield f"{text} lies in the future"
