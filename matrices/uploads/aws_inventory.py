"""AWS Config snapshots and lists, and the lists of the tagging API and Resource Explorer."""

from collections.abc import Iterator, Mapping
from typing import Any

import orjson

from matrices.uploads.plain_names import of_arn
from matrices.uploads.resources import Inventory, Resource, entries, mapping, mappings, resource


def read(value: Any) -> Inventory | None:
    """None where the value is no inventory of AWS."""
    document = mapping(value)
    items = document.get("configurationItems") or document.get("baseConfigurationItems")
    if items is None and isinstance(value, list) and any(_type_of(each) for each in value):
        items = value
    if isinstance(items, list):
        return Inventory("AWS Config snapshot", tuple(_of_items(items)))
    if "resourceIdentifiers" in document:
        return Inventory("AWS Config list", tuple(_of_items(document["resourceIdentifiers"])))
    if "Results" in document:
        return Inventory("AWS Config list", tuple(_of_items(_queried(document["Results"]))))
    for key, name in (("ResourceTagMappingList", "ResourceARN"), ("Resources", "Arn")):
        listed = entries(document.get(key))
        if listed and all(isinstance(mapping(each).get(name), str) for each in listed):
            return Inventory("list of AWS resources", tuple(_of_arns(listed, name)))
    return None


def _type_of(item: object) -> object:
    return mapping(item).get("resourceType")


def _queried(results: object) -> list[Any]:
    """An advanced query answers with each item as a text of JSON."""
    found = []
    for text in entries(results):
        try:
            found.append(orjson.loads(text) if isinstance(text, str) else text)
        except orjson.JSONDecodeError:
            continue
    return found


def _of_items(items: object) -> Iterator[Resource]:
    for item in mappings(items):
        name = item.get("resourceName") or item.get("resourceId") or item.get("ARN")
        found = resource(_type_of(item), name, _attributes(item))
        if found:
            yield found


def _attributes(item: Mapping[str, Any]) -> dict[str, Any] | None:
    """The configuration; parts that Config keeps beside it stand under their own name."""
    configuration = item.get("configuration")
    if isinstance(configuration, str):
        try:
            configuration = orjson.loads(configuration)
        except orjson.JSONDecodeError:
            return None
    if not isinstance(configuration, dict):
        return None
    beside = mapping(item.get("supplementaryConfiguration"))
    return {**configuration, "supplementaryConfiguration": beside} if beside else configuration


def _of_arns(listed: list[Any], name: str) -> Iterator[Resource]:
    return (found for each in listed if (found := of_arn(each[name])))
