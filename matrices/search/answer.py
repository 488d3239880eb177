"""What a search answers: frozen, plain values for page and API."""

from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

from matrices.choices import Ownership
from matrices.matrix import Reference


class Match(IntEnum):
    """Why something was found; the larger, the nearer to the top."""

    EXACT_NAME = 100
    EXACT_ALIAS = 95
    CELL = 90
    PREFIX = 80
    PREFIX_OF_ALIAS = 75
    TYPO = 70
    NAMED = 60
    WORDS = 55
    TEXT_OF_NAMED = 50
    CELL_IN_PART = 45
    TEXT = 40
    TEXT_IN_PART = 30

    @property
    def label(self) -> str:
        """`EXACT_NAME` → "exact-name": how the API says it."""
        return self.name.lower().replace("_", "-")


class Hit(NamedTuple):
    """One thing found. `id` is unique within its kind: `aws/s3`, `aws/eks@auto-mode#pod-security`.

    `via` is the name that was found where it is not the title; `text` a sentence to read. A cell
    has the key `item`; its `text` and `ownership` are there once it is `told`.
    """

    kind: str
    id: str
    title: str
    detail: str
    match: Match
    item: int | None = None
    via: str = ""
    text: str = ""
    ownership: Ownership | None = None

    @property
    def service(self) -> str | None:
        """Of a cell only, as the next two."""
        return None if self.item is None else self._parts[0]

    @property
    def option(self) -> str | None:
        return None if self.item is None else self._parts[1] or None

    @property
    def responsibility(self) -> str | None:
        return None if self.item is None else self._parts[2]

    @property
    def path(self) -> str:
        """The address of the page."""
        identifier, option, row = self._parts
        folder = _FOLDERS[self.kind]
        query = f"?options={option}" if option else ""
        return f"/{folder}/{identifier}/{query}" + (f"#{row}" if row else "")

    @property
    def _parts(self) -> tuple[str, str, str]:
        identifier, _, row = self.id.partition("#")
        identifier, _, option = identifier.partition("@")
        return identifier, option, row


def title_of(service: str, option: str | None, responsibility: str) -> str:
    """What a cell is called among the hits."""
    return f"{service}{f' with {option}' if option else ''}: {responsibility}"


_FOLDERS = {
    "family": "families",
    "service": "services",
    "option": "services",
    "cell": "services",
    "responsibility": "responsibilities",
    "provider": "providers",
    "tier": "tiers",
    "framework": "frameworks",
}


@dataclass(frozen=True)
class ComparisonOffer:
    """`a vs b`, understood. `certain` where each side is a name as it is written."""

    references: tuple[Reference, ...]
    names: tuple[str, ...]
    certain: bool

    @property
    def services(self) -> str:
        """The value of `services=` in the address of the comparison."""
        return ",".join(str(reference) for reference in self.references)


@dataclass(frozen=True)
class SearchAnswer:
    """Hits, best first. `read_as` is the query with its slips mended, empty where none was.

    `stems` are what sentences are chosen by. `capped` says that there is more than `MOST_HITS`,
    or than candidates were looked at.
    """

    query: str
    read_as: str
    stems: tuple[str, ...]
    comparison: ComparisonOffer | None
    hits: tuple[Hit, ...]
    capped: bool


MOST_HITS = 200
