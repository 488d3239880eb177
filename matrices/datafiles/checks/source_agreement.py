"""One text has one title, one publisher and one licence, whichever file cites it."""

import datetime
from collections.abc import Iterator

from matrices.datafiles.documents import Source
from matrices.datafiles.reader import Catalogue, Fault


def check(catalogue: Catalogue, at: datetime.date) -> Iterator[Fault]:
    first: dict[tuple[str, str], tuple[str, Source]] = {}
    for path, document in catalogue.files.items():
        for key, source in getattr(document, "sources", {}).items():
            where, known = first.setdefault((source.url, source.as_of), (path, source))
            if known != source:
                problem = (
                    f"{where} gives this text another title, publisher or licence; make them agree"
                )
                yield Fault(path, f"sources.{key}", problem)
