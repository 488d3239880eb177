"""docs/security.md names real requirements, each once, and tests that exist."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TEXT = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
# Requirements of level 1 and 2 in each section of ASVS 5.0.0; V10 and V17 are left out as a whole.
SECTIONS = {
    "1.1": 2, "1.2": 9, "1.3": 11, "1.4": 3, "1.5": 2, "2.1": 3, "2.2": 3, "2.3": 4, "2.4": 1,
    "3.2": 2, "3.3": 4, "3.4": 6, "3.5": 5, "3.7": 2, "4.1": 3, "4.2": 1, "4.3": 2, "4.4": 4,
    "5.1": 1, "5.2": 3, "5.3": 2, "5.4": 3, "6.1": 3, "6.2": 12, "6.3": 4, "6.4": 4, "6.5": 5,
    "6.6": 3, "6.8": 4, "7.1": 3, "7.2": 4, "7.3": 2, "7.4": 5, "7.5": 2, "7.6": 2, "8.1": 2,
    "8.2": 3, "8.3": 1, "8.4": 1, "9.1": 3, "9.2": 4, "11.1": 2, "11.2": 3, "11.3": 3, "11.4": 4,
    "11.5": 1, "11.6": 1, "12.1": 3, "12.2": 2, "12.3": 4, "13.1": 1, "13.2": 5, "13.3": 2,
    "13.4": 5, "14.1": 2, "14.2": 4, "14.3": 3, "15.1": 3, "15.2": 3, "15.3": 7, "16.1": 1,
    "16.2": 5, "16.3": 4, "16.4": 3, "16.5": 3,
}  # fmt: skip


def rows() -> list[str]:
    return [line for line in TEXT.splitlines() if re.match(r"\| V\d", line)]


def test_every_requirement_stands_there_once() -> None:
    named = [each for row in rows() for each in re.findall(r"V\d+\.\d+\.\d+", row.split("|")[1])]
    expected = [
        f"V{section}.{number}"
        for section, count in SECTIONS.items()
        for number in range(1, count + 1)
    ]

    assert sorted(named) == sorted(expected)


def test_every_test_that_is_named_exists() -> None:
    security = (ROOT / "tests" / "srm_site" / "test_security.py").read_text(encoding="utf-8")
    names = set(re.findall(r"`(test_\w+)`", TEXT))
    paths = set(re.findall(r"`((?:tests|docs|srm_site|fixtures|deploy)/[\w/.-]+)`", TEXT))

    assert [name for name in names if f"def {name}(" not in security] == []
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_every_row_says_by_what_it_is_held() -> None:
    empty = [row for row in rows() if not row.split("|")[3].strip() and "**not met**" not in row]

    assert empty == []
