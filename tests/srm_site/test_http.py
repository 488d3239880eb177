"""Methods and origins: OPTIONS, HEAD, what is not allowed, scripts of other sites."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db

READS = [
    "/api/v1/", "/api/v1/items/", "/api/v1/services/aws/s3/", "/api/v1/services/aws/s3/matrix/",
    "/api/v1/services/aws/s3/matrix.csv", "/api/v1/tiers/paas/matrix/", "/api/v1/schema/",
    "/api/v1/compare/?services=aws/s3", "/api/v1/changes/?page_size=1",
]  # fmt: skip
PAGES = ["/", "/services/", "/services/aws/s3/", "/compare/", "/changes/feed/", "/guide/"]


@pytest.mark.parametrize("address", READS)
def test_scripts_of_any_site_can_read_the_api(client: Client, address: str) -> None:
    response = client.get(address, headers={"Origin": "https://example.com"})

    assert response.status_code == 200
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "ETag" in response["Access-Control-Expose-Headers"]
    assert "Access-Control-Allow-Credentials" not in response


def test_mistakes_can_be_read_by_scripts_too(client: Client) -> None:
    for address in ("/api/v1/nothing/", "/api/v1/items/?colour=red", "/api/v1/items/?q=%00"):
        assert client.get(address)["Access-Control-Allow-Origin"] == "*"


def test_preflight_is_answered(client: Client) -> None:
    response = client.options(
        "/api/v1/items/",
        headers={"Origin": "https://example.com", "Access-Control-Request-Method": "GET"},
    )

    assert response.status_code == 204
    assert "GET" in response["Access-Control-Allow-Methods"]
    assert "If-None-Match" in response["Access-Control-Allow-Headers"]
    assert response["Access-Control-Max-Age"] == "86400"


def test_pages_are_not_open_to_scripts(client: Client) -> None:
    assert "Access-Control-Allow-Origin" not in client.get("/services/")


@pytest.mark.parametrize("address", READS)
def test_api_says_what_it_allows(client: Client, address: str) -> None:
    response = client.options(address)

    assert response.status_code in (200, 204)
    assert response.content == b""
    assert {each.strip() for each in response["Allow"].split(",")} == {"GET", "HEAD", "OPTIONS"}


@pytest.mark.parametrize("address", PAGES)
def test_pages_say_what_they_allow(client: Client, address: str) -> None:
    response = client.options(address)

    assert response.status_code == 204
    assert response["Allow"] == "GET, HEAD, OPTIONS"


def test_options_of_nothing_is_404(client: Client) -> None:
    assert client.options("/nothing/").status_code == 404


@pytest.mark.parametrize("address", [*READS, *PAGES])
def test_head_is_answered(client: Client, address: str) -> None:
    response = client.head(address)

    assert response.status_code == 200
    assert response.getvalue() == b""


@pytest.mark.parametrize("address", [*READS, *PAGES])
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
def test_nothing_can_be_written(client: Client, address: str, method: str) -> None:
    response = getattr(client, method)(address)

    assert response.status_code == 405
    assert "GET" in response["Allow"]
    assert response["Cache-Control"] == "no-store"
    if address.startswith("/api/"):
        assert response["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("accept", "status"),
    [
        ("application/json", 200),
        ("*/*", 200),
        ("application/json; indent=4", 200),
        ("text/html", 406),
        ("image/png", 406),
    ],
)
def test_accept_is_honoured(client: Client, accept: str, status: int) -> None:
    response = client.get("/api/v1/layers/", headers={"Accept": accept})

    assert response.status_code == status
    assert b"\n" not in response.content
    if status == 406:
        assert response["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("accept", ["text/csv", "text/html", "*/*"])
def test_ending_of_an_address_outranks_accept(client: Client, accept: str) -> None:
    response = client.get("/api/v1/services/aws/s3/matrix.csv", headers={"Accept": accept})

    assert response["Content-Type"] == "text/csv; charset=utf-8"
