"""What a stored change means: the line moved, words changed, something came or went. Pure."""

import re
from dataclasses import dataclass
from enum import StrEnum

_SERVICE = re.compile(r"^providers/([^/]+)/services/([^/]+)$")
_CELL = re.compile(r"^(?:settings\.[^.]+\.options\.(?P<option>[^.]+)\.)?items\.(?P<row>[^.]+)")
OWNER_SUFFIX = ".ownership"


class ChangeKind(StrEnum):
    """`line-moved`: another owner; `added`, `removed`: a whole file; `words-changed`: the rest."""

    LINE_MOVED = "line-moved"
    WORDS_CHANGED = "words-changed"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class ChangeFacts:
    """What a change is about; None where it is about no service, row or option."""

    kind: ChangeKind
    service: str | None
    responsibility: str | None
    option: str | None
    part: str

    @property
    def address(self) -> str | None:
        """The page of the cell or service that changed."""
        if self.service is None:
            return None
        query = f"?options={self.option}" if self.option else ""
        return f"/services/{self.service}/{query}" + (
            f"#{self.responsibility}" if self.responsibility else ""
        )


def facts_of(subject: str, field: str, before: str, after: str) -> ChangeFacts:
    """Read `providers/aws/services/s3` and `items.backup-execution.ownership`.

    An owner that appears for the first time, or goes, with its item moves the line as well.
    """
    service = _SERVICE.match(subject)
    cell = _CELL.match(field)
    return ChangeFacts(
        kind=kind_of(field, before),
        service="/".join(service.groups()) if service else None,
        responsibility=cell["row"] if cell else None,
        option=cell["option"] if cell else None,
        part=field.rsplit(".", 1)[-1].replace("_", " "),
    )


def kind_of(field: str, before: str) -> ChangeKind:
    """The kind of one change; an empty field is a whole file."""
    if not field:
        return ChangeKind.REMOVED if before else ChangeKind.ADDED
    return ChangeKind.LINE_MOVED if field.endswith(OWNER_SUFFIX) else ChangeKind.WORDS_CHANGED


def subject_of_service(identifier: str) -> str:
    """`aws/s3` → `providers/aws/services/s3`."""
    provider, slug = identifier.split("/")
    return f"providers/{provider}/services/{slug}"
