"""Write services: their rows, settings, claims and resolved cells."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

import orjson

from catalog.models import MovedService, Option, ResourceType, Service, Setting
from matrices.cells import Cell
from matrices.datafiles import documents
from matrices.datafiles.reader import Catalogue
from matrices.importer.axes import Axes
from matrices.importer.bulk import (
    Row,
    fill_table,
    sync_rows,
    upsert,
)
from matrices.importer.claims import Written, not_applicable_items, write_claims
from matrices.models import (
    FamilyItem,
    KnownDifference,
    OptionItem,
    ResolvedItem,
    ResponsibilityItem,
    TierDefault,
)
from matrices.places import service_place
from matrices.resolution import cited, resolve_service


def write_tier_and_family_claims(catalogue: Catalogue, axes: Axes) -> None:
    """Make stored claims say what tiers and families say."""
    tiers = [
        Written(axes.tiers[name].pk, slug, item, tier.sources, {})
        for name, tier in catalogue.tiers.items()
        for slug, item in tier.items.items()
    ]
    families = [
        Written(axes.families[name].pk, slug, item, family.sources, {})
        for name, family in catalogue.families.items()
        for slug, item in {**not_applicable_items(family.not_applicable), **family.items}.items()
    ]
    write_claims(TierDefault.objects.all(), tiers, axes)
    write_claims(FamilyItem.objects.all(), families, axes)


def write_services(catalogue: Catalogue, identifiers: Iterable[str], axes: Axes) -> None:
    """Make everything about the named services say what the files say; others stay untouched."""
    written = []
    for identifier in identifiers:
        service = _write_service_row(catalogue, identifier, axes)
        options = _write_settings(service, catalogue.services[identifier])
        _write_items(catalogue, identifier, service, options, axes)
        written.append((service, options))
    _write_resolved(catalogue, written, axes)


def delete_services_not_in(catalogue: Catalogue) -> None:
    """Drop services without a file, with everything about them."""
    Service.objects.exclude(identifier__in=list(catalogue.services)).delete()


def write_known_differences(catalogue: Catalogue, axes: Axes) -> None:
    """Make recorded differences be those of the families; they refer to services of any family."""
    recorded = {
        (axes.families[slug].pk, order): (difference, family.sources)
        for slug, family in catalogue.families.items()
        for order, difference in enumerate(family.known_differences)
    }
    keys = sync_rows(
        KnownDifference.objects.all(),
        ("family_id", "order", "responsibility_id", "text", "basis", "citations"),
        [
            (
                *name,
                axes.responsibilities[difference.responsibility].pk,
                difference.text,
                str(difference.basis),
                [asdict(cited(citation, sources)) for citation in difference.citations],
            )
            for name, (difference, sources) in recorded.items()
        ],
        key=2,
    )
    services = dict(Service.objects.values_list("identifier", "pk"))
    through: type[Any] = KnownDifference.services.through
    sync_rows(
        through._default_manager.all(),
        ("knowndifference_id", "service_id"),
        [
            (keys[name], services[each])
            for name, (difference, _) in recorded.items()
            for each in difference.services
        ],
        key=2,
    )


def write_moved_services(catalogue: Catalogue) -> None:
    """Make old addresses be those of the providers' files."""
    services = dict(Service.objects.values_list("identifier", "pk"))
    moved = [
        (f"{slug}/{old}", services[target])
        for slug, provider in catalogue.providers.items()
        for old, target in provider.moved_services.items()
    ]
    sync_rows(MovedService.objects.all(), ("identifier", "target_id"), moved, key=1)


def write_resource_types(catalogue: Catalogue) -> None:
    """Make stored types be those of the services' own files and those of `resource-types/`."""
    services = dict(Service.objects.values_list("identifier", "pk"))
    own: Iterable[Row] = (
        (services[identifier], vocabulary, name, {}, "")
        for identifier, document in catalogue.services.items()
        for vocabulary, names in document.resource_types.model_dump().items()
        for name in names
    )
    mapped = (
        (services[identifier], str(document.vocabulary), *_type_and_condition(entry), "")
        for document in catalogue.resource_types.values()
        for identifier, entries in document.services.items()
        for entry in entries
    )
    without: Iterable[Row] = (
        (None, str(document.vocabulary), name, {}, note)
        for document in catalogue.resource_types.values()
        for name, note in document.no_service.items()
    )
    sync_rows(
        ResourceType.objects.all(),
        ("service_id", "vocabulary", "name", "when", "note"),
        [*own, *mapped, *without],
        key=3,
    )


def _type_and_condition(entry: str | documents.TypeWithCondition) -> tuple[str, dict[str, Any]]:
    if isinstance(entry, str):
        return entry, {}
    return entry.type, entry.when.model_dump(mode="json", exclude_defaults=True)


def _write_service_row(catalogue: Catalogue, identifier: str, axes: Axes) -> Service:
    document = catalogue.services[identifier]
    provider, slug = identifier.split("/")
    fields = {
        "identifier": identifier,
        "provider": axes.providers[provider],
        "slug": slug,
        "name": document.name,
        "summary": document.summary,
        "tier": axes.tiers[document.tier],
        "vendor_tier": document.vendor_tier or "",
        "family": axes.families[document.family],
        "aliases": list(document.aliases),
        "docs": list(document.docs),
    }
    stored = Service.objects.with_axes().filter(identifier=identifier)
    service = upsert({row.identifier: row for row in stored}, Service, {identifier: fields})[
        identifier
    ]
    service.also_in_families.set([axes.families[each] for each in document.also_in_families])
    return service


def _write_settings(service: Service, document: documents.Service) -> dict[str, Option]:
    """The options by slug; rows keep their primary keys, which cells refer to."""
    service.settings.exclude(slug__in=document.settings).delete()
    wanted = {
        slug: {
            "service": service,
            "slug": slug,
            "name": setting.name,
            "question": setting.question or "",
            "order": order,
        }
        for order, (slug, setting) in enumerate(document.settings.items())
    }
    settings = upsert({row.slug: row for row in service.settings.all()}, Setting, wanted)
    wanted_options = {
        slug: {
            **_option_fields(option),
            "service": service,
            "setting": settings[name],
            "slug": slug,
            "is_default": slug == setting.default,
            "order": order,
        }
        for name, setting in document.settings.items()
        for order, (slug, option) in enumerate(setting.options.items())
    }
    service.options.exclude(slug__in=wanted_options).delete()
    stored = {row.slug: row for row in service.options.select_related("setting")}
    if any(_moves_default(row, wanted_options[slug]) for slug, row in stored.items()):
        service.options.update(is_default=False)  # else a setting had two for a moment
        stored = {row.slug: row for row in service.options.select_related("setting")}
    return upsert(stored, Option, wanted_options)


def _moves_default(row: Option, wanted: dict[str, Any]) -> bool:
    return (row.setting, row.is_default) != (wanted["setting"], wanted["is_default"])


def _option_fields(option: documents.Option) -> dict[str, Any]:
    return {
        "name": option.name,
        "summary": option.summary or "",
        "detect": option.detect or "",
        "detect_when": [
            each.model_dump(mode="json", exclude_defaults=True) for each in option.detect_when
        ],
        "since": option.since or "",
        "at_customer_site": option.at_customer_site,
    }


def _write_items(
    catalogue: Catalogue, identifier: str, service: Service, options: dict[str, Option], axes: Axes
) -> None:
    document = catalogue.services[identifier]
    sources = {**catalogue.providers[service.provider.slug].sources, **document.sources}
    items = {**not_applicable_items(document.not_applicable), **document.items}
    own = [Written(service.pk, slug, item, sources, options) for slug, item in items.items()]
    moved = [
        Written(options[name].pk, slug, item, sources, options)
        for setting in document.settings.values()
        for name, option in setting.options.items()
        for slug, item in option.items.items()
    ]
    write_claims(ResponsibilityItem.objects.filter(service=service), own, axes)
    write_claims(OptionItem.objects.filter(option__service=service), moved, axes)


def _write_resolved(
    catalogue: Catalogue, written: list[tuple[Service, dict[str, Option]]], axes: Axes
) -> None:
    """The first import writes one stream of rows; later ones service by service what differs."""
    if not ResolvedItem.objects.exists():
        rows = (row for each in written for row in _resolved_rows(catalogue, *each, axes))
        fill_table(ResolvedItem, RESOLVED_COLUMNS, rows)
        return
    for service, options in written:
        cells = _resolved_rows(catalogue, service, options, axes)
        sync_rows(service.resolved_items.all(), RESOLVED_COLUMNS, cells, key=3)


def _resolved_rows(
    catalogue: Catalogue, service: Service, options: dict[str, Option], axes: Axes
) -> Iterator[Row]:
    resolved = resolve_service(catalogue, service.identifier)
    for cell in resolved.as_it_comes.values():
        yield _resolved_row(service, None, cell, axes)
    for slug, cells in resolved.by_option.items():
        for cell in cells.values():
            yield _resolved_row(service, options[slug], cell, axes)


RESOLVED_COLUMNS = (
    "service_id",
    "option_id",
    "responsibility_id",
    "provider_id",
    "tier_id",
    "family_id",
    "layer_id",
    "ownership",
    "basis",
    "resolved_from",
    "provider_duty",
    "customer_duty",
    "default_state",
    "caveats",
    "checks",
    "blast_radius",
    "recovery",
    "citations",
    "verified_on",
    "inherited",
    "service_place",
    "row_place",
)


def _resolved_row(service: Service, option: Option | None, cell: Cell, axes: Axes) -> Row:
    """The values of RESOLVED_COLUMNS."""
    responsibility = axes.responsibilities[cell.responsibility]
    return (
        service.pk,
        option and option.pk,
        responsibility.pk,
        service.provider_id,
        service.tier_id,
        service.family_id,
        responsibility.layer_id,
        cell.ownership.value,
        cell.basis.value,
        str(cell.resolved_from),
        cell.provider_duty,
        cell.customer_duty,
        cell.default_state,
        _json(cell.caveats),
        _json(cell.checks),
        cell.blast_radius,
        cell.recovery,
        _json(cell.citations),
        cell.verified_on,
        _json(cell.inherited),
        service_place(service.provider.order, service.name, service.identifier),
        responsibility.order,
    )


def _json(value: object) -> str:
    """Dataclasses as objects, in the order of their fields."""
    return orjson.dumps(value).decode()
