"""What an upload is, told from its content: `read_upload()`."""

from collections.abc import Callable, Mapping
from typing import Any

from matrices.uploads import arm, aws_inventory, cloudformation, google_assets, plain_names
from matrices.uploads import terraform as terraform_json
from matrices.uploads.resources import BadUpload, Inventory
from matrices.uploads.text import Form, decoded, parsed_json, parsed_yaml

MOST_RESOURCES = 20_000
READERS: tuple[Callable[[Any], Inventory | None], ...] = (
    terraform_json.read,
    cloudformation.read,
    arm.read,
    google_assets.read,
    aws_inventory.read,
    plain_names.read_json,
)
ACCEPTED = (
    "a plan or state of `terraform show -json`, a CloudFormation template, an ARM template, a"
    " Cloud Asset Inventory export, an AWS Config snapshot or list, or resource types and ARNs"
    " line by line"
)


def read_upload(data: bytes, form: Form = Form.ANY) -> Inventory:
    """Read any accepted kind of upload. Raises BadUpload, whose words repeat nothing of it."""
    text = decoded(data)
    start = text.lstrip()[:1]
    if form is Form.JSON or (form is Form.ANY and start in ("{", "[")):
        inventory = _of_value(parsed_json(text))
    elif form is Form.YAML or _looks_like_a_template(text):
        inventory = _of_value(parsed_yaml(text))
    else:
        inventory = plain_names.read_lines(text)
    if inventory is None:
        raise BadUpload(f"This is none of what is read here: {ACCEPTED}.")
    if len(inventory.resources) > MOST_RESOURCES:
        raise BadUpload(f"More than {MOST_RESOURCES:,} resources; send a part of them.", 413)
    return inventory


def _of_value(value: Any) -> Inventory | None:
    if not isinstance(value, Mapping | list):
        return None
    return next((found for read in READERS if (found := read(value)) is not None), None)


def _looks_like_a_template(text: str) -> bool:
    return any(
        line.startswith(("Resources:", "AWSTemplateFormatVersion:", "Transform:"))
        for line in text.splitlines()
    )
