"""A minute of pages and API at five times what one core computes without kept answers."""

import json
import os
import platform
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from tests.faults.asking import get
from tests.faults.conftest import Serving
from tests.processes import children_of, megabytes_of, seconds_of

pytestmark = [pytest.mark.drill, pytest.mark.django_db]

SECONDS, TIMES, MEASURED = 60, 5, 120
PATHS = [
    "/", "/services/", "/services/aws/s3/", "/services/aws/eks/?options=auto-mode",
    "/services/gcp/gke/", "/services/azure/blob-storage/", "/services/aws/rds/?view=mine",
    "/compare/?services=aws/s3,gcp/cloud-storage,azure/blob-storage", "/families/",
    "/families/object-storage/", "/responsibilities/guest-os-patching/", "/frameworks/pci-dss/",
    "/search/?q=who+patches+eks+nodes", "/providers/aws/", "/tiers/paas/",
    "/api/v1/services/aws/s3/matrix/", "/api/v1/items/?service=aws/s3",
    "/api/v1/items/?provider=gcp&ownership=customer&page_size=50",
    "/api/v1/compare/?services=aws/s3,gcp/cloud-storage", "/api/v1/services/?provider=aws",
    "/api/v1/search/?q=patch", "/api/v1/tiers/iaas/matrix/",
]  # fmt: skip


def rate_of_one_core(client: Client) -> float:
    """Requests that Django computes in a second of processor time, each new to it."""
    for path in PATHS:
        assert client.get(path).status_code == 200, path
    begun = time.process_time()
    for number in range(MEASURED):
        client.get(PATHS[number % len(PATHS)])
    return MEASURED / (time.process_time() - begun)


def ask_at(address: str, rate: float, seconds: float) -> dict[str, float | dict[str, int]]:
    command = [sys.executable, "-m", "tests.faults.load", address, str(rate), str(seconds), *PATHS]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, float | dict[str, int]] = json.loads(done.stdout)
    return found


def test_load_is_held_for_a_minute(serving: Serving, client: Client) -> None:
    computed = rate_of_one_core(client)
    rate = TIMES * computed

    with serving(WORKERS="2", LOG_LEVEL="error") as (address, process):
        for path in PATHS * 6:  # both workers have answered each of them
            assert get(address, path, **{"Accept-Encoding": "br"}).status == 200
        workers = children_of(process.pid)
        used = seconds_of(workers)
        told = ask_at(address, rate, SECONDS)
        used = seconds_of(workers) - used
        told["megabytes_per_worker"] = max(map(megabytes_of, workers))

    told["seconds_per_million_kept"] = used / (rate * SECONDS) * 1_000_000
    told["seconds_per_million_computed"] = 1_000_000 / computed
    told |= {"computed_per_core": computed, "rate": rate, "load_average": os.getloadavg()[0]}
    told |= {"cores": os.cpu_count() or 0}
    report = Path(settings.DATA_DIR) / "load.json"
    report.write_text(json.dumps({**told, "machine": platform.platform()}, indent=2))
    print(told)
    assert told["statuses"] == {"200": told["requests"]}
    assert told["p99_ms"] <= 10 * told["median_ms"], told  # type: ignore[operator]
