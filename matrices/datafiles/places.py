"""Every item of a catalogue with the place where it stands, for the checks."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from matrices.choices import Level
from matrices.datafiles import documents
from matrices.datafiles.reader import Catalogue, Fault


@dataclass(frozen=True)
class Place:
    """One item: its file and key, who says it, and the sources that it may cite.

    `owner` is a tier, a family, or a service identifier; `option` is set where an option says it.
    """

    file: str
    key: str
    level: Level
    owner: str
    responsibility: str
    item: documents.Item
    sources: Mapping[str, documents.Source]
    option: str | None = None

    def fault(self, problem: str, field: str = "") -> Fault:
        return Fault(self.file, f"{self.key}.{field}" if field else self.key, problem)


def service_file(identifier: str) -> str:
    """`aws/s3` → `providers/aws/services/s3.yaml`."""
    provider, slug = identifier.split("/")
    return f"providers/{provider}/services/{slug}.yaml"


def every_item(catalogue: Catalogue) -> Iterator[Place]:
    """Tiers first, then families, services and their options, in the order of the files."""
    for slug, tier in catalogue.tiers.items():
        yield from _items(f"tiers/{slug}.yaml", Level.TIER, slug, tier.items, tier.sources)
    for slug, family in catalogue.families.items():
        yield from _items(f"families/{slug}.yaml", Level.FAMILY, slug, family.items, family.sources)
    for identifier in catalogue.services:
        yield from service_items(catalogue, identifier)


def service_items(catalogue: Catalogue, identifier: str) -> Iterator[Place]:
    """The items of one service, then those of its options."""
    service = catalogue.services[identifier]
    file = service_file(identifier)
    provider = catalogue.providers.get(identifier.split("/", maxsplit=1)[0])
    sources = {**(provider.sources if provider else {}), **service.sources}
    yield from _items(file, Level.SERVICE, identifier, service.items, sources)
    for setting_slug, setting in service.settings.items():
        for slug, option in setting.options.items():
            prefix = f"settings.{setting_slug}.options.{slug}."
            items = option.items
            yield from _items(
                file, Level.OPTION, identifier, items, sources, prefix=prefix, option=slug
            )


def _items(
    file: str,
    level: Level,
    owner: str,
    items: Mapping[str, documents.Item],
    sources: Mapping[str, documents.Source],
    *,
    prefix: str = "",
    option: str | None = None,
) -> Iterator[Place]:
    for responsibility, item in items.items():
        key = f"{prefix}items.{responsibility}"
        yield Place(file, key, level, owner, responsibility, item, sources, option)
