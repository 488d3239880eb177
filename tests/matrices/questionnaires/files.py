"""Questionnaires to upload, good and bad."""

import csv
import io
import zipfile
from collections.abc import Callable, Iterable, Mapping

import openpyxl

CAIQ_HEADER = (
    "Question ID", "Question", "CSP CAIQ Answer", "SSRM Control\nOwnership",
    "CSP Implementation Description (Optional/Recommended)",
    "CSC Responsibilities  (Optional/Recommended)",
)  # fmt: skip
CRM_HEADER = (
    "Control ID", "Can Be Inherited from CSP",
    "Specific Inheritance and Customer Agency/CSP Responsibilities",
)  # fmt: skip

Rows = Iterable[Iterable[object]]


def xlsx(*rows: Iterable[object], above: Rows = (), sheet: str = "CAIQ") -> bytes:
    """A workbook whose second sheet has the rows, as vendors send it."""
    workbook = openpyxl.Workbook()
    workbook.active.append(["Introduction"])
    made = workbook.create_sheet(sheet)
    for row in (*above, *rows):
        made.append(list(row))
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def caiq(*rows: Iterable[object], above: Rows = (["CAIQ v4.0.3"],)) -> bytes:
    return xlsx(CAIQ_HEADER, *rows, above=above)


def csv_file(*rows: Iterable[object]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()


def crm(*rows: Iterable[object]) -> bytes:
    return csv_file(CRM_HEADER, *rows)


def repacked(
    content: bytes,
    change: Callable[[str, bytes], bytes] = lambda name, part: part,
    further: Mapping[str, bytes] | None = None,
) -> bytes:
    """The workbook with each part changed and parts added."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.infolist():
            new.writestr(entry.filename, change(entry.filename, old.read(entry)))
        for name, part in (further or {}).items():
            new.writestr(name, part)
    return out.getvalue()


def with_doctype(content: bytes) -> bytes:
    """An entity that would read a file of the server."""
    doctype = b'<!DOCTYPE x [<!ENTITY leak SYSTEM "file:///etc/passwd">]>'

    def change(name: str, part: bytes) -> bytes:
        if not name.startswith("xl/worksheets/"):
            return part
        head, _, rest = part.partition(b"<worksheet")
        return head + doctype + b"<worksheet" + rest

    return repacked(content, change)


def bomb() -> bytes:
    """Small to send, large to unpack."""
    return repacked(caiq(), further={"xl/media/image1.png": b"0" * 50_000_000})


def with_macros() -> bytes:
    return repacked(caiq(), further={"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"})


def macro_enabled() -> bytes:
    """A template for macros that has none yet."""
    plain, macro = (
        b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    )
    return repacked(caiq(), lambda name, part: part.replace(plain, macro))
