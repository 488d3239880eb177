"""What the command shows while it writes."""

import io
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

from matrices.importer import ImportReport
from tests.factories import STORE, small_catalogue, write_files

pytestmark = pytest.mark.django_db


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def changed(folder: Path) -> Path:
    files = small_catalogue()
    files[STORE]["summary"] = "Stores other objects."
    return write_files(folder / "new", files)


def test_terminal_sees_a_bar(small: ImportReport, tmp_path: Path) -> None:
    out = Terminal()

    call_command("import_fixtures", "--path", str(changed(tmp_path)), stdout=out)

    assert f"\r[{'#' * 40}] 1 of 1 services\n" in out.getvalue()


def test_log_gets_plain_lines(small: ImportReport, tmp_path: Path) -> None:
    out = io.StringIO()

    call_command("import_fixtures", "--path", str(changed(tmp_path)), stdout=out)

    assert "writing 1 of 3 services\n" in out.getvalue()
    assert "\r" not in out.getvalue()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite locks readers out")
def test_import_gives_memory_back(small: ImportReport, tmp_path: Path) -> None:
    with connection.cursor() as cursor:
        before = cursor.execute("PRAGMA cache_size").fetchone()
        call_command("import_fixtures", "--path", str(changed(tmp_path)), stdout=io.StringIO())

        assert cursor.execute("PRAGMA cache_size").fetchone() == before
