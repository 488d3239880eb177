"""`manage.py compare_caiq`"""

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.matrices.questionnaires.files import crm, with_macros

pytestmark = pytest.mark.django_db


def said(path: Path, *options: str) -> str:
    out = io.StringIO()
    call_command("compare_caiq", str(path), *options, stdout=out)
    return out.getvalue()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "vendor.csv"
    path.write_bytes(crm(("AC-2", "Yes", ""), ("SC-28", "Yes", "")))
    return path


def test_only_disagreements_are_listed(file: Path) -> None:
    first, *lines = said(file, "--service", "aws/s3").splitlines()

    assert first == "FedRAMP CRM, NIST SP 800-53 Revision 5: disagrees: 1, agrees: 1"
    [line] = lines
    assert "AC-2" in line
    assert "iam-policy-review=customer" in line


def test_all_lists_every_line(file: Path) -> None:
    assert len(said(file, "--service", "aws/s3@versioned", "--all").splitlines()) == 3


@pytest.mark.parametrize(
    ("service", "words"),
    [("aws/s4", "Did you mean 'aws/s3'"), ("aws/s3@sse-c@sse-kms-cmk", "exclude each other")],
)
def test_unknown_service_is_an_error(file: Path, service: str, words: str) -> None:
    with pytest.raises(CommandError, match=words):
        said(file, "--service", service)


def test_bad_file_is_an_error_with_the_reason(tmp_path: Path) -> None:
    path = tmp_path / "vendor.xlsx"
    path.write_bytes(with_macros())

    with pytest.raises(CommandError, match=r"vendor\.xlsx: The workbook carries macros"):
        said(path, "--service", "aws/s3")


def test_missing_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No such file"):
        said(tmp_path / "none.csv", "--service", "aws/s3")
