"""Matrices of services as frozen values, in a fixed number of queries."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from catalog.models import MovedService, Option, Service
from catalog.names import UnknownName
from catalog.prepared import Prepared
from matrices.cells import unknown_cell
from matrices.matrix import (
    Matrix,
    Moved,
    OptionChoice,
    OptionsExclude,
    Reference,
    Row,
    RowHead,
    ServiceHead,
    SettingChoice,
)
from matrices.models import ResolvedItem
from matrices.reading.cells import (
    CELL_COLUMNS,
    OWNERSHIP_COLUMN,
    OWNERSHIPS,
    cell_from,
    heads_by_key,
)


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
            slug: OWNERSHIPS[cell[OWNERSHIP_COLUMN]]
            for slug, cell in stored.moved_by(option).items()
        },
    )
