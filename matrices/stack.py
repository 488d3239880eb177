"""Any number of services as one matrix by responsibility: `fold()`. Pure over matrices.

What several services say alike is said once, with the services that say it; rows in which the
customer has something to do come first.
"""

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from matrices.cells import Cell, Check
from matrices.choices import Ownership
from matrices.matrix import Matrix, OptionChoice, Reference, RowHead, SettingChoice

MOST_SERVICES = 60
OWNERS = tuple(each for each in Ownership if each is not Ownership.NOT_APPLICABLE)
CUSTOMERS_PART = (Ownership.CUSTOMER, Ownership.SHARED)
PATCHING = (
    "guest-os-patching", "node-os-patching", "runtime-and-engine-patching",
    "minor-version-upgrades", "container-image-patching", "software-dependencies",
)  # fmt: skip

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True)
class Part:
    """One service of a stack with its options, as a row names it."""

    reference: str
    identifier: str
    name: str
    options: tuple[str, ...]
    address: str

    @property
    def label(self) -> str:
        """`Amazon EKS (auto-mode)`"""
        return f"{self.name} ({', '.join(self.options)})" if self.options else self.name


@dataclass(frozen=True)
class StackCell:
    """One service's cell of a row."""

    part: Part
    cell: Cell


@dataclass(frozen=True)
class Job:
    """What services with the same owner and the same words have in common."""

    ownership: Ownership
    provider_duty: str
    customer_duty: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class FoldedCheck:
    """A check and the services that it is for."""

    check: Check
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class FoldedDefault:
    """What a new resource does if nobody touches it, and at which services."""

    text: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class StackRow:
    """One responsibility over all services; `cells` leaves out those where it exists for nobody."""

    head: RowHead
    cells: tuple[StackCell, ...]

    def owned_by(self, ownership: Ownership) -> tuple[Part, ...]:
        return tuple(each.part for each in self.cells if each.cell.ownership is ownership)

    @property
    def customers(self) -> tuple[Part, ...]:
        return self.owned_by(Ownership.CUSTOMER)

    @property
    def shared(self) -> tuple[Part, ...]:
        return self.owned_by(Ownership.SHARED)

    @property
    def providers(self) -> tuple[Part, ...]:
        return self.owned_by(Ownership.PROVIDER)

    @property
    def unknown(self) -> tuple[Part, ...]:
        """Services that nobody has researched for this row."""
        return self.owned_by(Ownership.UNKNOWN)

    @property
    def counts(self) -> dict[Ownership, int]:
        """Services per owner; every owner but `not_applicable` is a key.

        A service that stands in the stack with several sets of options counts once per owner.
        """
        return {owner: services_in(self.owned_by(owner)) for owner in OWNERS}

    @property
    def customer_count(self) -> int:
        return self.counts[Ownership.CUSTOMER]

    @property
    def shared_count(self) -> int:
        return self.counts[Ownership.SHARED]

    @property
    def left_to_the_customer(self) -> int:
        """Services at which the customer has something to do."""
        return services_in([*self.customers, *self.shared])

    @property
    def customers_jobs(self) -> tuple[Job, ...]:
        """Acts in which the customer has a part."""
        return tuple(job for job in self.jobs if job.ownership in CUSTOMERS_PART)

    @property
    def is_short(self) -> bool:
        """Whether the customer's acts can be read at a glance."""
        return len(self.customers_jobs) <= 2

    @property
    def jobs(self) -> tuple[Job, ...]:
        """Acts, the customer's own first, each with its services."""
        folded = _folded(self.cells, lambda each: _said(each.cell))
        jobs = [Job(*said, parts=_parts(cells)) for said, cells in folded]
        return tuple(sorted(jobs, key=lambda job: _ORDER.index(job.ownership)))

    @property
    def checks(self) -> tuple[FoldedCheck, ...]:
        """How the customer knows, over the services that leave something to them."""
        pairs = [
            (check, each)
            for each in self.cells
            if each.cell.ownership in CUSTOMERS_PART
            for check in each.cell.checks
        ]
        folded = _folded(pairs, lambda pair: pair[0])
        return tuple(
            FoldedCheck(check, _parts(each for _, each in found)) for check, found in folded
        )

    @property
    def defaults(self) -> tuple[FoldedDefault, ...]:
        """What a new resource does, over the services that leave something to the customer."""
        cells = [each for each in self.cells if each.cell.ownership in CUSTOMERS_PART]
        folded = _folded(cells, lambda each: each.cell.default_state)
        return tuple(FoldedDefault(text, _parts(found)) for text, found in folded if text)

    @property
    def without_check(self) -> tuple[Part, ...]:
        """Services at which nobody can tell whether the customer's part is done."""
        return tuple(
            each.part
            for each in self.cells
            if each.cell.ownership in CUSTOMERS_PART and not each.cell.checks
        )


@dataclass(frozen=True)
class LeftSetting:
    """A setting that stands as it comes, with the options that would move the line."""

    part: Part
    setting: SettingChoice
    default: OptionChoice
    others: tuple[OptionChoice, ...]


@dataclass(frozen=True)
class Stack:
    """All services in one matrix; `rows` are the customer's first, then in the order of pages."""

    columns: tuple[Matrix, ...]
    parts: tuple[Part, ...]
    rows: tuple[StackRow, ...]

    @property
    def counts(self) -> dict[Ownership, int]:
        """Cells per owner over all rows and services."""
        owners = Counter(each.cell.ownership for row in self.rows for each in row.cells)
        return {owner: owners[owner] for owner in OWNERS}

    @property
    def service_count(self) -> int:
        """Services, each once however many sets of options it stands here with."""
        return services_in(self.parts)

    @property
    def customers_rows(self) -> tuple[StackRow, ...]:
        """Rows in which the customer has something to do at one service at least."""
        return tuple(row for row in self.rows if row.left_to_the_customer)

    @property
    def other_rows(self) -> tuple[StackRow, ...]:
        """Rows that the provider carries everywhere, or that nobody has researched."""
        return tuple(row for row in self.rows if not row.left_to_the_customer)

    @property
    def patching(self) -> tuple[StackRow, ...]:
        """Who patches what runs: the rows about it, in the order from the machine upwards."""
        rows = {row.head.slug: row for row in self.rows}
        return tuple(rows[slug] for slug in PATCHING if slug in rows)

    @property
    def left_settings(self) -> tuple[LeftSetting, ...]:
        """Every setting of which the default stands."""
        return tuple(
            LeftSetting(part, setting, option, tuple(_others(setting)))
            for part, column in zip(self.parts, self.columns, strict=True)
            for setting in column.settings
            for option in setting.options
            if option.is_default and option.is_chosen
        )


_ORDER = (
    Ownership.CUSTOMER, Ownership.SHARED, Ownership.UNKNOWN, Ownership.PROVIDER,
    Ownership.NOT_APPLICABLE,
)  # fmt: skip


def fold(
    columns: Sequence[Matrix],
    *,
    layers: Collection[str] = (),
    responsibilities: Collection[str] | None = None,
) -> Stack:
    """Put matrices together row by row. `layers` and `responsibilities` keep only those rows;
    rows that exist for nobody are left out."""
    parts = tuple(map(part_of, columns))
    rows = []
    for side_by_side in zip(*(column.rows for column in columns), strict=True):
        head = side_by_side[0].head
        if layers and head.layer not in layers:
            continue
        if responsibilities is not None and head.slug not in responsibilities:
            continue
        cells = tuple(
            StackCell(part, row.cell)
            for part, row in zip(parts, side_by_side, strict=True)
            if row.cell.ownership is not Ownership.NOT_APPLICABLE
        )
        if cells:
            rows.append(StackRow(head, cells))
    return Stack(tuple(columns), parts, tuple(sorted(rows, key=_urgency)))


def services_in(parts: Iterable[Part]) -> int:
    """How many services the parts are of."""
    return len({part.identifier for part in parts})


def part_of(column: Matrix) -> Part:
    """What a row needs to name a column and to link it."""
    reference = Reference(column.service.identifier, column.options)
    return Part(
        str(reference),
        reference.identifier,
        column.service.name,
        column.options,
        reference.address,
    )


def _said(cell: Cell) -> tuple[Ownership, str, str]:
    return cell.ownership, cell.provider_duty, cell.customer_duty


def _urgency(row: StackRow) -> int:
    """0: the customer alone somewhere, 1: shared somewhere, 2: neither."""
    if row.counts[Ownership.CUSTOMER]:
        return 0
    return 1 if row.counts[Ownership.SHARED] else 2


def _others(setting: SettingChoice) -> Iterable[OptionChoice]:
    return (option for option in setting.options if not option.is_default)


def _folded(values: Iterable[T], key: Callable[[T], K]) -> list[tuple[K, list[T]]]:
    """Values with the same key together, in the order in which the keys first come."""
    found: dict[K, list[T]] = {}
    for value in values:
        found.setdefault(key(value), []).append(value)
    return list(found.items())


def _parts(cells: Iterable[StackCell]) -> tuple[Part, ...]:
    return tuple(dict.fromkeys(each.part for each in cells))
