"""Without its database the site tells what it knows, says that it is old, and comes back."""

import time

import pytest

from tests.faults.asking import get, until
from tests.faults.conftest import Serving
from tests.postgres import Postgres

pytestmark = pytest.mark.drill

WARM = ["/", "/services/aws/s3/", "/api/v1/services/aws/s3/matrix/", "/search/?q=patch"]
COLD = ["/services/aws/ec2/", "/api/v1/items/?service=aws/ec2", "/search/?q=keys"]


def warm_all(address: str) -> None:
    """Often enough for both workers to keep each of them."""
    for path in WARM * 12:
        assert get(address, path).status == 200


def test_database_that_dies_and_comes_back(serving: Serving, postgres: Postgres) -> None:
    with serving(DATABASE_URL=postgres.url, WORKERS="2") as (address, _):
        warm_all(address)
        postgres.kill()
        time.sleep(2.5)  # until every worker has looked

        for path in WARM * 3:
            told = get(address, path)
            assert (told.status, told.seconds < 1) == (200, True), path
            assert told.headers["warning"] == '111 - "Revalidation Failed"'
            assert int(told.headers["age"]) >= 0
        for path in COLD * 3:
            told = get(address, path)
            assert (told.status, told.seconds < 1) == (503, True), path
            assert int(told.headers["retry-after"]) > 0
        assert get(address, "/healthz").status == 200
        assert get(address, "/readyz").status == 503

        (postgres.data / "postmaster.pid").unlink(missing_ok=True)
        postgres.start()

        until(lambda: all(get(address, path).status == 200 for path in COLD[:3]), seconds=2)
        until(lambda: "warning" not in get(address, "/").headers, seconds=2)
        assert get(address, "/readyz").status == 200


def test_database_that_takes_connections_and_never_answers(
    serving: Serving, postgres: Postgres
) -> None:
    """A listening socket behind which nothing lives: `connect_timeout` ends the wait."""
    with serving(DATABASE_URL=postgres.url, WORKERS="2") as (address, _):
        warm_all(address)
        postgres.kill()
        with postgres.deaf_port():
            time.sleep(6)

            for path in WARM * 3:
                assert get(address, path).status == 200
            told = [get(address, path) for path in COLD[:3] * 4]

        assert {each.status for each in told} == {503}
        assert max(each.seconds for each in told) < 3
