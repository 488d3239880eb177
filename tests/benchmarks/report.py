"""docs/benchmarks.md from the numbers of the last runs."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from tests.query_baseline import QUERIES
from tests.served import ROOT

PAGE = ROOT / "docs" / "benchmarks.md"
WARM = "16 connections"
BARS = (  # what, ours, peer, bar
    ("items of a service, warm : Datasette", "items, warm", "Datasette items", 30),
    ("compare of two, warm : Datasette", "compare, warm", "Datasette compare", 30),
    ("service page, warm : Datasette table page", "page, warm", "Datasette table page", 150),
    (
        "service page, warm : Datasette table page of one service",
        "page, warm", "Datasette table page of one service", 150,
    ),
    ("service page, warm : nginx, same bytes", "page, warm", "nginx page", 0.30),
    ("items, warm : nginx, same bytes", "items, warm", "nginx items", 0.30),
    ("items, warm : ModelSerializer", "items, warm", "ModelSerializer items", 80),
    ("compare, warm : ModelSerializer", "compare, warm", "ModelSerializer compare", 80),
    ("304 : its own 200", "items, 304", "items, warm", 1.2),
    ("items, first time : Datasette canned query", "items, first", "Datasette items", 2),
    ("matrix, first time : Datasette canned query", "matrix, first", "Datasette items", 2),
    ("compare, first time : Datasette canned query", "compare, first", "Datasette compare", 2),
    ("service page, first time : Datasette table page", "page, first", "Datasette table page", 6),
    (
        "service page, first time : Datasette table page of one service",
        "page, first", "Datasette table page of one service", 6,
    ),
    (
        "comparison page, first time : Datasette table page",
        "compare page, first", "Datasette table page", 6,
    ),
    ("search, first time : Datasette FTS", "search, first", "Datasette search", 2.5),
)  # fmt: skip


def write(results: dict[str, Any]) -> None:
    """Replace the page; parts that were never run are left out."""
    parts = [HEAD, _machine(results)]
    if speed := results.get("speed"):
        parts += [_ratios(speed), _rates(speed), _cpu(speed), _memory(results), _weights(speed)]
    if scale := results.get("scale"):
        parts.append(_scale("Size, SQLite", "scale", scale, {"search": 3.0}, 1.25))
    if postgres := results.get("postgres"):
        parts += [_scale("Size, PostgreSQL", "postgres", postgres, {}, 1.5), _search(postgres)]
    if imports := results.get("imports"):
        parts += [_imports(imports), _waits(imports)]
    parts += [_missed(results), _queries()]
    PAGE.write_text("\n\n".join(parts) + "\n", encoding="utf-8")


HEAD = """# Benchmarks

Written by `make bench`, which makes the data, starts every peer on 127.0.0.1 as its documentation says, runs wrk
against all of them in interleaved rounds and takes medians; nothing here is edited by hand. Ratios within one run are
what counts: rates depend on the machine and on who else uses it.

- **warm**: asked before at this revision. **first**: never asked at this revision; the server keeps no answers
  (`CACHE_MEGABYTES=0`) and the addresses rotate over all services. Both serve with granian and two workers, as `make run`.
- **Datasette**: `datasette serve` on a copy of the same SQLite file, one process, with canned queries for the cells of
  one service and of two; the table page is that of the cells, whole or filtered to one service as our page is.
- **ModelSerializer**: `tests/benchmarks/peers/`, under the same server with two workers.
- **nginx**: two workers, the same bytes from disk. Nobody's answers are compressed, nobody limits rates."""


NOISE = """Runs on a machine that others use are noisy: with more than two processes wanting its two cores, rates fall for all,
and ratios with one connection count waiting more than work."""


def _missed(results: dict[str, Any]) -> str:
    """A line per bar that this run missed, with what else the run measured about it."""
    lines = [*_missed_rates(results), *_missed_sizes(results), *_missed_imports(results)]
    if not lines:
        return f"## Where a bar is missed\n\nNowhere.\n\n{NOISE}"
    return "\n".join(["## Where a bar is missed", "", *lines, "", NOISE])


def _missed_rates(results: dict[str, Any]) -> Iterator[str]:
    if not (speed := results.get("speed")):
        return
    rates = speed["rates"]["c16"]
    for what, ours, peer, bar in BARS:
        ratio = rates[ours]["per_second"] / rates[peer]["per_second"]
        if ratio < bar:
            spent, theirs = speed["cpu"].get(ours), speed["cpu"].get(peer)
            took = f" It took {spent:.1f} ms of a core." if spent else ""
            yield (
                f"- **{what}**: {ratio:.2f} of {bar}.{took}"
                + (f" The peer's took {theirs:.1f} ms." if theirs else "")
            )


def _missed_sizes(results: dict[str, Any]) -> Iterator[str]:
    limits: dict[str, tuple[dict[str, float], float]] = {
        "scale": ({"search": 3.0}, 1.25),
        "postgres": ({}, 1.5),
    }
    for part, (bars, bar) in limits.items():
        found = results.get(part, {"rates": {}, "memory": 0})
        for name, each in found["rates"].items():
            ratio, allowed = each["large_ms"] / each["small_ms"], bars.get(name, bar)
            if ratio > allowed:
                small, large = found["cells"]
                yield f"- **{name}, {large:,} against {small:,} cells**: {ratio:.2f} of {allowed}."
        if part == "scale" and found["memory"] > MOST_MEGABYTES:
            yield f"- **memory of a worker**: {found['memory']:.0f} of {MOST_MEGABYTES} MB."


def _missed_imports(results: dict[str, Any]) -> Iterator[str]:
    if not (imports := results.get("imports")):
        return
    for (database, way), bar in FASTER_BY.items():
        ours, bare = imports[database]["fill_table"], imports[database].get(BARE)
        ratio = imports[database][way]["cpu_seconds"] / ours["cpu_seconds"]
        if ratio < bar:
            yield (
                f"- **import against {way} on {database}**: {ratio:.1f} of {bar}. Writing took"
                f" {ours['cpu_seconds']:.1f} s of a core"
                + (
                    f"; the same rows into the same table without any index {bare['cpu_seconds']:.1f} s."
                    if bare
                    else "."
                )
            )
    for name, each in imports["waits"].items():
        if each["longest_ms"] > LONGEST_WAIT:
            longest = f"{each['longest_ms']:.0f} of {LONGEST_WAIT} ms"
            yield f"- **readers while an import changes {name}**: {longest}."


def _machine(results: dict[str, Any]) -> str:
    lines = [f"- {name}: {value}" for name, value in results["machine"].items()]
    lines += [
        f"- part `{name}`: run on {part['day']}, load {part['load']}"
        for name, part in results.items()
        if name != "machine"
    ]
    return "\n".join(["## Machine", "", *lines])


def _ratios(speed: dict[str, Any]) -> str:
    rows = []
    for what, ours, peer, bar in BARS:
        at = [
            rates[ours]["per_second"] / rates[peer]["per_second"]
            for rates in (speed["rates"]["c16"], speed["rates"]["c1"])
        ]
        verdict = "yes" if at[0] >= bar else "**no**"
        rows.append([what, f"{at[0]:.2f}", f"{at[1]:.2f}", f"≥ {bar}", verdict])
    two = speed["rates"]["c16"]["items, warm"]["per_second"] / speed["two datasettes"]
    rows.append(["items, warm : two Datasette processes", f"{two:.2f}", "", "", ""])
    head = ["ratio of requests per second", "16 connections", "1 connection", "bar (16)", "met"]
    return f"## Ratios, {speed['cells']:,} cells on SQLite\n\n" + _table(head, rows)


def _rates(speed: dict[str, Any]) -> str:
    names = list(speed["rates"]["c16"])
    rows = []
    for name in names:
        many, one = speed["rates"]["c16"][name], speed["rates"]["c1"][name]
        rows.append(
            [
                name,
                f"{many['per_second']:,.0f}",
                f"{many['median_ms']:.2f}",
                f"{many['p99_ms']:.1f}",
                f"{one['per_second']:,.0f}",
                f"{one['median_ms']:.2f}",
            ]
        )
    head = ["", "per second (16)", "median ms", "p99 ms", "per second (1)", "median ms"]
    return "## Rates\n\n" + _table(head, rows)


def _cpu(speed: dict[str, Any]) -> str:
    rows = [[name, f"{spent:.1f}"] for name, spent in speed["cpu"].items()]
    return (
        "## CPU per first-time request\n\nMeasured over the servers' processes with four connections; it depends little on "
        "who else uses the machine. Ours has two processes to spend it in, Datasette one.\n\n"
        + _table(["", "ms of one core"], rows)
    )


def _memory(results: dict[str, Any]) -> str:
    speed = results["speed"]
    rows = [
        ["peak memory of a worker, answers kept", f"{speed['memory']['answers kept']:.0f} MB", ""],
        ["peak memory of a worker, nothing kept", f"{speed['memory']['nothing kept']:.0f} MB", ""],
    ]
    if scale := results.get("scale"):
        row = [f"the same at {scale['cells'][1]:,} cells", f"{scale['memory']:.0f} MB", "≤ 120 MB"]
        rows.append(row)
    rows.append(
        [
            "`manage.py serve` in an empty folder to the first 200 (environment and static files made)",
            f"{speed['first start']:.1f} s",
            "",
        ]
    )
    return "## Memory and start\n\n" + _table(["", "", "goal"], rows)


def _weights(speed: dict[str, Any]) -> str:
    rows = [
        [kind, f"{weight['plain'] / 1000:.1f}", f"{weight['brotli'] / 1000:.1f}"]
        for kind, weight in speed["weights"].items()
    ]
    return "## Page weight\n\n" + _table(["page", "kB", "kB, brotli"], rows)


def _scale(title: str, part: str, scale: dict[str, Any], bars: dict[str, float], bar: float) -> str:
    rows = []
    for name, each in scale["rates"].items():
        ratio, allowed = each["large_ms"] / each["small_ms"], bars.get(name, bar)
        verdict = "yes" if ratio <= allowed else "**no**"
        rows.append(
            [
                name,
                f"{each['small_ms']:.2f}",
                f"{each['large_ms']:.2f}",
                f"{ratio:.2f}",
                f"≤ {allowed}",
                verdict,
            ]
        )
    small, large = scale["cells"]
    head = ["first time, 1 connection", f"{small:,} cells, ms", f"{large:,} cells, ms", "ratio", "bar", "met"]  # fmt: skip
    return f"## {title}\n\n" + _table(head, rows)


def _search(postgres: dict[str, Any]) -> str:
    rates = {name: each["per_second"] for name, each in postgres["search"].items()}
    ratio = rates["PostgreSQL"] / rates["SQLite"]
    return (
        f"Search, first time, bundled catalogue, 16 connections: {rates['PostgreSQL']:.0f} per second on PostgreSQL, "
        f"{rates['SQLite']:.0f} on SQLite; ratio {ratio:.2f} (bar ≥ 0.5)."
    )


def _imports(imports: dict[str, Any]) -> str:
    rows = []
    for database in ("sqlite", "postgres"):
        found = imports[database]
        ours = found["fill_table"]
        for way, each in found.items():
            is_ours = way == "fill_table"
            bar = FASTER_BY.get((database, way))
            faster = ours["rows_per_second"] / each["rows_per_second"]
            less = each["cpu_seconds"] / ours["cpu_seconds"]
            rows.append(
                [
                    f"{way}, {database}",
                    f"{each['rows_per_second']:,.0f}",
                    f"{each['cpu_seconds']:.1f}",
                    "" if is_ours else f"{faster:.1f}",
                    "" if is_ours else f"{less:.1f}",
                    f"≥ {bar}" if bar else "< 150 MB" if is_ours else "",
                    "" if bar is None else "yes" if less >= bar else "**no**",
                    f"{each['peak_mb']:.0f}" if "peak_mb" in each else "",
                ]
            )
    head = [
        "way of writing cells", "rows per second", "s of a core", "ours is faster by",
        "and takes less of a core by", "bar", "met", "peak MB",
    ]  # fmt: skip
    return (
        f"## Import: {imports['rows']:,} cells written\n\nAll ways write the same rows into the same emptied table with "
        "its indexes. The time on a core (of PostgreSQL's server too) is what the bar is held against: it depends little on "
        "who else uses the machine.\n\n" + _table(head, rows)
    )


BARE = "no index at all"
FASTER_BY = {
    ("sqlite", "loaddata"): 40,
    ("sqlite", "sqlite-utils"): 2,
    ("postgres", "bulk_create"): 5,
    ("postgres", "loaddata"): 40,
}
LONGEST_WAIT = 100  # ms
MOST_MEGABYTES = 120  # of a worker


def _waits(imports: dict[str, Any]) -> str:
    rows = [
        [
            changed,
            f"{each['import_seconds']:.1f}",
            f"{each['reads']}",
            f"{each['median_ms']:.1f}",
            f"{each['longest_ms']:.0f}",
            "yes" if each["longest_ms"] <= LONGEST_WAIT else "**no**",
        ]
        for changed, each in imports["waits"].items()
    ]
    head = ["changed", "seconds", "reads meanwhile", "median ms", "longest ms", "≤ 100 ms"]
    return (
        "## Readers of SQLite during an import\n\n"
        + _table(head, rows)
        + "\n\nPostgreSQL's readers see the old rows meanwhile (its own guarantee; not measured here)."
    )


def _queries() -> str:
    rows = [[f"`{address}`", str(count)] for address, count in QUERIES.items()]
    return (
        "## Queries per address, first time\n\nHeld by `tests/test_query_counts.py`.\n\n"
        + _table(["address", "queries"], rows)
    )


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows)])
