"""/api/v1/items/"""

import csv
import io

import pytest
from django.test import Client

from matrices.importer import ImportReport

pytestmark = pytest.mark.django_db


def cells(client: Client, query: str) -> list[tuple[str, str, str]]:
    body = client.get(f"/api/v1/items/?{query}").json()
    return [
        (each["service"], each["responsibility"], each["ownership"]) for each in body["results"]
    ]


def test_items_without_filter(client: Client, small: ImportReport) -> None:
    body = client.get("/api/v1/items/").json()

    assert body["count"] == 9
    assert body["results"][0]["service"] == "acme/machines"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("ownership=shared", [("acme/store", "encryption-at-rest", "shared")]),
        ("provider=bolt&layer=identity", [("bolt/blobs", "iam-policy-review", "customer")]),
        ("basis=documented", [("acme/store", "encryption-at-rest", "shared")]),
        ("resolved_from=service", [("acme/store", "encryption-at-rest", "shared")]),
        ("tier=iaas&control=SC-28", [("acme/machines", "encryption-at-rest", "customer")]),
        (
            "service=acme/store&framework=nist-sp-800-53",
            [("acme/store", "encryption-at-rest", "shared")],
        ),
        ("q=AES-256", [("acme/store", "encryption-at-rest", "shared")]),
        ("stale=true", [("acme/store", "encryption-at-rest", "shared")]),
        ("stale=false", []),
        (
            "responsibility=backup-execution&family=virtual-machines",
            [("acme/machines", "backup-execution", "customer")],
        ),
    ],
)
def test_items_filtered(
    client: Client, small: ImportReport, query: str, expected: list[tuple[str, str, str]]
) -> None:
    assert cells(client, query) == expected


def test_items_of_several_owners(client: Client, small: ImportReport) -> None:
    assert {each[2] for each in cells(client, "ownership=shared,provider")} == {
        "shared",
        "provider",
    }


def test_items_ordered_by_owner_backwards(client: Client, small: ImportReport) -> None:
    owners = [each[2] for each in cells(client, "ordering=-ownership")]

    assert owners == sorted(owners, reverse=True)


@pytest.mark.parametrize(
    ("query", "parameter", "suggestion"),
    [
        ("ownership=customr", "ownership", "customer"),
        ("service=acme/stor", "service", "acme/store"),
        ("owner=customer", "owner", "ownership"),
        ("provder=acme", "provder", "provider"),
        ("page=zero", "page", None),
        ("page_size=501", "page_size", None),
        ("stale=perhaps", "stale", None),
        ("format=xml", "format", None),
        ("provider=acme&provider=bolt", "provider", None),
    ],
)
def test_items_with_a_bad_query(
    client: Client, small: ImportReport, query: str, parameter: str, suggestion: str | None
) -> None:
    response = client.get(f"/api/v1/items/?{query}")

    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    [error] = response.json()["errors"]
    assert error["parameter"] == parameter
    assert error.get("suggestion") == suggestion


def test_items_with_a_nul_character(client: Client, small: ImportReport) -> None:
    assert client.get("/api/v1/items/?q=%00").status_code == 400


def test_items_beyond_the_last_page(client: Client, small: ImportReport) -> None:
    response = client.get("/api/v1/items/?page=1000")

    assert response.status_code == 404
    assert response.json()["title"] == "Not Found"


@pytest.mark.parametrize("page", ["0", "100001", "9" * 25, "9" * 5000, "-1", "1.0", "٣"])
def test_items_on_a_page_that_cannot_be(client: Client, small: ImportReport, page: str) -> None:
    response = client.get("/api/v1/items/", {"page": page})

    assert response.status_code == 400
    assert response.json()["detail"] == "page: a whole number from 1 to 100000."


def test_items_in_pages_hold_every_cell_once(client: Client, small: ImportReport) -> None:
    found = [each for page in (1, 2, 3) for each in cells(client, f"page_size=4&page={page}")]

    assert len(found) == len(set(found)) == 9


def test_items_csv_has_every_cell_that_matches(client: Client, small: ImportReport) -> None:
    response = client.get("/api/v1/items.csv?service=acme/store")
    lines = list(csv.DictReader(io.StringIO(response.getvalue().decode())))

    assert [line["responsibility"] for line in lines] == [
        "encryption-at-rest",
        "backup-execution",
        "iam-policy-review",
    ]
    assert [line["ownership"] for line in lines] == ["shared", "customer", "customer"]


def test_items_csv_with_a_bad_query(client: Client, small: ImportReport) -> None:
    assert client.get("/api/v1/items.csv?ownership=nobody").status_code == 400


def test_tier_csv_holds_its_defaults(client: Client, small: ImportReport) -> None:
    text = client.get("/api/v1/tiers/iaas/matrix.csv").content.decode()

    assert [line["ownership"] for line in csv.DictReader(io.StringIO(text))] == ["customer"] * 3
