"""Brotli and gzip, negotiated."""

import gzip
import zlib

import brotli
import pytest
from django.test import Client

from srm_site.compression import chosen_encoding, compressed, compressed_chunks, is_compressible

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("", None),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("GZIP;Q=0.5", "gzip"),
        ("br;q=0.1, gzip;q=0.9", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("*", "br"),
        ("br;q=0, *;q=0.3", "gzip"),
        ("identity", None),
        ("klingon", None),
        ("gzip;q=much", None),
        ("gzip;q=nan", None),
    ],
)
def test_encoding_is_what_the_client_likes_best(accepted: str, encoding: str | None) -> None:
    assert chosen_encoding(accepted) == encoding


@pytest.mark.parametrize("encoding", ["br", "gzip"])
def test_chunks_make_the_same_text(encoding: str) -> None:
    body = b"".join(compressed_chunks([b"one ", b"", b"two"], encoding))

    decoded = brotli.decompress(body) if encoding == "br" else gzip.decompress(body)
    assert decoded == b"one two"


def test_gzip_carries_no_time() -> None:
    assert compressed(b"text", "gzip") == compressed(b"text", "gzip")
    assert zlib.decompress(compressed(b"text", "gzip"), wbits=31) == b"text"


@pytest.mark.parametrize(
    ("content_type", "expected"),
    [
        ("text/html; charset=utf-8", True),
        ("application/problem+json", True),
        ("application/vnd.sqlite3", True),
        ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", False),
        ("image/png", False),
    ],
)
def test_type_is_worth_compressing(content_type: str, expected: bool) -> None:
    assert is_compressible(content_type) is expected


@pytest.mark.parametrize(
    "address",
    ["/services/aws/s3/", "/api/v1/services/aws/s3/matrix/", "/api/v1/items.csv?service=aws/s3"],
)
def test_answer_is_the_same_compressed(client: Client, address: str) -> None:
    plain = client.get(address)
    packed = client.get(address, headers={"Accept-Encoding": "br"})

    assert packed["Content-Encoding"] == "br"
    assert brotli.decompress(packed.getvalue()) == plain.getvalue()
    assert packed["ETag"] == plain["ETag"]
    assert "Accept-Encoding" in packed["Vary"]
    assert "Accept-Encoding" in plain["Vary"]
    assert "Content-Encoding" not in plain


def test_short_answer_stays_plain(client: Client) -> None:
    response = client.get("/healthz", headers={"Accept-Encoding": "br"})

    assert "Content-Encoding" not in response


def test_304_varies_as_its_200(client: Client) -> None:
    tag = client.get("/tiers/")["ETag"]

    assert "Accept-Encoding" in client.get("/tiers/", headers={"If-None-Match": tag})["Vary"]


def test_page_with_secrets_is_never_compressed(admin_client: Client) -> None:
    response = admin_client.get("/admin/", headers={"Accept-Encoding": "br, gzip"})

    assert "Content-Encoding" not in response
