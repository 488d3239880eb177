"""Which language a resource type belongs to, told from its shape."""

import re
from enum import StrEnum


class Vocabulary(StrEnum):
    """Languages of infrastructure code and inventories that name resource types."""

    TERRAFORM = "terraform"
    CLOUDFORMATION = "cloudformation"
    ARM = "arm"
    ASSET_INVENTORY = "asset_inventory"
    ARN = "arn"


_SHAPES: tuple[tuple[Vocabulary, re.Pattern[str]], ...] = (
    (
        Vocabulary.CLOUDFORMATION,
        re.compile(r"(Custom|\w{1,60}::\w{1,60})::[\w@-]{1,100}(::MODULE)?\Z", re.ASCII),
    ),
    (
        Vocabulary.ASSET_INVENTORY,
        re.compile(r"([a-z0-9-]{1,60}\.){0,3}(googleapis\.com|k8s\.io)/[A-Za-z]{1,80}\Z"),
    ),
    (
        Vocabulary.ARM,
        re.compile(
            r"[A-Za-z][A-Za-z0-9]{0,60}(\.[A-Za-z0-9]{1,60}){1,4}(/[A-Za-z0-9_.-]{1,80}){1,6}\Z"
        ),
    ),
    (Vocabulary.TERRAFORM, re.compile(r"[a-z][a-z0-9-]{0,40}_[a-z0-9_]{1,120}\Z")),
)


def vocabulary_of(name: str) -> Vocabulary | None:
    """The vocabulary whose names look like `name`; None for what looks like no resource type."""
    return next((each for each, shape in _SHAPES if shape.match(name)), None)
