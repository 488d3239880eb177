"""The axes: what they say, and what they answer to names that do not exist."""

import pytest
from django.test import Client

from matrices.importer import ImportReport

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("axis", "identifiers"),
    [
        ("providers", ["acme", "bolt"]),
        ("tiers", ["iaas", "abstracted"]),
        ("families", ["object-storage", "virtual-machines"]),
        ("services", ["acme/machines", "acme/store", "bolt/blobs"]),
        ("layers", ["data", "identity"]),
        ("responsibilities", ["encryption-at-rest", "backup-execution", "iam-policy-review"]),
        ("frameworks", ["nist-sp-800-53"]),
    ],
)
def test_axis_lists_its_rows_in_order(
    client: Client, small: ImportReport, axis: str, identifiers: list[str]
) -> None:
    body = client.get(f"/api/v1/{axis}/").json()

    assert [each["id"] for each in body["results"]] == identifiers
    assert body["count"] == len(identifiers)


@pytest.mark.parametrize(
    ("address", "suggestion"),
    [
        ("providers/acm", "acme"),
        ("tiers/iass", "iaas"),
        ("families/object-store", "object-storage"),
        ("services/acme/stor", "acme/store"),
        ("layers/date", "data"),
        ("responsibilities/backup-executions", "backup-execution"),
        ("frameworks/nist-sp-80053", "nist-sp-800-53"),
        ("tiers/iass/matrix", "iaas"),
    ],
)
def test_unknown_name_is_404_with_a_suggestion(
    client: Client, small: ImportReport, address: str, suggestion: str
) -> None:
    response = client.get(f"/api/v1/{address}/")

    assert response.status_code == 404
    assert response.json()["errors"][0]["suggestion"] == suggestion


def test_service_says_what_it_is_called_elsewhere(client: Client, small: ImportReport) -> None:
    body = client.get("/api/v1/services/acme/store/").json()

    assert body["resource_types"] == {"terraform": ["acme_store_bucket"]}
    assert body["aliases"] == ["Store"]
    assert body["vendor_tier"] is None


def test_services_filtered_by_part_of_a_name(client: Client, small: ImportReport) -> None:
    body = client.get("/api/v1/services/?q=blob").json()

    assert [each["id"] for each in body["results"]] == ["bolt/blobs"]


def test_responsibilities_of_a_framework(client: Client, small: ImportReport) -> None:
    body = client.get("/api/v1/responsibilities/?framework=nist-sp-800-53").json()

    assert [each["id"] for each in body["results"]] == ["encryption-at-rest"]
    assert body["results"][0]["controls"] == [
        {
            "framework": "nist-sp-800-53",
            "identifier": "SC-28",
            "title": "Protection of Information at Rest",
        }
    ]


def test_framework_lists_controls_with_their_responsibilities(
    client: Client, small: ImportReport
) -> None:
    [control] = client.get("/api/v1/frameworks/nist-sp-800-53/").json()["controls"]

    assert control["responsibilities"] == ["encryption-at-rest"]
