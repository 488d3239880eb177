"""Which services an upload uses and what that leaves to the customer: `resolve()`.

Takes an inventory that was read in memory and gives an answer that names types, addresses and
options, never a value of the upload. The number of queries does not depend on the upload.
"""

import difflib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from catalog.models import ResourceType, Service
from catalog.names import closest
from matrices.datafiles.documents import Condition, Detection
from matrices.datafiles.vocabulary import Vocabulary
from matrices.detection import Finding, Resources, Status, condition_holds, detect
from matrices.matrix import Reference, ServiceHead
from matrices.profiles import OptionRules, SettingRules
from matrices.reading.cells import service_head
from matrices.reading.comparisons import stack_of
from matrices.stack import MOST_SERVICES, Stack, fold
from matrices.uploads.resources import Inventory, Resource

MOST_SUGGESTIONS = 50


@dataclass(frozen=True)
class TypeCount:
    """A resource type and how many resources of it there are."""

    type: str
    count: int


@dataclass(frozen=True)
class ServiceInUse:
    """A service with what the upload says about its settings; most resources first.

    `references` are its columns of the stack: several where resources differ in an option.
    """

    service: ServiceHead
    references: tuple[Reference, ...]
    types: tuple[TypeCount, ...]
    findings: tuple[Finding, ...]

    @property
    def resource_count(self) -> int:
        return sum(each.count for each in self.types)

    @property
    def told(self) -> tuple[Finding, ...]:
        """Settings that the upload speaks of, chosen options first."""
        told = (each for each in self.findings if each.status is not Status.NOT_TOLD)
        return tuple(sorted(told, key=lambda each: each.status is Status.DEFAULT))

    @property
    def not_told(self) -> tuple[Finding, ...]:
        """Settings that the stack takes as they come because the upload says nothing."""
        return tuple(each for each in self.findings if each.status is Status.NOT_TOLD)


@dataclass(frozen=True)
class UnknownType:
    """A type that the catalogue does not know, with the closest that it does."""

    type: str
    count: int
    closest_type: str | None
    closest_service: str | None

    @property
    def closest_address(self) -> str | None:
        return Reference(self.closest_service).address if self.closest_service else None


@dataclass(frozen=True)
class SetAside:
    """A type that stands for nothing at a provider, and why."""

    type: str
    count: int
    note: str


@dataclass(frozen=True)
class Resolved:
    """The whole answer. `left_out` are references beyond what one stack holds."""

    format: str
    resource_count: int
    services: tuple[ServiceInUse, ...]
    unknown: tuple[UnknownType, ...]
    set_aside: tuple[SetAside, ...]
    unread_lines: tuple[int, ...]
    stack: Stack
    left_out: tuple[str, ...]

    @property
    def references(self) -> tuple[str, ...]:
        """The columns of the stack."""
        return tuple(part.reference for part in self.stack.parts)


def resolve(inventory: Inventory) -> Resolved:
    """Answer for an inventory; an empty one gives an empty answer."""
    known = _Known(inventory)
    used: dict[str, list[Resource]] = {}
    unknown: Counter[str] = Counter()
    aside: dict[str, SetAside] = {}
    for each in inventory.resources:
        rows = known.rows_of(each)
        for identifier in known.services_of(each, rows):
            used.setdefault(identifier, []).append(each)
        if not rows:
            unknown[each.type] += 1
        elif rows[0].service_id is None:
            count = aside[each.type].count + 1 if each.type in aside else 1
            aside[each.type] = SetAside(each.type, count, rows[0].note)
    services = _services_in_use(used, inventory.resources)
    references = [reference for each in services for reference in each.references]
    kept = references[:MOST_SERVICES]
    return Resolved(
        format=inventory.format,
        resource_count=len(inventory.resources),
        services=tuple(services),
        unknown=tuple(known.unknown(unknown)),
        set_aside=tuple(aside.values()),
        unread_lines=inventory.unread_lines,
        stack=stack_of(kept) if kept else fold(()),
        left_out=tuple(map(str, references[MOST_SERVICES:])),
    )


class _Known:
    """What the catalogue says about resource types; names of Azure are compared without case."""

    def __init__(self, inventory: Inventory) -> None:
        vocabularies = {each.vocabulary for each in inventory.resources}
        rows = ResourceType.objects.filter(vocabulary__in=vocabularies).select_related("service")
        self.rows: dict[str, list[ResourceType]] = {}
        for row in rows:
            self.rows.setdefault(row.name.lower(), []).append(row)
        self._near: dict[tuple[str, str], list[str]] = {}
        for name in self.rows:
            self._near.setdefault(_nearness(name), []).append(name)

    def rows_of(self, resource: Resource) -> Sequence[ResourceType]:
        """Rows of the type; those of an ARN's namespace where its type decides nothing."""
        name = resource.type.lower()
        found = self.rows.get(name)
        if found is None and resource.vocabulary is Vocabulary.ARN:
            found = self.rows.get(name.split(":")[0])
        return found or ()

    def services_of(self, resource: Resource, rows: Sequence[ResourceType]) -> list[str]:
        """Services whose condition holds; the first where the upload does not tell."""
        named = [row for row in rows if row.service is not None]
        fitting = [
            row
            for row in named
            if not row.when or condition_holds(Condition.model_validate(row.when), resource)
        ]
        return [row.service.identifier for row in fitting or named[:1] if row.service]

    def unknown(self, counts: Mapping[str, int]) -> Iterable[UnknownType]:
        """Unknown types, most frequent first; only the first of them get a suggestion."""
        ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
        for place, (name, count) in enumerate(ordered):
            row = self._closest(name) if place < MOST_SUGGESTIONS else None
            service = row.service.identifier if row and row.service else None
            yield UnknownType(name, count, row.name if row else None, service)

    def _closest(self, name: str) -> ResourceType | None:
        """A type that is spelt alike, else the shortest that begins with the same words."""
        near = [each for each in self._near.get(_nearness(name), []) if _same_topic(each, name)]
        beginning = [each for each in near if _words(each)[:2] == _words(name)[:2]]
        found = closest(name.lower(), near) or min(beginning, key=len, default=None)
        return self.rows[found][0] if found else None


def _words(name: str) -> list[str]:
    return name.lower().replace("::", "_").replace("/", "_").split("_")


def _same_topic(name: str, other: str) -> bool:
    """The second words are the same but for a slip: `lamda`, but not `acmpca` for `acm`."""
    mine, theirs = ("".join(_words(each)[1:2]) for each in (name, other))
    return difflib.SequenceMatcher(None, mine, theirs).ratio() > 0.8


def _nearness(name: str) -> tuple[str, str]:
    """Provider and the first letters of what follows: comparing with all names would be slow."""
    provider, *rest = _words(name)
    return provider, rest[0][:2] if rest else ""


def _services_in_use(
    used: Mapping[str, list[Resource]], resources: Iterable[Resource]
) -> list[ServiceInUse]:
    services = Service.objects.filter(identifier__in=list(used)).with_axes().with_settings()
    everything = Resources(resources)
    found = [_in_use(service, used[service.identifier], everything) for service in services]
    return sorted(found, key=lambda each: (-each.resource_count, each.service.identifier))


def _in_use(service: Service, own: Sequence[Resource], everything: Resources) -> ServiceInUse:
    detected = detect(_rules_of(service), everything)
    counts = Counter(each.type for each in own)
    return ServiceInUse(
        service_head(service),
        tuple(Reference(service.identifier, options) for options in detected.columns),
        tuple(TypeCount(name, count) for name, count in counts.most_common()),
        detected.findings,
    )


def _rules_of(service: Service) -> list[SettingRules]:
    return [
        SettingRules(
            setting.slug,
            setting.name,
            tuple(
                OptionRules(
                    option.slug,
                    option.name,
                    option.is_default,
                    tuple(Detection.model_validate(rule) for rule in option.detect_when),
                )
                for option in setting.options.all()
            ),
        )
        for setting in service.settings.all()
    ]
