"""What a search answers: frozen, plain values for page and API."""

from dataclasses import dataclass
from enum import IntEnum

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


@dataclass(frozen=True)
class Hit:
    """One thing found. `id` is unique within its kind: `aws/s3`, `aws/eks@auto-mode#pod-security`.

    `via` is the name that was found where it is not the title; `text` a sentence to read. Only a
    cell has `service`, `responsibility` and `ownership`, and `option` where it is an option's.
    """

    kind: str
    id: str
    title: str
    detail: str
    match: Match
    via: str = ""
    text: str = ""
    service: str | None = None
    option: str | None = None
    responsibility: str | None = None
    ownership: Ownership | None = None

    @property
    def path(self) -> str:
        """The address of the page."""
        identifier, _, row = self.id.partition("#")
        identifier, _, option = identifier.partition("@")
        folder = _FOLDERS[self.kind]
        query = f"?options={option}" if option else ""
        return f"/{folder}/{identifier}/{query}" + (f"#{row}" if row else "")


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

    `capped` says that there is more than `MOST_HITS`, or than candidates were looked at.
    """

    query: str
    read_as: str
    comparison: ComparisonOffer | None
    hits: tuple[Hit, ...]
    capped: bool


MOST_HITS = 200
