"""Addresses and bodies that make no sense: a clear 4xx each."""

from typing import Any

import pytest
from django.test import Client, RequestFactory
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from srm_site.guard import LONGEST_ADDRESS, MOST_PARAMETERS

pytestmark = pytest.mark.django_db

PATHS = ["/", "/services/", "/api/v1/items/", "/api/v1/compare/", "/changes/"]


def asked(client: Client, path: str, **environ: Any) -> Any:
    """A request as it comes in, not as a well-meaning client would send it."""
    response = client.generic("GET", path, **environ)
    assert (response["Content-Type"] == "application/problem+json") is path.startswith("/api/")
    return response


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    ("query", "status", "telling"),
    [
        ("q=%00", 400, "NUL"),
        ("q=a\x00b", 400, "NUL"),
        ("q=%ED%A0%80", 400, "not UTF-8"),
        ("q=%FF%FE", 400, "not UTF-8"),
        ("q=" + "a" * LONGEST_ADDRESS, 414, "longer than"),
        ("&".join(f"a{number}=1" for number in range(MOST_PARAMETERS + 1)), 400, "more than"),
    ],
    ids=["nul", "raw nul", "surrogate", "latin", "long", "many"],
)
def test_address_with_a_bad_query(
    client: Client, path: str, query: str, status: int, telling: str
) -> None:
    response = asked(client, path, QUERY_STRING=query)

    assert response.status_code == status
    assert telling in response.content.decode()


@pytest.mark.parametrize("start", ["/services/aws/", "/api/v1/providers/"])
@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("s3%00/", 400),
        ("%ED%A0%80/", 404),
        ("%FF/", 404),
        ("%C3%A9/", 404),
        ("a" * 9000 + "/", 414),
    ],
    ids=["nul", "surrogate", "latin", "accent", "long"],
)
def test_address_with_a_bad_path(client: Client, start: str, name: str, status: int) -> None:
    assert asked(client, start + name).status_code == status


@pytest.mark.parametrize("path", ["/services/", "/api/v1/items/"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_body_of_ten_megabytes_is_413(client: Client, path: str, method: str) -> None:
    response = client.generic(method, path, b"x" * 10_000_000, content_type="application/json")

    assert response.status_code == 413
    assert "larger than 8000000 bytes" in response.content.decode()


@pytest.mark.parametrize("length", ["-1", "ten", "1e3", "9" * 5000])
def test_length_that_is_none(client: Client, length: str) -> None:
    assert asked(client, "/api/v1/items/", CONTENT_LENGTH=length).status_code in (400, 413)


@pytest.mark.parametrize(
    "environ",
    [
        {"HTTP_CONTENT_ENCODING": "klingon"},
        {"HTTP_CONTENT_ENCODING": "gzip"},
        {"CONTENT_TYPE": "application/json; charset=klingon"},
        {"CONTENT_TYPE": "application/json; charset=utf-16"},
    ],
)
def test_body_in_an_unknown_encoding_is_415(client: Client, environ: dict[str, str]) -> None:
    assert asked(client, "/api/v1/items/", **environ).status_code == 415


@pytest.mark.parametrize("charset", ["utf-8", "UTF8", '"utf-8"'])
def test_body_in_utf8_is_let_in(client: Client, charset: str) -> None:
    response = client.get(
        "/api/v1/tiers/", headers={"Content-Type": f"application/json; charset={charset}"}
    )

    assert response.status_code == 200


def test_unknown_accept_encoding_gets_plain_text(client: Client) -> None:
    response = client.get("/api/v1/tiers/", headers={"Accept-Encoding": "klingon;q=1"})

    assert response.status_code == 200
    assert "Content-Encoding" not in response


@api_view(["POST"])
def echo(request: Request) -> Response:
    return Response({"said": request.data})


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b"[" * 100_000 + b"]" * 100_000, "application/json", 400),
        (b'{"a":' * 50_000 + b"1" + b"}" * 50_000, "application/json", 400),
        (rb'"\ud800"', "application/json", 400),
        (b'"\xff"', "application/json", 400),
        (b"NaN", "application/json", 400),
        (b"{", "application/json", 400),
        (b"a: 1", "application/yaml", 415),
        (b'{"a": 1}', "application/json", 200),
    ],
    ids=["deep list", "deep object", "surrogate", "latin", "nan", "half", "yaml", "good"],
)
def test_json_body(rf: RequestFactory, body: bytes, content_type: str, status: int) -> None:
    response = echo(rf.post("/api/v1/echo/", body, content_type=content_type))

    assert response.status_code == status
    if status != 200:
        assert response.content_type == "application/problem+json"


def test_ninety_nine_parameters_reach_the_view(client: Client) -> None:
    query = "&".join(f"a{number}=1" for number in range(MOST_PARAMETERS - 1))
    response = client.get(f"/api/v1/items/?{query}")

    assert response.status_code == 400
    assert len(response.json()["errors"]) == MOST_PARAMETERS - 1
