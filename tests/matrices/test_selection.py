"""`fields`, `omit` and `ordering` of the API."""

import pytest
from django.test import Client

from matrices.importer import ImportReport

pytestmark = pytest.mark.django_db

MATRIX = "/api/v1/services/acme/store/matrix/"
COMPARE = "/api/v1/compare/?services=acme/store,bolt/blobs"


def test_items_with_fields(client: Client, small: ImportReport) -> None:
    body = client.get("/api/v1/items/?service=acme/store&fields=ownership").json()

    assert body["results"][0] == {
        "service": "acme/store", "responsibility": "encryption-at-rest", "ownership": "shared",
    }  # fmt: skip


def test_items_with_omit(client: Client, small: ImportReport) -> None:
    whole = client.get("/api/v1/items/").json()["results"][0]
    row = client.get("/api/v1/items/?omit=citations,checks,caveats").json()["results"][0]

    assert set(whole) - set(row) == {"citations", "checks", "caveats"}


def test_omit_outranks_fields(client: Client, small: ImportReport) -> None:
    body = client.get(f"{MATRIX}?fields=ownership,basis&omit=basis,responsibility").json()

    assert set(body["items"][0]) == {"responsibility", "ownership"}


def test_matrix_with_fields_keeps_what_is_no_row(client: Client, small: ImportReport) -> None:
    body = client.get(f"{MATRIX}?fields=ownership&options=own-key").json()

    assert body["options"] == ["own-key"]
    assert body["items"][0] == {"responsibility": "encryption-at-rest", "ownership": "customer"}


def test_tier_matrix_with_fields(client: Client, small: ImportReport) -> None:
    body = client.get("/api/v1/tiers/iaas/matrix/?fields=layer").json()

    assert body["items"][0] == {"responsibility": "encryption-at-rest", "layer": "data"}


def test_compare_with_fields_selects_in_cells(client: Client, small: ImportReport) -> None:
    [row, *_] = client.get(f"{COMPARE}&fields=ownership").json()["rows"]

    assert row["kind"] == "moved"
    assert row["cells"] == [{"ownership": "shared"}, {"ownership": "provider"}]


def test_services_with_fields(client: Client, small: ImportReport) -> None:
    body = client.get("/api/v1/services/?fields=name,tier").json()
    one = client.get("/api/v1/services/acme/store/?omit=docs,summary").json()

    assert body["results"][1] == {"id": "acme/store", "name": "Acme Store", "tier": "abstracted"}
    assert "family" in one
    assert "docs" not in one


@pytest.mark.parametrize(
    ("address", "wrong", "right"),
    [
        ("/api/v1/items/?", "ownershp", "ownership"),
        ("/api/v1/services/?", "nam", "name"),
        ("/api/v1/services/acme/store/?", "nam", "name"),
        (f"{MATRIX}?", "moved", "moved_by"),
        ("/api/v1/tiers/iaas/matrix/?", "citation", "citations"),
        (f"{COMPARE}&", "basiss", "basis"),
    ],
)
@pytest.mark.parametrize("parameter", ["fields", "omit"])
def test_unknown_part_is_refused_with_a_suggestion(  # noqa: PLR0917
    client: Client, small: ImportReport, address: str, wrong: str, right: str, parameter: str
) -> None:
    response = client.get(f"{address}{parameter}={wrong}")

    assert response.status_code == 400
    [error] = response.json()["errors"]
    assert (error["parameter"], error["suggestion"]) == (parameter, right)


@pytest.mark.parametrize(
    ("ordering", "identifiers"),
    [
        ("id", ["acme/machines", "acme/store", "bolt/blobs"]),
        ("-id", ["bolt/blobs", "acme/store", "acme/machines"]),
        ("-provider", ["bolt/blobs", "acme/machines", "acme/store"]),
        ("tier", ["acme/machines", "acme/store", "bolt/blobs"]),
        ("-tier,-name", ["acme/store", "bolt/blobs", "acme/machines"]),
        ("family", ["acme/store", "bolt/blobs", "acme/machines"]),
    ],
)
def test_services_ordered(
    client: Client, small: ImportReport, ordering: str, identifiers: list[str]
) -> None:
    body = client.get(f"/api/v1/services/?ordering={ordering}").json()

    assert [each["id"] for each in body["results"]] == identifiers


@pytest.mark.parametrize(
    "address",
    ["/api/v1/services/acme/store/?provider=bolt", "/api/v1/tiers/iaas/?page=1",
     "/api/v1/providers/acme/?colour=red", "/api/v1/items.csv?fields=ownership",
     "/api/v1/items.csv?page=2", "/api/v1/export/catalog.csv?provider=acme",
     "/api/v1/tiers/iaas/matrix.md?options=x"],
)  # fmt: skip
def test_parameter_that_means_nothing_here_is_refused(
    client: Client, small: ImportReport, address: str
) -> None:
    response = client.get(address)

    assert response.status_code == 400
    assert "is not a parameter here" in response.json()["detail"]


@pytest.mark.parametrize("ordering", ["service", "responsibility", "-ownership", "verified_on", ""])
def test_pages_hold_every_cell_once_in_any_order(
    client: Client, small: ImportReport, ordering: str
) -> None:
    query = f"page_size=2&ordering={ordering}"
    rows = [
        (row["service"], row["responsibility"])
        for page in range(1, 6)
        for row in client.get(f"/api/v1/items/?{query}&page={page}").json()["results"]
    ]

    assert len(rows) == len(set(rows)) == 9


@pytest.mark.parametrize("since", ["1e5", "NaN", "1.5", "9" * 5000, "2000000001", "-1"])
def test_revision_that_is_no_whole_number_is_refused(client: Client, since: str) -> None:
    assert client.get("/api/v1/changes/", {"since": since}).status_code == 400
