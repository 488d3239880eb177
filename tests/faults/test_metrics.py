"""Numbers of all workers, whichever of them is asked."""

import re

import pytest

from tests.faults.asking import get
from tests.faults.conftest import Serving
from tests.processes import children_of, kill_all

pytestmark = pytest.mark.drill

TOKEN = "t0ken-of-the-drill"
ASKED = 30


def counted(address: str) -> int:
    told = get(address, "/metrics", Authorization=f"Bearer {TOKEN}")
    assert told.status == 200
    found = re.findall(rb'^srm_requests_total{[^}]*kind="page"[^}]*} ([0-9.]+)$', told.body, re.M)
    return int(sum(map(float, found)))


def test_numbers_are_those_of_all_workers_and_outlive_them(serving: Serving) -> None:
    with serving(METRICS_TOKEN=TOKEN, WORKERS="2") as (address, process):
        for _ in range(ASKED):
            assert get(address, "/tiers/").status == 200

        assert {counted(address) for _ in range(10)} == {ASKED}
        kill_all(children_of(process.pid)[:1])
        assert {counted(address) for _ in range(5)} == {ASKED}
        assert (
            b"\nsrm_revision 1.0\n"
            in get(address, "/metrics", Authorization=f"Bearer {TOKEN}").body
        )
