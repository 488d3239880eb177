"""Answers that need several tables, as frozen values: matrices, comparisons, one duty everywhere.

Knows neither request nor template. Every function takes a fixed number of queries.
"""

import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

import orjson
from django.db.models import QuerySet

from catalog.models import MovedService, Option, Responsibility, Service, Tier
from catalog.names import UnknownName
from catalog.prepared import Prepared
from catalog.remembered import remembered
from matrices.cells import (
    NOTHING_INHERITED,
    Caveat,
    Cell,
    Check,
    Citation,
    Parts,
    unknown_cell,
)
from matrices.choices import Basis, CheckTool, Level, Ownership
from matrices.comparison import Comparison, Difference, RowOrder, compare
from matrices.matrix import (
    TIER_PREFIX,
    Column,
    Matrix,
    Moved,
    OptionChoice,
    OptionsExclude,
    Reference,
    Row,
    RowHead,
    ServiceHead,
    SettingChoice,
    TierMatrix,
)
from matrices.models import Caveat as DatedCaveat
from matrices.models import KnownDifference, ResolvedItem, TierDefault
from matrices.queries import CompareQuery
from matrices.stack import Stack, fold


def matrix(identifier: str, options: Iterable[str] = ()) -> Matrix:
    """The matrix of one service. Takes four queries, whatever the service."""
    [answer] = matrices([Reference(identifier, tuple(options))])
    return answer


def matrices(references: Sequence[Reference]) -> list[Matrix]:
    """One matrix per reference, in their order, in as many queries as for one.

    Raises UnknownName for a service or option that does not exist, Moved for one that has another
    address, OptionsExclude where two options of one setting are asked for.
    """
    heads = heads_by_key()
    services = _services({reference.identifier for reference in references}, heads)
    return [
        _matrix(services[reference.identifier], reference.options, heads.values())
        for reference in references
    ]


@remembered
def heads_by_key() -> Mapping[int, RowHead]:
    """Every responsibility by its key, in the order of the pages."""
    rows = Responsibility.objects.values_list(
        "pk", "slug", "name", "question", "layer__slug", "layer__name"
    )
    return {key: RowHead(*row) for key, *row in rows}


def row_heads() -> list[RowHead]:
    """Every responsibility in the order of the pages."""
    return list(heads_by_key().values())


# Looking a value up in a dictionary is several times as fast as calling its enumeration.
_OWNERSHIPS = {each.value: each for each in Ownership}
_BASES = {each.value: each for each in Basis}
_LEVELS = {each.value: each for each in Level}
CELL_COLUMNS = (
    "ownership", "basis", "resolved_from", "provider_duty", "customer_duty", "default_state",
    "caveats", "checks", "blast_radius", "recovery", "citations", "verified_on", "inherited",
)  # fmt: skip


_OWNERSHIP = CELL_COLUMNS.index("ownership")


def cell_of(item: ResolvedItem, responsibility: str) -> Cell:
    """Turn a stored row into the value that all faces render."""
    return cell_from(responsibility, *(getattr(item, name) for name in CELL_COLUMNS))


def cell_from(  # noqa: PLR0917 # one value per column
    responsibility: str,
    ownership: str,
    basis: str,
    resolved_from: str,
    provider_duty: str,
    customer_duty: str,
    default_state: str,
    caveats: str,
    checks: str,
    blast_radius: str,
    recovery: str,
    citations: str,
    verified_on: datetime.date | None,
    inherited: str,
) -> Cell:
    """The same from the values of CELL_COLUMNS, for which no object needs to be made."""
    return Cell(
        responsibility,
        _OWNERSHIPS[ownership],
        _BASES[basis],
        _LEVELS[resolved_from],
        provider_duty,
        customer_duty,
        default_state,
        Parts(caveats, Caveat),
        Parts(checks, _check),
        blast_radius,
        recovery,
        Parts(citations, Citation),
        verified_on.isoformat() if verified_on else None,
        _levels(inherited),
    )


def _check(tool: str, id: str | None, how: str | None) -> Check:  # noqa: A002 # the key
    return Check(CheckTool(tool), id, how)


def _levels(inherited: str) -> Mapping[str, Level]:
    if inherited == "{}":
        return NOTHING_INHERITED
    return {name: Level(level) for name, level in orjson.loads(inherited).items()}


def service_head(service: Service) -> ServiceHead:
    """Needs provider, tier and family selected with the service."""
    return ServiceHead(
        identifier=service.identifier,
        name=service.name,
        provider=service.provider.slug,
        provider_name=service.provider.short_name,
        tier=service.tier.slug,
        tier_name=service.tier.short_name,
        family=service.family.slug,
        family_name=service.family.name,
    )


@dataclass(frozen=True)
class _Option:
    """An option with its setting, in the order of the columns that are read."""

    key: int
    setting_key: int
    setting: str
    setting_name: str
    question: str
    slug: str
    name: str
    summary: str
    since: str
    detect: str
    is_default: bool


@dataclass(frozen=True)
class _Stored:
    """What is stored of one service; cells as rows of CELL_COLUMNS by responsibility."""

    head: ServiceHead
    options: list[_Option]
    cells: dict[int | None, dict[str, Sequence[Any]]]

    def moved_by(self, option: _Option | None) -> dict[str, Sequence[Any]]:
        """The cells of one option; None is the service as it comes."""
        return self.cells.get(option.key if option else None, {})


_HEADS = Prepared(
    Service,
    lambda identifiers: Service.objects.filter(identifier__in=identifiers).order_by().values_list(
        "pk", "identifier", "name", "provider__slug", "provider__short_name", "tier__slug",
        "tier__short_name", "family__slug", "family__name",
    ),
)  # fmt: skip
_OPTIONS = Prepared(
    Option,
    lambda services: Option.objects.filter(service__in=services).values_list(
        "service_id", "pk", "setting_id", "setting__slug", "setting__name", "setting__question",
        "slug", "name", "summary", "since", "detect", "is_default",
    ),
)  # fmt: skip
_CELLS = Prepared(
    ResolvedItem,
    lambda services: (
        ResolvedItem.objects.filter(service__in=services)
        .order_by("row_place")
        .values_list("service_id", "option_id", "responsibility_id", *CELL_COLUMNS)
    ),
)


def _services(identifiers: set[str], heads: Mapping[int, RowHead]) -> dict[str, _Stored]:
    rows = _HEADS.rows(sorted(identifiers))
    found = {key: _Stored(ServiceHead(*head), [], {}) for key, *head in rows}
    by_identifier = {stored.head.identifier: stored for stored in found.values()}
    _refuse_missing(sorted(identifiers - by_identifier.keys()))
    option: list[Any]
    for key, *option in _OPTIONS.rows(list(found)):
        found[key].options.append(_Option(*option))
    for key, option_key, row_key, *cell in _CELLS.rows(list(found)):
        found[key].cells.setdefault(option_key, {})[heads[row_key].slug] = cell
    return by_identifier


def _refuse_missing(identifiers: Sequence[str]) -> None:
    if identifiers:
        moved = MovedService.objects.filter(identifier=identifiers[0]).select_related("target")
        for each in moved:
            raise Moved(identifiers[0], each.target.identifier)
        known = Service.objects.values_list("identifier", flat=True)
        raise UnknownName("services", identifiers[0], list(known))


def _matrix(stored: _Stored, wanted: tuple[str, ...], heads: Iterable[RowHead]) -> Matrix:
    chosen = _chosen_options(stored.options, wanted)
    moved = {
        slug: (option.slug, cell)
        for option in chosen
        for slug, cell in stored.moved_by(option).items()
    }
    as_it_comes = stored.moved_by(None)
    settings = tuple(
        SettingChoice(
            first.setting,
            first.setting_name,
            first.question,
            tuple(_choice(option, chosen, stored) for option in options),
        )
        for options in _by_setting(stored.options)
        for first in options[:1]
    )
    rows = tuple(_row(head, as_it_comes, moved) for head in heads)
    return Matrix(stored.head, settings, tuple(each.slug for each in chosen), rows)


def _by_setting(options: Iterable[_Option]) -> list[list[_Option]]:
    return [list(group) for _, group in groupby(options, key=lambda each: each.setting_key)]


def _row(
    head: RowHead,
    as_it_comes: Mapping[str, Sequence[Any]],
    moved: Mapping[str, tuple[str, Sequence[Any]]],
) -> Row:
    if head.slug in moved:
        option, cell = moved[head.slug]
        return Row(head, cell_from(head.slug, *cell), moved_by=option)
    if head.slug in as_it_comes:
        return Row(head, cell_from(head.slug, *as_it_comes[head.slug]))
    return Row(head, unknown_cell(head.slug))


def _chosen_options(options: Sequence[_Option], wanted: tuple[str, ...]) -> list[_Option]:
    """The chosen options that are not defaults, in the order of the settings: later ones win."""
    by_slug = {option.slug: option for option in options}
    for slug in wanted:
        if slug not in by_slug:
            raise UnknownName("options", slug, list(by_slug))
    chosen = [option for option in options if option.slug in wanted]
    settings = [option.setting_key for option in chosen]
    for option in chosen:
        if settings.count(option.setting_key) > 1:
            names = [each.slug for each in chosen if each.setting_key == option.setting_key]
            raise OptionsExclude(f"options: {' and '.join(names)} exclude each other; choose one.")
    return [option for option in chosen if not option.is_default]


def _choice(option: _Option, chosen: list[_Option], stored: _Stored) -> OptionChoice:
    siblings_chosen = any(each.setting_key == option.setting_key for each in chosen)
    return OptionChoice(
        slug=option.slug,
        name=option.name,
        summary=option.summary,
        since=option.since,
        detect=option.detect,
        is_default=option.is_default,
        is_chosen=option in chosen or (option.is_default and not siblings_chosen),
        owners={
            slug: _OWNERSHIPS[cell[_OWNERSHIP]] for slug, cell in stored.moved_by(option).items()
        },
    )


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


@dataclass(frozen=True)
class ServiceCell:
    """One service's cell of a responsibility; `differs_from_tier` marks the odd ones out."""

    service: ServiceHead
    cell: Cell
    tier_ownership: Ownership

    @property
    def applies(self) -> bool:
        """Whether the duty exists for anybody at the service."""
        return self.cell.ownership is not Ownership.NOT_APPLICABLE

    @property
    def differs_from_tier(self) -> bool:
        """Another owner than the tier's default, where the duty exists."""
        return self.applies and self.cell.ownership is not self.tier_ownership


def across_services(
    responsibility: Responsibility, items: QuerySet[ResolvedItem]
) -> list[ServiceCell]:
    """Who owns one responsibility at the services of `items`, odd ones out first."""
    tiers = dict(
        TierDefault.objects.filter(responsibility=responsibility).values_list(
            "tier_id", "ownership"
        )
    )
    items = items.select_related("service__provider", "service__tier", "service__family")
    found = [
        ServiceCell(
            service_head(item.service),
            cell_of(item, responsibility.slug),
            Ownership(tiers.get(item.tier_id, Ownership.UNKNOWN)),
        )
        for item in items
    ]
    return sorted(found, key=lambda each: not each.differs_from_tier)


@dataclass(frozen=True)
class DatedMove:
    """A default or duty that changed at a provider on a known day, and where it shows."""

    since: str
    service: ServiceHead
    responsibility: str
    responsibility_name: str
    text: str

    @property
    def address(self) -> str:
        """The page of the cell."""
        return f"/services/{self.service.identifier}/#{self.responsibility}"


def moved_lately(count: int) -> list[DatedMove]:
    """The newest dated caveats of services as they come, one per service, newest first."""
    caveats = (
        DatedCaveat.objects.filter(responsibility_item__isnull=False)
        .exclude(since="")
        .select_related(
            "responsibility_item__service__provider",
            "responsibility_item__service__tier",
            "responsibility_item__service__family",
            "responsibility_item__responsibility",
        )
        .order_by("-since", "pk")
    )
    newest: dict[int, DatedMove] = {}
    for caveat in caveats[: count * 4]:
        item = caveat.responsibility_item
        if item is not None and item.service_id not in newest:
            newest[item.service_id] = DatedMove(
                caveat.since,
                service_head(item.service),
                item.responsibility.slug,
                item.responsibility.name,
                f"{caveat.when[:1].upper()}{caveat.when[1:]}: {caveat.text}",
            )
    return list(newest.values())[:count]
