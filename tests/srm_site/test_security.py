"""What attackers try: one regression test each."""

import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as site
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from srm_site.caching import Edition
from srm_site.editions import EditionWatch
from srm_site.response_cache import CachedSite
from srm_site.security import PERMISSIONS
from srm_site.wsgi import application

pytestmark = pytest.mark.django_db

PAGES = [
    "/", "/services/", "/services/aws/s3/", "/compare/?services=aws/s3,gcp/cloud-storage",
    "/search/?q=patch", "/responsibilities/guest-os-patching/", "/changes/", "/coverage/",
    "/guide/", "/api/docs/", "/nothing/", "/services/?provider=nobody",
]  # fmt: skip
ANSWERS = [*PAGES, "/api/v1/", "/api/v1/items/?service=aws/s3", "/healthz", "/changes/feed/"]
CANARY = "canary.example"
PUBLIC = {"PUBLIC_SITE": "1", "SECRET_KEY": "k3y-" + "x7Q9" * 15}


@pytest.mark.parametrize("address", ["/", "/api/v1/", "/nothing/", "/services/bolt/buckets/"])
def test_foreign_host_is_refused_and_not_repeated(client: Client, address: str) -> None:
    response = client.get(address, headers={"host": CANARY})

    assert response.status_code == 400
    assert CANARY.encode() not in response.content


@pytest.mark.parametrize("address", ANSWERS)
def test_headers_of_every_answer(client: Client, address: str) -> None:
    response = client.get(address)
    policy = response["Content-Security-Policy"]

    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    open_to_all = address.startswith("/api/v1/")
    expected = "cross-origin" if open_to_all else "same-origin"
    assert response["Cross-Origin-Resource-Policy"] == expected
    assert response.has_header("Access-Control-Allow-Origin") is open_to_all
    assert response["Permissions-Policy"] == PERMISSIONS
    assert not response.cookies


@pytest.mark.parametrize("address", PAGES)
def test_page_has_nothing_that_the_policy_refuses(client: Client, address: str) -> None:
    html = client.get(address).content.decode()

    assert re.findall(r"<style|\sstyle=|\son[a-z]+=|javascript:", html) == []
    assert [each for each in re.findall(r"<script[^>]*>", html) if "src=" not in each] == []


@pytest.mark.parametrize("address", ["/", "/services/aws/s3/", "/api/docs/"])
def test_script_is_held_against_its_digest(client: Client, address: str) -> None:
    if not (Path(site.STATIC_ROOT) / "staticfiles.json").exists():
        pytest.skip("STATIC FILES ARE NOT COLLECTED: manage.py collectstatic")

    scripts = re.findall(r'<script src="/static/[^>]*>', client.get(address).content.decode())

    assert scripts
    assert [each for each in scripts if 'integrity="sha384-' not in each] == []


@pytest.mark.parametrize(
    "address",
    [f"//{CANARY}/services", f"/\\{CANARY}/services", f"//{CANARY}/%2e%2e", f"/%2f{CANARY}/x"],
)
def test_address_of_another_site_is_no_redirect_to_it(client: Client, address: str) -> None:
    location = client.get(address).get("Location", "/")

    assert location.startswith("/")
    assert not location.startswith(("//", "/\\"))


@pytest.fixture
def counters(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Counters of one test, in a quarter of an hour that does not end on the way."""
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now)
    settings.CACHES = {"default": {**site.CACHES["default"], "LOCATION": tmp_path / "cache"}}
    yield
    cache.clear()


def log_in(client: Client, name: str, password: str, **extra: Any) -> Any:
    form = {"username": name, "password": password}
    return client.post("/admin/login/", form, **extra)


@pytest.mark.parametrize("onward", [f"https://{CANARY}/", f"//{CANARY}", f"javascript:{CANARY}"])
def test_login_leads_to_no_other_site(client: Client, counters: None, onward: str) -> None:
    get_user_model().objects.create_superuser("root", password="correct horse battery")

    response = log_in(client, "root", "correct horse battery", query_params={"next": onward})

    assert response.status_code == 302
    assert CANARY not in response["Location"]


def test_guessing_passwords_ends_after_ten(client: Client, counters: None) -> None:
    get_user_model().objects.create_superuser("root", password="correct horse battery")
    tried = [log_in(client, "root", f"guess {n}").status_code for n in range(10)]

    right = log_in(client, "root", "correct horse battery")

    assert tried == [200] * 10
    assert right.status_code == 429
    assert int(right["Retry-After"]) > 0


def test_guessing_one_name_from_many_addresses_ends_too(client: Client, counters: None) -> None:
    for n in range(10):
        log_in(client, "Root", f"guess {n}", REMOTE_ADDR=f"192.0.2.{n}")

    assert log_in(client, "root", "guess", REMOTE_ADDR="198.51.100.1").status_code == 429
    assert log_in(client, "other", "guess", REMOTE_ADDR="198.51.100.2").status_code == 200


def test_nobody_logs_in_where_attempts_cannot_be_counted(
    client: Client, settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be")
    settings.CACHES = {"default": {**site.CACHES["default"], "LOCATION": tmp_path / "cache"}}

    assert log_in(client, "root", "guess").status_code == 503


def test_login_is_logged_without_name_or_password(
    client: Client, counters: None, caplog: pytest.LogCaptureFixture
) -> None:
    log_in(client, "root", "a secret guess")

    assert [each.getMessage() for each in caplog.records] == ["login failed"]
    assert vars(caplog.records[0])["client"] == "127.0.0.1"


def test_logins_that_succeed_or_are_refused_are_logged(
    client: Client, counters: None, caplog: pytest.LogCaptureFixture
) -> None:
    get_user_model().objects.create_superuser("root", password="correct horse battery")

    for _ in range(11):
        log_in(client, "root", "correct horse battery")

    said = [each.getMessage() for each in caplog.records]
    assert said == ["login succeeded"] * 10 + ["login refused: too many attempts"]


def test_no_account_exists_until_somebody_makes_one(client: Client) -> None:
    assert not get_user_model().objects.exists()


def test_login_page_of_a_public_site_is_kept_by_nobody(client: Client) -> None:
    response = client.get("/admin/login/")

    assert response["Cache-Control"] == "private, no-store"


def test_cookies_of_a_public_site_and_its_admin_path(tmp_path: Path) -> None:
    code = (
        "from django.test import Client; c = Client();"
        "from django.conf import settings as s;"
        "print(s.SESSION_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.SESSION_COOKIE_HTTPONLY,"
        " s.SESSION_COOKIE_SAMESITE);"
        "r = c.get('/tables/login/', secure=True, headers={'host': 'localhost'});"
        "print(r.status_code, r.cookies.output(), r['Strict-Transport-Security']);"
        "print(c.get('/admin/login/', secure=True, headers={'host': 'localhost'}).status_code)"
    )
    (tmp_path / "static").symlink_to(site.STATIC_ROOT)
    environment = {**PUBLIC, "ADMIN_PATH": "/tables/", "DATA_DIR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "-v", "0", "-c", code],
        cwd=site.BASE_DIR, env={**environment, "PATH": "/usr/bin:/bin"}, capture_output=True,
        text=True, check=False,
    )  # fmt: skip

    session, shown, old_path = done.stdout.strip().split("\n")
    assert session == "__Host-session True True Lax", done.stderr
    assert shown.startswith("200 Set-Cookie: __Host-csrf="), done.stderr
    assert all(part in shown for part in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"))
    assert "max-age=31536000; includeSubDomains; preload" in shown
    assert old_path == "404"


def test_trace_is_refused(client: Client) -> None:
    for address in ("/", "/api/v1/", "/healthz"):
        response = client.trace(address, headers={"x-secret": CANARY})
        assert response.status_code == 405
        assert CANARY.encode() not in response.content


def ask(address: str, **headers: str) -> tuple[str, dict[str, str], bytes]:
    """One request through everything that a server runs, with a cache of its own."""
    watch = EditionWatch(lambda: Edition(1, None, "code"))
    cached = CachedSite(application.application, watch, capacity=10_000_000)  # type: ignore[attr-defined]
    told: list[Any] = []
    path, _, query = address.partition("?")
    environ = {
        "REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": query, "SCRIPT_NAME": "",
        "SERVER_NAME": "localhost", "SERVER_PORT": "80", "HTTP_HOST": "localhost",
        "REMOTE_ADDR": "127.0.0.1", "wsgi.url_scheme": "http", "wsgi.input": sys.stdin.buffer,
        "wsgi.errors": sys.stderr, "wsgi.version": (1, 0),
    }  # fmt: skip

    def start(status: str, found: list[tuple[str, str]], *failure: Any) -> Any:
        told.append((status, found))

    body = b"".join(cached({**environ, **headers}, start))
    status, found = told[0][0], dict(told[0][1])
    found.pop("X-Request-ID", None)
    return status, found, body


UNKEYED = {
    f"HTTP_{name}": CANARY
    for name in (
        "X_FORWARDED_HOST", "X_FORWARDED_SERVER", "X_HOST", "X_FORWARDED_SCHEME",
        "X_FORWARDED_PORT", "X_FORWARDED_PREFIX", "X_FORWARDED_FOR", "FORWARDED", "X_ORIGINAL_URL",
        "X_REWRITE_URL", "X_HTTP_METHOD_OVERRIDE", "USER_AGENT", "REFERER", "ORIGIN",
        "ACCEPT_LANGUAGE", "X_REQUEST_ID", "TRUE_CLIENT_IP", "CF_CONNECTING_IP", "VIA", "PRAGMA",
    )
}  # fmt: skip


@pytest.mark.parametrize("address", ["/", "/services/aws/s3/", "/services/", "/api/v1/"])
def test_kept_answer_depends_on_nothing_outside_its_key(address: str) -> None:
    plain, poisoned = ask(address), ask(address, **UNKEYED)

    assert plain == poisoned
    assert CANARY not in str(poisoned)


def test_answer_with_a_cookie_is_never_kept() -> None:
    assert "sessionid" not in str(ask("/", HTTP_COOKIE="sessionid=1"))


OUTGOING = ("socket.connect", "socket.getaddrinfo", "socket.sendto", "subprocess.Popen", "os.exec")
_seen: list[str] = []
_watching = False


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    if _watching and event in OUTGOING:
        _seen.append(event)


sys.addaudithook(_watch)  # cannot be taken away again, hence the switch


@pytest.fixture
def outgoing() -> Iterator[list[str]]:
    """What the process tried to reach or to start during the test, psycopg's own apart."""
    global _watching  # noqa: PLW0603
    _seen.clear()
    _watching = True
    yield _seen
    _watching = False


def test_a_connection_would_be_noticed(outgoing: list[str]) -> None:
    with socket.socket() as probe, pytest.raises(OSError, match="refused"):
        probe.connect(("127.0.0.1", 1))

    assert outgoing == ["socket.connect"]


@pytest.mark.parametrize(
    "address",
    [
        *ANSWERS,
        f"/search/?q=http://{CANARY}/",
        f"/compare/?services=http://{CANARY}/",
        f"/api/v1/items/?q=http://{CANARY}/",
        "/api/v1/compare/?services=file:///etc/passwd,http://169.254.169.254/",
        "/api/v1/services/aws/s3/matrix.xlsx",
    ],
)
def test_no_request_makes_another_one(client: Client, outgoing: list[str], address: str) -> None:
    client.get(address)

    assert outgoing == []
