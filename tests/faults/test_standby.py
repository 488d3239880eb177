"""The primary dies; a synchronous standby takes over. No acknowledged write is lost."""

import threading
import time
from pathlib import Path

import psycopg
import pytest

from tests.factories import small_catalogue, write_files
from tests.faults.asking import Told, asked_all_the_time, get, until
from tests.faults.conftest import Serving
from tests.faults.imports import manage
from tests.postgres import new_postgres, new_standby

pytestmark = pytest.mark.drill

SYNCHRONOUS = ["-c", "synchronous_standby_names=standby", "-c", "wal_level=replica"]


class Writer:
    """Writes one number after the other and remembers those that were acknowledged."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.acknowledged: list[int] = []
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._go_on)

    def __enter__(self) -> "Writer":
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute("CREATE TABLE drill (number bigint PRIMARY KEY)")
        self._thread.start()
        return self

    def __exit__(self, *failure: object) -> None:
        self._over.set()
        self._thread.join()

    def _go_on(self) -> None:
        number = 0
        while not self._over.is_set():
            try:
                with psycopg.connect(self.url, autocommit=True, connect_timeout=2) as connection:
                    while not self._over.is_set():
                        number += 1
                        connection.execute("INSERT INTO drill VALUES (%s)", [number])
                        self.acknowledged.append(number)
            except psycopg.Error:
                time.sleep(0.05)


def test_standby_takes_over(serving: Serving, tmp_path: Path) -> None:
    with new_postgres(*SYNCHRONOUS) as primary, new_standby(primary) as standby:
        ports = f"port={primary.port},{standby.port}"
        base = f"postgres://atlas@/postgres?host=127.0.0.1,127.0.0.1&{ports}"
        writes, reads = (
            f"{base}&target_session_attrs=read-write",
            f"{base}&target_session_attrs=prefer-standby",
        )

        with serving(DATABASE_URL=writes, DATABASE_REPLICA_URL=reads, WORKERS="2") as (address, _):

            def ask(number: int) -> Told:  # never asked before, so the database must answer
                return get(address, f"/api/v1/items/?service=aws/s3&page_size={1 + number % 500}")

            with Writer(writes) as writer, asked_all_the_time(ask, 2) as told:
                time.sleep(2)
                primary.kill()
                time.sleep(2)
                before = len(writer.acknowledged)
                standby.promote()
                waited = until(lambda: len(writer.acknowledged) > before, seconds=5)
                time.sleep(2)
                acknowledged = list(writer.acknowledged)

            assert {each.status for each in told} == {200}
            assert len(told) > 50
            with psycopg.connect(standby.url) as connection:
                kept = {number for (number,) in connection.execute("SELECT number FROM drill")}
            assert [number for number in acknowledged if number not in kept] == []
            assert before > 10
            print(
                f"{len(acknowledged)} writes, {len(told)} reads, writing again after {waited:.1f} s"
            )

            files = write_files(tmp_path / "next", small_catalogue())
            done = manage(tmp_path, "import_fixtures", "--path", files, DATABASE_URL=writes)
            assert "revision 2" in done.stdout, done.stderr
            until(lambda: b'"revision":2' in get(address, "/api/v1/layers/").body, seconds=5)
