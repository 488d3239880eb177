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


@pytest.mark.parametrize(
    ("path", "status", "telling"),
    [
        ("acme/stor/matrix/", 404, "Did you mean 'acme/store'?"),
        ("acme/store/matrix/?options=own-kee", 400, "Did you mean 'own-key'?"),
        ("acme/store/matrix/?options=own-key,no-key", 400, "exclude each other"),
        ("acme/store/matrix/?option=own-key", 400, "Did you mean 'options'?"),
    ],
)
def test_matrix_with_a_bad_address(
    client: Client, small: ImportReport, path: str, status: int, telling: str
) -> None:
    response = client.get(f"/api/v1/services/{path}")

    assert response.status_code == status
    assert telling in response.json()["detail"]


def test_matrix_of_a_moved_service_redirects(client: Client, small: ImportReport) -> None:
    response = client.get("/api/v1/services/bolt/buckets/matrix/")

    assert response.status_code == 308
    assert response["Location"] == "/api/v1/services/bolt/blobs/matrix/"


def test_tier_matrix_holds_its_defaults(client: Client, small: ImportReport) -> None:
    body = client.get("/api/v1/tiers/iaas/matrix/").json()

    assert [item["ownership"] for item in body["items"]] == ["customer"] * 3
