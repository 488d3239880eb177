"""Tables as CSV for spreadsheets: UTF-8 with a header row, one row per cell.

A value that a spreadsheet would run as a formula is prefixed with an apostrophe. Every row ends
with revision, date and licence.
"""

import csv
import io
from collections.abc import Iterable, Iterator

from matrices.exporters.about import ABOUT_COLUMNS, About
from matrices.exporters.table import FORMULA_STARTS, Table


def csv_text(table: Table, about: About) -> str:
    """The whole table at once."""
    return "".join(csv_lines(table, about))


def csv_lines(table: Table, about: About) -> Iterator[str]:
    """Line by line, so that a long list needs no memory."""
    yield _line((*table.header, *ABOUT_COLUMNS))
    for row in table.rows:
        yield _line((*row, *about.values))


def _line(values: Iterable[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow([_harmless(value) for value in values])
    return out.getvalue()


def _harmless(value: str) -> str:
    return f"'{value}" if value.startswith(FORMULA_STARTS) else value
