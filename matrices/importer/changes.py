"""What differs between the files and what was imported last, per file and field. Pure."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from matrices.datafiles.documents import Document


@dataclass(frozen=True, order=True)
class FieldChange:
    """One field of one file; an empty `field` means the whole file came or went."""

    subject: str
    field: str
    before: str
    after: str

    def __str__(self) -> str:
        if not self.field:
            return f"{self.subject}: {'added' if self.after else 'removed'}"
        before, after = self.before or "(nothing)", self.after or "(nothing)"
        return f"{self.subject}: {self.field}: {before} → {after}"


@dataclass(frozen=True)
class Content:
    """A file's content as plain values and a digest of them that ignores layout and comments."""

    values: dict[str, Any]
    digest: str


def content_of(document: Document) -> Content:
    """Values that stand at their default are left out."""
    values = document.model_dump(mode="json", exclude_defaults=True)
    text = json.dumps(values, ensure_ascii=False)
    return Content(values, hashlib.sha256(text.encode()).hexdigest())


def changes_between(
    before: Mapping[str, Mapping[str, Any]], after: Mapping[str, Mapping[str, Any]]
) -> list[FieldChange]:
    """Compare files by path: one change per file that came or went, else one per field."""
    changes: list[FieldChange] = []
    for path in sorted(before.keys() | after.keys()):
        subject = path.removesuffix(".yaml")
        if path not in before:
            changes.append(FieldChange(subject, "", "", _title(after[path], subject)))
        elif path not in after:
            changes.append(FieldChange(subject, "", _title(before[path], subject), ""))
        else:
            changes += _field_changes(subject, before[path], after[path])
    return changes


def _field_changes(
    subject: str, before: Mapping[str, Any], after: Mapping[str, Any]
) -> Iterator[FieldChange]:
    old, new = dict(_fields(before)), dict(_fields(after))
    for field in [*old, *(field for field in new if field not in old)]:
        if old.get(field) != new.get(field):
            yield FieldChange(subject, field, old.get(field, ""), new.get(field, ""))
    if old == new:
        for was, now in zip(_orders(before), _orders(after), strict=True):
            if was != now:
                yield FieldChange(subject, "order", was, now)


def _fields(values: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in values.items():
        name = f"{prefix}{key}"
        if isinstance(value, dict):
            yield from _fields(value, f"{name}.")
        else:
            yield name, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _orders(values: Mapping[str, Any]) -> Iterator[str]:
    """The keys of each mapping below the top, mappings sorted by their own key."""
    for key in sorted(values):
        if isinstance(values[key], dict):
            yield " ".join(values[key])
            yield from _orders(values[key])


def _title(values: Mapping[str, Any], subject: str) -> str:
    return str(values.get("name", subject))
