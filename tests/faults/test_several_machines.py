"""The configuration of docs/deploy.md as a whole: nginx, two applications, a primary with a
streaming replica, Redis for the counters. Drills that end something come last."""

import http.client
import json
import os
import signal
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from django.conf import settings

from srm_site.middleware import PAUSE
from tests.factories import small_catalogue, write_files
from tests.faults.asking import Told, asked_all_the_time, get, until
from tests.faults.imports import manage
from tests.faults.programs import needed
from tests.faults.proxy import Proxy, Redis, running_proxy, running_redis
from tests.postgres import Postgres, new_postgres, new_standby
from tests.served import manage_serve, process_serving

pytestmark = pytest.mark.drill

LIMIT = 50
TOKEN = "t0ken-of-the-drill"
PUBLIC = {
    "PUBLIC_SITE": "1",
    "SECRET_KEY": "k3y-" + "x7Q9" * 15,
    "ALLOWED_HOSTS": "localhost,127.0.0.1",
    "TRUSTED_PROXIES": "127.0.0.1",
    "API_REQUESTS_PER_MINUTE": str(LIMIT),
    "METRICS_TOKEN": TOKEN,
    "WORKERS": "1",
}
OBSERVATORY = Path(settings.BASE_DIR) / "tests" / "faults" / "observatory"


@dataclass(frozen=True)
class Machines:
    proxy: Proxy
    applications: list[str]
    processes: list["subprocess.Popen[bytes]"]
    primary: Postgres
    standby: Postgres
    redis: Redis

    def ask(self, path: str, **headers: str) -> Told:
        """Through the proxy, as a browser would."""
        begun = time.monotonic()
        connection = http.client.HTTPSConnection(
            "localhost", self.proxy.https_port, timeout=30, context=self.proxy.context()
        )
        try:
            connection.request("GET", path, headers=headers)
            response = connection.getresponse()
            found = {name.lower(): value for name, value in response.getheaders()}
            return Told(response.status, found, response.read(), time.monotonic() - begun)
        except (OSError, http.client.HTTPException):
            return Told(0)
        finally:
            connection.close()

    def ask_one(self, which: int, path: str, client: str) -> Told:
        """One application directly, as the proxy would for a client."""
        headers = {"Host": "localhost", "X-Forwarded-Proto": "https", "X-Forwarded-For": client}
        return get(self.applications[which], path, **headers)

    def computed(self, sizes: range, client: str) -> list[Told]:
        """Answers from the applications in turn, never kept where nobody asked for that size."""
        return [
            self.ask_one(size % 2, f"/api/v1/layers/?page_size={size}", client) for size in sizes
        ]

    def log_in(self) -> int:
        """The status of an attempt."""
        place = self.applications[0].removeprefix("http://")
        connection = http.client.HTTPConnection(place, timeout=30)
        headers = {"X-Forwarded-Proto": "https"}
        connection.request("POST", "/admin/login/", b"username=root", headers)
        status = connection.getresponse().status
        connection.close()
        return status


@pytest.fixture(scope="module")
def machines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machines]:
    needed("nginx")
    needed("redis-server")
    root = tmp_path_factory.mktemp("machines")
    with ExitStack() as stack:
        primary = stack.enter_context(new_postgres("-c", "wal_level=replica"))
        standby = stack.enter_context(new_standby(primary))
        redis = stack.enter_context(running_redis(root))
        base = "postgres://atlas@/postgres?host=127.0.0.1,127.0.0.1"
        addresses = {
            "DATABASE_URL": f"{base}&port={primary.port},{standby.port}"
            "&target_session_attrs=read-write",
            "DATABASE_REPLICA_URL": f"{base}&port={standby.port},{primary.port}"
            "&target_session_attrs=prefer-standby",
            "CACHE_URL": redis.url,
        }
        served = [
            stack.enter_context(application(root / name, addresses)) for name in ("one", "two")
        ]
        hosts = [address.removeprefix("http://") for address, _ in served]
        proxy = stack.enter_context(running_proxy(hosts))
        yield Machines(
            proxy,
            [each for each, _ in served],
            [each for _, each in served],
            primary,
            standby,
            redis,
        )


def application(folder: Path, addresses: Mapping[str, str]):  # type: ignore[no-untyped-def]
    folder.mkdir()
    (folder / "static").symlink_to(Path(settings.STATIC_ROOT))
    own = {"DATA_DIR": str(folder), **PUBLIC, **addresses}
    return process_serving(manage_serve(), environment=own)


def test_second_reader_is_answered_by_the_proxy(machines: Machines) -> None:
    for encoding in ("br", "gzip", "identity"):
        first = machines.ask("/families/", **{"Accept-Encoding": encoding})
        second = machines.ask("/families/", **{"Accept-Encoding": f"{encoding}, x-other"})

        assert (first.status, second.status) == (200, 200)
        assert second.headers["x-cache"] == "HIT"
        assert second.headers.get("content-encoding", "identity") == encoding
        assert first.body == second.body


def test_reader_with_a_cookie_is_never_answered_from_the_store(machines: Machines) -> None:
    machines.ask("/tiers/")
    told = machines.ask("/tiers/", Cookie="session=1")
    login = [machines.ask("/admin/login/") for _ in range(2)]

    assert told.headers["x-cache"] == "BYPASS"
    assert [each.headers["x-cache"] for each in login] == ["MISS", "MISS"]
    assert login[0].headers["set-cookie"] != login[1].headers["set-cookie"]


def test_what_is_for_the_machines_is_not_for_the_world(machines: Machines) -> None:
    assert machines.ask("/metrics").status == 404
    assert machines.ask("/readyz").status == 404
    assert machines.ask("/healthz").status == 200
    assert machines.ask("/", Host="evil.example").status == 0


def test_plain_http_leads_to_https(machines: Machines) -> None:
    told = get(f"http://localhost:{machines.proxy.http_port}", "/services/")

    assert told.status == 301
    assert told.headers["location"].startswith("https://localhost")


def test_machines_are_watched_at_their_own_addresses(machines: Machines) -> None:
    """As docs/deploy.md scrapes them: over plain HTTP, without the proxy."""
    for address in machines.applications:
        assert get(address, "/healthz").status == 200
        assert get(address, "/readyz").status == 200
        assert get(address, "/metrics").status == 401
        told = get(address, "/metrics", Authorization=f"Bearer {TOKEN}")
        assert b"\nsrm_revision 1.0\n" in told.body


def wait_for_a_whole_window() -> None:
    """A count that began late in a minute would end in the next."""
    time.sleep(61 - time.time() % 60 if time.time() % 60 > 40 else 0)


def test_computed_answers_are_limited_for_all_applications_at_once(machines: Machines) -> None:
    wait_for_a_whole_window()

    statuses = [each.status for each in machines.computed(range(1, LIMIT + 21), "192.0.2.10")]

    assert (statuses.count(200), statuses.count(429)) == (LIMIT, 20)


def test_redis_that_does_not_answer_limits_nobody_and_lets_nobody_log_in(
    machines: Machines,
) -> None:
    with machines.redis.deaf():
        told = machines.computed(range(101, LIMIT + 121), "192.0.2.11")
        assert machines.log_in() == 503

    assert {each.status for each in told} == {200}
    assert max(each.seconds for each in told) < 2
    assert sum(each.seconds > 0.4 for each in told) < 10  # few wait for it

    time.sleep(PAUSE)
    wait_for_a_whole_window()
    statuses = [each.status for each in machines.computed(range(201, LIMIT + 206), "192.0.2.12")]
    assert statuses.count(429) == 5


def test_catalogue_is_read_on_the_replica(machines: Machines) -> None:
    for which in (0, 1):
        assert machines.ask_one(which, f"/services/aws/rds/?x{which}=1", "192.0.2.3").status == 400
        assert machines.ask_one(which, "/services/aws/rds/", "192.0.2.3").status == 200

    assert queries_of_readers(machines.standby) > 0
    assert queries_of_readers(machines.primary) == 0


def test_connection_to_the_replica_writes_nothing(machines: Machines, tmp_path: Path) -> None:
    write = "from django.db import connections; connections['replica'].cursor().execute('{}')"
    to_primary = dict.fromkeys(("DATABASE_URL", "DATABASE_REPLICA_URL"), machines.primary.url)

    done = manage(
        tmp_path, "shell", "-v", "0", "-c", write.format("CREATE TABLE x ()"), **to_primary
    )

    assert done.returncode != 0
    assert "read-only transaction" in done.stderr


def shake_hands(machines: Machines, version: ssl.TLSVersion) -> str | None:
    """The version that both speak, where the client speaks only one."""
    context = machines.proxy.context()
    context.set_ciphers("DEFAULT:@SECLEVEL=0")
    context.minimum_version = context.maximum_version = version
    plain = socket.create_connection(("localhost", machines.proxy.https_port), timeout=10)
    with context.wrap_socket(plain, server_hostname="localhost") as secure:
        return secure.version()


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion")
@pytest.mark.parametrize("old", [ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1])
def test_old_tls_is_refused(machines: Machines, old: ssl.TLSVersion) -> None:
    with pytest.raises(ssl.SSLError, match="PROTOCOL_VERSION"):
        shake_hands(machines, old)


def test_new_tls_is_spoken(machines: Machines) -> None:
    assert shake_hands(machines, ssl.TLSVersion.TLSv1_2) == "TLSv1.2"
    assert shake_hands(machines, ssl.TLSVersion.TLSv1_3) == "TLSv1.3"


def queries_of_readers(server: Postgres) -> int:
    """Connections whose last query read the catalogue outside of an import."""
    query = (
        "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'SELECT %catalog_%' "
        "AND pid <> pg_backend_pid()"
    )
    with psycopg.connect(server.url) as connection:
        row = connection.execute(query).fetchone()
    return int(row[0]) if row else 0


def test_smuggled_request_gets_no_answer(machines: Machines) -> None:
    hidden = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
    head = b"POST /services/ HTTP/1.1\r\nHost: localhost\r\n"
    attempts = [
        b"Content-Length: %d\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" % (5 + len(hidden)),
        b"Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n1\r\nZ\r\nQ\r\n",
        b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
        b"Content-Length: 0\r\nContent-Length: 7\r\n\r\n",
    ]
    for attempt in attempts:
        plain = socket.create_connection(("localhost", machines.proxy.https_port), timeout=10)
        with machines.proxy.context().wrap_socket(plain, server_hostname="localhost") as secure:
            secure.sendall(head + attempt + hidden)
            told = read_all(secure)
        assert told.count(b"HTTP/1.1 ") <= 1, attempt
        assert b"\r\n\r\nok\n" not in told


def read_all(connection: socket.socket) -> bytes:
    connection.settimeout(3)
    told = b""
    try:
        while piece := connection.recv(65536):
            told += piece
    except OSError:
        return told
    return told


@pytest.mark.parametrize("path", ["/", "/services/aws/s3/", "/api/docs/"])
def test_http_observatory_gives_135_of_145(machines: Machines, path: str) -> None:
    folder = installed_observatory()
    done = subprocess.run(
        ["node", str(OBSERVATORY / "score.mjs"), path],
        cwd=folder,
        env={
            **os.environ,
            "NODE_EXTRA_CA_CERTS": str(machines.proxy.certificate),
            "SCANNER": str(folder / "node_modules" / "@mdn" / "mdn-http-observatory"),
            "HTTP_PORT": str(machines.proxy.http_port),
            "HTTPS_PORT": str(machines.proxy.https_port),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)

    print(path, result["score"])
    assert result["failed"] == []
    assert result["score"] >= 135, result


def installed_observatory() -> Path:
    """The scanner from the npm registry, at the version that the lock file names."""
    npm = needed("npm")
    folder = Path(settings.DATA_DIR) / "observatory"
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        (folder / name).write_bytes((OBSERVATORY / name).read_bytes())
    command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
    if subprocess.run(command, cwd=folder, check=False, timeout=600).returncode:
        pytest.skip("NO NPM REGISTRY: THE OBSERVATORY DID NOT RUN.")
    # A script that we do not run would fetch Chromium's list of preloaded sites; ours is not on it.
    conf = folder / "node_modules" / "@mdn" / "mdn-http-observatory" / "conf"
    (conf / "hsts-preload.json").write_text("{}")
    return folder


def test_new_revision_reaches_every_application_and_within_a_minute_the_proxy(
    machines: Machines, tmp_path: Path
) -> None:
    assert b'"revision":1' in machines.ask("/api/v1/tiers/").body
    files = write_files(tmp_path / "next", small_catalogue())
    done = manage(tmp_path, "import_fixtures", "--path", files, DATABASE_URL=machines.primary.url)
    assert "revision 2" in done.stdout, done.stderr

    def all_know() -> bool:
        told = [
            machines.ask_one(which, "/api/v1/tiers/", f"192.0.2.{40 + which}") for which in (0, 1)
        ]
        return all(b'"revision":2' in each.body for each in told)

    until(all_know, seconds=3)
    time.sleep(61)  # max-age
    assert b'"revision":2' in machines.ask("/api/v1/tiers/").body


def test_redis_that_is_gone_limits_nobody_and_lets_nobody_log_in(machines: Machines) -> None:
    machines.redis.kill()

    told = machines.computed(range(301, LIMIT + 321), "192.0.2.13")

    assert {each.status for each in told} == {200}
    assert max(each.seconds for each in told) < 1
    assert machines.log_in() == 503
    assert machines.ask("/families/").status == 200


def test_reader_notices_nothing_when_an_application_ends(machines: Machines) -> None:
    def ask(number: int) -> Told:  # an answer that no cache has, or at most once
        return machines.ask(f"/services/acme/store/?_={number}" if number % 2 else "/providers/")

    with asked_all_the_time(ask, 2) as told:
        time.sleep(1)
        os.killpg(machines.processes[0].pid, signal.SIGKILL)
        time.sleep(2)

    assert {each.status for each in told} <= {200, 400}
    assert len(told) > 20


def test_proxy_answers_for_applications_that_are_gone(machines: Machines) -> None:
    assert machines.ask("/providers/").status == 200
    os.killpg(machines.processes[1].pid, signal.SIGKILL)
    time.sleep(62)  # until the answer is no longer fresh

    told = machines.ask("/providers/")

    assert told.status == 200
    assert told.headers["x-cache"] in ("STALE", "UPDATING")
    assert machines.ask("/services/").status in (502, 504)
