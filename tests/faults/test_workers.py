"""A worker that dies takes nothing with it but what it was answering, and is replaced."""

import time

import pytest

from tests.faults.asking import Told, asked_all_the_time, get, until
from tests.faults.conftest import Serving
from tests.processes import children_of, kill_all

pytestmark = pytest.mark.drill

THREADS = 4
PATHS = ["/", "/services/aws/s3/", "/api/v1/layers/", "/healthz"]


def test_killed_worker_fails_only_what_it_was_answering(serving: Serving) -> None:
    with serving(WORKERS="2") as (address, process):
        workers = children_of(process.pid)
        for path in PATHS * 4:
            get(address, path)

        def ask(number: int) -> Told:
            return get(address, PATHS[number % len(PATHS)])

        with asked_all_the_time(ask, THREADS) as told:
            time.sleep(1)
            kill_all(workers[:1])
            until(lambda: len(children_of(process.pid)) == len(workers), seconds=5)
            time.sleep(1)

        failed = [each for each in told if each.status != 200]
        assert len(failed) <= THREADS, failed
        assert len(told) > 100
        assert workers[0] not in children_of(process.pid)
