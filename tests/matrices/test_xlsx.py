"""Tables as XLSX, read back by another library."""

import datetime
import io

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from matrices.exporters.about import About
from matrices.exporters.table import Table
from matrices.exporters.xlsx import LONGEST_VALUE, xlsx_bytes

ABOUT = About(7, datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC))


def workbook_of(*values: str) -> openpyxl.Workbook:
    table = Table("One column", ("words",), [(value,) for value in values])
    return openpyxl.load_workbook(io.BytesIO(xlsx_bytes(table, ABOUT)))


def sheet_of(*values: str) -> Worksheet:
    sheet: Worksheet = workbook_of(*values)["Cells"]
    return sheet


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_formula_is_text_and_marked_as_such(start: str) -> None:
    cell = sheet_of(f"{start}HYPERLINK(A1)")["A2"]

    assert cell.data_type == "s"
    assert cell.quotePrefix


@pytest.mark.parametrize("text", ["Two\nlines", "Ünïcode", "007", "https://example.com/"])
def test_text_survives(text: str) -> None:
    cell = sheet_of(text)["A2"]

    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)
    assert not cell.quotePrefix


def test_text_longer_than_a_cell_says_that_it_is_cut() -> None:
    value = sheet_of("x" * 40_000)["A2"].value

    assert isinstance(value, str)
    assert (len(value), value[-1]) == (LONGEST_VALUE, "…")


def test_header_stays_in_sight_and_filters() -> None:
    sheet = sheet_of("a", "b")

    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:A3"


def test_second_sheet_says_what_the_file_is() -> None:
    about = {row[0].value: row[1].value for row in workbook_of()["About"].iter_rows()}

    assert about["revision"] == "7"
    assert about["revised_on"] == "2026-11-22"
    assert about["licence"] == "CC BY 4.0"


def test_same_answer_makes_the_same_bytes() -> None:
    table = Table("One column", ("words",), [("a",)])

    assert xlsx_bytes(table, ABOUT) == xlsx_bytes(table, ABOUT)
