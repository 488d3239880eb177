"""Tier → family → service → chosen option: what each cell finally says. Pure, no database.

A nearer item replaces the whole claim (owner, basis, caveats, sources). Words and checks that it
leaves out are taken from farther levels as long as those name the same owner; `Cell.inherited`
records each word that comes from another level than the claim.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from matrices.cells import Caveat, Cell, Check, Citation
from matrices.choices import Basis, Level, Ownership
from matrices.datafiles import documents
from matrices.datafiles.reader import Catalogue

WORDS = ("provider_duty", "customer_duty", "default_state", "checks", "blast_radius", "recovery")

Sources = Mapping[str, documents.Source]


@dataclass(frozen=True)
class ResolvedService:
    """All cells of one service: as it comes, and per option only those that the option moves."""

    as_it_comes: dict[str, Cell]
    by_option: dict[str, dict[str, Cell]]


class Resolver:
    """Resolves the services of one catalogue, each once; so are the cells of tiers and families."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._resolved: dict[str, ResolvedService] = {}
        self._tiers = {
            slug: level_cells(Level.TIER, tier.items, (), tier.sources)
            for slug, tier in catalogue.tiers.items()
        }
        self._families = {
            slug: level_cells(Level.FAMILY, family.items, family.not_applicable, family.sources)
            for slug, family in catalogue.families.items()
        }

    def inherited(self, identifier: str) -> dict[str, Cell]:
        """What a service would say if its own file had no items."""
        service = self._catalogue.services[identifier]
        return _overlay(self._tiers[service.tier], self._families[service.family])

    def resolve(self, identifier: str) -> ResolvedService:
        """All cells of one service, in the order of the rows."""
        if identifier not in self._resolved:
            self._resolved[identifier] = self._resolve(identifier)
        return self._resolved[identifier]

    def _resolve(self, identifier: str) -> ResolvedService:
        service = self._catalogue.services[identifier]
        provider = self._catalogue.providers[identifier.split("/", maxsplit=1)[0]]
        sources = {**provider.sources, **service.sources}
        own = level_cells(Level.SERVICE, service.items, service.not_applicable, sources)
        cells = _overlay(self.inherited(identifier), own)
        by_option = {
            slug: _moved(cells, level_cells(Level.OPTION, option.items, (), sources))
            for setting in service.settings.values()
            for slug, option in setting.options.items()
        }
        return ResolvedService(_in_order(cells, self._catalogue), by_option)


@lru_cache(maxsize=1)
def resolver_of(catalogue: Catalogue) -> Resolver:
    """The resolver of a catalogue; the checks and the importer share its work."""
    return Resolver(catalogue)


def resolve_service(catalogue: Catalogue, identifier: str) -> ResolvedService:
    """Resolve one service of a catalogue whose references hold.

    A responsibility that no level speaks of has no cell: it is unknown, never somebody's.
    """
    return resolver_of(catalogue).resolve(identifier)


def inherited_cells(catalogue: Catalogue, identifier: str) -> dict[str, Cell]:
    """What a service would say if its own file had no items."""
    return resolver_of(catalogue).inherited(identifier)


def level_cells(
    level: Level,
    items: Mapping[str, documents.Item],
    not_applicable: Iterable[str],
    sources: Sources,
) -> dict[str, Cell]:
    """Turn the items of one level into cells without looking at any other level."""
    cells = {
        slug: Cell(slug, Ownership.NOT_APPLICABLE, Basis.INFERRED, level) for slug in not_applicable
    }
    return cells | {slug: _cell(level, slug, item, sources) for slug, item in items.items()}


def combine(nearer: Cell, farther: Cell | None) -> Cell:
    """Fill the words that `nearer` leaves out from `farther` where both name the same owner.

    A family's words without a source do not unmake a documented claim of the tier: the claim
    stays, in the family's words.
    """
    if farther is None or farther.ownership != nearer.ownership:
        return nearer
    unsourced = nearer.basis is Basis.INFERRED and not nearer.citations
    if nearer.resolved_from is Level.FAMILY and unsourced and farther.basis is Basis.DOCUMENTED:
        claim = farther._replace(caveats=(*nearer.caveats, *farther.caveats))
        return _with_words_of(claim, nearer, [name for name in WORDS if getattr(nearer, name)])
    missing = [name for name in WORDS if not getattr(nearer, name) and getattr(farther, name)]
    return _with_words_of(nearer, farther, missing)


def _with_words_of(claim: Cell, other: Cell, names: list[str]) -> Cell:
    """Take the named words from `other` and record the level that each comes from."""
    level = other.resolved_from
    assert level is not None, "only levels have cells"
    origins = {name: other.inherited.get(name, level) for name in names}
    words = {name: getattr(other, name) for name in names}
    return claim._replace(**words, inherited={**claim.inherited, **origins})


def _overlay(farther: dict[str, Cell], nearer: dict[str, Cell]) -> dict[str, Cell]:
    return farther | _moved(farther, nearer)


def _moved(farther: dict[str, Cell], nearer: dict[str, Cell]) -> dict[str, Cell]:
    return {slug: combine(cell, farther.get(slug)) for slug, cell in nearer.items()}


def _in_order(cells: dict[str, Cell], catalogue: Catalogue) -> dict[str, Cell]:
    return {slug: cells[slug] for slug in catalogue.responsibilities if slug in cells}


def _cell(level: Level, slug: str, item: documents.Item, sources: Sources) -> Cell:
    return Cell(
        responsibility=slug,
        ownership=item.ownership,
        basis=item.basis,
        resolved_from=level,
        provider_duty=item.provider_duty or "",
        customer_duty=item.customer_duty or "",
        default_state=item.default_state or "",
        caveats=tuple(Caveat(**caveat.model_dump()) for caveat in item.caveats),
        checks=tuple(Check(**check.model_dump()) for check in item.checks),
        blast_radius=item.blast_radius or "",
        recovery=item.recovery or "",
        citations=tuple(cited(citation, sources) for citation in item.citations),
        verified_on=item.verified_on,
    )


def cited(citation: documents.Citation, sources: Sources) -> Citation:
    """Replace the key of a source by what a reader needs to find the text."""
    source = sources[citation.source]
    return Citation(
        url=source.url,
        title=source.title,
        publisher=source.publisher,
        as_of=source.as_of,
        locator=citation.locator,
        read_on=citation.read_on,
    )
