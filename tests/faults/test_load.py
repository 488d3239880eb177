"""A minute of pages and API at five times what one core computes without kept answers."""

import json
import os
import platform
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from tests.faults.asking import get
from tests.faults.conftest import Serving
from tests.processes import children_of, megabytes_of, seconds_of

pytestmark = pytest.mark.drill

SECONDS, TIMES, MEASURED = 60, 5, 220
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


def rate_of_one_core(serving: Serving) -> float:
    """Answers of a worker that keeps none, in a second of its processor time."""
    with serving(WORKERS="1", CACHE_MEGABYTES="0", LOG_LEVEL="error") as (address, process):
        for path in PATHS:
            assert get(address, path).status == 200, path
        workers = children_of(process.pid)
        used = seconds_of(workers)
        for number in range(MEASURED):
            get(address, PATHS[number % len(PATHS)], **{"Accept-Encoding": "br"})
        return MEASURED / (seconds_of(workers) - used)


def ask_at(address: str, rate: float, seconds: float) -> dict[str, float | dict[str, int]]:
    command = [sys.executable, "-m", "tests.faults.load", address, str(rate), str(seconds), *PATHS]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, float | dict[str, int]] = json.loads(done.stdout)
    return found


def test_load_is_held_for_a_minute(serving: Serving) -> None:
    computed = rate_of_one_core(serving)
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
