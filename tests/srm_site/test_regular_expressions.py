"""No regular expression takes more than linear time on what a stranger sends.

Read from the code and judged by structure, so nothing depends on a clock: a repeat without end
must not contain another, nor be followed by another that can take the same characters.
"""

import ast
import re
from collections.abc import Iterator
from re import _constants as kinds
from re import _parser as parser
from typing import Any

import pytest
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver

FEW = 20  # a repeat with a smaller bound than this cannot run away
CHARACTERS = [chr(each) for each in range(128)] + ["é", "中", "\u2028"]


def patterns_in_code() -> Iterator[tuple[str, str]]:
    for app in ("catalog", "matrices", "srm_site"):
        for path in sorted((settings.BASE_DIR / app).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call):
                    yield from ((path.name, text) for text in literal_patterns(node))
                elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]).endswith(
                    "PATTERN"
                ):
                    yield path.name, ast.literal_eval(node.value)


def literal_patterns(call: ast.Call) -> Iterator[str]:
    """The pattern of `re.compile("…")` and of `StringConstraints(pattern="…")`."""
    if call.args and ast.unparse(call.func).startswith("re."):
        arguments: list[ast.expr] = [call.args[0]]
    else:
        arguments = [each.value for each in call.keywords if each.arg == "pattern"]
    for argument in arguments:
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
            yield argument.value


def patterns_of_addresses() -> Iterator[tuple[str, str]]:
    def below(entries: list[Any]) -> Iterator[tuple[str, str]]:
        for entry in entries:
            yield "address", entry.pattern.regex.pattern
            if isinstance(entry, URLResolver):
                yield from below(entry.url_patterns)
            else:
                assert isinstance(entry, URLPattern)

    return below(get_resolver().url_patterns)


ALL = sorted({*patterns_in_code(), *patterns_of_addresses()})


def faults_of(pattern: str) -> list[str]:
    return list(faults_in(parser.parse(pattern), inside=False))


def faults_in(sequence: Any, *, inside: bool) -> Iterator[str]:
    previous: set[str] = set()
    for kind, value in sequence:
        if is_endless(kind, value):
            taken = characters_of(value[2])
            if inside and not has_delimiter(value[2], sequence):
                yield "a repeat without end inside another"
            if previous & first_characters_of(value[2]):
                yield "two repeats without end that take the same characters"
            previous |= taken
        elif can_be_empty(kind, value):
            pass
        else:
            previous &= characters_of([(kind, value)])
        for part in parts_of(kind, value):
            yield from faults_in(part, inside=inside or is_endless(kind, value))


def is_endless(kind: Any, value: Any) -> bool:
    return kind in (kinds.MAX_REPEAT, kinds.MIN_REPEAT) and value[1] > FEW


def can_be_empty(kind: Any, value: Any) -> bool:
    repeats = kind in (kinds.MAX_REPEAT, kinds.MIN_REPEAT) and value[0] == 0
    return repeats or kind in (kinds.AT, kinds.ASSERT, kinds.ASSERT_NOT)


def has_delimiter(repeated: Any, sequence: Any) -> bool:
    """In `(-[a-z]+)*` the dash, which `[a-z]` cannot take, says where each turn starts."""
    others = [each for each in sequence if not is_endless(*each) and not can_be_empty(*each)]
    return any(not characters_of([each]) & characters_of(repeated) for each in others)


def parts_of(kind: Any, value: Any) -> list[Any]:
    if kind in (kinds.MAX_REPEAT, kinds.MIN_REPEAT):
        return [value[2]]
    if kind is kinds.SUBPATTERN:
        return [value[-1]]
    if kind is kinds.BRANCH:
        return list(value[1])
    if kind in (kinds.ASSERT, kinds.ASSERT_NOT):
        return [value[1]]
    return []


def characters_of(sequence: Any) -> set[str]:
    """Every character that some part of it can take."""
    found: set[str] = set()
    for kind, value in sequence:
        inner = parts_of(kind, value)
        if inner:
            found |= set().union(*map(characters_of, inner))
        elif kind is kinds.ANY:
            found |= set(CHARACTERS) - {"\n"}
        elif kind is kinds.LITERAL:
            found.add(chr(value))
        elif kind is kinds.NOT_LITERAL:
            found |= set(CHARACTERS) - {chr(value)}
        elif kind is kinds.IN:
            found |= in_set(value)
    return found


def first_characters_of(sequence: Any) -> set[str]:
    """With what a turn of a repeat can start."""
    found: set[str] = set()
    for kind, value in sequence:
        inner = parts_of(kind, value)
        parts = [first_characters_of(each) for each in inner] or [characters_of([(kind, value)])]
        found |= set().union(*parts)
        if not can_be_empty(kind, value):
            break
    return found


def in_set(members: Any) -> set[str]:
    found: set[str] = set()
    for kind, value in members:
        if kind is kinds.LITERAL:
            found.add(chr(value))
        elif kind is kinds.RANGE:
            found |= {each for each in CHARACTERS if value[0] <= ord(each) <= value[1]}
        elif kind is kinds.CATEGORY:
            name = str(value).rsplit("_", 1)[-1].lower()
            letter = {"digit": "d", "space": "s", "word": "w"}[name]
            negated = "NOT" in str(value)
            sign = letter.upper() if negated else letter
            found |= {each for each in CHARACTERS if re.match(rf"\{sign}", each)}
    negate = bool(members) and members[0][0] is kinds.NEGATE
    return set(CHARACTERS) - found if negate else found


@pytest.mark.parametrize(("place", "pattern"), ALL)
def test_expression_takes_linear_time(place: str, pattern: str) -> None:
    assert faults_of(pattern) == [], place


@pytest.mark.parametrize("bad", [r"(a+)+$", r"(a*)*b", r"\d+\d+x", r".*a?.*x", r"(\w+\s?)*$"])
def test_expression_that_runs_away_is_found(bad: str) -> None:
    assert faults_of(bad)


@pytest.mark.parametrize(
    "good", [r"^[a-z0-9]+(-[a-z0-9]+)*$", r"a+b+", r"[^/]+/[^/]+", r"x{0,8}x*"]
)
def test_expression_that_cannot_run_away_passes(good: str) -> None:
    assert faults_of(good) == []


def test_all_expressions_are_looked_at() -> None:
    places = {place for place, _ in ALL}

    assert {"address", "yaml_text.py", "documents.py", "words.py", "logs.py"} <= places
