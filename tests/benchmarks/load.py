"""wrk against addresses on loopback: interleaved rounds, medians."""

import json
import statistics
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.machine import BENCH, needed

LONGEST = 60  # seconds that a run of something slow may take
ROTATE = Path(__file__).with_name("rotate.lua")


@dataclass(frozen=True)
class Target:
    """Something to ask: the server and the paths that are asked in turn."""

    name: str
    server: str
    paths: tuple[str, ...]
    tag: str = ""  # of an answer that the client holds already
    seconds: int = 2  # of a run; more for what takes long


@dataclass(frozen=True)
class Rate:
    """Medians over the rounds."""

    per_second: float
    median_ms: float
    p99_ms: float


def measured(
    targets: Sequence[Target], concurrency: int, *, rounds: int = 3, seconds: int = 0
) -> dict[str, Rate]:
    """Every target once per round, so that a busy moment of the machine hits all alike."""
    found: dict[str, list[Rate]] = {target.name: [] for target in targets}
    for number in range(rounds):
        for target in targets if number % 2 == 0 else reversed(targets):
            found[target.name].append(run(target, concurrency, seconds or target.seconds))
    return {
        name: Rate(
            statistics.median(rate.per_second for rate in rates),
            statistics.median(rate.median_ms for rate in rates),
            statistics.median(rate.p99_ms for rate in rates),
        )
        for name, rates in found.items()
    }


def run(target: Target, concurrency: int, seconds: float) -> Rate:
    """One run of wrk; an answer that is an error ends the benchmark."""
    paths = BENCH / f"paths-{abs(hash((target.name, target.paths)))}"
    paths.write_text("\n".join(target.paths) + "\n")
    done = subprocess.run(
        [
            needed("wrk", "wrk"),
            f"-t{min(concurrency, 2)}",
            f"-c{concurrency}",
            f"-d{seconds}s",
            "--latency",
            "--timeout", "60s",
            "-s", str(ROTATE),
            target.server,
            "--",
            str(paths),
            *([target.tag] if target.tag else []),
        ],
        capture_output=True,
        text=True,
        check=True,
    )  # fmt: skip
    told = json.loads(done.stdout.splitlines()[-1])
    if not told["requests"] and seconds < LONGEST:
        return run(target, concurrency, seconds * 3)  # nothing came back yet
    if told["refused"] or told["failed"] or not told["requests"]:
        raise SystemExit(f"{target.name}: {told['refused']} errors, {told['failed']} failures")
    return Rate(told["requests"] / told["seconds"], told["median_ms"], told["p99_ms"])
