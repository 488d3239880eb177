"""What every file says about itself: revision, date, licence."""

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass

SCHEMA_VERSION = "1"
SOURCE = "SRM Atlas"
LICENCE = "CC BY 4.0"
LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/"
ABOUT_COLUMNS = ("revision", "revised_on", "licence")


@dataclass(frozen=True)
class About:
    """The revision that a file was made from; 0 and None before the first import."""

    revision: int
    revised_at: datetime.datetime | None

    @property
    def revised_on(self) -> str:
        return self.revised_at.date().isoformat() if self.revised_at else ""

    @property
    def values(self) -> tuple[str, str, str]:
        """One value per entry of ABOUT_COLUMNS: what the rows of a flat file end with."""
        return (str(self.revision), self.revised_on, LICENCE)

    @property
    def sentence(self) -> str:
        """The same for a reader."""
        return f"{SOURCE}, revision {self.revision} of {self.revised_on or 'no day'}, {LICENCE}"

    def as_json(self) -> dict[str, object]:
        """What stands first in a JSON file."""
        return {
            "schema_version": SCHEMA_VERSION,
            "revision": self.revision,
            "revised_at": self.revised_at,
            "licence": LICENCE,
            "licence_url": LICENCE_URL,
            "source": SOURCE,
        }

    def filename(self, parts: Iterable[str], extension: str) -> str:
        """`srm-atlas-aws-s3-revision-12-2026-11-22.csv`; parts are cut at 100 characters."""
        stem = re.sub(r"[^a-z0-9]+", "-", "-".join(parts).lower()).strip("-")[:100].rstrip("-")
        day = f"-{self.revised_on}" if self.revised_on else ""
        return f"srm-atlas-{stem}-revision-{self.revision}{day}.{extension}"
