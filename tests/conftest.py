"""Tests of the database see the bundled catalogue, or with `small` a catalogue of their own."""

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings as site
from django.db import connection
from pytest_django import DjangoDbBlocker, Settings

from catalog import remembered
from matrices.datafiles.reader import Catalogue, read_catalogue
from matrices.importer import ImportReport, import_fixtures
from matrices.models import Revision
from tests.factories import Files, small_catalogue, write_files

NOW = datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC)
TODAY = NOW.date()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--drills", action="store_true", help="also the long drills of tests/faults")


@pytest.fixture(autouse=True)
def alone(settings: Settings, tmp_path: Path) -> None:
    """Nobody is limited, and files of one test's catalogue are not those of another's."""
    settings.API_REQUESTS_PER_MINUTE = 0
    remembered.forget()
    settings.EXPORTS_DIR = tmp_path / "exports"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave drills, which take minutes each, to `make drills`; order the rest by what it reads."""
    if not config.getoption("--drills"):
        drills = [each for each in items if each.get_closest_marker("drill")]
        config.hook.pytest_deselected(items=drills)
        items[:] = [each for each in items if each not in drills]
    order_by_catalogue(items)


def order_by_catalogue(items: list[pytest.Item]) -> None:
    """Give tests of the database the bundled catalogue, after those that want none.

    Emptying it takes seconds per test, so it is imported when all tests of other catalogues ran.
    """
    for item in items:
        assert isinstance(item, pytest.Function)
        needs = item.fixturenames
        wants_database = "db" in needs or item.get_closest_marker("django_db") is not None
        if wants_database and "empty_database" not in needs:
            needs.insert(0, "bundled_catalogue")
    items.sort(key=lambda item: "bundled_catalogue" in getattr(item, "fixturenames", ()))


@pytest.fixture(scope="session")
def bundled_catalogue(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """The bundled catalogue in the test database, imported once per process.

    As of today: its claims are verified on days that a fixed date would call the future.
    """
    with django_db_blocker.unblock():
        import_fixtures(site.FIXTURES_DIR, at=datetime.datetime.now(datetime.UTC))


@pytest.fixture
def empty_database(db: None) -> None:
    """No catalogue at all, until the end of the test, whatever was imported before."""
    if Revision.objects.exists():
        empty_catalogue()


def empty_catalogue() -> None:
    """Delete every row of every catalogue table."""
    names = [
        model._meta.db_table
        for label in ("matrices", "catalog")
        for model in apps.get_app_config(label).get_models(include_auto_created=True)
    ]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # no row may wait to be checked
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            cursor.execute(f"TRUNCATE {', '.join(names)}")
        else:
            cursor.execute("PRAGMA defer_foreign_keys = ON")
            for name in names:
                cursor.execute(f"DELETE FROM {name}")


@pytest.fixture
def import_files(empty_database: None, tmp_path: Path) -> Callable[[Files], ImportReport]:
    """Write files and import them; call it again to import a changed set."""

    def run(files: Files) -> ImportReport:
        for old in (tmp_path / "fixtures").rglob("*.yaml"):
            old.unlink()
        return import_fixtures(write_files(tmp_path / "fixtures", files), at=NOW)

    return run


@pytest.fixture
def small(import_files: Callable[[Files], ImportReport]) -> ImportReport:
    """The small catalogue of `tests.factories`, imported."""
    return import_files(small_catalogue())


@pytest.fixture
def read_files(tmp_path: Path) -> Callable[[Files], Catalogue]:
    """Write files and read them without a database; they must be readable."""

    def run(files: Files) -> Catalogue:
        catalogue, faults = read_catalogue(write_files(tmp_path / "read", files))
        assert catalogue is not None, faults
        return catalogue

    return run
