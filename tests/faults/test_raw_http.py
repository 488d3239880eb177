"""What arrives at the server's socket: one answer for one request, whatever its length claims."""

import socket
from urllib.parse import urlsplit

import pytest

HOSTS = [b"", b"Host: localhost\r\nHost: evil.example\r\n", b"Host: evil.example\r\n"]
HIDDEN = b"GET /readyz HTTP/1.1\r\nHost: localhost\r\n\r\n"
POST = b"POST /healthz HTTP/1.1\r\nHost: localhost\r\n"

AMBIGUOUS = {
    "length-and-chunked": b"Content-Length: %d\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
    % (5 + len(HIDDEN)),
    "chunked-and-length": b"Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n",
    "two-lengths": b"Content-Length: 0\r\nContent-Length: 40\r\n\r\n",
    "list-of-lengths": b"Content-Length: 0, 0\r\n\r\n",
    "signed-length": b"Content-Length: +0\r\n\r\n",
    "negative-length": b"Content-Length: -1\r\n\r\n",
    "unknown-coding": b"Transfer-Encoding: xchunked\r\nContent-Length: 0\r\n\r\n",
    "chunked-not-last": b"Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
    "space-before-colon": b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
    "folded-line": b"Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n",
    "chunk-of-no-number": b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
    "chunk-too-large": b"Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n",
    "chunk-shorter-than-said": b"Transfer-Encoding: chunked\r\n\r\n1\r\nZZ\r\n0\r\n\r\n",
    "control-character": b"X-Name: a\x00b\r\n\r\n",
}


def say(address: str, data: bytes) -> bytes:
    """Everything that comes back until the server closes or falls silent."""
    place = urlsplit(address)
    told = b""
    with socket.create_connection((place.hostname, place.port or 80), timeout=2) as connection:
        connection.sendall(data)
        try:
            while piece := connection.recv(65536):
                told += piece
        except OSError:  # silence, or the server was done with us
            return told
    return told


@pytest.mark.parametrize("rest", AMBIGUOUS.values(), ids=AMBIGUOUS)
def test_hidden_request_is_not_answered(plain_site: str, rest: bytes) -> None:
    told = say(plain_site, POST + rest + HIDDEN)

    assert told.startswith(b"HTTP/1.1 4")
    assert told.count(b"HTTP/1.") == 1
    assert b'"ready"' not in told


@pytest.mark.parametrize(
    "request_line", [b"GET /healthz\r\n\r\n", b"\x16\x03\x01\x00\xa5\x01\x00\r\n\r\n"]
)
def test_what_is_not_http_is_refused(plain_site: str, request_line: bytes) -> None:
    assert not say(plain_site, request_line).startswith(b"HTTP/1.1 2")


@pytest.mark.parametrize(
    "host", [b"", b"Host: localhost\r\nHost: evil.example\r\n", b"Host: evil.example\r\n"]
)
def test_request_without_one_known_host_is_refused(plain_site: str, host: bytes) -> None:
    told = say(plain_site, b"GET / HTTP/1.1\r\n" + host + b"Connection: close\r\n\r\n")

    assert told.startswith(b"HTTP/1.1 400")
    assert b"evil.example" not in told


@pytest.mark.parametrize(
    "path",
    [
        b"/static/../manage.py", b"/static/%2e%2e/manage.py", b"/static/..%2fmanage.py",
        b"/static/%2e%2e%2f%2e%2e%2fetc/passwd", b"/static//etc/passwd", b"/static/..%5cmanage.py",
        b"/static/css/%2e%2e/../../secret_key", b"/../secret_key", b"/static/.%00./manage.py",
    ],
)  # fmt: skip
def test_static_files_end_at_their_folder(plain_site: str, path: bytes) -> None:
    told = say(
        plain_site, b"GET " + path + b" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    )

    assert told.startswith((b"HTTP/1.1 404", b"HTTP/1.1 400"))
    assert b"execute_from_command_line" not in told
    assert b"root:" not in told


def test_header_that_never_ends_is_refused(plain_site: str) -> None:
    told = say(plain_site, b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"a" * 600_000)

    assert not told.startswith(b"HTTP/1.1 2")
