"""Reporting a mistake: the report is prefilled and opens where reports are kept."""

import pytest
from django.test import Client
from pytest_django import Settings

from matrices.importer import ImportReport

pytestmark = pytest.mark.django_db

PAGE = "/report/?service=acme/store@own-key&responsibility=encryption-at-rest"


def test_report_names_cell_and_revision(client: Client, small: ImportReport) -> None:
    page = client.get(PAGE).content.decode()

    assert "/services/acme/store/?options=own-key#encryption-at-rest" in page
    assert "Revision: 1" in page
    assert "It says: customer (inferred)" in page


def test_report_names_the_sources(client: Client, small: ImportReport) -> None:
    page = client.get(PAGE.replace("@own-key", "")).content.decode()

    assert "- Security of the store, Default encryption, https://docs.example.com/" in page


def test_report_opens_at_the_configured_address(
    client: Client, small: ImportReport, settings: Settings
) -> None:
    settings.REPORT_URL = "https://tracker.example/new?title={title}&body={body}"

    page = client.get(PAGE).content.decode()

    assert (
        'href="https://tracker.example/new?title=acme/store%40own-key%3A%20Encryption%20at%20rest'
        in page
    )


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("service=acme/stor&responsibility=backup-execution", "Did you mean &#x27;acme/store"),
        ("service=acme/store&responsibility=backups", "responsibility: &#x27;backups"),
        ("service=bolt/buckets&responsibility=backup-execution", "use bolt/blobs"),
        ("", "does not exist"),
    ],
)
def test_report_about_nothing_is_not_found(
    client: Client, small: ImportReport, query: str, said: str
) -> None:
    response = client.get(f"/report/?{query}")

    assert response.status_code == 404
    assert said in response.content.decode()
