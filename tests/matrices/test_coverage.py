"""What was read and what was not, as page and command."""

import datetime

import pytest
from django.core.management import call_command
from django.test import Client

from matrices.coverage import Standing, coverage_report
from matrices.importer import ImportReport
from tests.factories import DAY

pytestmark = pytest.mark.django_db

READ = datetime.date.fromisoformat(DAY)


def test_report_counts_each_cell_once(small: ImportReport) -> None:
    report = coverage_report(READ)

    assert report.whole.total == 9
    assert report.whole.counts[Standing.DOCUMENTED] == 1
    assert report.whole.counts[Standing.INFERRED] == 8
    for groups in (report.providers, report.families, report.layers, report.services):
        assert sum(group.total for group in groups) == 9


def test_claim_grows_stale(small: ImportReport) -> None:
    report = coverage_report(READ + datetime.timedelta(days=181))

    assert report.whole.counts[Standing.STALE] == 1
    assert report.whole.counts[Standing.DOCUMENTED] == 0


def test_weakest_services_come_first(small: ImportReport) -> None:
    assert [each.slug for each in coverage_report(READ).services] == [
        "acme/machines",
        "bolt/blobs",
        "acme/store",
    ]


def test_inferred_option_is_not_counted(small: ImportReport) -> None:
    assert coverage_report(READ).whole.counts[Standing.OPTION] == 0


def test_nothing_imported_is_nothing_covered(empty_database: None) -> None:
    report = coverage_report(READ)

    assert report.whole.total == report.whole.percent == 0
    assert report.services == []


def test_command_lists_the_weakest(small: ImportReport, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("coverage_report", "--services", "1")

    weakest = capsys.readouterr().out.split("weakest services")[1].splitlines()
    assert [line.split()[0] for line in weakest[1:]] == ["acme/machines"]


def test_page_shows_the_numbers(client: Client) -> None:
    whole = coverage_report(datetime.date.today()).whole
    page = client.get("/coverage/").content.decode()

    assert f"{whole.counts[Standing.DOCUMENTED]} of {whole.total}" in page
