"""How fast cells are written, in what memory, and how long a reader waits meanwhile.

Every way of writing runs in a process of its own (`python -m tests.benchmarks.imports WAY ROWS`)
into an empty table of cells, so that memory is that way's alone.
"""

import json
import os
import resource
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.benchmarks import servers
from tests.benchmarks.machine import BENCH, PEERS
from tests.postgres import running_postgres

ROWS = int(os.environ.get("BENCH_CELLS", "250000"))
FEWER = {"bulk_create": 5, "loaddata": 25}  # slow ways write this fraction
WORK = BENCH / "imports"


def run() -> dict[str, Any]:
    """Rows per second of every way on both databases, and the longest wait of a reader."""
    servers.prepare()
    WORK.mkdir(parents=True, exist_ok=True)
    sqlite = {way: _sqlite(way) for way in ("write_rows", "bulk_create", "loaddata")}
    sqlite["sqlite-utils"] = _sqlite_utils()
    with running_postgres() as url:
        _process({"DATABASE_URL": url}, "prepare", 0)
        postgres = {
            way: _process({"DATABASE_URL": url}, way, ROWS // FEWER.get(way, 1))
            for way in ("write_rows", "bulk_create", "loaddata")
        }
    return {"rows": ROWS, "sqlite": sqlite, "postgres": postgres, "waits": waits()}


def _sqlite(way: str) -> dict[str, float]:
    (WORK / "atlas.sqlite3").unlink(missing_ok=True)
    environment = {"DATA_DIR": str(WORK)}
    _process(environment, "prepare", 0)
    return _process(environment, way, ROWS // FEWER.get(way, 1))


def _process(environment: dict[str, str], way: str, rows: int) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.imports", way, str(rows)],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    told: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return told


def _sqlite_utils() -> dict[str, float]:
    """`sqlite-utils insert` of the same rows from lines of JSON into a table with the indexes."""
    lines, database = WORK / "cells.ndjson", WORK / "utils.sqlite3"
    database.unlink(missing_ok=True)
    _process({"DATA_DIR": str(WORK)}, "dump", ROWS)
    with sqlite3.connect(WORK / "atlas.sqlite3") as source, sqlite3.connect(database) as target:
        for (statement,) in source.execute(
            "select sql from sqlite_master where tbl_name='matrices_resolveditem' and sql not null"
            " order by type='index'"
        ):
            target.execute(statement)
    began = time.monotonic()
    command = [PEERS / "sqlite-utils", "insert", database, "matrices_resolveditem", lines, "--nl"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    seconds = time.monotonic() - began
    return {"rows_per_second": ROWS / seconds, "seconds": seconds}


def waits() -> dict[str, float]:
    """The longest that a reader of SQLite waited while every service was imported anew, in ms."""
    folder = WORK / "waits"
    folder.mkdir(parents=True, exist_ok=True)
    database = folder / "atlas.sqlite3"
    database.unlink(missing_ok=True)
    manage = [sys.executable, "manage.py"]
    environment = {**os.environ, "DATA_DIR": str(folder)}
    for command in (["migrate", "-v0"], ["import_fixtures"]):
        subprocess.run([*manage, *command], env=environment, check=True, stdout=subprocess.DEVNULL)
    with sqlite3.connect(database) as connection:
        connection.execute("update matrices_datafile set digest='', text_digest=''")
    done = threading.Event()
    longest: list[float] = []
    reader = threading.Thread(target=_read, args=(database, done, longest))
    reader.start()
    began = time.monotonic()
    command = [*manage, "import_fixtures"]
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
    seconds = time.monotonic() - began
    done.set()
    reader.join()
    return {"longest_ms": max(longest), "median_ms": sorted(longest)[len(longest) // 2],
            "import_seconds": seconds, "reads": len(longest)}  # fmt: skip


def _read(database: Path, done: threading.Event, longest: list[float]) -> None:
    connection = sqlite3.connect(database, timeout=60)
    while not done.is_set():
        began = time.monotonic()
        connection.execute(
            "select * from matrices_resolveditem where service_id = 1 and option_id is null"
        ).fetchall()
        longest.append((time.monotonic() - began) * 1000)
        time.sleep(0.002)


def _write(way: str, rows: int) -> None:
    """Inside the process of its own."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "srm_site.settings")
    django.setup()
    from django.core.management import call_command
    from django.db import connection, transaction

    from matrices.importer.bulk import write_rows
    from matrices.models import ResolvedItem, SearchText
    from tests.benchmarks.catalogues import fill, original_of

    if way == "prepare":
        fill(0)
        print("{}")
        return
    original = original_of(ResolvedItem)
    columns = original.columns[1:]

    def copies() -> Iterator[tuple[Any, ...]]:
        for number in range(rows):
            yield original.rows[number % len(original.rows)][1:]

    if way == "dump":
        with (WORK / "cells.ndjson").open("w") as out:
            for key, row in enumerate(copies(), start=1):
                line = {"id": key, **dict(zip(columns, row, strict=True))}
                out.write(json.dumps({**line, "row_place": key, "option_id": None}) + "\n")
        print("{}")
        return
    SearchText.objects.all().delete()
    ResolvedItem.objects.all().delete()
    _without_uniqueness(connection)
    dumped = WORK / "cells.json"
    if way == "loaddata":
        _dump(dumped, columns, copies())
    began = time.monotonic()
    with transaction.atomic():
        if way == "write_rows":
            write_rows(ResolvedItem, columns, copies())
        elif way == "bulk_create":
            ResolvedItem.objects.bulk_create(
                (ResolvedItem(**dict(zip(columns, row, strict=True))) for row in copies()),
                batch_size=500,
            )
        else:
            call_command("loaddata", str(dumped), verbosity=0)
    seconds = time.monotonic() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"rows_per_second": rows / seconds, "seconds": seconds, "peak_mb": peak}))


def _without_uniqueness(connection: Any) -> None:
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


def _dump(path: Path, columns: list[str], rows: Iterator[tuple[Any, ...]]) -> None:
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


if __name__ == "__main__":
    _write(sys.argv[1], int(sys.argv[2]))
