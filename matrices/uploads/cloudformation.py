"""CloudFormation templates, JSON or YAML. Parameters stand for their defaults."""

from collections.abc import Mapping
from typing import Any

from matrices.uploads.resources import SET, Inventory, mapping, resource

_NO_VALUE = "AWS::NoValue"


def read(value: Any) -> Inventory | None:
    """None where the value is no template."""
    blocks = mapping(value).get("Resources")
    if not isinstance(blocks, dict) or not any(
        isinstance(block, dict) and isinstance(block.get("Type"), str) for block in blocks.values()
    ):
        return None
    defaults = {
        name: parameter["Default"]
        for name, parameter in mapping(mapping(value).get("Parameters")).items()
        if isinstance(parameter, dict) and "Default" in parameter
    }
    found = (
        resource(
            mapping(block).get("Type"),
            name,
            _told(mapping(mapping(block).get("Properties")), defaults),
            group=str(name),
            references=frozenset(_references(block)),
        )
        for name, block in blocks.items()
    )
    return Inventory("CloudFormation template", tuple(each for each in found if each))


def _told(value: Any, defaults: Mapping[str, Any]) -> Any:
    """Replace functions: a parameter by its default, everything else by "set, but not told"."""
    if isinstance(value, list):
        return [_told(each, defaults) for each in value]
    if not isinstance(value, dict):
        return value
    if len(value) == 1:
        [(name, argument)] = value.items()
        if name == "Ref" and isinstance(argument, str):
            return None if argument == _NO_VALUE else defaults.get(argument, SET)
        if name == "Fn::If" and isinstance(argument, list) and len(argument) == 3:
            return [_told(each, defaults) for each in argument[1:]]
        if isinstance(name, str) and name.startswith("Fn::"):
            return SET
    return {str(name): _told(each, defaults) for name, each in value.items()}


def _references(value: Any) -> set[str]:
    found: set[str] = set()
    if isinstance(value, dict):
        for name, each in value.items():
            if name == "Ref" and isinstance(each, str):
                found.add(each)
            elif name == "Fn::GetAtt":
                first = each[0] if isinstance(each, list) and each else each
                if isinstance(first, str):
                    found.add(first.split(".")[0])
            else:
                found |= _references(each)
    elif isinstance(value, list):
        for each in value:
            found |= _references(each)
    return found
