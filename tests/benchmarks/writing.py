"""One way of writing cells in a process of its own: `-m tests.benchmarks.writing WAY ROWS`."""

import json
import os
import resource
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import django
from django.core.management import call_command
from django.db import connection, transaction

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "srm_site.settings")
django.setup()

from matrices.importer.bulk import fill_table, write_rows  # noqa: E402
from matrices.models import ResolvedItem, SearchText  # noqa: E402
from tests.benchmarks.catalogues import Original, fill, original_of  # noqa: E402
from tests.processes import children_of, seconds_of  # noqa: E402

Row = Sequence[Any]


def copies(original: Original, rows: int) -> Iterator[Row]:
    """So many rows without their keys, again and again the same ones."""
    for number in range(rows):
        yield original.rows[number % len(original.rows)][1:]


def write(way: str, rows: int, folder: Path) -> dict[str, float]:
    """Write rows into the emptied table; returns rate, time and the peak of memory."""
    original = original_of(ResolvedItem)
    columns = original.columns[1:]
    SearchText.objects.all().delete()
    ResolvedItem.objects.all().delete()
    without_uniqueness()
    if way == "no index at all":
        drop_indexes()
    if way == "loaddata":
        dump(folder / "cells.json", columns, copies(original, rows))
    began, used = time.monotonic(), cpu_seconds()
    with transaction.atomic():
        if way == "fill_table":
            fill_table(ResolvedItem, columns, copies(original, rows))
        elif way == "no index at all":
            write_rows(ResolvedItem, columns, copies(original, rows))
        elif way == "bulk_create":
            ResolvedItem.objects.bulk_create(
                (
                    ResolvedItem(**dict(zip(columns, row, strict=True)))
                    for row in copies(original, rows)
                ),
                batch_size=500,
            )
        else:
            call_command("loaddata", str(folder / "cells.json"), verbosity=0)
    seconds = time.monotonic() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "rows": rows,
        "rows_per_second": rows / seconds,
        "seconds": seconds,
        "cpu_seconds": cpu_seconds() - used,
        "peak_mb": peak,
    }


def cpu_seconds() -> float:
    """The time on a core that this process and all of PostgreSQL's have taken so far."""
    if connection.vendor != "postgresql":
        return time.process_time()
    connection.ensure_connection()
    backend = connection.connection.info.backend_pid
    server = int(Path(f"/proc/{backend}/stat").read_text().rpartition(")")[2].split()[1])
    return time.process_time() + server_seconds(server)


def server_seconds(pid: int) -> float:
    """Of a process, its children, and those of them that have ended."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    own_and_ended = sum(int(ticks) for ticks in fields[11:15]) / os.sysconf("SC_CLK_TCK")
    return own_and_ended + seconds_of(children_of(pid))


def without_uniqueness() -> None:
    """Copies of one row may stand in the table; the indexes stay, but not as constraints."""
    with connection.cursor() as cursor:
        for name, columns, condition in (
            ("resolved_item_unique_as_it_comes", "service_id, responsibility_id", "NULL"),
            ("resolved_item_unique_per_option", "option_id, responsibility_id", "NOT NULL"),
        ):
            cursor.execute(f"DROP INDEX IF EXISTS {name}")
            cursor.execute(
                f"CREATE INDEX {name} ON matrices_resolveditem ({columns})"
                f" WHERE option_id IS {condition}"
            )


def drop_indexes() -> None:
    """What the rows cost without them tells what they cost."""
    with connection.cursor() as cursor:
        for name, found in connection.introspection.get_constraints(
            cursor, ResolvedItem._meta.db_table
        ).items():
            if found["index"] and not found["primary_key"]:
                cursor.execute(f"DROP INDEX {connection.ops.quote_name(name)}")


def dump(path: Path, columns: Sequence[str], rows: Iterator[Row]) -> None:
    """What `loaddata` reads."""
    names = [column.removesuffix("_id") for column in columns]
    entries = [
        {
            "model": "matrices.resolveditem",
            "pk": key,
            "fields": dict(zip(names, row, strict=True)),
        }
        for key, row in enumerate(rows, start=1)
    ]
    path.write_text(json.dumps(entries, default=str))


def dump_lines(path: Path, rows: int) -> None:
    """What `sqlite-utils insert --nl` reads."""
    original = original_of(ResolvedItem)
    with path.open("w") as out:
        for key, row in enumerate(copies(original, rows), start=1):
            line = {"id": key, **dict(zip(original.columns[1:], row, strict=True))}
            out.write(json.dumps(line, default=str) + "\n")


if __name__ == "__main__":
    asked, count, folder = sys.argv[1], int(sys.argv[2]), Path(os.environ["BENCH_WORK"])
    if asked == "prepare":
        fill(0)
    elif asked == "lines":
        dump_lines(folder / "cells.ndjson", count)
    else:
        print(json.dumps(write(asked, count, folder)))
