"""Whatever a file names exists: rows, tiers, families, sources, options, services, controls."""

import datetime
import difflib
from collections.abc import Collection, Iterator

from matrices.datafiles.places import every_item, service_file
from matrices.datafiles.reader import Catalogue, Fault


def check(catalogue: Catalogue, at: datetime.date) -> Iterator[Fault]:
    yield from _responsibilities(catalogue)
    yield from _items(catalogue)
    yield from _families(catalogue)
    yield from _services(catalogue)
    yield from _providers(catalogue)
    yield from _resource_types(catalogue)


def _missing(file: str, key: str, kind: str, name: str, known: Collection[str]) -> Iterator[Fault]:
    if name not in known:
        close = difflib.get_close_matches(name, known, n=1)
        hint = f"; did you mean '{close[0]}'?" if close else ""
        yield Fault(file, key, f"{kind} '{name}' does not exist{hint}")


def _responsibilities(catalogue: Catalogue) -> Iterator[Fault]:
    file = "responsibilities.yaml"
    for slug, row in catalogue.responsibilities.items():
        key = f"responsibilities.{slug}"
        yield from _missing(file, f"{key}.layer", "layer", row.layer, catalogue.layers)
        for name, identifiers in row.controls.items():
            place = f"{key}.controls.{name}"
            yield from _missing(file, place, "framework", name, catalogue.frameworks)
            framework = catalogue.frameworks.get(name)
            if framework:
                for each in identifiers:
                    yield from _missing(file, place, "control", each, framework.controls)


def _items(catalogue: Catalogue) -> Iterator[Fault]:
    rows = catalogue.responsibilities
    for place in every_item(catalogue):
        yield from _missing(place.file, place.key, "responsibility", place.responsibility, rows)
        for citation in place.item.citations:
            key = f"{place.key}.citations"
            yield from _missing(place.file, key, "source", citation.source, place.sources)
        service = catalogue.services.get(place.owner)
        options = [
            slug
            for setting in (service.settings.values() if service else ())
            for slug in setting.options
        ]
        for caveat in place.item.caveats:
            if caveat.option:
                key = f"{place.key}.caveats"
                yield from _missing(place.file, key, "option", caveat.option, options)


def _families(catalogue: Catalogue) -> Iterator[Fault]:
    rows = catalogue.responsibilities
    for slug, family in catalogue.families.items():
        file = f"families/{slug}.yaml"
        for key in ("not_applicable", "compare_responsibilities"):
            for name in getattr(family, key):
                yield from _missing(file, key, "responsibility", name, rows)
        for difference in family.known_differences:
            key = "known_differences"
            yield from _missing(file, key, "responsibility", difference.responsibility, rows)
            for service in difference.services:
                yield from _missing(file, key, "service", service, catalogue.services)
            for citation in difference.citations:
                yield from _missing(file, key, "source", citation.source, family.sources)


def _services(catalogue: Catalogue) -> Iterator[Fault]:
    for identifier, service in catalogue.services.items():
        file = service_file(identifier)
        provider = identifier.split("/")[0]
        yield from _missing(file, "", "provider", provider, catalogue.providers)
        yield from _missing(file, "tier", "tier", service.tier, catalogue.tiers)
        yield from _missing(file, "family", "family", service.family, catalogue.families)
        for family in service.also_in_families:
            yield from _missing(file, "also_in_families", "family", family, catalogue.families)
        for row in service.not_applicable:
            key = "not_applicable"
            yield from _missing(file, key, "responsibility", row, catalogue.responsibilities)
        seen: set[str] = set()
        for slug, setting in service.settings.items():
            key = f"settings.{slug}"
            yield from _missing(file, f"{key}.default", "option", setting.default, setting.options)
            for option in setting.options:
                if option in seen:
                    problem = f"option '{option}' stands in two settings; name them apart"
                    yield Fault(file, key, problem)
                seen.add(option)


def _providers(catalogue: Catalogue) -> Iterator[Fault]:
    for slug, provider in catalogue.providers.items():
        file = f"providers/{slug}/provider.yaml"
        for old, target in provider.moved_services.items():
            key = f"moved_services.{old}"
            yield from _missing(file, key, "service", target, catalogue.services)
            if f"{slug}/{old}" in catalogue.services:
                yield Fault(file, key, "is still a service; remove one of the two")


def _resource_types(catalogue: Catalogue) -> Iterator[Fault]:
    for slug, document in catalogue.resource_types.items():
        for service in document.services:
            file = f"resource-types/{slug}.yaml"
            yield from _missing(file, "services", "service", service, catalogue.services)
