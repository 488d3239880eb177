"""Dates exist in the calendar, are not in the future and do not run backwards."""

import datetime
from collections.abc import Iterator

from matrices.datafiles.places import every_item, service_file
from matrices.datafiles.reader import Catalogue, Fault


def check(catalogue: Catalogue, at: datetime.date) -> Iterator[Fault]:
    for place in every_item(catalogue):
        dates = [("verified_on", place.item.verified_on)]
        dates += [("citations.read_on", citation.read_on) for citation in place.item.citations]
        for caveat in place.item.caveats:
            dates += [("caveats.since", caveat.since), ("caveats.until", caveat.until)]
            if caveat.since and caveat.until and _ends_before(caveat.until, caveat.since):
                yield place.fault("until lies before since", "caveats")
        for field, text in dates:
            yield from (place.fault(problem, field) for problem in _problems(text, at))
    yield from _options(catalogue, at)
    yield from _differences(catalogue, at)
    for path, document in catalogue.files.items():
        for key, source in getattr(document, "sources", {}).items():
            for problem in _problems(source.as_of, at):
                yield Fault(path, f"sources.{key}.as_of", problem)


def _options(catalogue: Catalogue, at: datetime.date) -> Iterator[Fault]:
    for identifier, service in catalogue.services.items():
        for name, setting in service.settings.items():
            for slug, option in setting.options.items():
                key = f"settings.{name}.options.{slug}.since"
                for problem in _problems(option.since, at):
                    yield Fault(service_file(identifier), key, problem)


def _differences(catalogue: Catalogue, at: datetime.date) -> Iterator[Fault]:
    for slug, family in catalogue.families.items():
        for difference in family.known_differences:
            key = f"known_differences.{difference.responsibility}.citations.read_on"
            for citation in difference.citations:
                for problem in _problems(citation.read_on, at):
                    yield Fault(f"families/{slug}.yaml", key, problem)


def _ends_before(until: str, since: str) -> bool:
    """Compares as far as both are told: 2023 does not end before 2023-05."""
    told = min(len(until), len(since))
    return until[:told] < since[:told]


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
