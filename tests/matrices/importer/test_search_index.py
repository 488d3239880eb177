"""The index of the search is written with the rows it speaks of, in one transaction."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest
from django.db import connection

from catalog.models import SearchGram, SearchName
from matrices.importer import ImportRefused, ImportReport, import_fixtures
from matrices.models import SearchText
from matrices.search import search, suggest
from matrices.search.answer import Match
from tests.conftest import NOW
from tests.factories import BLOBS, MACHINES, STORE, Files, small_catalogue, write_files

pytestmark = pytest.mark.django_db

Import = Callable[[Files], ImportReport]


def ids(text: str) -> list[str]:
    return [hit.id for hit in search(text).hits]


def keys_of(service: str) -> set[int]:
    return set(SearchName.objects.filter(service__identifier=service).values_list("pk", flat=True))


def test_a_new_alias_is_found(import_files: Import) -> None:
    files = small_catalogue()
    import_files(files)
    assert ids("warehouse") == []

    files[STORE]["aliases"] = ["Warehouse"]
    import_files(files)

    assert ids("warehouse")[0] == "acme/store"
    assert suggest("wareh")[0].id == "acme/store"


def test_new_words_are_found_and_old_ones_are_not(import_files: Import) -> None:
    files = small_catalogue()
    import_files(files)
    assert "acme/store#encryption-at-rest" in ids("chooses")

    item = files[STORE]["items"]["encryption-at-rest"]
    item["customer_duty"] = "Picks a cipher for each tenant."
    import_files(files)

    assert "acme/store#encryption-at-rest" in ids("cipher tenant")
    assert "acme/store#encryption-at-rest" not in ids("chooses")


def test_only_a_new_name_is_written(import_files: Import) -> None:
    files = small_catalogue()
    import_files(files)
    store, machines = keys_of("acme/store"), keys_of("acme/machines")

    files[STORE]["aliases"].append("Warehouse")
    import_files(files)

    assert keys_of("acme/machines") == machines
    assert keys_of("acme/store") > store


def test_a_removed_service_is_not_found(import_files: Import) -> None:
    files = small_catalogue()
    import_files(files)
    assert "bolt/blobs" in ids("bolt blobs")

    del files[BLOBS], files["providers/bolt/provider.yaml"]
    del files["families/object-storage.yaml"]["known_differences"]
    import_files(files)

    assert ids("blobs") == []
    assert not SearchText.objects.filter(target__startswith="bolt").exists()


def test_a_renamed_responsibility_is_found_at_every_service(import_files: Import) -> None:
    files = small_catalogue()
    import_files(files)
    rows = files["responsibilities.yaml"]["responsibilities"]
    rows["backup-execution"]["name"] = "Snapshots"
    import_files(files)

    assert {"acme/store#backup-execution", "acme/machines#backup-execution"} <= set(
        ids("snapshots")
    )


def test_a_family_change_reaches_its_services_only(import_files: Import) -> None:
    files = small_catalogue()
    import_files(files)
    machines = keys_of("acme/machines")

    files["families/object-storage.yaml"]["name"] = "Bucket services"
    import_files(files)

    assert ids("bucket services")[0] == "object-storage"
    assert keys_of("acme/machines") == machines


def test_words_of_names_that_are_gone_are_forgotten(import_files: Import) -> None:
    files = small_catalogue()
    files[STORE]["aliases"] = ["Warehouse"]
    import_files(files)
    assert SearchGram.objects.filter(word="warehouse").exists()

    files[STORE]["aliases"] = []
    import_files(files)

    assert not SearchGram.objects.filter(word="warehouse").exists()
    assert SearchGram.objects.filter(word="store").exists()


def test_refused_files_leave_the_index(import_files: Import) -> None:
    files = small_catalogue()
    import_files(files)
    before = set(SearchText.objects.values_list("pk", flat=True))

    files[STORE]["aliases"] = ["Warehouse"]
    files[MACHINES]["tier"] = "nothing"
    with pytest.raises(ImportRefused):
        import_files(files)

    assert set(SearchText.objects.values_list("pk", flat=True)) == before
    assert ids("warehouse") == []


def test_a_catalogue_older_than_the_search_is_indexed(small: ImportReport, tmp_path: Path) -> None:
    expected = set(SearchText.objects.values_list("pk", "target"))
    SearchText.objects.all().delete()
    SearchName.objects.all().delete()

    report = import_fixtures(tmp_path / "fixtures", at=NOW)

    assert report.revision is None
    assert set(SearchText.objects.values_list("pk", "target")) == expected
    assert ids("acme store")[0] == "acme/store"


def test_a_dry_run_writes_no_index(small: ImportReport, tmp_path: Path) -> None:
    SearchText.objects.all().delete()

    import_fixtures(tmp_path / "fixtures", at=NOW, dry_run=True)
    files = small_catalogue()
    files[STORE]["aliases"] = ["Warehouse"]
    import_fixtures(write_files(tmp_path / "fixtures", files), at=NOW, dry_run=True)

    assert not SearchText.objects.exists()


def test_every_cell_is_read_once(small: ImportReport) -> None:
    targets = list(SearchText.objects.filter(kind="cell").values_list("target", flat=True))

    assert len(targets) == len(set(targets)) == 3 * 3 + 2
    assert "acme/store@own-key#encryption-at-rest" in targets


def test_cells_are_called_alike_by_both_ways_to_them(small: ImportReport) -> None:
    titles = dict(SearchText.objects.values_list("target", "title"))

    hits = search("acme store encryption").hits

    assert [hit.match for hit in hits[:1]] == [Match.CELL]
    assert {hit.id: hit.title for hit in hits} == {hit.id: titles[hit.id] for hit in hits}
    assert (
        titles["acme/store@own-key#encryption-at-rest"]
        == "Acme Store with Key of the customer: Encryption at rest"
    )


def test_migration_calls_cells_as_the_import_does(small: ImportReport) -> None:
    imported = set(SearchText.objects.values_list("target", "title", "detail"))
    SearchText.objects.filter(kind="cell").update(title="", detail="")

    with connection.cursor() as cursor:
        cursor.execute(import_module("matrices.migrations.0007_titles_of_cells").TITLES)

    assert set(SearchText.objects.values_list("target", "title", "detail")) == imported


@pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL has that list")
def test_no_new_rows_wait_beside_the_index(small: ImportReport) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT gin_clean_pending_list('matrices_searchtext_lexemes')")

        assert cursor.fetchone() == (0,)


def test_resource_types_are_no_words_to_slip_on(small: ImportReport) -> None:
    words = set(SearchGram.objects.values_list("word", flat=True))

    assert "store" in words
    assert "bucket" not in words
    assert ids("acme_store_bucket")[0] == "acme/store"
