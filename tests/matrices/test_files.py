"""Answers as files: names, types, what they say about themselves; the catalogue in bulk."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from matrices import bulk
from matrices.bulk import CatalogueChanged, in_batches
from matrices.exporters.catalogue import open_catalogue
from matrices.importer import ImportReport
from matrices.models import ResolvedItem
from tests.factories import STORE, Files, small_catalogue

pytestmark = pytest.mark.django_db

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.mark.parametrize(
    ("address", "content_type", "name"),
    [
        ("services/acme/store/matrix.csv?options=own-key", "text/csv; charset=utf-8",
         "acme-store-own-key-revision-1-2026-11-22.csv"),
        ("services/acme/store/matrix.xlsx", XLSX, "acme-store-revision-1-2026-11-22.xlsx"),
        ("services/acme/store/matrix.md", "text/markdown; charset=utf-8",
         "acme-store-revision-1-2026-11-22.md"),
        ("tiers/iaas/matrix.json", "application/json; charset=utf-8",
         "tier-iaas-revision-1-2026-11-22.json"),
        ("compare.md?services=acme/store,bolt/blobs", "text/markdown; charset=utf-8",
         "compare-acme-store-bolt-blobs-revision-1-2026-11-22.md"),
        ("items.ndjson", "application/x-ndjson", "items-revision-1-2026-11-22.ndjson"),
        ("items.xlsx?provider=acme", XLSX, "items-revision-1-2026-11-22.xlsx"),
        ("export/catalog.sqlite", "application/vnd.sqlite3",
         "catalog-revision-1-2026-11-22.sqlite"),
    ],
)  # fmt: skip
def test_file_has_a_type_and_a_name(
    client: Client, small: ImportReport, address: str, content_type: str, name: str
) -> None:
    response = client.get(f"/api/v1/{address}")

    assert response.getvalue()
    assert response["Content-Type"] == content_type
    assert response["Content-Disposition"] == f'attachment; filename="srm-atlas-{name}"'


@pytest.mark.parametrize(
    "address",
    ["services/acme/store/matrix.json", "export/catalog.json", "compare.json?services=acme/store"],
)
def test_json_file_says_what_it_is(client: Client, small: ImportReport, address: str) -> None:
    body = json.loads(client.get(f"/api/v1/{address}").getvalue())

    assert body["revision"] == 1
    assert body["revised_at"] == "2026-11-22T12:00:00Z"
    assert body["licence"] == "CC BY 4.0"


def test_markdown_file_says_what_it_is(client: Client, small: ImportReport) -> None:
    text = client.get("/api/v1/services/acme/store/matrix.md").content.decode()

    assert text.startswith("# Who owns what at Acme Store\n")
    assert text.endswith(
        "SRM Atlas, revision 1 of 2026-11-22, CC BY 4.0 "
        "(<https://creativecommons.org/licenses/by/4.0/>)\n"
    )


@pytest.mark.parametrize("base", ["services/acme/store/matrix", "tiers/iaas/matrix", "items"])
def test_unknown_ending_is_404_with_a_suggestion(
    client: Client, small: ImportReport, base: str
) -> None:
    response = client.get(f"/api/v1/{base}.xls")

    assert response.status_code == 404
    assert response.json()["errors"][0]["suggestion"] == "xlsx"


def test_file_of_a_moved_service_redirects_with_its_query(
    client: Client, small: ImportReport
) -> None:
    response = client.get("/api/v1/services/bolt/buckets/matrix.csv?options=")

    assert response.status_code == 308
    assert response["Location"] == "/api/v1/services/bolt/blobs/matrix.csv?options="


def test_moved_service_redirects(client: Client, small: ImportReport) -> None:
    response = client.get("/api/v1/services/bolt/buckets/?fields=name")

    assert response.status_code == 308
    assert response["Location"] == "/api/v1/services/bolt/blobs/?fields=name"


def test_sqlite_holds_together(client: Client, small: ImportReport, tmp_path: Path) -> None:
    path = tmp_path / "atlas.sqlite"
    path.write_bytes(client.get("/api/v1/export/catalog.sqlite").getvalue())

    with closing(sqlite3.connect(path)) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        assert database.execute("SELECT revision, licence FROM about").fetchall() == [
            (1, "CC BY 4.0")
        ]
        assert database.execute("SELECT COUNT(*) FROM items").fetchone() == (9,)
        assert database.execute(
            "SELECT service, ownership FROM items WHERE responsibility_id = 'encryption-at-rest' "
            "AND provider_id = 'acme' ORDER BY service"
        ).fetchall() == [("Acme Machines", "customer"), ("Acme Store", "shared")]
        assert database.execute(
            "SELECT option_id, ownership FROM cells WHERE option_id IS NOT NULL ORDER BY id"
        ).fetchall() == [
            ("acme/store@own-key", "customer"), ("acme/store@versioning-on", "shared"),
        ]  # fmt: skip
        assert database.execute("SELECT control_id FROM responsibility_controls").fetchall() == [
            ("nist-sp-800-53 SC-28",)
        ]


def test_catalogue_file_is_made_once_per_revision(
    client: Client, import_files: Callable[[Files], ImportReport], settings: Settings
) -> None:
    files = small_catalogue()
    import_files(files)
    folder = settings.EXPORTS_DIR
    first, _ = open_catalogue("ndjson", folder)
    again, _ = open_catalogue("ndjson", folder)
    files[STORE]["items"]["encryption-at-rest"]["customer_duty"] = "Does something else."
    import_files(files)
    later, about = open_catalogue("ndjson", folder)

    with first, again, later:
        assert Path(first.name) == Path(again.name) != Path(later.name)
        assert b"Does something else." in later.read()
    assert about.revision == 2
    assert [path.name for path in folder.glob("*.ndjson")] == [Path(later.name).name]


def test_folder_holds_nothing_half_made(small: ImportReport, settings: Settings) -> None:
    opened, _ = open_catalogue("csv", settings.EXPORTS_DIR)
    opened.close()

    assert {path.name for path in settings.EXPORTS_DIR.iterdir()} == {
        ".csv.lock", "catalog-1-20261122T120000000000.csv",
    }  # fmt: skip


def test_list_that_an_import_overtakes_breaks_off(
    small: ImportReport, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "ITEMS_AT_ONCE", 2)
    rows = in_batches(ResolvedItem.objects.as_it_comes())
    next(rows)
    ResolvedItem.objects.all().delete()

    with pytest.raises(CatalogueChanged):
        list(rows)


def test_pages_link_to_their_files(client: Client, small: ImportReport) -> None:
    for page, file in (
        ("/services/acme/store/?options=own-key", "matrix.xlsx?options=own-key"),
        ("/compare/?services=acme/store,bolt/blobs", "compare.md?services=acme/store,bolt/blobs"),
        ("/families/object-storage/", "items.ndjson?family=object-storage"),
        ("/responsibilities/backup-execution/?provider=acme",
         "items.xlsx?responsibility=backup-execution&amp;provider=acme"),
        ("/services/", "export/catalog.sqlite"),
        ("/tiers/iaas/", "tiers/iaas/matrix.md"),
    ):  # fmt: skip
        text = client.get(page).content.decode()
        assert f'{file}">' in text, page
        address = text.split(f'{file}">')[0].rsplit('href="', 1)[1] + file
        response = client.get(address.replace("&amp;", "&"))
        assert response.status_code == 200
        assert response.getvalue()
