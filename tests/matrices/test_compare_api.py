"""/api/v1/compare/"""

import pytest
from django.test import Client

from matrices.importer import ImportReport

pytestmark = pytest.mark.django_db

STORE_AND_BLOBS = "/api/v1/compare/?services=acme/store,bolt/blobs"


def test_compare_two_services(client: Client, small: ImportReport) -> None:
    body = client.get(STORE_AND_BLOBS).json()

    assert body["summary"] == {"moved": 1, "nuance": 1, "same": 1, "partial": 0}
    assert [(row["responsibility"], row["kind"]) for row in body["rows"]] == [
        ("encryption-at-rest", "moved"),
        ("iam-policy-review", "nuance"),
        ("backup-execution", "same"),
    ]
    assert body["rows"][1]["recorded_differences"][0]["services"] == ["acme/store", "bolt/blobs"]


def test_compare_differences_only(client: Client, small: ImportReport) -> None:
    body = client.get(f"{STORE_AND_BLOBS}&differences=true").json()

    assert [row["kind"] for row in body["rows"]] == ["moved", "nuance"]
    assert body["summary"]["same"] == 1


def test_compare_one_layer(client: Client, small: ImportReport) -> None:
    body = client.get(f"{STORE_AND_BLOBS}&layer=identity").json()

    assert [row["responsibility"] for row in body["rows"]] == ["iam-policy-review"]


def test_compare_a_service_with_itself_in_two_modes(client: Client, small: ImportReport) -> None:
    body = client.get(
        "/api/v1/compare/?services=acme/store,acme/store@own-key@versioning-on"
    ).json()

    assert [each["reference"] for each in body["services"]] == [
        "acme/store",
        "acme/store@own-key@versioning-on",
    ]
    assert body["summary"]["moved"] == 2


def test_compare_in_layer_order(client: Client, small: ImportReport) -> None:
    body = client.get(f"{STORE_AND_BLOBS}&order=layer").json()

    assert [row["kind"] for row in body["rows"]] == ["moved", "same", "nuance"]


@pytest.mark.parametrize(
    "query",
    ["framework=nist-sp-800-53", "control=SC-28", "framework=nist-sp-800-53&control=SC-28"],
)
def test_compare_what_a_framework_asks_for(client: Client, small: ImportReport, query: str) -> None:
    body = client.get(f"{STORE_AND_BLOBS}&{query}").json()

    assert [row["responsibility"] for row in body["rows"]] == ["encryption-at-rest"]
    assert sum(body["summary"].values()) == 1


def test_compare_says_why_and_what_stays(client: Client, small: ImportReport) -> None:
    body = client.get(STORE_AND_BLOBS).json()

    assert body["sentence"] == "1 of 3 rows moves; identity stays with you everywhere."
    assert {"layer": "identity", "ownership": "customer", "wholly": True} in body["stays"]
    assert [row["why"] for row in body["rows"]] == [
        "Acme Store: shared, by its own documents; Bolt Blobs: the provider's, as its tier "
        "(Abstracted).",
        "A difference is recorded.",
        None,
    ]
    assert body["rows"][0]["reasons"][1] == {
        "because": "tier",
        "columns": ["bolt/blobs"],
        "text": "Bolt Blobs: the provider's, as its tier (Abstracted)",
    }


def test_compare_with_a_tier(client: Client, small: ImportReport) -> None:
    body = client.get("/api/v1/compare/?services=tier:iaas,acme/machines").json()

    assert body["services"][0] == {
        "id": "tier:iaas",
        "name": "Infrastructure as a service",
        "provider": None,
        "tier": "iaas",
        "family": None,
        "reference": "tier:iaas",
        "options": [],
    }
    assert body["rows"][0]["cells"][0]["resolved_from"] == "tier"


def test_compare_counts_a_column_once(client: Client, small: ImportReport) -> None:
    body = client.get(
        "/api/v1/compare/?services=acme/store,acme/store@provider-key,tier:iaas,tier:iaas"
    ).json()

    assert [each["reference"] for each in body["services"]] == ["acme/store", "tier:iaas"]


@pytest.mark.parametrize(
    ("query", "telling"),
    [
        ("", "name one to six services"),
        ("services=acme/store,acme/nothing", "'acme/nothing' does not exist"),
        ("services=acme/store@nothing", "'nothing' does not exist"),
        ("services=acme/store@own-key@no-key", "exclude each other"),
        ("services=" + ",".join(f"a/{number}" for number in range(7)), "at most 6 columns"),
        ("services=acme/store&layer=nothing", "'nothing' does not exist"),
        ("services=acme/store&differences=perhaps", "true or false"),
        ("services=bolt/buckets", "use bolt/blobs"),
        ("service=acme/store", "Did you mean 'services'?"),
    ],
)
def test_compare_with_a_bad_query(
    client: Client, small: ImportReport, query: str, telling: str
) -> None:
    response = client.get(f"/api/v1/compare/?{query}")

    assert response.status_code == 400
    assert telling in response.json()["detail"]


def test_compare_csv_has_a_line_per_row_and_column(client: Client, small: ImportReport) -> None:
    response = client.get("/api/v1/compare.csv?services=acme/store,bolt/blobs")

    assert response["Content-Type"] == "text/csv; charset=utf-8"
    lines = response.content.decode().splitlines()
    assert lines[0].startswith("layer,responsibility,kind,why,service,ownership")
    assert len([line for line in lines if line.startswith(("data,", "identity,"))]) == 6
