"""What somebody typed, taken apart. Pure."""

from dataclasses import dataclass
from functools import cached_property

from catalog.words import STOP_WORDS, meaningful, stem, words_of

MOST_WORDS = 100
MOST_TERMS = 12
LONGEST_SPAN = 6
MOST_SIDES = 6
_VERSUS = {"vs", "versus"}
_COMPARING = {"compare", "comparing", "comparison", "difference", "differences"}
_BETWEEN = {"with", "to", "and", "or", "from"}
_LEADING = {"between", "of", "the", "a"}


@dataclass(frozen=True)
class Query:
    """The words of a query; two queries with the same words have the same answer."""

    words: tuple[str, ...]

    @classmethod
    def parse(cls, text: str) -> "Query":
        """Any text makes a query, if only one without words."""
        return cls(tuple(words_of(text)[:MOST_WORDS]))

    @cached_property
    def key(self) -> str:
        """As in `SearchName.key`."""
        return "".join(self.words)

    @cached_property
    def terms(self) -> tuple[str, ...]:
        """The first words that carry meaning, each once."""
        return tuple(meaningful(self.words)[:MOST_TERMS])

    @cached_property
    def stems(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(stem(term) for term in self.terms))

    @cached_property
    def spans(self) -> dict[str, frozenset[str]]:
        """Keys of neighbouring words, each with the words it is made of."""
        spans = {}
        for start in range(len(self.words)):
            for end in range(start + 1, min(start + LONGEST_SPAN, len(self.words)) + 1):
                part = self.words[start:end]
                if not STOP_WORDS.issuperset(part):
                    spans["".join(part)] = frozenset(part)
        return spans

    def sides(self) -> list["Query"]:
        """The parts of `a vs b` or `compare a with b`; empty where nothing is compared."""
        words, between = list(self.words), _VERSUS
        if _VERSUS.isdisjoint(words):
            if not words or words[0] not in _COMPARING:
                return []
            words, between = words[1:], _BETWEEN
        parts: list[list[str]] = [[]]
        for word in words:
            if word in between:
                parts.append([])
            elif parts[-1] or word not in _LEADING | _COMPARING:
                parts[-1].append(word)
        sides = [Query(tuple(part)) for part in parts if part]
        return sides if 2 <= len(sides) <= MOST_SIDES else []

    def mended(self, corrections: dict[str, str]) -> "Query":
        """The same query with other words for the mistyped ones."""
        return Query(tuple(corrections.get(word, word) for word in self.words))
