"""Which lines of a file answer which control: CAIQ and CRM, as XLSX or CSV."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from matrices.choices import Ownership
from matrices.questionnaires.faults import MOST_BYTES, BadFile, too_large
from matrices.questionnaires.workbook import (
    FIRST_BYTES,
    MOST_COLUMNS,
    MOST_ROWS,
    OLE_BYTES,
    Line,
    Place,
    sheets_of,
)

HEADER_WITHIN = 30  # rows of title and guidance that may stand above the header
LONGEST_FIELD = 100_000


class Kind(StrEnum):
    """The forms that are read."""

    CAIQ = "CAIQ"
    CRM = "FedRAMP CRM"


COLUMNS = {
    Kind.CAIQ: ("question id", "ssrm control ownership"),
    Kind.CRM: ("control id", "can be inherited from csp"),
}
ANSWER = "csp caiq answer"
OWNERS = {
    Kind.CAIQ: {
        "csp-owned": Ownership.PROVIDER,
        "csc-owned": Ownership.CUSTOMER,
        "3rd-party outsourced": Ownership.PROVIDER,
        "shared csp and csc": Ownership.SHARED,
        "shared csp and 3rd-party": Ownership.PROVIDER,
        "na": Ownership.NOT_APPLICABLE,
        "n/a": Ownership.NOT_APPLICABLE,
    },
    Kind.CRM: {
        "yes": Ownership.PROVIDER,
        "partial": Ownership.SHARED,
        "no": Ownership.CUSTOMER,
        "na": Ownership.NOT_APPLICABLE,
        "n/a": Ownership.NOT_APPLICABLE,
        "not applicable": Ownership.NOT_APPLICABLE,
    },
}
_QUESTION = re.compile(r"\.\d+[a-z]?$")
_PART = re.compile(r"\([a-z]+\)$")


@dataclass(frozen=True)
class Answer:
    """One line of the file. `owner` is None where its words are none of the form's values."""

    line: int
    identifier: str
    control: str
    words: str
    owner: Ownership | None


@dataclass(frozen=True)
class Questionnaire:
    """What was read. `says_version_4_1`: the lines above the header name version 4.1."""

    kind: Kind
    sheet: str
    says_version_4_1: bool
    answers: tuple[Answer, ...]


def read_questionnaire(content: bytes) -> Questionnaire:
    """Raises BadFile with what is wrong and what would be right."""
    if len(content) > MOST_BYTES:
        raise too_large()
    if not content.strip():
        raise BadFile(400, "The file is empty.")
    for name, lines in _sheets(content):
        found = _questionnaire(name, lines)
        if found is not None:
            return found
    wanted = " or ".join(f"{kind}: {', '.join(names)}" for kind, names in COLUMNS.items())
    raise BadFile(
        400,
        f"No sheet has the columns of a known form in its first {HEADER_WITHIN} rows ({wanted}).",
    )


def _sheets(content: bytes) -> Iterable[tuple[str, Iterator[Line]]]:
    if content.startswith((FIRST_BYTES, OLE_BYTES)):
        return sheets_of(content)
    return [("CSV", _csv_lines(content))]


def _csv_lines(content: bytes) -> Iterator[Line]:
    if b"\x00" in content:
        raise BadFile(415, "The file is neither XLSX nor text: save it as XLSX or CSV.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadFile(415, "The CSV is not UTF-8: save it as CSV UTF-8.") from error
    rows = csv.reader(io.StringIO(text, newline=""))
    try:
        for row in islice(rows, MOST_ROWS):
            if any(len(value) > LONGEST_FIELD for value in row):
                raise BadFile(413, f"A field is longer than {LONGEST_FIELD} characters.")
            yield tuple(Place(value.strip()) for value in row[:MOST_COLUMNS])
        if next(rows, None) is not None:
            raise BadFile(413, f"The file has more than {MOST_ROWS} rows.")
    except csv.Error as error:
        raise BadFile(400, f"Line {rows.line_num} is no CSV: {error}.") from error


def _questionnaire(name: str, lines: Iterator[Line]) -> Questionnaire | None:
    """None where the sheet is another one."""
    above: list[str] = []
    for number, line in enumerate(islice(lines, HEADER_WITHIN), start=1):
        titles = {_plain(place.value): at for at, place in reversed(list(enumerate(line)))}
        for kind, wanted in COLUMNS.items():
            if all(title in titles for title in wanted):
                answers = _answers(kind, titles, enumerate(lines, start=number + 1))
                version = "4.1" in " ".join(above)
                return Questionnaire(kind, name, version, tuple(answers))
        above += [place.value for place in line]
    return None


def _answers(
    kind: Kind, titles: dict[str, int], lines: Iterable[tuple[int, Line]]
) -> Iterator[Answer]:
    control_at, owner_at = (titles[title] for title in COLUMNS[kind])
    for number, line in lines:
        identifier = _value(line, control_at, number)
        words = _value(line, owner_at, number)
        if not words and kind is Kind.CAIQ and ANSWER in titles:
            answer = _value(line, titles[ANSWER], number)
            words = answer if OWNERS[kind].get(_plain(answer)) else ""
        if identifier:
            owner = OWNERS[kind].get(_plain(words))
            yield Answer(number, identifier, control_of(kind, identifier), words, owner)


def control_of(kind: Kind, identifier: str) -> str:
    """`A&A-02.1` → `A&A-02`; `AC-02 (07)(a)` → `AC-2(7)`: the control that a line is about."""
    if kind is Kind.CAIQ:
        return _QUESTION.sub("", identifier.strip().upper())
    plain = _PART.sub("", re.sub(r"\s+", "", identifier).lower()).upper()
    return re.sub(r"(?<=[-(])0+(?=\d)", "", plain)


def _value(line: Line, at: int, number: int) -> str:
    place = line[at] if at < len(line) else Place("")
    if place.is_formula:
        raise BadFile(
            400,
            f"Row {number}, column {at + 1} is a formula, whose value is not in the file: "
            "copy the sheet and paste values.",
        )
    return place.value


def _plain(text: str) -> str:
    """Lower case, one space between words, without what stands in brackets behind a title."""
    return " ".join(text.lower().replace("\u2011", "-").split()).partition(" (optional")[0]
