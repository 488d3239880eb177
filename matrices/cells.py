"""The answers: frozen, plain values that pages, API and exports all render.

Nothing here knows a database, a request or a template.
"""

import datetime
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar, overload

import orjson

from matrices.choices import Basis, CheckTool, Level, Ownership
from matrices.datafiles.checks.stale import STALE_AFTER


@dataclass(frozen=True)
class Caveat:
    """A condition and what follows; `option` is the slug of the option that triggers it."""

    when: str
    text: str
    option: str | None = None
    since: str | None = None
    until: str | None = None


@dataclass(frozen=True)
class Check:
    """`id` is the tool's identifier, or the command for `cli`; None for `manual`."""

    tool: CheckTool
    id: str | None
    how: str | None


@dataclass(frozen=True)
class Citation:
    """`as_of` is the date of the text (or `undated`), `read_on` the day it was read (ISO)."""

    url: str
    title: str
    publisher: str
    as_of: str
    locator: str
    read_on: str


P = TypeVar("P")


class Parts(Sequence[P]):
    """Caveats, checks or citations as they are stored: JSON text, read when first looked at.

    Faces that send JSON send the text as it is; most cells are sent without being looked at.
    """

    __slots__ = ("_made", "_make", "json")

    def __init__(self, json: str, make: Callable[..., P]) -> None:
        self.json = json
        self._make = make
        self._made: tuple[P, ...] | None = () if json == "[]" else None

    @property
    def _values(self) -> tuple[P, ...]:
        if self._made is None:
            self._made = tuple(self._make(**each) for each in orjson.loads(self.json))
        return self._made

    @overload
    def __getitem__(self, index: int) -> P: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[P]: ...
    def __getitem__(self, index: Any) -> Any:
        return self._values[index]

    def __len__(self) -> int:
        return len(self._values)

    def __iter__(self) -> Iterator[P]:
        return iter(self._values)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Parts) and other.json == self.json:
            return True
        return isinstance(other, Sequence) and self._values == tuple(other)

    __hash__ = None  # type: ignore[assignment] # like a list

    def __repr__(self) -> str:
        return repr(self._values)


@dataclass(frozen=True)
class Duty:
    """What one side does; `is_owners`: that side owns the cell, alone or with the other."""

    side: Ownership
    text: str
    is_owners: bool


NOTHING_INHERITED: Mapping[str, Level] = {}  # shared, and nobody writes to it


class Cell(NamedTuple):
    """Who owns one responsibility, and everything said about it. Words nobody wrote are empty.

    `resolved_from` tells which level made the claim (None: nobody); `inherited` names the words
    that come from another level than that. A tuple, because pages make hundreds of them.
    """

    responsibility: str
    ownership: Ownership
    basis: Basis
    resolved_from: Level | None
    provider_duty: str = ""
    customer_duty: str = ""
    default_state: str = ""
    caveats: Sequence[Caveat] = ()
    checks: Sequence[Check] = ()
    blast_radius: str = ""
    recovery: str = ""
    citations: Sequence[Citation] = ()
    verified_on: str | None = None
    inherited: Mapping[str, Level] = NOTHING_INHERITED

    @property
    def conditions(self) -> list[tuple[str, str]]:
        """What the caveats say, whichever option or day they belong to."""
        return [(caveat.when, caveat.text) for caveat in self.caveats]

    @property
    def own_duties(self) -> tuple[Duty, ...]:
        """What the owner does; of a shared cell, both halves."""
        return tuple(duty for duty in self._duties if duty.is_owners)

    @property
    def other_duties(self) -> tuple[Duty, ...]:
        """What is left to do for the side that does not own it."""
        return tuple(duty for duty in self._duties if not duty.is_owners)

    @property
    def _duties(self) -> Iterator[Duty]:
        for side, text in (
            (Ownership.PROVIDER, self.provider_duty),
            (Ownership.CUSTOMER, self.customer_duty),
        ):
            if text:
                yield Duty(side, text, is_owners=self.ownership in (side, Ownership.SHARED))

    def is_stale(self, at: datetime.date) -> bool:
        """Whether the claim was last held against its source more than 180 days before `at`."""
        return self.verified_on is not None and self.verified_on < (at - STALE_AFTER).isoformat()

    @property
    def gist_side(self) -> Ownership:
        """Whose duty tells the most: the customer's, unless only the provider has one."""
        if self.ownership is Ownership.PROVIDER and self.provider_duty:
            return Ownership.PROVIDER
        return Ownership.CUSTOMER if self.customer_duty else Ownership.PROVIDER

    @property
    def gist(self) -> str:
        """The first sentence of that duty."""
        is_customers = self.gist_side is Ownership.CUSTOMER
        return first_sentence(self.customer_duty if is_customers else self.provider_duty)


_SENTENCE_ENDS = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")


def first_sentence(text: str) -> str:
    """Up to the first full stop before a capital: `kms:Decrypt` and `e.g. this` stay whole."""
    return _SENTENCE_ENDS.split(text, maxsplit=1)[0]


def unknown_cell(responsibility: str) -> Cell:
    """What nobody has researched: unknown, never somebody's by default."""
    return Cell(responsibility, Ownership.UNKNOWN, Basis.INFERRED, resolved_from=None)
