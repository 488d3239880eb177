"""What an upload holds: resources with their attributes, and the problem that keeps it unread."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from matrices.datafiles.vocabulary import Vocabulary, vocabulary_of

MOST_NAME_CHARACTERS = 200


class Unknown(Enum):
    """The value of an attribute that is set, but not told: a reference, or secret."""

    SET = "set"


SET = Unknown.SET


class BadUpload(ValueError):
    """The upload cannot be read. `status` is the HTTP status that says so."""

    def __init__(self, problem: str, status: int = 400) -> None:
        super().__init__(problem)
        self.status = status


@dataclass(frozen=True)
class Resource:
    """One resource. `attributes` is None where the upload tells none.

    They may hold secrets, so nothing prints them. `group` is the address without the index of an
    instance, `references` are the groups that the resource refers to.
    """

    vocabulary: Vocabulary
    type: str
    name: str
    attributes: Mapping[str, Any] | None = field(default=None, repr=False)
    group: str = ""
    index: str = ""
    references: frozenset[str] = field(default=frozenset(), repr=False)


@dataclass(frozen=True)
class Inventory:
    """`format` is what the upload was taken for; `unread_lines` count from 1."""

    format: str
    resources: tuple[Resource, ...]
    unread_lines: tuple[int, ...] = ()


def resource(
    type_name: object,
    name: object,
    attributes: object = None,
    **further: Any,
) -> Resource | None:
    """A resource, where the type has the shape of one; its name is cut and made printable."""
    if not isinstance(type_name, str):
        return None
    vocabulary = vocabulary_of(type_name)
    if vocabulary is None:
        return None
    return Resource(
        vocabulary,
        type_name,
        clean_name(name),
        attributes if isinstance(attributes, Mapping) else None,
        **further,
    )


def clean_name(name: object) -> str:
    """Text that a page, a log or a terminal can show."""
    text = name if isinstance(name, str) else ""
    short = text if len(text) <= MOST_NAME_CHARACTERS else f"{text[:MOST_NAME_CHARACTERS]}…"
    return "".join(char if char.isprintable() else "�" for char in short)


def mapping(value: object) -> Mapping[str, Any]:
    """The value where it is a mapping, else an empty one: uploads are what they are."""
    return value if isinstance(value, dict) else {}


def entries(value: object) -> list[Any]:
    """The value where it is a list, else an empty one."""
    return value if isinstance(value, list) else []


def mappings(value: object) -> Iterator[Mapping[str, Any]]:
    """The entries of a list that are mappings."""
    return (each for each in entries(value) if isinstance(each, dict))
