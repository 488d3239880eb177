"""First-time answers on catalogues of different sizes: the ratio of medians at one connection."""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg

from tests.benchmarks import servers
from tests.benchmarks.load import Target, measured
from tests.benchmarks.machine import BENCH, peak_megabytes, port, running, workers_of
from tests.benchmarks.speed import searches
from tests.postgres import running_postgres
from tests.served import ROOT

LARGE = int(os.environ.get("BENCH_CELLS", "250000"))
HUGE = int(os.environ.get("BENCH_POSTGRES_CELLS", "5000000"))
PAIR = ("aws/s3", "gcp/cloud-storage", "azure/blob-storage", "aws/rds", "gcp/gke", "azure/aks")


def run() -> dict[str, Any]:
    """250,000 cells against the bundled catalogue, on SQLite."""
    servers.prepare()
    large = large_catalogue()
    with ExitStack() as stack:
        small_site = stack.enter_context(servers.site(cache_megabytes=0))
        large_site = stack.enter_context(_granian({"DATA_DIR": str(large)}))
        rates = _compared(small_site.address, large_site.address)
        memory = max(map(peak_megabytes, workers_of(large_site.pid)))
    cells = [servers.cell_count(), servers.cell_count(large)]
    return {"cells": cells, "rates": rates, "memory": memory}


def large_catalogue() -> Path:
    """The folder of the enlarged catalogue, made anew where files or tables changed since."""
    large, made_of = BENCH / f"cells-{LARGE}", _fingerprint()
    mark = large / "filled"
    if not mark.exists() or mark.read_text() != made_of:
        shutil.rmtree(large, ignore_errors=True)
        fill({"DATA_DIR": str(large)}, LARGE)
        (large / "static").symlink_to(servers.DATA / "static")
        mark.write_text(made_of)
    return large


def _fingerprint() -> str:
    """Of what an enlarged catalogue is made of: data files, migrations, and how it is done."""
    digest = hashlib.sha256(Path(__file__).with_name("catalogues.py").read_bytes())
    for pattern in ("fixtures/**/*.yaml", "*/migrations/*.py"):
        for path in sorted(ROOT.glob(pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()


def run_on_postgres() -> dict[str, Any]:
    """The same on PostgreSQL, and the search of both databases side by side."""
    servers.prepare()
    with running_postgres() as url, ExitStack() as stack:
        urls = {cells: new_database(url, f"cells{cells}") for cells in (0, LARGE, HUGE)}
        for cells, each in urls.items():
            further = [] if cells < HUGE else ["--without-search"]
            fill({"DATABASE_URL": each, "DATA_DIR": str(servers.DATA)}, cells, *further)
        sites = {
            cells: stack.enter_context(_granian({"DATABASE_URL": each}))
            for cells, each in urls.items()
        }
        sqlite = stack.enter_context(servers.site(cache_megabytes=0))
        rates = _compared(sites[LARGE].address, sites[HUGE].address, with_search=False)
        search = measured(
            [
                Target("SQLite", sqlite.address, searches("/api/v1/search/?q={}")),
                Target("PostgreSQL", sites[0].address, searches("/api/v1/search/?q={}")),
            ],
            16,
        )
        memory = max(map(peak_megabytes, workers_of(sites[LARGE].pid)))
    return {
        "cells": [LARGE, HUGE],
        "rates": rates,
        "search": {name: vars(rate) for name, rate in search.items()},
        "memory": memory,
    }


def fill(environment: dict[str, str], cells: int, *further: str) -> None:
    """Make a catalogue in a process of its own, which may use another database."""
    if data := environment.get("DATA_DIR"):
        Path(data).mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "tests.benchmarks.catalogues", str(cells), *further]
    subprocess.run(command, check=True, env={**os.environ, **environment})


@contextmanager
def _granian(environment: dict[str, str]) -> Iterator[servers.Server]:
    """The site without importing anew: the files do not know the copies."""
    at = port()
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--host", "127.0.0.1",
        "--port", str(at), "--workers", "2", "--blocking-threads", "4", "--log-level", "warning",
        "srm_site.wsgi:application",
    ]  # fmt: skip
    further = {
        "DATA_DIR": str(servers.DATA), "CACHE_MEGABYTES": "0", "API_REQUESTS_PER_MINUTE": "0",
    }  # fmt: skip
    address = f"http://127.0.0.1:{at}"
    with running(command, f"{address}/readyz", {**further, **environment}) as pid:
        yield servers.Server(address, pid)


def _compared(small: str, large: str, *, with_search: bool = True) -> dict[str, dict[str, float]]:
    kinds = {
        "items of a service": tuple(f"/api/v1/items/?service={each}" for each in PAIR),
        "matrix": tuple(f"/api/v1/services/{each}/matrix/" for each in PAIR),
        "compare": tuple(
            f"/api/v1/compare/?services={one},{other}" for one, other in pairwise(PAIR)
        ),
        "service page": tuple(f"/services/{each}/" for each in PAIR),
        "list, page 1": ("/api/v1/items/",),
        "list, page 50": ("/api/v1/items/?page=50",),
        "list by provider and owner": ("/api/v1/items/?provider=aws&ownership=customer",),
        "list by responsibility": ("/api/v1/items/?responsibility=backup-execution",),
        "list by control": ("/api/v1/items/?framework=pci-dss&ownership=shared",),
    }
    if with_search:
        kinds["search"] = searches("/api/v1/search/?q={}")
    found = {}
    for name, paths in kinds.items():
        rates = measured(
            [Target("small", small, paths), Target("large", large, paths)], 1, rounds=5, seconds=1
        )
        found[name] = {"small_ms": rates["small"].median_ms, "large_ms": rates["large"].median_ms}
    return found


def new_database(url: str, name: str) -> str:
    """The address of an empty database of the server."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    return urlsplit(url)._replace(path=f"/{name}").geturl()
