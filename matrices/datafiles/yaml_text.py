"""YAML text to plain values, stricter than YAML.

Refused, each with its line: duplicate keys, anchors and aliases (alias bombs), tags, several
documents in one file, words that YAML 1.1 would turn into booleans (`NO`, `on`, `yes`), nesting
deeper than 20. Dates stay strings.
"""

import re
from collections.abc import Iterator
from typing import TypeAlias

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from yaml.resolver import Resolver

MAX_DEPTH = 20
SURPRISING_WORDS = frozenset({"yes", "no", "on", "off", "y", "n"})

Value: TypeAlias = "str | int | float | bool | list[Value] | dict[str, Value] | None"


class YamlFault(ValueError):
    """The text is not YAML as we accept it. `line` counts from 1."""

    def __init__(self, line: int, problem: str) -> None:
        super().__init__(f"line {line}: {problem}")
        self.line = line


def parse(text: str) -> Value:
    """Return the one document in `text`; raise YamlFault at the first thing that is wrong."""
    try:
        events = _significant(yaml.parse(text, Loader=yaml.CSafeLoader))
        first = next(events, None)
        value = None if first is None else _value(first, events, depth=0)
        next(events, None)  # reads to the end, where a second document would show
        return value
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise YamlFault(line, error.problem or "not YAML") from None
    except yaml.YAMLError as error:
        raise YamlFault(1, str(error).splitlines()[0]) from None


def _significant(events: Iterator[Event]) -> Iterator[Event]:
    documents = 0
    for event in events:
        if isinstance(event, DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise YamlFault(_line(event), "a second document; one file holds one document")
        elif isinstance(
            event,
            AliasEvent
            | ScalarEvent
            | MappingStartEvent
            | MappingEndEvent
            | SequenceStartEvent
            | SequenceEndEvent,
        ):
            yield event


def _value(event: Event, events: Iterator[Event], depth: int) -> Value:
    _refuse_anchors_and_tags(event)
    if depth > MAX_DEPTH:
        raise YamlFault(_line(event), f"nested deeper than {MAX_DEPTH} levels")
    if isinstance(event, ScalarEvent):
        return _scalar(event)
    if isinstance(event, SequenceStartEvent):
        return _sequence(events, depth)
    return _mapping(events, depth)


def _sequence(events: Iterator[Event], depth: int) -> list[Value]:
    values: list[Value] = []
    for event in events:
        if isinstance(event, SequenceEndEvent):
            break
        values.append(_value(event, events, depth + 1))
    return values


def _mapping(events: Iterator[Event], depth: int) -> dict[str, Value]:
    values: dict[str, Value] = {}
    for event in events:
        if isinstance(event, MappingEndEvent):
            break
        key = _value(event, events, depth + 1)
        if not isinstance(key, str):
            raise YamlFault(_line(event), f"key {key!r} is not text; put it in quotes")
        if key in values:
            raise YamlFault(_line(event), f"key '{key}' stands twice; keep one")
        values[key] = _value(next(events), events, depth + 1)
    return values


def _scalar(event: ScalarEvent) -> str | int | float | bool | None:
    text = str(event.value)
    if _CONTROL.search(text):
        raise YamlFault(_line(event), "an escaped control character; remove it")
    if not event.implicit[0]:
        return text
    if text.lower() in SURPRISING_WORDS:
        raise YamlFault(
            _line(event), f"'{text}' without quotes; write true or false, or put the word in quotes"
        )
    return _plain(text, event)


def _plain(text: str, event: ScalarEvent) -> str | int | float | bool | None:
    match _RESOLVER.resolve(yaml.ScalarNode, text, (True, False)):  # type: ignore[no-untyped-call]
        case "tag:yaml.org,2002:null":
            return None
        case "tag:yaml.org,2002:bool":
            return text.lower() == "true"
        case "tag:yaml.org,2002:int" if _PLAIN_NUMBER.match(text):
            return int(text)
        case "tag:yaml.org,2002:int" if text == "0":
            return 0
        case "tag:yaml.org,2002:int" | "tag:yaml.org,2002:float":
            raise YamlFault(
                _line(event), f"{text} reads as a number; put it in quotes if it is an identifier"
            )
        case _:
            return text


def _refuse_anchors_and_tags(event: Event) -> None:
    if isinstance(event, AliasEvent) or getattr(event, "anchor", None):
        raise YamlFault(_line(event), "anchors and aliases are not used here; write the text out")
    tag = getattr(event, "tag", None)
    if tag not in (None, "!"):
        raise YamlFault(_line(event), f"tag {tag} is not used here")


def _line(event: Event) -> int:
    return int(event.start_mark.line) + 1 if event.start_mark else 1


_RESOLVER = Resolver()
_PLAIN_NUMBER = re.compile(r"-?[1-9][0-9]{0,8}\Z")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
