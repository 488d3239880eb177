"""The site and its peers, each as its documentation starts it, on the same data."""

import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.machine import BENCH, PEERS, needed, port, running
from tests.served import ROOT

DATA = BENCH / "data"
ITEMS_SQL = """
select s.identifier as service, r.slug as responsibility, l.slug as layer, i.ownership, i.basis,
  i.resolved_from, i.provider_duty, i.customer_duty, i.default_state, i.caveats, i.checks,
  i.blast_radius, i.recovery, i.citations, i.verified_on, i.inherited
from matrices_resolveditem i
  join catalog_service s on s.id = i.service_id
  join catalog_responsibility r on r.id = i.responsibility_id
  join catalog_layer l on l.id = i.layer_id
where i.option_id is null and s.identifier {}
order by s.identifier, r."order"
"""
QUERIES = {
    "items": {"sql": ITEMS_SQL.format("= :service")},
    "compare": {"sql": ITEMS_SQL.format("in (:one, :other)")},
}
TABLE = "matrices_resolveditem"
SEARCHED = ("provider_duty", "customer_duty", "default_state", "blast_radius", "recovery")


@dataclass(frozen=True)
class Server:
    """A running server: its address and process."""

    address: str
    pid: int


@contextmanager
def site(data: Path = DATA, *, cache_megabytes: int = 32, workers: int = 2) -> Iterator[Server]:
    """Ours, as `make run` does; nobody is limited, since all requests come from one client."""
    at = port()
    command = [sys.executable, "manage.py", "serve"]
    environment = {
        "DATA_DIR": str(data), "HOST": "127.0.0.1", "PORT": str(at), "WORKERS": str(workers),
        "CACHE_MEGABYTES": str(cache_megabytes), "API_REQUESTS_PER_MINUTE": "0",
    }  # fmt: skip
    address = f"http://127.0.0.1:{at}"
    with running(command, f"{address}/readyz", environment) as pid:
        yield Server(address, pid)


@contextmanager
def datasette() -> Iterator[Server]:
    """`datasette serve` on a copy of the database, with canned queries and full-text search."""
    database, metadata = BENCH / "atlas.sqlite3", BENCH / "metadata.json"
    if not database.exists():
        shutil.copy(DATA / "atlas.sqlite3", database)
        subprocess.run(
            [str(PEERS / "sqlite-utils"), "enable-fts", str(database), TABLE, *SEARCHED],
            check=True,
        )
    metadata.write_text(json.dumps({"databases": {"atlas": {"queries": QUERIES}}}))
    at = port()
    command = [
        str(PEERS / "datasette"), "serve", str(database),
        "--host", "127.0.0.1", "--port", str(at), "--metadata", str(metadata),
    ]  # fmt: skip
    address = f"http://127.0.0.1:{at}"
    with running(command, address) as pid:
        yield Server(address, pid)


@contextmanager
def model_serializers() -> Iterator[Server]:
    """ModelSerializer views under the server that ours runs under."""
    at = port()
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--host", "127.0.0.1",
        "--port", str(at), "--workers", "2", "--blocking-threads", "4", "--log-level", "warning",
        "tests.benchmarks.peers.wsgi:application",
    ]  # fmt: skip
    address = f"http://127.0.0.1:{at}"
    with running(command, f"{address}/items/?service=aws/s3", {"DATA_DIR": str(DATA)}) as pid:
        yield Server(address, pid)


NGINX = """
daemon off; worker_processes 2; pid {folder}/nginx.pid; error_log {folder}/nginx.log;
{user}
events {{ worker_connections 1024; }}
http {{
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000;
  types {{ text/html html; application/json json; }}
  client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3;
  uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
  server {{ listen 127.0.0.1:{at}; root {folder}/files; }}
}}
"""


@contextmanager
def nginx(files: dict[str, bytes]) -> Iterator[Server]:
    """Two workers that send the bytes of files."""
    folder, at = BENCH / "nginx", port()
    (folder / "files").mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / "files" / name).write_bytes(content)
    config = folder / "nginx.conf"
    user = "user root;" if Path("/proc/self").owner() == "root" else ""
    config.write_text(NGINX.format(folder=folder, at=at, user=user))
    address = f"http://127.0.0.1:{at}"
    command = [needed("nginx", "nginx"), "-c", str(config), "-p", str(folder)]
    with running(command, f"{address}/{next(iter(files))}") as pid:
        yield Server(address, pid)


def prepare() -> None:
    """The data of the run and the peers' own environment."""
    DATA.mkdir(parents=True, exist_ok=True)
    environment = ["env", f"DATA_DIR={DATA}", sys.executable, "manage.py"]
    for command in (["migrate", "-v0"], ["import_fixtures"], ["collectstatic", "--noinput", "-v0"]):
        subprocess.run([*environment, *command], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    (BENCH / "atlas.sqlite3").unlink(missing_ok=True)
    if not (PEERS / "datasette").exists():
        subprocess.run([sys.executable, "-m", "venv", str(PEERS.parent)], check=True)
        pip = [
            str(PEERS / "python"),
            "-m",
            "pip",
            "install",
            "--quiet",
            "datasette",
            "sqlite-utils",
        ]
        subprocess.run(pip, check=True)


def services() -> list[str]:
    """Identifiers of all services of the data."""
    with sqlite3.connect(DATA / "atlas.sqlite3") as database:
        rows = database.execute("select identifier from catalog_service order by identifier")
        return [identifier for (identifier,) in rows]


def cell_count(data: Path = DATA) -> int:
    with sqlite3.connect(data / "atlas.sqlite3") as database:
        [count] = database.execute("select count(*) from matrices_resolveditem").fetchone()
        return int(count)
