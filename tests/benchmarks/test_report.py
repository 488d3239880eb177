"""What the report says of bars: only of those that were missed, only what was measured."""

from typing import Any

from tests.benchmarks.report import BARS, _missed


def speed(per_second: float) -> dict[str, Any]:
    """Our rates, where every peer answers once per second."""
    peers = {peer: {"per_second": 1.0} for _, _, peer, _ in BARS}
    ours = {ours: {"per_second": per_second} for _, ours, _, _ in BARS}
    both = {**peers, **ours, "items, 304": {"per_second": per_second * 2}}
    return {"rates": {"c16": both}, "cpu": {"search, first": 39.0, "Datasette search": 52.9}}


def imports(seconds: float) -> dict[str, Any]:
    """Our writing, where every other way takes a hundred seconds."""
    ways = {
        "fill_table": seconds, "no index at all": 1.0, "bulk_create": 100.0, "loaddata": 100.0,
        "sqlite-utils": 100.0,
    }  # fmt: skip
    found = {way: {"cpu_seconds": spent} for way, spent in ways.items()}
    return {"sqlite": found, "postgres": found, "waits": {"one claim": {"longest_ms": 99.0}}}


def test_nothing_is_said_of_bars_that_are_met() -> None:
    said = _missed({"speed": speed(1000.0), "imports": imports(2.0)})

    assert "\nNowhere.\n" in said
    assert "Datasette" not in said


def test_missed_bar_is_said_with_what_was_measured() -> None:
    lines = _missed({"speed": speed(2.0), "imports": imports(3.0)}).splitlines()

    assert (
        "- **search, first time : Datasette FTS**: 2.00 of 2.5. It took 39.0 ms of a core."
        " The peer's took 52.9 ms."
    ) in lines
    assert (
        "- **import against loaddata on sqlite**: 33.3 of 40. Writing took 3.0 s of a core;"
        " the same rows into the same table without any index 1.0 s."
    ) in lines
    assert not any("sqlite-utils" in line or "one claim" in line for line in lines)


def test_answer_that_grows_with_the_catalogue_is_said() -> None:
    rates = {
        "matrix": {"small_ms": 10.0, "large_ms": 14.0},
        "search": {"small_ms": 10.0, "large_ms": 29.0},
    }

    scale = {"cells": [7000, 250000], "rates": rates, "memory": 119}
    lines = _missed({"scale": scale}).splitlines()

    assert "- **matrix, 250,000 against 7,000 cells**: 1.40 of 1.25." in lines
    assert not any("search" in line or "memory" in line for line in lines)
