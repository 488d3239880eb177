"""One JSON object per line, for tools that read line by line."""

from collections.abc import Iterable, Iterator

import orjson

from matrices.exporters.about import LICENCE, About
from matrices.exporters.json import Json


def ndjson_lines(rows: Iterable[Json], about: About) -> Iterator[bytes]:
    """Every line ends with revision, date and licence, so that each can stand alone."""
    end = {"revision": about.revision, "revised_on": about.revised_on, "licence": LICENCE}
    for row in rows:
        yield orjson.dumps({**row, **end}, option=orjson.OPT_APPEND_NEWLINE)
