"""How fast cells are written, in what memory, and how long a reader waits meanwhile.

Every way of writing runs in a process of its own (`tests.benchmarks.writing`)
into an empty table of cells, so that memory is that way's alone.
"""

import json
import os
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
from tests.postgres import running_postgres

ROWS = int(os.environ.get("BENCH_CELLS", "250000"))
FEWER = {"bulk_create": 5, "loaddata": 25}  # slow ways write this fraction
TABLE = "matrices_resolveditem"
CHANGED = {"all services": "%", "one service": "providers/aws/services/s3.yaml"}
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
    return {
        "rows": ROWS,
        "sqlite": sqlite,
        "postgres": postgres,
        "waits": {name: waits(like) for name, like in CHANGED.items()},
    }


def _sqlite(way: str) -> dict[str, float]:
    shutil.copy(servers.DATA / "atlas.sqlite3", WORK)
    return _process({"DATA_DIR": str(WORK)}, way, ROWS // FEWER.get(way, 1))


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
    began = time.monotonic()
    command = [str(PEERS / "sqlite-utils"), "insert", str(database), TABLE, str(lines), "--nl"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    seconds = time.monotonic() - began
    return {"rows_per_second": ROWS / seconds, "seconds": seconds}


def waits(like: str) -> dict[str, float]:
    """How long a reader of SQLite waited while files of some name were imported anew, in ms."""
    folder = WORK / "waits"
    folder.mkdir(parents=True, exist_ok=True)
    database = folder / "atlas.sqlite3"
    shutil.copy(servers.DATA / "atlas.sqlite3", database)
    environment = {**os.environ, "DATA_DIR": str(folder)}
    with sqlite3.connect(database) as connection:
        connection.execute(
            "update matrices_datafile set digest='', text_digest='', document='{}'"
            " where path like ?",
            [like],
        )
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


def _read(database: Path, done: threading.Event, longest: list[float]) -> None:
    connection = sqlite3.connect(database, timeout=60)
    while not done.is_set():
        began = time.monotonic()
        connection.execute(
            "select * from matrices_resolveditem where service_id = 1 and option_id is null"
        ).fetchall()
        longest.append((time.monotonic() - began) * 1000)
        time.sleep(0.002)
