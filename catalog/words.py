"""How text becomes words for the search. Every database gets these words and no others, so that
all of them find the same. Pure.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

LONGEST_WORD = 40
STOP_WORDS = frozenset(
    """
    a an and any are as at be between by can compare compared comparison did difference differences
    do does for from has have how i if in into is it its may me must my of on or our own owns
    responsible shall should than that the their them there they this to under us versus vs was we
    what when where which who whom whose why will with would you your
    """.split()  # noqa: SIM905 - a table of words reads better than a list of literals
)

_WORD = re.compile(r"[a-z0-9]+")
_START = "^"
_ENDINGS = ("ing", "ion", "ed")
_KEEPS_ITS_S = ("ss", "us", "is")
_TAKES_ES = ("ses", "xes", "zes", "ches", "shes")


def words_of(text: str) -> list[str]:
    """Lower-case runs of ASCII letters and digits; accents are dropped, other scripts too."""
    return words_in(plain(text))


def plain(text: str) -> str:
    """Lower-case ASCII; accents are dropped, other scripts too."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()


def words_in(text: str) -> list[str]:
    """The words of a text that is `plain`."""
    return [word[:LONGEST_WORD] for word in _WORD.findall(text)]


def key_of(text: str) -> str:
    """`Cloud SQL`, `cloudsql` and `cloud-sql` have one key."""
    return "".join(words_of(text))


def meaningful(words: Iterable[str]) -> list[str]:
    """Each word once, without those that every question has; all of them where nothing is left."""
    unique = list(dict.fromkeys(words))
    return [word for word in unique if word not in STOP_WORDS] or unique


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """One form for `patch`, `patches` and `patching`; words of three letters stay as they are."""
    if len(word) <= 3:
        return word
    word = _singular(word)
    while word.endswith(_ENDINGS) and len(word) >= 6:
        shorter = word.removesuffix("ing").removesuffix("ion").removesuffix("ed")
        if len(shorter) < 3:
            break
        word = shorter[:-1] if len(shorter) > 3 and shorter[-1] == shorter[-2] else shorter
    return word.removesuffix("e") if len(word) > 3 else word


def beginning_of(stemmed: str) -> str:
    """What every word with this stem starts with: only `policies` → `policy` changes a letter."""
    return stemmed.removesuffix("y")


def stems_of(*texts: str) -> list[str]:
    """The stems of all texts, each once, in the order of their first appearance."""
    return list(dict.fromkeys(each for text in texts for each in _stems_in(text)))


def grams_of(word: str) -> frozenset[str]:
    """Pairs of neighbouring letters, the first one marked: `s3` → `^s`, `s3`."""
    marked = _START + word
    return frozenset(marked[place : place + 2] for place in range(len(word)))


def first_gram(word: str) -> str:
    """The gram that every word with the same first letter shares, and has once."""
    return _START + word[:1]


def edits_allowed(word: str) -> int:
    """How many slips still mean the same word: none below 4 letters, two from 8 on."""
    return 0 if len(word) < 4 else 1 if len(word) < 8 else 2


def grams_to_share(word: str) -> int:
    """How many grams a word within the allowed edits shares with `word` at least.

    The swap of two letters breaks three pairs, other slips two. Fewer than two shared grams would
    let in half the catalogue; that costs some slips in words of four letters.
    """
    return max(2, len(grams_of(word)) - 3 * edits_allowed(word))


def edits_between(typed: str, word: str) -> int:
    """Insertions, deletions, replacements and swaps from `typed` to `word` or its beginning.

    A beginning counts from 4 letters on.
    """
    before: list[int] = []
    row = list(range(len(word) + 1))
    for i, letter in enumerate(typed, start=1):
        older, before, row = before, row, [i]
        for j, other in enumerate(word, start=1):
            best = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == word[j - 2] and typed[i - 2] == other:
                best = min(best, older[j - 2] + 1)
            row.append(best)
    return min(row[4:], default=row[-1])


def closest_word(typed: str, words: Iterable[str]) -> str | None:
    """The word that `typed` most likely means, whole words before longer ones; None if too far."""
    allowed = edits_allowed(typed)
    near = [
        (edits, abs(len(word) - len(typed)), word)
        for word in words
        if (edits := edits_between(typed, word)) <= allowed
    ]
    return min(near)[2] if allowed and near else None


def _singular(word: str) -> str:
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    if word.endswith(_TAKES_ES):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(_KEEPS_ITS_S) else word


@lru_cache(maxsize=5_000)  # what services inherit is the same sentence many times
def _stems_in(text: str) -> tuple[str, ...]:
    return tuple(stem(word) for word in words_of(text))
