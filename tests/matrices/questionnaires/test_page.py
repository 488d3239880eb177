"""The upload page: what it shows, what it refuses, what it keeps (nothing)."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings

from matrices.questionnaires.faults import MOST_BYTES
from tests.matrices.questionnaires.files import bomb, caiq, crm, with_doctype, with_macros

pytestmark = pytest.mark.django_db

ADDRESS = "/worksheets/compare-caiq/"
LINE = ("AC-2", "Yes", "We do it all.")


def send(client: Client, content: bytes, service: str = "aws/s3") -> HttpResponse:
    file = SimpleUploadedFile("vendor.xlsx", content)
    response: HttpResponse = client.post(ADDRESS, {"service": service, "file": file})  # type: ignore[assignment]
    return response


def test_form_is_private_and_has_a_token(client: Client) -> None:
    response = client.get(ADDRESS)

    assert response.status_code == 200
    assert "csrfmiddlewaretoken" in response.content.decode()
    assert response["Cache-Control"] == "private, no-store"
    assert "ETag" not in response


def test_disagreement_names_both_owners_and_the_cells(client: Client) -> None:
    response = send(client, crm(LINE))
    page = response.content.decode()

    assert response.status_code == 200
    assert "disagrees: 1." in page
    [row] = re.findall(r'<tr class="circled">(.*?)</tr>', page, re.DOTALL)
    assert "AC-2" in row
    assert 'class="owner owner-provider"' in row
    assert 'class="owner owner-customer"' in row
    assert 'href="/services/aws/s3/#iam-policy-review"' in row


def test_option_is_taken_into_account(client: Client) -> None:
    agreeing = crm(("SC-28", "Yes", ""))

    assert "agrees: 1." in send(client, agreeing).content.decode()
    assert "disagrees: 1." in send(client, agreeing, "aws/s3@sse-c").content.decode()


def test_own_export_agrees_everywhere(client: Client) -> None:
    content = client.get("/api/v1/export/caiq.xlsx?services=aws/s3").content

    page = send(client, content).content.decode()

    assert ": agrees: 94." in page
    assert "No line disagrees." in page


def test_caiq_4_1_is_held_against_ccm_4_1(client: Client) -> None:
    content = caiq(("DCS-18.1", "?", "Yes", "CSP-owned"), above=[["CAIQ v4.1"]])

    assert "Cloud Controls Matrix 4.1:" in send(client, content).content.decode()


@pytest.mark.parametrize(
    ("made", "status", "words"),
    [
        (bomb, 413, "Unpacked"),
        (with_macros, 415, "macros"),
        (lambda: with_doctype(caiq(LINE)), 400, "entities"),
        (lambda: caiq(("A&A-02.1", "?", "Yes", "=A1")), 400, "formula"),
        (lambda: b"a,b\n1,2\n", 400, "No sheet has the columns"),
        (lambda: b"", 400, "empty"),
    ],
)
def test_bad_file_is_refused_with_the_reason(
    client: Client, made: Callable[[], bytes], status: int, words: str
) -> None:
    response = send(client, made())

    assert response.status_code == status
    assert words in response.content.decode()


@pytest.mark.parametrize(
    ("service", "words"),
    [
        ("aws/s4", "Did you mean &#x27;aws/s3&#x27;?"),
        ("aws/s3@sse-c@sse-kms-cmk", "exclude each other"),
        ("", "does not exist"),
        ("\x00", "does not exist"),
    ],
)
def test_unknown_service_is_refused(client: Client, service: str, words: str) -> None:
    response = send(client, crm(LINE), service)

    assert response.status_code == 400
    assert words in response.content.decode()


def test_post_without_a_file_says_so(client: Client) -> None:
    response = client.post(ADDRESS, {"service": "aws/s3"})

    assert response.status_code == 400
    assert "choose the questionnaire" in response.content.decode()


def test_body_that_is_too_large_is_not_read(client: Client) -> None:
    response = send(client, b"x" * (MOST_BYTES + 200_000))

    assert response.status_code == 413
    assert f"larger than {MOST_BYTES} bytes" in response.content.decode()


def test_post_without_a_token_is_refused() -> None:
    strict = Client(enforce_csrf_checks=True)

    assert strict.post(ADDRESS, {"service": "aws/s3"}).status_code == 403


def test_post_with_the_token_of_the_form_is_answered() -> None:
    strict = Client(enforce_csrf_checks=True)
    page = strict.get(ADDRESS).content.decode()
    [token] = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    file = SimpleUploadedFile("vendor.csv", crm(LINE))

    response = strict.post(
        ADDRESS, {"service": "aws/s3", "file": file, "csrfmiddlewaretoken": token}
    )

    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"


def test_upload_never_touches_a_disk(client: Client, settings: Settings, tmp_path: Path) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "none"  # writing there would fail
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 10

    assert send(client, crm(LINE)).status_code == 200


def test_unknown_parameter_is_refused(client: Client) -> None:
    assert client.get(f"{ADDRESS}?servise=aws/s3").status_code == 400


def test_vendors_words_are_escaped(client: Client) -> None:
    page = send(client, crm(("<script>x</script>", "<b>Yes</b>", ""))).content.decode()

    assert "<script>x" not in page
    assert "<b>Yes" not in page
