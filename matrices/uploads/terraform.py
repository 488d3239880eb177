"""`terraform show -json` of a plan or a state, and the state file itself.

A plan does not tell values that come from other resources. The `configuration` of the plan says
that they are set and what they refer to; both are laid over the values.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from matrices.uploads.resources import (
    SET,
    Inventory,
    Resource,
    entries,
    mapping,
    mappings,
    resource,
)

_INDEX = re.compile(r"\[(?:\"(?:[^\"\\]|\\.)*\"|[0-9]+)\]")
_LEAF = {"constant_value", "references"}


def read(value: Any) -> Inventory | None:
    """None where the value is nothing of Terraform's."""
    document = mapping(value)
    if "planned_values" in document:
        configured = dict(
            _configured(mapping(document.get("configuration")).get("root_module"), "")
        )
        found = _of_module(mapping(document["planned_values"]).get("root_module"), configured)
        return Inventory("Terraform plan", tuple(found))
    if "values" in document and "format_version" in document:
        found = _of_module(mapping(document["values"]).get("root_module"), {})
        return Inventory("Terraform state", tuple(found))
    if "resource_changes" in document and "format_version" in document:
        return Inventory("Terraform plan", tuple(_of_changes(document["resource_changes"])))
    if document.get("version") == 4 and "terraform_version" in document:
        return Inventory("Terraform state", tuple(_of_state_file(document.get("resources"))))
    return None


@dataclass(frozen=True)
class _Configured:
    """What the configuration says about the resources of one block."""

    expressions: Mapping[str, Any] = field(repr=False)
    references: frozenset[str] = field(repr=False)


def _configured(module: object, path: str) -> Iterator[tuple[str, _Configured]]:
    """Every resource block by its address without indexes."""
    for block in mappings(mapping(module).get("resources")):
        expressions = mapping(block.get("expressions"))
        references = {
            _group(f"{path}{'.'.join(text.split('.')[:2])}")
            for text in _references(expressions)
            if not text.startswith(("var.", "local.", "data.", "module.", "each.", "count."))
        }
        yield f"{path}{block.get('address')}", _Configured(expressions, frozenset(references))
    for name, call in mapping(mapping(module).get("module_calls")).items():
        yield from _configured(mapping(call).get("module"), f"{path}module.{name}.")


def _references(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, each in value.items():
            if key == "references":
                yield from (text for text in entries(each) if isinstance(text, str))
            else:
                yield from _references(each)
    for each in entries(value):
        yield from _references(each)


def _of_module(module: object, configured: Mapping[str, _Configured]) -> Iterator[Resource]:
    for block in mappings(mapping(module).get("resources")):
        if block.get("mode") == "data":
            continue
        address = block.get("address")
        group = _group(address)
        known = configured.get(group)
        values = mapping(block.get("values"))
        depends = (text for text in entries(block.get("depends_on")) if isinstance(text, str))
        found = resource(
            block.get("type"),
            address,
            _laid_over(values, known.expressions) if known else values,
            group=group,
            index=str(block.get("index", "")),
            references=known.references if known else frozenset(map(_group, depends)),
        )
        if found:
            yield found
    for child in mappings(mapping(module).get("child_modules")):
        yield from _of_module(child, configured)


def _of_changes(changes: object) -> Iterator[Resource]:
    """A plan that was stripped to its changes; what is destroyed is left out."""
    for change in mappings(changes):
        after = mapping(change.get("change")).get("after")
        if change.get("mode") == "data" or not isinstance(after, dict):
            continue
        address = change.get("address")
        found = resource(change.get("type"), address, after, group=_group(address))
        if found:
            yield found


def _of_state_file(blocks: object) -> Iterator[Resource]:
    for block in mappings(blocks):
        if block.get("mode") == "data":
            continue
        module = f"{block['module']}." if isinstance(block.get("module"), str) else ""
        group = _group(f"{module}{block.get('type')}.{block.get('name')}")
        for instance in mappings(block.get("instances")):
            key = instance.get("index_key")
            depends = (t for t in entries(instance.get("dependencies")) if isinstance(t, str))
            found = resource(
                block.get("type"),
                group if key is None else f"{group}[{key!r}]",
                instance.get("attributes"),
                group=group,
                index="" if key is None else str(key),
                references=frozenset(map(_group, depends)),
            )
            if found:
                yield found


def _laid_over(values: Mapping[str, Any], expressions: Mapping[str, Any]) -> dict[str, Any]:
    """Add what the configuration sets and the plan does not tell yet."""
    merged = dict(values)
    for name, expression in expressions.items():
        if isinstance(expression, list):
            merged[name] = _blocks(values.get(name), expression)
        elif not isinstance(expression, dict):
            continue
        elif expression.keys() <= _LEAF:
            if name not in values and expression:
                merged[name] = expression.get("constant_value", SET)
        else:
            merged[name] = _laid_over(mapping(values.get(name)), expression)
    return merged


def _blocks(values: object, expressions: list[Any]) -> list[Any]:
    """Nested blocks stand in the order of the configuration, unless they are made dynamically."""
    told = entries(values)
    if told and len(told) != len(expressions):
        return told
    told = told or [{}] * len(expressions)
    return [
        _laid_over(mapping(value), mapping(expression))
        for value, expression in zip(told, expressions, strict=True)
    ]


def _group(address: object) -> str:
    return _INDEX.sub("", address) if isinstance(address, str) else ""
