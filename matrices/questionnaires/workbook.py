"""The rows of an XLSX, read without trusting it: no macros, no entities, no bombs.

Sizes are those that the archive declares; zipfile never unpacks more of an entry than that. What
openpyxl makes of an element costs a thousand times what reading it does, so elements are counted
before it sees them.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any
from xml.sax import SAXException
from xml.sax.handler import ContentHandler

from defusedxml import DefusedXmlException
from defusedxml import sax as safe_sax

from matrices.questionnaires.faults import BadFile

MOST_ENTRIES = 300
MOST_UNPACKED = 20_000_000
MOST_ELEMENTS = 150_000  # of XML in all parts; a questionnaire has about 20,000
MOST_STYLES = 20_000  # of those in the part that costs most
MOST_DEPTH = 100
MOST_SHEETS = 40
MOST_ROWS = 3_000
MOST_COLUMNS = 60
FIRST_BYTES = b"PK\x03\x04"
OLE_BYTES = b"\xd0\xcf\x11\xe0"
STYLES = "xl/styles.xml"
XML_STARTS = (b"<", b"\x00", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_MACROS = ("vbaproject.bin", "vbadata.xml", "macrosheets/", "activex/")

# What openpyxl raises where a part is missing, misplaced or not what it should be.
UNREADABLE = (
    zipfile.BadZipFile, KeyError, ValueError, TypeError, IndexError,
    AttributeError, SyntaxError, EOFError, OSError, AssertionError, NotImplementedError,
    RuntimeError, zlib.error, SAXException,
)  # fmt: skip


@dataclass(frozen=True)
class Place:
    """One cell that says something; `is_formula` where the file holds no value of its own."""

    value: str
    is_formula: bool = False


Line = tuple[Place, ...]


def sheets_of(content: bytes) -> Iterator[tuple[str, Iterator[Line]]]:
    """Name and rows of each sheet. Raises BadFile."""
    import openpyxl  # noqa: PLC0415  5 MB of a worker's memory, for one page that few ask for

    _refuse_unsafe(content)
    try:
        workbook = openpyxl.load_workbook(
            io.BytesIO(content), read_only=True, data_only=False, keep_links=False
        )
        if len(workbook.worksheets) > MOST_SHEETS:
            raise BadFile(413, f"The workbook has more than {MOST_SHEETS} sheets.")
        for sheet in workbook.worksheets:
            sheet.reset_dimensions()  # what the file says of them may be wrong
            yield sheet.title, _lines(sheet)
    except BadFile:
        raise
    except UNREADABLE as error:
        raise _unreadable() from error


def _lines(sheet: Any) -> Iterator[Line]:
    try:
        rows = sheet.iter_rows(max_col=MOST_COLUMNS)
        yield from (tuple(map(_place, row)) for row in islice(rows, MOST_ROWS))
        if next(rows, None) is not None:
            raise BadFile(413, f"Sheet '{sheet.title}' has more than {MOST_ROWS} rows.")
    except BadFile:
        raise
    except UNREADABLE as error:
        raise _unreadable() from error


def _place(cell: Any) -> Place:
    if cell.value is None:
        return Place("")
    return Place(str(cell.value).strip(), cell.data_type == "f")


def _refuse_unsafe(content: bytes) -> None:
    if content.startswith(OLE_BYTES):
        raise BadFile(415, "An old or encrypted workbook: save it as XLSX without a password.")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            _refuse_bomb(entries)
            _refuse_macros(archive, [entry.filename.lower() for entry in entries])
            elements = _Elements()
            for entry in entries:
                _refuse_harmful_xml(entry.filename, archive.read(entry), elements)
    except BadFile:
        raise
    except UNREADABLE as error:
        raise _unreadable() from error


def _refuse_bomb(entries: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MOST_ENTRIES or unpacked > MOST_UNPACKED:
        raise BadFile(
            413,
            f"Unpacked, the workbook has {len(entries)} parts and {unpacked} bytes; at most "
            f"{MOST_ENTRIES} and {MOST_UNPACKED} are read.",
        )


def _refuse_macros(archive: zipfile.ZipFile, names: list[str]) -> None:
    types = archive.read("[Content_Types].xml") if "[content_types].xml" in names else b""
    if b"macroenabled" in types.lower() or any(mark in name for name in names for mark in _MACROS):
        raise BadFile(415, "The workbook carries macros: save it as XLSX without them.")


class _Elements(ContentHandler):
    """Counts elements over all parts; stops where there are more than openpyxl should see."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0
        self.depth = 0
        self.most = MOST_ELEMENTS

    def begin(self, name: str) -> None:
        """The next part; styles may have fewer elements than what else is left."""
        left = MOST_ELEMENTS - self.count
        self.most = self.count + (min(left, MOST_STYLES) if name == STYLES else left)
        self.depth = 0

    def startElement(self, name: str, attributes: Any) -> None:  # noqa: N802 # of the interface
        self.count += 1
        self.depth += 1
        if self.count > self.most or self.depth > MOST_DEPTH:
            raise BadFile(
                413,
                f"The workbook has more than {MOST_ELEMENTS} cells and formats: copy the sheet "
                "alone into a new one.",
            )

    def endElement(self, name: str) -> None:  # noqa: N802 # of the interface
        self.depth -= 1


def _refuse_harmful_xml(name: str, content: bytes, elements: _Elements) -> None:
    """Whatever the part is called: what begins like XML in any encoding must be harmless."""
    if not content.lstrip().startswith(XML_STARTS):
        return
    elements.begin(name)
    try:
        safe_sax.parseString(content, elements, forbid_dtd=True)
    except DefusedXmlException as error:
        raise BadFile(400, "The workbook's XML declares entities, which none needs.") from error


def _unreadable() -> BadFile:
    return BadFile(400, "The file is no workbook that can be read: save it again as XLSX or CSV.")
