"""The frozen answer to "who owns what" for one column: what page, JSON and CSV all render. Pure."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from matrices.cells import Cell
from matrices.choices import Ownership

TIER_PREFIX = "tier:"


@dataclass(frozen=True)
class Reference:
    """A column somebody asked for: a service and the options chosen, as in `aws/eks@auto-mode`.

    `tier:paas` is a column too: what every service of the tier starts from.
    """

    identifier: str
    options: tuple[str, ...] = ()

    @classmethod
    def parse(cls, text: str) -> "Reference":
        readable = text.replace("\x00", "\ufffd")  # PostgreSQL takes no NUL, not even to look up
        identifier, *options = readable.strip().split("@")
        return cls(identifier, tuple(dict.fromkeys(option for option in options if option)))

    @property
    def tier(self) -> str | None:
        """The slug of the tier; None for a service."""
        if not self.identifier.startswith(TIER_PREFIX):
            return None
        return self.identifier.removeprefix(TIER_PREFIX)

    def __str__(self) -> str:
        return "@".join((self.identifier, *self.options))

    @property
    def address(self) -> str:
        """The page of the service with these options."""
        query = f"?options={','.join(self.options)}" if self.options else ""
        return f"/services/{self.identifier}/{query}"


class OptionsExclude(ValueError):
    """Two options of one setting were chosen at once."""


class Moved(Exception):
    """The service `identifier` has another address now: `target`."""

    def __init__(self, identifier: str, target: str) -> None:
        super().__init__(target)
        self.identifier = identifier
        self.target = target


@dataclass(frozen=True)
class RowHead:
    """The responsibility that a row is about, with its layer."""

    slug: str
    name: str
    question: str
    layer: str
    layer_name: str


@dataclass(frozen=True)
class Row:
    """One responsibility and its cell; `moved_by` is the chosen option that changed the cell."""

    head: RowHead
    cell: Cell
    moved_by: str | None = None


@dataclass(frozen=True)
class OptionChoice:
    """One option of a setting; `owners` of the responsibilities that it changes, by slug."""

    slug: str
    name: str
    summary: str
    since: str
    detect: str
    is_default: bool
    is_chosen: bool
    owners: Mapping[str, Ownership]

    @property
    def moves(self) -> tuple[str, ...]:
        """The slugs of the responsibilities that it changes."""
        return tuple(self.owners)


@dataclass(frozen=True)
class SettingChoice:
    """A setting with all of its options, the default among them."""

    slug: str
    name: str
    question: str
    options: tuple[OptionChoice, ...]


@dataclass(frozen=True)
class ServiceHead:
    """What a column is called and where it belongs."""

    identifier: str
    name: str
    provider: str
    provider_name: str
    tier: str
    tier_name: str
    family: str
    family_name: str

    @property
    def slug(self) -> str:
        """The identifier without its provider."""
        return self.identifier.split("/")[1]


@dataclass(frozen=True)
class Matrix:
    """All rows of one service in their order. `options` are the chosen ones but the defaults."""

    service: ServiceHead
    settings: tuple[SettingChoice, ...]
    options: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def counts(self) -> dict[Ownership, int]:
        """How many rows each side owns; every owner is a key."""
        found = Counter(row.cell.ownership for row in self.rows)
        return {ownership: found[ownership] for ownership in Ownership}

    @property
    def applicable(self) -> int:
        """Rows that exist for somebody at this service."""
        return len(self.rows) - self.counts[Ownership.NOT_APPLICABLE]

    @property
    def left_to_the_customer(self) -> int:
        """Rows in which the customer has something to do."""
        return self.counts[Ownership.CUSTOMER] + self.counts[Ownership.SHARED]

    @property
    def identifier(self) -> str:
        return self.service.identifier

    @cached_property
    def reference(self) -> str:
        return str(Reference(self.service.identifier, self.options))

    @cached_property
    def option_names(self) -> tuple[str, ...]:
        """What the chosen options are called."""
        names = {each.slug: each.name for setting in self.settings for each in setting.options}
        return tuple(names.get(slug, slug) for slug in self.options)

    @cached_property
    def label(self) -> str:
        """The service, with its chosen options in brackets."""
        options = ", ".join(self.option_names)
        return f"{self.service.name} ({options})" if options else self.service.name


@dataclass(frozen=True)
class TierMatrix:
    """What every service of a tier starts from; as a column it has nothing to choose."""

    slug: str
    name: str
    short_name: str
    rows: tuple[Row, ...]
    settings: tuple[SettingChoice, ...] = ()
    options: tuple[str, ...] = ()

    @property
    def identifier(self) -> str:
        return f"{TIER_PREFIX}{self.slug}"

    @property
    def reference(self) -> str:
        return self.identifier

    @property
    def label(self) -> str:
        return self.name


Column = Matrix | TierMatrix
