"""Write what has a name: providers, tiers, families, layers, rows, frameworks, sources."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Model

from catalog.models import (
    Control,
    Family,
    Framework,
    Layer,
    Provider,
    Responsibility,
    Source,
    Tier,
)
from matrices.datafiles import documents
from matrices.datafiles.reader import Catalogue
from matrices.importer.bulk import sync_rows, upsert

M = TypeVar("M", bound=Model)
D = TypeVar("D")


@dataclass(frozen=True)
class Axes:
    """Every named row by its slug; sources by (url, as_of)."""

    layers: dict[str, Layer]
    responsibilities: dict[str, Responsibility]
    tiers: dict[str, Tier]
    families: dict[str, Family]
    providers: dict[str, Provider]
    sources: dict[tuple[str, str], Source]


def write_axes(catalogue: Catalogue) -> Axes:
    """Create and update rows by slug, so that keys stay stable from import to import."""
    layers = _upsert(Layer, catalogue.layers, lambda layer: layer.model_dump())
    responsibilities = _write_responsibilities(catalogue, layers)
    _write_frameworks(catalogue, responsibilities)
    return Axes(
        layers=layers,
        responsibilities=responsibilities,
        tiers=_upsert(
            Tier, catalogue.tiers, lambda tier: tier.model_dump(exclude={"sources", "items"})
        ),
        families=_upsert(Family, catalogue.families, _family_fields),
        providers=_upsert(Provider, catalogue.providers, _provider_fields),
        sources=_write_sources(catalogue),
    )


def delete_axes_not_in(catalogue: Catalogue) -> None:
    """Drop what the files no longer name; call when no service refers to it any more."""
    named: Iterable[tuple[type[Model], Iterable[str]]] = (
        (Provider, catalogue.providers),
        (Family, catalogue.families),
        (Tier, catalogue.tiers),
        (Responsibility, catalogue.responsibilities),
        (Layer, catalogue.layers),
        (Framework, catalogue.frameworks),
        (Source, (source_slug(source) for source in all_sources(catalogue))),
    )
    for model, slugs in named:
        known = set(slugs)
        gone = [
            row.pk for row in model._default_manager.only("pk", "slug") if _slug(row) not in known
        ]
        if gone:
            model._default_manager.filter(pk__in=gone).delete()


def all_sources(catalogue: Catalogue) -> Iterable[documents.Source]:
    """The sources of all files, those that several files share as often as they stand there."""
    for document in catalogue.files.values():
        yield from getattr(document, "sources", {}).values()


def source_slug(source: documents.Source) -> str:
    """Stable for one text: the same page read at another date is another source."""
    return hashlib.sha256(f"{source.url} {source.as_of}".encode()).hexdigest()[:12]


def _upsert(
    model: type[M], wanted: Mapping[str, D], fields_of: Callable[[D], dict[str, Any]]
) -> dict[str, M]:
    """Make the rows of `model` say what the documents say; rows keep their primary keys."""
    stored: dict[str, M] = {_slug(row): row for row in model._default_manager.all()}
    fields = {slug: {"slug": slug, **fields_of(document)} for slug, document in wanted.items()}
    return upsert(stored, model, fields)


def _slug(row: Model) -> str:
    return str(getattr(row, "slug"))  # noqa: B009 - every axis has a slug; Model does not say so


def _family_fields(family: documents.Family) -> dict[str, Any]:
    return {
        "name": family.name,
        "summary": family.summary,
        "order": family.order,
        "compare_responsibilities": list(family.compare_responsibilities),
    }


def _provider_fields(provider: documents.Provider) -> dict[str, Any]:
    return {
        "name": provider.name,
        "short_name": provider.short_name,
        "summary": provider.summary,
        "order": provider.order,
        "website": provider.website or "",
        "model_name": provider.model_name or "",
        "model_url": provider.model_url or "",
    }


def _write_responsibilities(
    catalogue: Catalogue, layers: dict[str, Layer]
) -> dict[str, Responsibility]:
    order = {slug: number for number, slug in enumerate(catalogue.responsibilities, start=1)}
    slugs = {id(document): slug for slug, document in catalogue.responsibilities.items()}

    def fields(document: documents.Responsibility) -> dict[str, Any]:
        return {
            "name": document.name,
            "layer": layers[document.layer],
            "question": document.question,
            "why_it_matters": document.why_it_matters,
            "terms": list(document.terms),
            "order": order[slugs[id(document)]],
        }

    return _upsert(Responsibility, catalogue.responsibilities, fields)


def _write_frameworks(catalogue: Catalogue, responsibilities: dict[str, Responsibility]) -> None:
    frameworks = _upsert(
        Framework, catalogue.frameworks, lambda document: document.model_dump(exclude={"controls"})
    )
    controls = sync_rows(
        Control.objects.all(),
        ("framework_id", "identifier", "title", "order"),
        [
            (frameworks[slug].pk, identifier, title or "", order)
            for slug, framework in catalogue.frameworks.items()
            for order, (identifier, title) in enumerate(framework.controls.items())
        ],
        key=2,
    )
    through: type[Any] = Responsibility.controls.through
    sync_rows(
        through._default_manager.all(),
        ("responsibility_id", "control_id"),
        [
            (responsibilities[slug].pk, controls[frameworks[framework].pk, each])
            for slug, document in catalogue.responsibilities.items()
            for framework, identifiers in document.controls.items()
            for each in identifiers
        ],
        key=2,
    )


def _write_sources(catalogue: Catalogue) -> dict[tuple[str, str], Source]:
    wanted = {source_slug(source): source for source in all_sources(catalogue)}
    rows = _upsert(
        Source,
        wanted,
        lambda source: {**source.model_dump(), "licence": source.licence or ""},
    )
    return {(row.url, row.as_of): row for row in rows.values()}
