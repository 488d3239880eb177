"""404, 400 and 500 for people and for tools; health; security headers."""

import pytest
from django.test import Client, RequestFactory

from srm_site.errors import server_error

pytestmark = pytest.mark.django_db


def test_unknown_page_is_404(client: Client) -> None:
    response = client.get("/nothing/here/")

    assert response.status_code == 404
    assert b"Nothing has this address" in response.content


def test_unknown_service_page_suggests(client: Client) -> None:
    response = client.get("/services/aws/s33/")

    assert response.status_code == 404
    assert b"Did you mean &#x27;aws/s3&#x27;?" in response.content


def test_unknown_api_address_is_a_problem(client: Client) -> None:
    response = client.get("/api/v1/nothing/")

    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    "address",
    [
        "/services/?provider=nobody",
        "/services/?colour=red",
        "/services/aws/s3/?options=nothing",
        "/responsibilities/guest-os-patching/?tier=nothing",
        "/compare/?services=aws/nothing",
        "/compare/?services=aws/s3&layer=nothing",
        "/worksheets/drill/?services=aws/nothing",
    ],
)
def test_page_with_a_bad_query_says_so(client: Client, address: str) -> None:
    response = client.get(address)

    assert response.status_code == 400
    assert b'role="alert"' in response.content


@pytest.mark.parametrize(
    "address",
    [
        "/services/?provider=aws&provider=gcp",
        "/search/?q=s3&q=gcs",
        "/api/v1/services/?provider=aws&provider=gcp",
        "/api/v1/items/?service=aws/s3&service=aws/rds",
        "/api/v1/compare/?services=aws/s3&services=aws/rds",
        "/api/v1/search/?q=s3&q=gcs",
        "/api/v1/changes/?since=1&since=2",
    ],
)
def test_repeated_parameter_is_refused(client: Client, address: str) -> None:
    assert client.get(address).status_code == 400


@pytest.mark.parametrize(
    "start", ["/compare/?services=", "/api/v1/services/?provider=", "/api/v1/compare/?services="]
)
def test_name_of_a_request_is_repeated_short_and_without_control_characters(
    client: Client, start: str
) -> None:
    response = client.get(f"{start}%1b[31m{'x' * 500}")

    assert response.status_code == 400
    assert b"x" * 81 not in response.content
    assert b"\x1b" not in response.content
    assert b"\\u001b" not in response.content


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_api_is_read_only(client: Client, method: str) -> None:
    response = getattr(client, method)("/api/v1/services/")

    assert response.status_code == 405
    assert response["Content-Type"] == "application/problem+json"


def test_server_error_page_needs_no_database(rf: RequestFactory) -> None:
    assert b"Something failed here" in server_error(rf.get("/")).content


def test_server_error_of_the_api_is_a_problem(rf: RequestFactory) -> None:
    assert server_error(rf.get("/api/v1/"))["Content-Type"] == "application/problem+json"


def test_health(client: Client) -> None:
    assert client.get("/healthz").content == b"ok\n"


def test_security_headers(client: Client) -> None:
    response = client.get("/")

    assert "script-src 'self'" in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["X-Frame-Options"] == "DENY"


def test_moved_service_redirects_for_ever(client: Client, small: object) -> None:
    response = client.get("/services/bolt/buckets/")

    assert response.status_code == 301
    assert response["Location"] == "/services/bolt/blobs/"
