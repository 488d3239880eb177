"""How fast cells are written, in what memory, and how long a reader waits meanwhile.

Every way of writing runs in a process of its own (`tests.benchmarks.writing`)
into an empty table of cells, so that memory is that way's alone.
"""

import json
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

from tests.benchmarks import servers
from tests.benchmarks.machine import BENCH, PEERS
from tests.benchmarks.scale import new_database
from tests.postgres import running_postgres

ROWS = int(os.environ.get("BENCH_CELLS", "250000"))
WAYS = ("fill_table", "bulk_create", "loaddata")
BARE = "no index at all"  # what the rows cost by themselves
TABLE = "matrices_resolveditem"
# Files that say something new in every claim or in the first one, by their path
CHANGED = {
    "every claim of every service": ("providers/%/services/%", 1000),
    "one claim of every service": ("providers/%/services/%", 1),
    "every claim of one service": ("providers/aws/services/s3.yaml", 1000),
}
WORK = BENCH / "imports"


def run() -> dict[str, Any]:
    """Rows per second of every way on both databases, and the longest wait of a reader."""
    servers.prepare()
    WORK.mkdir(parents=True, exist_ok=True)
    sqlite = {way: _sqlite(way) for way in (*WAYS, BARE)}
    sqlite["sqlite-utils"] = _sqlite_utils()
    with running_postgres() as url:
        postgres = {way: _postgres(url, way) for way in WAYS}
    return {
        "rows": ROWS,
        "sqlite": sqlite,
        "postgres": postgres,
        "waits": {name: waits(*changed) for name, changed in CHANGED.items()},
    }


def _sqlite(way: str) -> dict[str, float]:
    shutil.copy(servers.DATA / "atlas.sqlite3", WORK)
    return _process({"DATA_DIR": str(WORK)}, way, ROWS)


def _postgres(url: str, way: str) -> dict[str, float]:
    environment = {"DATABASE_URL": new_database(url, way)}
    _process(environment, "prepare", 0)
    return _process(environment, way, ROWS)


def _process(environment: dict[str, str], way: str, rows: int) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.writing", way, str(rows)],
        env={**os.environ, "BENCH_WORK": str(WORK), **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    lines = done.stdout.splitlines()
    told: dict[str, float] = json.loads(lines[-1]) if lines else {}
    return told


def _sqlite_utils() -> dict[str, float]:
    """`sqlite-utils insert` of the same rows from lines of JSON into a table with the indexes."""
    lines, database = WORK / "cells.ndjson", WORK / "utils.sqlite3"
    database.unlink(missing_ok=True)
    _process({"DATA_DIR": str(WORK)}, "lines", ROWS)
    with sqlite3.connect(WORK / "atlas.sqlite3") as source, sqlite3.connect(database) as target:
        for (statement,) in source.execute(
            "select sql from sqlite_master where tbl_name='matrices_resolveditem' and sql not null"
            " order by type='index'"
        ):
            target.execute(statement)
    began, used = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [str(PEERS / "sqlite-utils"), "insert", str(database), TABLE, str(lines), "--nl"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    seconds = time.monotonic() - began
    now = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime
    return {
        "rows": ROWS, "rows_per_second": ROWS / seconds, "seconds": seconds, "cpu_seconds": cpu,
    }  # fmt: skip


def waits(files: str, claims: int) -> dict[str, float]:
    """How long a reader of SQLite waited while an import changed claims of files, in ms."""
    folder = WORK / "waits"
    folder.mkdir(parents=True, exist_ok=True)
    database = folder / "atlas.sqlite3"
    shutil.copy(servers.DATA / "atlas.sqlite3", database)
    environment = {**os.environ, "DATA_DIR": str(folder)}
    with sqlite3.connect(database) as connection:
        age(connection, files, claims)
    done = threading.Event()
    longest: list[float] = []
    reader = threading.Thread(target=_read, args=(database, done, longest))
    reader.start()
    began = time.monotonic()
    command = [sys.executable, "manage.py", "import_fixtures"]
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
    seconds = time.monotonic() - began
    done.set()
    reader.join()
    return {"longest_ms": max(longest), "median_ms": sorted(longest)[len(longest) // 2],
            "import_seconds": seconds, "reads": len(longest)}  # fmt: skip


def age(connection: sqlite3.Connection, files: str, claims: int) -> None:
    """Make the database say something else than the first so many claims of each file say."""
    found = connection.execute(
        "select d.id, d.document, s.id from matrices_datafile d join catalog_service s"
        " on d.path = 'providers/' || replace(s.identifier, '/', '/services/') || '.yaml'"
        " where d.path like ?",
        [files],
    )
    for file, text, service in found.fetchall():
        document = json.loads(text)
        changed = list(document.get("items", {}))[:claims]
        for row in changed:
            document["items"][row]["recovery"] = "Old."
        connection.execute(
            "update matrices_datafile set digest = '', text_digest = '', document = ? where id = ?",
            [json.dumps(document), file],
        )
        cells = (
            "service_id = ? and responsibility_id in (select id from catalog_responsibility where"
            f" slug in ({', '.join('?' * len(changed))}))"
        )
        for table in ("matrices_responsibilityitem", "matrices_resolveditem"):
            connection.execute(
                f"update {table} set recovery = 'Old.' where {cells}", [service, *changed]
            )
        connection.execute(
            "update matrices_searchtext set said = 'old' where item_id in"
            f" (select id from matrices_resolveditem where {cells})",
            [service, *changed],
        )


def _read(database: Path, done: threading.Event, longest: list[float]) -> None:
    connection = sqlite3.connect(database, timeout=60)
    while not done.is_set():
        began = time.monotonic()
        connection.execute(
            "select * from matrices_resolveditem where service_id = 1 and option_id is null"
        ).fetchall()
        longest.append((time.monotonic() - began) * 1000)
        time.sleep(0.002)
