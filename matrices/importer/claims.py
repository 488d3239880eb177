"""Write what each level says: claims with their caveats, checks and citations."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import QuerySet

from catalog.models import Option, Source
from matrices.datafiles import documents
from matrices.importer.axes import Axes
from matrices.importer.bulk import Row, sync_rows
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

OWNER: dict[type[Claim], str] = {
    TierDefault: "tier_id",
    FamilyItem: "family_id",
    ResponsibilityItem: "service_id",
    OptionItem: "option_id",
}
PARENT_FIELD: dict[type[Claim], str] = {
    TierDefault: "tier_default",
    FamilyItem: "family_item",
    ResponsibilityItem: "responsibility_item",
    OptionItem: "option_item",
}
C = TypeVar("C", bound=Claim)
WORDS = ("provider_duty", "customer_duty", "default_state", "blast_radius", "recovery")


@dataclass(frozen=True)
class Written:
    """One claim of an owner (its primary key) with the document that says it."""

    owner: int
    responsibility: str
    item: documents.Item
    sources: Mapping[str, documents.Source]
    options: Mapping[str, Option]


def not_applicable_items(slugs: Iterable[str]) -> dict[str, documents.Item]:
    """The short form of a file, written out."""
    return {slug: documents.Item.model_validate({"ownership": "not_applicable"}) for slug in slugs}


def write_claims(stored: "QuerySet[C]", written: list[Written], axes: Axes) -> None:
    """Make the stored claims of one level, and all that belongs to them, say what is written."""
    rows = {(each.owner, axes.responsibilities[each.responsibility].pk): each for each in written}
    keys = sync_rows(
        stored,
        (OWNER[stored.model], "responsibility_id", "ownership", "basis", "verified_on", *WORDS),
        [(*name, *_claim_values(each.item)) for name, each in rows.items()],
        key=2,
    )
    claims = [(keys[name], each) for name, each in rows.items()]
    parent = PARENT_FIELD[stored.model]
    of_these = {f"{parent}__in": stored.order_by().values("pk")}
    sync_rows(
        Caveat.objects.filter(**of_these),
        (f"{parent}_id", "order", "when", "text", "option_id", "since", "until"),
        _caveats(claims),
        key=2,
    )
    sync_rows(
        Check.objects.filter(**of_these),
        (f"{parent}_id", "order", "tool", "identifier", "how"),
        _checks(claims),
        key=2,
    )
    sync_rows(
        Citation.objects.filter(**of_these),
        (f"{parent}_id", "order", "source_id", "locator", "read_on"),
        _citations(claims, axes),
        key=2,
    )


def _claim_values(item: documents.Item) -> Row:
    return (
        str(item.ownership),
        str(item.basis),
        item.verified_on,
        *(getattr(item, name) or "" for name in WORDS),
    )


def _caveats(claims: list[tuple[int, Written]]) -> Iterator[Row]:
    for key, each in claims:
        for order, caveat in enumerate(each.item.caveats):
            option = each.options.get(caveat.option or "")
            yield (
                key, order, caveat.when, caveat.text, option and option.pk,
                caveat.since or "", caveat.until or "",
            )  # fmt: skip


def _checks(claims: list[tuple[int, Written]]) -> Iterator[Row]:
    for key, each in claims:
        for order, check in enumerate(each.item.checks):
            yield key, order, str(check.tool), check.id or "", check.how or ""


def _citations(claims: list[tuple[int, Written]], axes: Axes) -> Iterator[Row]:
    for key, each in claims:
        for order, citation in enumerate(each.item.citations):
            source = _source(citation, each.sources, axes)
            yield key, order, source.pk, citation.locator, citation.read_on


def _source(
    citation: documents.Citation, sources: Mapping[str, documents.Source], axes: Axes
) -> Source:
    source = sources[citation.source]
    return axes.sources[source.url, source.as_of]
