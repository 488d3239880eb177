"""ARM templates as Bicep builds them, and the lists of `az resource list` and Resource Graph."""

import re
from collections.abc import Iterator, Mapping
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

_PARAMETER = re.compile(r"^\[(?:parameters|variables)\('([^']{1,200})'\)\]$")


def read(value: Any) -> Inventory | None:
    """None where the value is nothing of Azure's."""
    document = mapping(value)
    is_template = "deploymenttemplate.json" in str(document.get("$schema", "")).lower()
    if is_template or ("resources" in document and "contentVersion" in document):
        return Inventory("ARM template", tuple(_of_template(document)))
    listed = entries(document.get("data") or document.get("value") or value)
    if listed and all(_is_listed(each) for each in listed):
        found = (resource(each["type"], each.get("name"), each) for each in listed)
        return Inventory("list of Azure resources", tuple(each for each in found if each))
    return None


def _is_listed(each: object) -> bool:
    identifier = mapping(each).get("id")
    return (
        isinstance(identifier, str)
        and identifier.lower().startswith("/subscriptions/")
        and isinstance(mapping(each).get("type"), str)
    )


def _of_template(template: Mapping[str, Any]) -> Iterator[Resource]:
    defaults = {
        name: parameter["defaultValue"]
        for name, parameter in mapping(template.get("parameters")).items()
        if isinstance(parameter, dict) and "defaultValue" in parameter
    } | dict(mapping(template.get("variables")))
    yield from _of_resources(template.get("resources"), defaults, "")


def _of_resources(blocks: object, defaults: Mapping[str, Any], parent: str) -> Iterator[Resource]:
    """Resources come as a list or, with symbolic names, as a mapping; children may stand inside."""
    if isinstance(blocks, dict):
        blocks = list(blocks.values())
    for block in mappings(blocks):
        own_type = block.get("type")
        if block.get("existing") is True or not isinstance(own_type, str):
            continue
        whole = f"{parent}/{own_type}" if parent and "." not in own_type else own_type
        inner = {key: each for key, each in block.items() if key != "resources"}
        name = block.get("name")
        found = resource(whole, "" if _is_expression(name) else name, _told(inner, defaults))
        if found:
            yield found
        yield from _of_resources(block.get("resources"), defaults, whole)
        nested = mapping(mapping(block.get("properties")).get("template"))
        if whole.lower() == "microsoft.resources/deployments" and nested:
            yield from _of_template(nested)


def _is_expression(text: object) -> bool:
    return isinstance(text, str) and text.startswith("[") and not text.startswith("[[")


def _told(value: Any, defaults: Mapping[str, Any]) -> Any:
    if isinstance(value, dict):
        return {str(name): _told(each, defaults) for name, each in value.items()}
    if isinstance(value, list):
        return [_told(each, defaults) for each in value]
    if _is_expression(value):
        parameter = _PARAMETER.match(value)
        default = defaults.get(parameter[1], SET) if parameter else SET
        return SET if _is_expression(default) else default
    return value
