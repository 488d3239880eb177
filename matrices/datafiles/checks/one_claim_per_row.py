"""A responsibility stands under `items` or under `not_applicable`, never under both."""

import datetime
from collections.abc import Iterator

from matrices.datafiles import documents
from matrices.datafiles.reader import Catalogue, Fault


def check(catalogue: Catalogue, at: datetime.date) -> Iterator[Fault]:
    for path, document in catalogue.files.items():
        if isinstance(document, documents.Service | documents.Family):
            for row in sorted(document.items.keys() & set(document.not_applicable)):
                problem = f"'{row}' has an item as well; keep one of the two"
                yield Fault(path, "not_applicable", problem)
