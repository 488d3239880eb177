"""Bytes to text and to plain values, with limits and without repeating what stands there."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Any

import orjson
import yaml
from yaml.events import AliasEvent, CollectionEndEvent, CollectionStartEvent, DocumentStartEvent

from matrices.uploads.resources import BadUpload

MOST_BYTES = 8_000_000
MOST_YAML_BYTES = 1_000_000  # the limit of CloudFormation itself
MOST_DEPTH = 100
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


class Form(StrEnum):
    """What the sender says that the upload is."""

    JSON = "json"
    YAML = "yaml"
    ANY = "any"


def too_large() -> BadUpload:
    """The same words wherever the limit is met."""
    return BadUpload(
        f"The upload is larger than {MOST_BYTES:,} bytes. Send the resources alone, for example"
        " jq '{planned_values, configuration}' of a plan.",
        status=413,
    )


def decoded(data: bytes) -> str:
    """UTF-8, or UTF-16 with its mark, as PowerShell writes it."""
    if len(data) > MOST_BYTES:
        raise too_large()
    encoding = "utf-16" if data.startswith(_UTF_16) else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise BadUpload(f"The upload is not UTF-8 (byte {error.start}).") from None
    if "\x00" in text:
        raise BadUpload("The upload contains a NUL character; is it a text file?")
    if not text.strip():
        raise BadUpload("The upload is empty.")
    return text


def parsed_json(text: str) -> Any:
    """One JSON value, or the list of values of newline-delimited JSON."""
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        values = _lines_of_json(text)
        if values is None:
            raise BadUpload(f"The JSON is broken at line {error.lineno}.") from None
        value = values
    _refuse_depth(value)
    return value


def _lines_of_json(text: str) -> list[Any] | None:
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) < 2 or not all(line.lstrip().startswith("{") for line in lines):
        return None
    try:
        return [orjson.loads(line) for line in lines]
    except orjson.JSONDecodeError:
        return None


def _refuse_depth(value: Any) -> None:
    level = [value]
    for _ in range(MOST_DEPTH):
        level = [
            child
            for each in level
            if isinstance(each, dict | list)
            for child in (each.values() if isinstance(each, dict) else each)
        ]
        if not level:
            return
    raise BadUpload(f"The upload is nested deeper than {MOST_DEPTH} levels.")


def parsed_yaml(text: str) -> Any:
    """One YAML document. Short tags of CloudFormation become their long form: `!Ref a` is
    `{"Ref": "a"}`."""
    if len(text) > MOST_YAML_BYTES:
        raise BadUpload(f"The YAML is larger than {MOST_YAML_BYTES:,} bytes.", status=413)
    try:
        _refuse_bombs(yaml.parse(text, Loader=yaml.CSafeLoader))
        return yaml.load(text, Loader=_TemplateLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise BadUpload(f"The YAML is broken at line {line}.") from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        if isinstance(error, BadUpload):
            raise
        raise BadUpload("The YAML is broken.") from None


def _refuse_bombs(events: Iterator[Any]) -> None:
    depth = documents = 0
    for event in events:
        if isinstance(event, AliasEvent):
            raise BadUpload("The YAML has aliases; write the text out, or send JSON.")
        documents += isinstance(event, DocumentStartEvent)
        depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
        if depth > MOST_DEPTH:
            raise BadUpload(f"The upload is nested deeper than {MOST_DEPTH} levels.")
        if documents > 1:
            raise BadUpload("The YAML holds several documents; send one.")


class _TemplateLoader(yaml.CSafeLoader):
    """Dates stay text; tags of CloudFormation are kept as mappings."""


_TemplateLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


def _long_form(loader: Any, suffix: str, node: yaml.Node) -> dict[str, Any]:
    name = suffix if suffix in ("Ref", "Condition") else f"Fn::{suffix}"
    if isinstance(node, yaml.ScalarNode):
        return {name: loader.construct_scalar(node)}
    if isinstance(node, yaml.SequenceNode):
        return {name: loader.construct_sequence(node, deep=True)}
    return {name: loader.construct_mapping(node, deep=True)}


_TemplateLoader.add_multi_constructor("!", _long_form)
