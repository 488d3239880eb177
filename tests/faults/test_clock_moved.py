"""A machine whose clock is wrong answers, and says no falsehood that lasts."""

import datetime
import subprocess
from pathlib import Path

import pytest

from matrices.importer import import_fixtures
from matrices.models import Revision
from srm_site.rate_limits import count_request
from tests.conftest import NOW
from tests.factories import small_catalogue, write_files
from tests.faults.imports import command, environment, manage
from tests.faults.programs import needed


def renamed() -> dict[str, dict[str, object]]:
    files = small_catalogue()
    files["providers/acme/provider.yaml"]["name"] = "Acme of tomorrow"
    return files


@pytest.mark.django_db
def test_later_revision_has_a_later_date_whatever_the_clock_says(
    small: object, tmp_path: Path
) -> None:
    first = Revision.objects.get()
    files = write_files(tmp_path / "changed", renamed())

    import_fixtures(files, at=NOW - datetime.timedelta(days=3))

    second = Revision.objects.get(number=first.number + 1)
    assert second.created_at == first.created_at + datetime.timedelta(seconds=1)


def test_clock_that_goes_back_limits_nobody_for_long() -> None:
    before = count_request("192.0.2.77", 1, 1_000_000_000.0)
    after = count_request("192.0.2.77", 1, 1_000_000_000.0 - 3600)

    assert (before.used, after.used) == (1, 1)
    assert max(before.seconds_left, after.seconds_left) <= 60


@pytest.mark.drill
@pytest.mark.parametrize(
    ("shift", "said"), [("-3y", "in the future"), ("+3y", "revision 1")], ids=["back", "ahead"]
)
def test_import_under_a_wrong_clock(tmp_path: Path, shift: str, said: str) -> None:
    manage(tmp_path, "migrate", "--verbosity", "0")

    done = subprocess.run(
        [needed("faketime"), "-f", shift, *command("import_fixtures")],
        env=environment(tmp_path), capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert said in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
