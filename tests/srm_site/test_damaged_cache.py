"""The files that count requests are only files: damaged ones cost a count, never an answer."""

import time
from pathlib import Path

import pytest
from django.conf import settings as site
from django.test import Client
from pytest_django import Settings

pytestmark = pytest.mark.django_db

DAMAGE = {"empty": b"", "noise": b"\x80\x05\x95\xff\xff", "text": b"not a pickle at all" * 9}


@pytest.fixture
def cache_dir(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Counters of three requests a minute, in a minute that does not end on the way."""
    folder = tmp_path / "cache"
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now)
    settings.CACHES = {"default": {**site.CACHES["default"], "LOCATION": folder}}
    settings.API_REQUESTS_PER_MINUTE = 3
    return folder


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_damaged_count_starts_anew(client: Client, cache_dir: Path, damage: bytes) -> None:
    client.get("/api/v1/layers/")
    for entry in cache_dir.glob("*.djcache"):
        entry.write_bytes(damage)

    statuses = [client.get("/api/v1/layers/").status_code for _ in range(4)]

    assert statuses == [200, 200, 200, 429]


def test_cut_off_count_starts_anew(client: Client, cache_dir: Path) -> None:
    client.get("/api/v1/layers/")
    for entry in cache_dir.glob("*.djcache"):
        entry.write_bytes(entry.read_bytes()[:-4])

    assert client.get("/api/v1/layers/").status_code == 200


def test_folder_that_is_gone_limits_nobody(client: Client, cache_dir: Path) -> None:
    cache_dir.write_text("a file where the folder should be")

    assert client.get("/api/v1/layers/").status_code == 200
