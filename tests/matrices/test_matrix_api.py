"""/api/v1/services/<provider>/<service>/matrix/"""

import pytest
from django.test import Client

from matrices.importer import ImportReport

pytestmark = pytest.mark.django_db


def test_matrix_as_it_comes(client: Client, small: ImportReport) -> None:
    body = client.get("/api/v1/services/acme/store/matrix/").json()

    assert body["counts"] == {
        "provider": 0, "customer": 2, "shared": 1, "not_applicable": 0, "unknown": 0,
    }  # fmt: skip
    assert [item["ownership"] for item in body["items"]] == ["shared", "customer", "customer"]
    assert body["revision"] == 1


def test_matrix_with_option_moves_its_cell(client: Client, small: ImportReport) -> None:
    body = client.get("/api/v1/services/acme/store/matrix/?options=own-key").json()

    assert body["items"][0]["ownership"] == "customer"
    assert body["items"][0]["moved_by"] == "own-key"
    assert body["items"][0]["resolved_from"] == "option"
