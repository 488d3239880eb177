"""Tables as XLSX with constant memory: one sheet of cells, one that says what the file is.

A form that cannot hold everything has a sheet of losses between them.

Every value is written as text, so nothing is a formula; a value that looks like one carries the
mark of a spreadsheet that it is text, also after somebody edits it.
"""

import io
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from matrices.exporters.about import LICENCE, LICENCE_URL, SOURCE, About
from matrices.exporters.loss import LOSS_COLUMNS, Loss, loss_rows
from matrices.exporters.table import FORMULA_STARTS, Table

LONGEST_VALUE = 32_767  # of a spreadsheet's cell


def xlsx_bytes(table: Table, about: About, losses: Sequence[Loss] = ()) -> bytes:
    """A small workbook at once."""
    out = io.BytesIO()
    write_xlsx(out, table, about, losses)
    return out.getvalue()


def write_xlsx(
    target: BinaryIO | Path, table: Table, about: About, losses: Sequence[Loss] = ()
) -> None:
    """Rows go to a temporary file one by one, so that a long table needs no memory."""
    workbook = xlsxwriter.Workbook(
        target if not isinstance(target, Path) else str(target),
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
        },
    )
    properties: dict[str, object] = {"title": table.title, "comments": about.sentence}
    if about.revised_at:  # instead of now: the same revision makes the same file
        properties["created"] = about.revised_at.replace(tzinfo=None)
    workbook.set_properties(properties)
    head = workbook.add_format({"bold": True, "bottom": 1})
    plain = workbook.add_format({"text_wrap": True, "valign": "top"})
    marked = workbook.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True})
    _write_cells(workbook.add_worksheet("Cells"), table, head, plain, marked)
    if losses:
        report = Table("Losses", LOSS_COLUMNS, loss_rows(losses), frozenset({"why", "rows"}))
        _write_cells(workbook.add_worksheet("Losses"), report, head, plain, marked)
    _write_about(workbook.add_worksheet("About"), table.title, about, head, plain)
    workbook.close()


def _write_cells(
    sheet: Worksheet, table: Table, head: Format, plain: Format, marked: Format
) -> None:
    sheet.freeze_panes(1, 0)
    for place, name in enumerate(table.header):
        sheet.set_column(place, place, 45 if name in table.wide else 18)
        sheet.write_string(0, place, name, head)
    number = 0
    for number, row in enumerate(table.rows, start=1):
        for place, value in enumerate(row):
            looks_like_formula = value.startswith(FORMULA_STARTS)
            sheet.write_string(
                number, place, _fitting(value), marked if looks_like_formula else plain
            )
    sheet.autofilter(0, 0, number, len(table.header) - 1)


def _write_about(sheet: Worksheet, title: str, about: About, head: Format, plain: Format) -> None:
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 60)
    facts = {
        "title": title,
        "source": SOURCE,
        "revision": str(about.revision),
        "revised_on": about.revised_on,
        "licence": LICENCE,
        "licence_url": LICENCE_URL,
    }
    for number, (name, value) in enumerate(facts.items()):
        sheet.write_string(number, 0, name, head)
        sheet.write_string(number, 1, _fitting(value), plain)


def _fitting(value: str) -> str:
    return value if len(value) <= LONGEST_VALUE else f"{value[: LONGEST_VALUE - 1]}…"
