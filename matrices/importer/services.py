"""Write services: their rows, settings, claims and resolved cells."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import TypeVar

import orjson
from django.db.models import Model

from catalog.models import MovedService, Option, ResourceType, Service, Setting
from matrices.cells import Cell
from matrices.datafiles import documents
from matrices.datafiles.reader import Catalogue
from matrices.importer.axes import Axes
from matrices.importer.bulk import write_rows
from matrices.importer.claims import Written, claim_fields, not_applicable_items, write_claims
from matrices.models import (
    Claim,
    FamilyItem,
    KnownDifference,
    OptionItem,
    ResolvedItem,
    ResponsibilityItem,
    TierDefault,
)
from matrices.places import service_place
from matrices.resolution import cited, resolve_service

C = TypeVar("C", bound=Claim)


def write_tier_and_family_claims(catalogue: Catalogue, axes: Axes) -> None:
    """Replace what tiers and families say."""
    TierDefault.objects.all().delete()
    FamilyItem.objects.all().delete()
    tier_rows = [
        Written(
            _claim(TierDefault, slug, item, axes, tier=axes.tiers[name]), item, tier.sources, {}
        )
        for name, tier in catalogue.tiers.items()
        for slug, item in tier.items.items()
    ]
    family_rows = [
        Written(
            _claim(FamilyItem, slug, item, axes, family=axes.families[name]),
            item,
            family.sources,
            {},
        )
        for name, family in catalogue.families.items()
        for slug, item in {**not_applicable_items(family.not_applicable), **family.items}.items()
    ]
    write_claims(TierDefault, tier_rows, axes)
    write_claims(FamilyItem, family_rows, axes)


def write_services(catalogue: Catalogue, identifiers: Iterable[str], axes: Axes) -> None:
    """Replace everything about the named services; other services are not touched."""
    for identifier in identifiers:
        service = _write_service_row(catalogue, identifier, axes)
        options = _write_settings(service, catalogue.services[identifier])
        _write_items(catalogue, identifier, service, options, axes)
        _write_resolved(catalogue, identifier, service, options, axes)


def delete_services_not_in(catalogue: Catalogue) -> None:
    """Drop services without a file, with everything about them."""
    Service.objects.exclude(identifier__in=list(catalogue.services)).delete()


def write_known_differences(catalogue: Catalogue, axes: Axes) -> None:
    """Replace all recorded differences; they refer to services of any family."""
    services = {service.identifier: service for service in Service.objects.all()}
    KnownDifference.objects.all().delete()
    for family_slug, family in catalogue.families.items():
        for order, difference in enumerate(family.known_differences):
            row = KnownDifference.objects.create(
                family=axes.families[family_slug],
                responsibility=axes.responsibilities[difference.responsibility],
                text=difference.text,
                basis=difference.basis,
                citations=[
                    asdict(cited(citation, family.sources)) for citation in difference.citations
                ],
                order=order,
            )
            row.services.set(services[each] for each in difference.services)


def write_moved_services(catalogue: Catalogue) -> None:
    """Replace all old addresses."""
    services = {service.identifier: service for service in Service.objects.all()}
    MovedService.objects.all().delete()
    MovedService.objects.bulk_create(
        MovedService(identifier=f"{slug}/{old}", target=services[target])
        for slug, provider in catalogue.providers.items()
        for old, target in provider.moved_services.items()
    )


def write_resource_types(catalogue: Catalogue) -> None:
    """Replace all types, those of the services' own files and those of `resource-types/`."""
    services = {service.identifier: service for service in Service.objects.all()}
    ResourceType.objects.all().delete()
    own = (
        ResourceType(service=services[identifier], vocabulary=vocabulary, name=name)
        for identifier, document in catalogue.services.items()
        for vocabulary, names in document.resource_types.model_dump().items()
        for name in names
    )
    mapped = (
        _mapped_type(services[identifier], document.vocabulary, entry)
        for document in catalogue.resource_types.values()
        for identifier, entries in document.services.items()
        for entry in entries
    )
    without = (
        ResourceType(vocabulary=document.vocabulary, name=name, note=note)
        for document in catalogue.resource_types.values()
        for name, note in document.no_service.items()
    )
    ResourceType.objects.bulk_create([*own, *mapped, *without])


def _mapped_type(
    service: Service, vocabulary: str, entry: str | documents.TypeWithCondition
) -> ResourceType:
    if isinstance(entry, str):
        return ResourceType(service=service, vocabulary=vocabulary, name=entry)
    when = entry.when.model_dump(mode="json", exclude_defaults=True)
    return ResourceType(service=service, vocabulary=vocabulary, name=entry.type, when=when)


def _write_service_row(catalogue: Catalogue, identifier: str, axes: Axes) -> Service:
    document = catalogue.services[identifier]
    provider, slug = identifier.split("/")
    service, _ = Service.objects.update_or_create(
        identifier=identifier,
        defaults={
            "provider": axes.providers[provider],
            "slug": slug,
            "name": document.name,
            "summary": document.summary,
            "tier": axes.tiers[document.tier],
            "vendor_tier": document.vendor_tier or "",
            "family": axes.families[document.family],
            "aliases": list(document.aliases),
            "docs": list(document.docs),
        },
    )
    service.also_in_families.set([axes.families[each] for each in document.also_in_families])
    return service


def _write_settings(service: Service, document: documents.Service) -> dict[str, Option]:
    service.settings.all().delete()
    settings = Setting.objects.bulk_create(
        Setting(
            service=service,
            slug=slug,
            name=setting.name,
            question=setting.question or "",
            order=order,
        )
        for order, (slug, setting) in enumerate(document.settings.items())
    )
    options = Option.objects.bulk_create(
        Option(
            service=service,
            setting=row,
            slug=slug,
            name=option.name,
            summary=option.summary or "",
            detect=option.detect or "",
            detect_when=[
                each.model_dump(mode="json", exclude_defaults=True) for each in option.detect_when
            ],
            since=option.since or "",
            at_customer_site=option.at_customer_site,
            is_default=slug == document.settings[row.slug].default,
            order=order,
        )
        for row in settings
        for order, (slug, option) in enumerate(document.settings[row.slug].options.items())
    )
    return {option.slug: option for option in options}


def _write_items(
    catalogue: Catalogue, identifier: str, service: Service, options: dict[str, Option], axes: Axes
) -> None:
    document = catalogue.services[identifier]
    sources = {**catalogue.providers[service.provider.slug].sources, **document.sources}
    items = {**not_applicable_items(document.not_applicable), **document.items}
    service.items.all().delete()
    write_claims(
        ResponsibilityItem,
        [
            Written(
                _claim(ResponsibilityItem, slug, item, axes, service=service),
                item,
                sources,
                options,
            )
            for slug, item in items.items()
        ],
        axes,
    )
    write_claims(
        OptionItem,
        [
            Written(
                _claim(OptionItem, slug, item, axes, option=options[name]), item, sources, options
            )
            for setting in document.settings.values()
            for name, option in setting.options.items()
            for slug, item in option.items.items()
        ],
        axes,
    )


def _claim(model: type[C], slug: str, item: documents.Item, axes: Axes, **owner: Model) -> C:
    return model(responsibility=axes.responsibilities[slug], **claim_fields(item), **owner)


def _write_resolved(
    catalogue: Catalogue, identifier: str, service: Service, options: dict[str, Option], axes: Axes
) -> None:
    service.resolved_items.all().delete()
    resolved = resolve_service(catalogue, identifier)
    rows = [(None, cell) for cell in resolved.as_it_comes.values()]
    moved = [
        (options[slug], cell)
        for slug, cells in resolved.by_option.items()
        for cell in cells.values()
    ]
    write_rows(
        ResolvedItem,
        RESOLVED_COLUMNS,
        (_resolved_row(service, option, cell, axes) for option, cell in [*rows, *moved]),
    )


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


def _resolved_row(
    service: Service, option: Option | None, cell: Cell, axes: Axes
) -> tuple[object, ...]:
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
