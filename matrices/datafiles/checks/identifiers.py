"""File and folder names are identifiers and addresses: kebab-case, as the keys inside the files."""

import datetime
import re
from collections.abc import Iterator

from matrices.datafiles.documents import SLUG_PATTERN
from matrices.datafiles.reader import Catalogue, Fault

MOST_CHARACTERS = 80


def check(catalogue: Catalogue, at: datetime.date) -> Iterator[Fault]:
    for path in catalogue.files:
        for part in path.removesuffix(".yaml").split("/"):
            if not re.match(SLUG_PATTERN, part):
                yield Fault(
                    path, "", f"'{part}' is not kebab-case; use a-z, 0-9 and single hyphens"
                )
            elif len(part) > MOST_CHARACTERS:
                yield Fault(path, "", f"has more than {MOST_CHARACTERS} characters; shorten it")
