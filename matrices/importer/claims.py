"""Write what each level says: claims with their caveats, checks and citations."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from catalog.models import Option, Source
from matrices.datafiles import documents
from matrices.importer.axes import Axes
from matrices.importer.bulk import write_rows
from matrices.models import (
    Caveat,
    Check,
    Citation,
    Claim,
    FamilyItem,
    OptionItem,
    ResponsibilityItem,
    TierDefault,
)

PARENT_FIELD: dict[type[Claim], str] = {
    TierDefault: "tier_default",
    FamilyItem: "family_item",
    ResponsibilityItem: "responsibility_item",
    OptionItem: "option_item",
}


@dataclass(frozen=True)
class Written:
    """One claim row together with the document that it was made from."""

    row: Claim
    item: documents.Item
    sources: Mapping[str, documents.Source]
    options: Mapping[str, Option]


def claim_fields(item: documents.Item) -> dict[str, str | None]:
    """The columns that claims of every level have."""
    return {
        "ownership": item.ownership,
        "basis": item.basis,
        "provider_duty": item.provider_duty or "",
        "customer_duty": item.customer_duty or "",
        "default_state": item.default_state or "",
        "blast_radius": item.blast_radius or "",
        "recovery": item.recovery or "",
        "verified_on": item.verified_on,
    }


def not_applicable_items(slugs: Iterable[str]) -> dict[str, documents.Item]:
    """The short form of a file, written out."""
    return {slug: documents.Item.model_validate({"ownership": "not_applicable"}) for slug in slugs}


def write_claims(model: type[Claim], written: list[Written], axes: Axes) -> None:
    """Store claims of one level and all that belongs to them."""
    model._default_manager.bulk_create([each.row for each in written])
    parent = PARENT_FIELD[model]
    write_rows(
        Caveat,
        (f"{parent}_id", "order", "when", "text", "option_id", "since", "until"),
        (
            (
                each.row.pk,
                order,
                caveat.when,
                caveat.text,
                _key(each.options.get(caveat.option or "")),
                caveat.since or "",
                caveat.until or "",
            )
            for each in written
            for order, caveat in enumerate(each.item.caveats)
        ),
    )
    write_rows(
        Check,
        (f"{parent}_id", "order", "tool", "identifier", "how"),
        (
            (each.row.pk, order, str(check.tool), check.id or "", check.how or "")
            for each in written
            for order, check in enumerate(each.item.checks)
        ),
    )
    write_rows(
        Citation,
        (f"{parent}_id", "order", "source_id", "locator", "read_on"),
        (
            (
                each.row.pk,
                order,
                _source(citation, each.sources, axes).pk,
                citation.locator,
                citation.read_on,
            )
            for each in written
            for order, citation in enumerate(each.item.citations)
        ),
    )


def _key(option: Option | None) -> int | None:
    return option.pk if option else None


def _source(
    citation: documents.Citation, sources: Mapping[str, documents.Source], axes: Axes
) -> Source:
    source = sources[citation.source]
    return axes.sources[source.url, source.as_of]
