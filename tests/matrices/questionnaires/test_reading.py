"""Which lines of a file answer which control, and what is refused."""

import io
import random
from contextlib import suppress

import openpyxl
import pytest

from matrices.choices import Ownership
from matrices.questionnaires.faults import MOST_BYTES, BadFile
from matrices.questionnaires.reading import Kind, control_of, read_questionnaire
from matrices.questionnaires.workbook import (
    MOST_ELEMENTS,
    MOST_ENTRIES,
    MOST_ROWS,
    MOST_SHEETS,
    MOST_STYLES,
)
from tests.matrices.questionnaires.files import (
    CAIQ_HEADER,
    CRM_HEADER,
    bomb,
    caiq,
    crm,
    csv_file,
    macro_enabled,
    repacked,
    with_doctype,
    with_macros,
    xlsx,
)

LINE = ("A&A-02.1", "Are audits done?", "Yes", "CSP-owned", "We do.", "")


def test_caiq_is_found_on_any_sheet_below_its_title() -> None:
    read = read_questionnaire(caiq(LINE))

    assert (read.kind, read.sheet, read.says_version_4_1) == (Kind.CAIQ, "CAIQ", False)
    [answer] = read.answers
    assert (answer.line, answer.identifier, answer.control) == (3, "A&A-02.1", "A&A-02")
    assert (answer.words, answer.owner) == ("CSP-owned", Ownership.PROVIDER)


def test_caiq_that_names_version_4_1_above_its_header() -> None:
    assert read_questionnaire(caiq(LINE, above=[["CAIQ v4.1"]])).says_version_4_1


@pytest.mark.parametrize(
    ("words", "owner"),
    [
        ("CSP-owned", Ownership.PROVIDER),
        ("CSC-owned", Ownership.CUSTOMER),
        ("3rd-party outsourced", Ownership.PROVIDER),
        ("Shared CSP and CSC", Ownership.SHARED),
        ("shared  CSP and 3rd-party", Ownership.PROVIDER),
        ("Both of us", None),
    ],
)
def test_owner_in_the_words_of_the_caiq(words: str, owner: Ownership | None) -> None:
    [answer] = read_questionnaire(caiq(("A&A-02.1", "?", "Yes", words))).answers

    assert answer.owner is owner


def test_answer_na_of_the_caiq_says_that_it_applies_to_nobody() -> None:
    answers = read_questionnaire(
        caiq(("A&A-02.1", "?", "NA", None), ("A&A-02.2", "?", "Yes", None))
    )

    assert [(each.words, each.owner) for each in answers.answers] == [
        ("NA", Ownership.NOT_APPLICABLE),
        ("", None),
    ]


@pytest.mark.parametrize(
    ("words", "owner"),
    [
        ("Yes", Ownership.PROVIDER),
        ("Partial", Ownership.SHARED),
        ("No", Ownership.CUSTOMER),
        ("N/A", Ownership.NOT_APPLICABLE),
        ("Perhaps", None),
    ],
)
def test_owner_in_the_words_of_the_crm(words: str, owner: Ownership | None) -> None:
    read = read_questionnaire(crm(("AC-2(a)", words, "Customers review.")))

    assert read.kind is Kind.CRM
    assert [each.owner for each in read.answers] == [owner]


@pytest.mark.parametrize(
    ("kind", "identifier", "control"),
    [
        (Kind.CAIQ, "A&A-02.1", "A&A-02"),
        (Kind.CAIQ, "a&a-02", "A&A-02"),
        (Kind.CRM, "AC-2(a)", "AC-2"),
        (Kind.CRM, "AC-02 (07)", "AC-2(7)"),
        (Kind.CRM, "AC-2 (7)(b)", "AC-2(7)"),
        (Kind.CRM, "ac-10", "AC-10"),
    ],
)
def test_control_that_a_line_is_about(kind: Kind, identifier: str, control: str) -> None:
    assert control_of(kind, identifier) == control


def test_lines_without_identifier_are_left_out() -> None:
    assert len(read_questionnaire(caiq(LINE, (), ("", "?", "Yes", "CSP-owned"))).answers) == 1


@pytest.mark.parametrize(
    ("content", "status", "words"),
    [
        (b"", 400, "empty"),
        (b"a,b\n1,2\n", 400, "No sheet has the columns"),
        (xlsx(("Question", "Answer")), 400, "No sheet has the columns"),
        (b"PK\x03\x04 and no more", 400, "no workbook"),
        (caiq(LINE)[:-200], 400, "no workbook"),
        (b"\xd0\xcf\x11\xe0 old", 415, "old or encrypted"),
        (b"Control ID,\xff\xfe", 415, "not UTF-8"),
        (b"Control ID,\x00", 415, "neither XLSX nor text"),
        (b"x" * (MOST_BYTES + 1), 413, "larger than"),
        (bomb(), 413, "Unpacked"),
        (with_macros(), 415, "macros"),
        (macro_enabled(), 415, "macros"),
        (with_doctype(caiq(LINE)), 400, "entities"),
        (caiq(("=A1", "?", "Yes", "CSP-owned")), 400, "Row 3, column 1 is a formula"),
        (caiq(("A&A-02.1", "?", "Yes", "=B2")), 400, "Row 3, column 4 is a formula"),
        (csv_file(CRM_HEADER, *[("AC-2", "No")] * MOST_ROWS), 413, "more than 3000 rows"),
        (caiq(*[LINE] * MOST_ROWS), 413, "more than 3000 rows"),
        (csv_file(CRM_HEADER, ("AC-2", "No", "x" * 100_001)), 413, "longer than"),
        (
            repacked(caiq(LINE), further={f"xl/media/{n}.png": b"" for n in range(MOST_ENTRIES)}),
            413,
            "parts",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_bad_file_is_refused_with_the_reason(content: bytes, status: int, words: str) -> None:
    with pytest.raises(BadFile) as refused:
        read_questionnaire(content)

    assert refused.value.status == status
    assert words in str(refused.value)


def test_formula_where_nothing_is_read_does_not_matter() -> None:
    read = read_questionnaire(caiq(("A&A-02.1", '=HYPERLINK("x")', "Yes", "CSP-owned", "=A1")))

    assert len(read.answers) == 1


def test_entities_are_found_in_parts_of_any_name_and_encoding() -> None:
    entity = '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'
    hidden = repacked(caiq(LINE), further={"xl/media/image1.png": entity.encode("utf-16")})

    with pytest.raises(BadFile, match="entities"):
        read_questionnaire(hidden)


@pytest.mark.parametrize(
    ("part", "content"),
    [
        ("xl/styles.xml", b"<styleSheet>" + b"<xf/>" * MOST_STYLES + b"</styleSheet>"),
        ("xl/workbook.xml", b"<workbook>" + b"<x/>" * MOST_ELEMENTS + b"</workbook>"),
        ("xl/theme/theme1.xml", b"<a>" * 101 + b"</a>" * 101),
    ],
)
def test_small_file_that_is_much_work_is_refused(part: str, content: bytes) -> None:
    bomb = repacked(caiq(LINE), lambda name, old: content if name == part else old)

    with pytest.raises(BadFile, match="cells and formats") as refused:
        read_questionnaire(bomb)

    assert len(bomb) < 20_000
    assert refused.value.status == 413


def test_too_many_sheets_are_refused() -> None:
    workbook = openpyxl.Workbook()
    for _ in range(MOST_SHEETS):
        workbook.create_sheet()
    out = io.BytesIO()
    workbook.save(out)

    with pytest.raises(BadFile, match="more than 40 sheets"):
        read_questionnaire(out.getvalue())


def test_cells_far_to_the_right_are_not_read() -> None:
    wide = ["A&A-02.1", "?", "Yes", "CSP-owned", *[""] * 16_000, "x"]

    assert len(read_questionnaire(caiq(wide)).answers) == 1


def test_damaged_workbook_is_refused_and_never_fails_otherwise() -> None:
    whole = caiq(LINE)
    chance = random.Random(7)

    for _ in range(150):
        damaged = bytearray(whole)
        for _ in range(chance.randint(1, 12)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        with suppress(BadFile):
            read_questionnaire(bytes(damaged))


def test_damaged_parts_are_refused_and_never_fail_otherwise() -> None:
    chance = random.Random(11)

    def damage(name: str, part: bytes) -> bytes:
        damaged = bytearray(part)
        for _ in range(chance.randint(0, 3)):
            damaged[chance.randrange(len(damaged))] = chance.choice(b'<>"/=0aZ&')
        return bytes(damaged)

    for _ in range(150):
        with suppress(BadFile):
            read_questionnaire(repacked(caiq(LINE), damage))


def test_header_may_stand_in_another_order() -> None:
    header, line = [*reversed(CAIQ_HEADER)], [*reversed(LINE)]

    [answer] = read_questionnaire(xlsx(header, line)).answers

    assert (answer.control, answer.owner) == ("A&A-02", Ownership.PROVIDER)
