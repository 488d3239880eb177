"""Requests per second of the site and its peers, on the bundled catalogue."""

import os
import subprocess
import tempfile
import time
import urllib.request
from contextlib import ExitStack
from itertools import pairwise
from pathlib import Path
from typing import Any

from tests.benchmarks import load, servers
from tests.benchmarks.load import Rate, Target, measured
from tests.benchmarks.machine import cpu_milliseconds, peak_megabytes, workers_of

SERVICE, OTHER = "aws/s3", "gcp/cloud-storage"
WORDS = (
    "encryption", "backup", "patching", "retention", "key rotation", "tls certificate",
    "network rules", "logging", "operating system", "versioning", "access policy", "default",
    "disk", "failover", "firewall", "password", "region", "snapshot", "quota", "audit",
)  # fmt: skip
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "3"))
KINDS = {
    "home": "/",
    "list of services": "/services/",
    "service": f"/services/{SERVICE}/",
    "five questions": f"/services/{SERVICE}/questions/",
    "comparison of two": f"/compare/?services={SERVICE},{OTHER}",
    "responsibility": "/responsibilities/encryption-at-rest/",
    "framework": "/frameworks/pci-dss/",
    "search": "/search/?q=encryption",
    "JSON of a service": f"/api/v1/services/{SERVICE}/matrix/",
}


def run() -> dict[str, Any]:
    """Every rate at every concurrency, with memory, first start and weights."""
    servers.prepare()
    with ExitStack() as stack:
        warm = stack.enter_context(servers.site())
        cold = stack.enter_context(servers.site(cache_megabytes=0))
        one = stack.enter_context(servers.datasette())
        peer = stack.enter_context(servers.model_serializers())
        files = {"page.html": KINDS["service"], "items.json": _items(SERVICE)}
        nginx = stack.enter_context(
            servers.nginx({name: _get(warm.address + path)[0] for name, path in files.items()})
        )
        targets = [
            *_ours(warm.address, cold.address),
            *_datasette(one.address),
            *_others(peer.address, nginx.address),
        ]
        rates = {
            "c16": _told(measured(targets, 16, rounds=ROUNDS)),
            "c1": _told(measured(targets, 1, rounds=ROUNDS, seconds=2)),
        }
        cpu = _cpu(targets, {cold.address: cold.pid, one.address: one.pid})
        memory = {
            "answers kept": max(map(peak_megabytes, workers_of(warm.pid))),
            "nothing kept": max(map(peak_megabytes, workers_of(cold.pid))),
        }
        weights = {kind: _weights(warm.address + path) for kind, path in KINDS.items()}
    return {
        "rates": rates,
        "cpu": cpu,
        "memory": memory,
        "weights": weights,
        "two datasettes": _two_datasettes(),
        "first start": _first_start(),
        "cells": servers.cell_count(),
    }


def _cpu(targets: list[Target], servers_by_address: dict[str, int]) -> dict[str, float]:
    """Milliseconds of a core per request: what is left of a rate on a machine that others use."""
    found = {}
    for target in targets:
        if pid := servers_by_address.get(target.server):
            pids = {pid, *workers_of(pid)}
            before = cpu_milliseconds(pids)
            rate = load.run(target, 4, 4)
            found[target.name] = (cpu_milliseconds(pids) - before) / (rate.per_second * 4)
    return found


def _items(service: str) -> str:
    return f"/api/v1/items/?service={service}"


def _compare(one: str, other: str) -> str:
    return f"/api/v1/compare/?services={one},{other}"


def _ours(warm: str, cold: str) -> list[Target]:
    names = servers.services()
    pairs = list(pairwise(names))
    tag = _get(warm + _items(SERVICE))[1]
    return [
        Target("items, warm", warm, (_items(SERVICE),)),
        Target("items, 304", warm, (_items(SERVICE),), tag),
        Target("compare, warm", warm, (_compare(SERVICE, OTHER),)),
        Target("page, warm", warm, (KINDS["service"],)),
        Target("items, first", cold, tuple(_items(each) for each in names)),
        Target("matrix, first", cold, tuple(f"/api/v1/services/{each}/matrix/" for each in names)),
        Target("compare, first", cold, tuple(_compare(*pair) for pair in pairs)),
        Target("page, first", cold, tuple(f"/services/{each}/" for each in names)),
        Target("compare page, first", cold, tuple(f"/compare/?services={a},{b}" for a, b in pairs)),
        Target("search, first", cold, searches("/api/v1/search/?q={}")),
    ]


def _datasette(address: str) -> list[Target]:
    names = servers.services()
    table = "/atlas/matrices_resolveditem"
    return [
        Target(
            "Datasette items",
            address,
            tuple(f"/atlas/items.json?service={each}&_shape=objects" for each in names),
        ),
        Target(
            "Datasette compare",
            address,
            tuple(
                f"/atlas/compare.json?one={one}&other={other}&_shape=objects"
                for one, other in pairwise(names)
            ),
        ),
        Target("Datasette table page", address, (table,), seconds=8),
        Target(
            "Datasette table page of one service",
            address,
            tuple(f"{table}?service_id={key}&option_id__isnull=1" for key in _keys()),
            seconds=8,
        ),
        Target("Datasette search", address, searches(table + ".json?_search={}&_shape=objects")),
    ]


def _others(peer: str, nginx: str) -> list[Target]:
    return [
        Target("ModelSerializer items", peer, (f"/items/?service={SERVICE}",)),
        Target("ModelSerializer compare", peer, (f"/items/?service={SERVICE},{OTHER}",)),
        Target("nginx page", nginx, ("/page.html",)),
        Target("nginx items", nginx, ("/items.json",)),
    ]


def searches(form: str) -> tuple[str, ...]:
    """The words that are searched for, one address each."""
    return tuple(form.format(word.replace(" ", "+")) for word in WORDS)


def _keys() -> list[int]:
    return list(range(1, len(servers.services()) + 1))


def _two_datasettes() -> float:
    """Items per second of two processes asked at once, eight connections each."""
    with ExitStack() as stack:
        both = [stack.enter_context(servers.datasette()) for _ in range(2)]
        runs = [
            subprocess.Popen(
                ["wrk", "-t1", "-c8", "-d4s", f"{each.address}/atlas/items.json?service={SERVICE}"],
                stdout=subprocess.PIPE,
                text=True,
            )
            for each in both
        ]
        told = [run.communicate()[0] for run in runs]
    return sum(
        float(line.split()[1])
        for text in told
        for line in text.splitlines()
        if line.startswith("Requests/sec")
    )


def _first_start() -> float:
    """Seconds from `manage.py serve` in an empty folder, static files collected, to a 200."""
    with tempfile.TemporaryDirectory() as folder:
        static = Path(folder) / "static"
        static.symlink_to(servers.DATA / "static")
        began = time.monotonic()
        with servers.site(Path(folder)):
            return time.monotonic() - began


def _weights(address: str) -> dict[str, int]:
    plain, brotli = _get(address), _get(address, "br")
    return {"plain": len(plain[0]), "brotli": len(brotli[0])}


def _get(address: str, encoding: str = "identity") -> tuple[bytes, str]:
    """Body and tag."""
    request = urllib.request.Request(address, headers={"Accept-Encoding": encoding})
    with urllib.request.urlopen(request, timeout=60) as response:
        return response.read(), response.headers["ETag"] or ""


def _told(rates: dict[str, Rate]) -> dict[str, dict[str, float]]:
    return {name: vars(rate) for name, rate in rates.items()}
