"""Columns side by side or on top of each other: comparisons and stacks.

Every function takes a fixed number of queries.
"""

from collections.abc import Collection, Iterable, Sequence
from itertools import groupby
from operator import itemgetter

from catalog.models import Responsibility, Tier
from catalog.names import UnknownName
from catalog.remembered import remembered
from matrices.comparison import Comparison, Difference, RowOrder, compare
from matrices.matrix import (
    TIER_PREFIX,
    Column,
    Reference,
    TierMatrix,
)
from matrices.models import KnownDifference
from matrices.queries import CompareQuery
from matrices.reading.services import matrices
from matrices.reading.tiers import tier_matrices
from matrices.stack import Stack, fold


def compare_services(
    references: Sequence[Reference],
    *,
    layers: Iterable[str] = (),
    responsibilities: Collection[str] | None = None,
    order: RowOrder = RowOrder.MOVED,
    differences_only: bool = False,
) -> Comparison:
    """Compare services and tiers, each with the options of its reference, and all that is recorded.

    A column that was asked for twice, also by naming its default options, stands once.
    """
    columns = list({column.reference: column for column in columns_of(references)}.values())
    return compare(
        columns,
        recorded_differences({column.identifier for column in columns}),
        layers=layers,
        responsibilities=responsibilities,
        order=order,
        differences_only=differences_only,
    )


def comparison_as_asked(query: CompareQuery) -> Comparison:
    """The comparison of a parsed query, for page, API and exports alike."""
    asked_for = None
    if query.frameworks or query.controls:
        rows = Responsibility.objects.behind(query.frameworks, query.controls)
        asked_for = set(rows.values_list("slug", flat=True))
    return compare_services(
        query.references,
        layers=query.layers,
        responsibilities=asked_for,
        order=query.order,
        differences_only=query.differences_only,
    )


def columns_of(references: Sequence[Reference]) -> list[Column]:
    """One column per reference, in their order: matrices of services and defaults of tiers."""
    tiers = _tiers_by_slug({reference.tier for reference in references if reference.tier})
    services = [reference for reference in references if reference.tier is None]
    found = iter(matrices(services) if services else [])
    return [next(found) if each.tier is None else tiers[each.tier] for each in references]


def _tiers_by_slug(slugs: set[str]) -> dict[str, TierMatrix]:
    if not slugs:
        return {}
    found = {tier.slug: tier for tier in tier_matrices(slugs)}
    for slug in sorted(slugs - found.keys()):
        known = Tier.objects.values_list("slug", flat=True)
        raise UnknownName(
            "services", f"{TIER_PREFIX}{slug}", [f"{TIER_PREFIX}{each}" for each in known]
        )
    return found


def stack_of(
    references: Sequence[Reference],
    *,
    layers: Sequence[str] = (),
    frameworks: Sequence[str] = (),
    controls: Sequence[str] = (),
) -> Stack:
    """Services as one matrix by responsibility; frameworks and controls keep only what they ask
    for. Takes as many queries as one matrix, and one more for the controls."""
    asked = None
    if frameworks or controls:
        rows = Responsibility.objects.behind(frameworks, controls)
        asked = set(rows.values_list("slug", flat=True))
    return fold(matrices(references), layers=layers, responsibilities=asked)


def recorded_differences(identifiers: Collection[str]) -> list[Difference]:
    """Recorded differences that name at least one of the services."""
    return [each for each in _differences() if not set(identifiers).isdisjoint(each.services)]


@remembered
def _differences() -> tuple[Difference, ...]:
    rows = (
        KnownDifference.objects.order_by(
            "family__order", "family__slug", "order", "pk",
            "services__provider__order", "services__name",
        )
        .values_list(
            "pk", "responsibility__slug", "text", "basis", "citations", "services__identifier"
        )
    )  # fmt: skip
    found = []
    for _, group in groupby(rows, key=itemgetter(0)):
        [(_, responsibility, text, basis, citations, first), *further] = group
        services = (first, *(row[-1] for row in further))
        found.append(Difference(responsibility, services, text, basis, tuple(citations)))
    return tuple(found)
