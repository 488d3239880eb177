"""Exports of Cloud Asset Inventory: `gcloud asset export`, `list` and `search-all-resources`."""

from typing import Any

from matrices.uploads.resources import Inventory, entries, mapping, mappings, resource


def read(value: Any) -> Inventory | None:
    """None where the value is no list of assets; a single asset is a list of one."""
    document = mapping(value)
    listed = entries(value) or entries(document.get("assets")) or entries(document.get("results"))
    if not listed and _type_of(value):
        listed = [value]
    if not any(_type_of(each) for each in listed):
        return None
    found = (
        resource(
            _type_of(asset),
            str(asset.get("name", "")).removeprefix("//"),
            mapping(asset.get("resource")).get("data"),
        )
        for asset in mappings(listed)
    )
    return Inventory("Cloud Asset Inventory export", tuple(each for each in found if each))


def _type_of(asset: object) -> object:
    return mapping(asset).get("assetType") or mapping(asset).get("asset_type")
