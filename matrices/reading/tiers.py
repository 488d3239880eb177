"""What every service of a tier starts from."""

from collections.abc import Iterable

from catalog.models import Tier
from matrices.cells import (
    Caveat,
    Cell,
    Check,
    Citation,
    unknown_cell,
)
from matrices.choices import Basis, CheckTool, Level, Ownership
from matrices.matrix import Row, TierMatrix
from matrices.models import TierDefault
from matrices.reading.cells import row_heads


def tier_matrices(slugs: Iterable[str] | None = None) -> list[TierMatrix]:
    """The defaults of all tiers, or of the named ones, in the order of the tiers."""
    tiers = Tier.objects.all() if slugs is None else Tier.objects.filter(slug__in=list(slugs))
    found = list(tiers)
    heads = row_heads()
    cells: dict[int, dict[str, Cell]] = {}
    for item in TierDefault.objects.filter(tier__in=found).with_parts():
        cells.setdefault(item.tier_id, {})[item.responsibility.slug] = _tier_cell(item)
    return [
        TierMatrix(
            tier.slug,
            tier.name,
            tier.short_name,
            tuple(
                Row(head, cells.get(tier.pk, {}).get(head.slug) or unknown_cell(head.slug))
                for head in heads
            ),
        )
        for tier in found
    ]


def _tier_cell(item: TierDefault) -> Cell:
    return Cell(
        responsibility=item.responsibility.slug,
        ownership=Ownership(item.ownership),
        basis=Basis(item.basis),
        resolved_from=Level.TIER,
        provider_duty=item.provider_duty,
        customer_duty=item.customer_duty,
        default_state=item.default_state,
        caveats=tuple(
            Caveat(each.when, each.text, None, each.since or None, each.until or None)
            for each in item.caveats.all()
        ),
        checks=tuple(
            Check(CheckTool(each.tool), each.identifier or None, each.how or None)
            for each in item.checks.all()
        ),
        blast_radius=item.blast_radius,
        recovery=item.recovery,
        citations=tuple(
            Citation(
                url=each.source.url,
                title=each.source.title,
                publisher=each.source.publisher,
                as_of=each.source.as_of,
                locator=each.locator,
                read_on=each.read_on.isoformat(),
            )
            for each in item.citations.all()
        ),
        verified_on=item.verified_on.isoformat() if item.verified_on else None,
    )
