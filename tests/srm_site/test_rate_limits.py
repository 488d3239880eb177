"""How often a client may ask, and who it is."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from srm_site.rate_limits import WINDOW, CountingFileCache, Pause, client_of, count_request

pytestmark = pytest.mark.django_db

PROXIES = ["127.0.0.1", "10.0.0.0/8"]


@pytest.fixture
def limited(settings: Settings, tmp_path: Path) -> None:
    settings.API_REQUESTS_PER_MINUTE = 3
    settings.TRUSTED_PROXIES = []
    settings.CACHES = {
        "default": {
            "BACKEND": "srm_site.rate_limits.CountingFileCache",
            "LOCATION": tmp_path / "cache",
        }
    }


def test_client_is_told_what_is_left(client: Client, limited: None) -> None:
    response = client.get("/api/v1/tiers/")

    assert response["RateLimit-Policy"] == '"default";q=3;w=60'
    assert response["RateLimit"].startswith('"default";r=2;t=')
    assert "Retry-After" not in response


def test_client_that_asks_too_often_is_told_to_wait(client: Client, limited: None) -> None:
    answers = [client.get("/api/v1/tiers/") for _ in range(8)]
    refused = answers[-1]  # three more than fit, even if a minute begins on the way

    assert refused.status_code == 429
    assert refused["Content-Type"] == "application/problem+json"
    assert refused.json()["title"] == "Too Many Requests"
    assert 1 <= int(refused["Retry-After"]) <= WINDOW
    assert refused["RateLimit"].startswith('"default";r=0;t=')
    assert refused["Access-Control-Allow-Origin"] == "*"
    assert refused["Cache-Control"] == "no-store"


def test_pages_are_not_limited(client: Client, limited: None) -> None:
    assert {client.get("/healthz").status_code for _ in range(9)} == {200}


def test_limit_can_be_switched_off(client: Client, limited: None, settings: Settings) -> None:
    settings.API_REQUESTS_PER_MINUTE = 0

    answers = [client.get("/api/v1/tiers/") for _ in range(9)]
    assert {answer.status_code for answer in answers} == {200}
    assert "RateLimit" not in answers[0]


def test_clients_are_counted_apart(limited: None) -> None:
    assert [count_request("192.0.2.1", 3, at=120).used for _ in range(2)] == [1, 2]
    assert count_request("192.0.2.2", 3, at=120).used == 1


def test_next_window_starts_anew(limited: None) -> None:
    count_request("192.0.2.1", 1, at=119.9)
    allowance = count_request("192.0.2.1", 1, at=120.0)

    assert (allowance.used, allowance.seconds_left) == (1, WINDOW)


def test_limiter_that_fails_lets_everybody_in(
    client: Client, limited: None, settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("no folder")
    settings.CACHES = {
        "default": {
            "BACKEND": "srm_site.rate_limits.CountingFileCache",
            "LOCATION": tmp_path / "file",
        }
    }

    assert client.get("/api/v1/tiers/").status_code == 200


def test_counters_that_failed_are_let_alone_for_a_while(
    client: Client, limited: None, settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "cache").write_text("no folder")
    client.get("/api/v1/tiers/")
    (tmp_path / "cache").unlink()

    response = client.get("/api/v1/tiers/")

    assert response.status_code == 200
    assert not (tmp_path / "cache").exists()


def test_pause_ends() -> None:
    now = [100.0]
    pause = Pause(5, clock=lambda: now[0])
    assert not pause.lasts

    pause.begin()
    assert pause.lasts
    now[0] = 105.0
    assert not pause.lasts


COUNTING = """
import sys
from django.conf import settings
settings.configure()
from srm_site.rate_limits import CountingFileCache
cache = CountingFileCache(sys.argv[1], {})
for _ in range(200):
    cache.incr("counter")
"""


def test_workers_share_one_count(tmp_path: Path) -> None:
    CountingFileCache(tmp_path, {}).add("counter", 0)
    command = [sys.executable, "-c", COUNTING, str(tmp_path)]
    workers = [subprocess.Popen(command) for _ in range(3)]

    assert [worker.wait(timeout=60) for worker in workers] == [0, 0, 0]
    assert CountingFileCache(tmp_path, {}).get("counter") == 600


@pytest.mark.parametrize(
    ("remote", "forwarded", "client"),
    [
        ("192.0.2.1", "", "192.0.2.1"),
        ("192.0.2.1", "198.51.100.1", "192.0.2.1"),
        ("127.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("127.0.0.1", "203.0.113.9, 198.51.100.1", "198.51.100.1"),
        ("127.0.0.1", "198.51.100.1, 10.1.2.3", "198.51.100.1"),
        ("127.0.0.1", "junk", "127.0.0.1"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("2001:db8:1:2:3:4:5:6", "", "2001:db8:1:2::/64"),
        ("", "198.51.100.1", "unknown"),
    ],
)
def test_client_is_the_last_address_that_is_not_ours(
    remote: str, forwarded: str, client: str
) -> None:
    meta = {"REMOTE_ADDR": remote, "HTTP_X_FORWARDED_FOR": forwarded}

    assert client_of(meta, PROXIES) == client


def test_forwarded_address_counts_only_behind_a_proxy(client: Client, limited: None) -> None:
    for number in range(8):
        response = client.get("/api/v1/tiers/", headers={"X-Forwarded-For": f"198.51.100.{number}"})

    assert response.status_code == 429


def test_counters_stay_in_the_cache(limited: None) -> None:
    count_request("192.0.2.1", 3, at=60)

    assert cache.get("requests:192.0.2.1:1") == 1
