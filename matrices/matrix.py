"""The frozen answer to "who owns what" for one column: what page, JSON and CSV all render. Pure."""

from collections import Counter
from dataclasses import dataclass

from matrices.cells import Cell
from matrices.choices import Ownership


@dataclass(frozen=True)
class Reference:
    """A column somebody asked for: a service and the options chosen, as in `aws/eks@auto-mode`."""

    identifier: str
    options: tuple[str, ...] = ()

    @classmethod
    def parse(cls, text: str) -> "Reference":
        readable = text.replace("\x00", "\ufffd")  # PostgreSQL takes no NUL, not even to look up
        identifier, *options = readable.strip().split("@")
        return cls(identifier, tuple(dict.fromkeys(option for option in options if option)))

    def __str__(self) -> str:
        return "@".join((self.identifier, *self.options))


class OptionsExclude(ValueError):
    """Two options of one setting were chosen at once."""


class Moved(Exception):
    """The service has another address now: `target`."""

    def __init__(self, target: str) -> None:
        super().__init__(target)
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
    """One option of a setting; `moves` are the slugs of the responsibilities that it changes."""

    slug: str
    name: str
    summary: str
    since: str
    detect: str
    is_default: bool
    is_chosen: bool
    moves: tuple[str, ...]


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
    def reference(self) -> str:
        return str(Reference(self.service.identifier, self.options))


@dataclass(frozen=True)
class TierMatrix:
    """What every service of a tier starts from."""

    slug: str
    name: str
    short_name: str
    rows: tuple[Row, ...]
