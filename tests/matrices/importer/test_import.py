"""The only writer: one transaction, idempotent, all or nothing."""

import datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from matrices.datafiles.reader import MAX_BYTES
from matrices.importer import ImportRefused, ImportReport, import_fixtures
from matrices.models import Change, Revision
from tests.conftest import NOW
from tests.factories import BLOBS, MACHINES, STORE, small_catalogue, write_files
from tests.matrices.importer.stored import Import, changes_of, everything, resolved_keys

pytestmark = pytest.mark.django_db

ROWS = "responsibilities.yaml"
LATER = NOW + datetime.timedelta(days=1)


def test_first_import_writes_revision_1(small: ImportReport) -> None:
    revision = Revision.objects.get()

    assert small.revision == revision.number == 1
    assert revision.created_at == NOW
    assert revision.change_count == len(small.changes)


def test_first_import_writes_one_change_per_file(small: ImportReport) -> None:
    changes = changes_of(1)

    assert [subject for subject, *_ in changes] == sorted(
        path.removesuffix(".yaml") for path in small_catalogue()
    )
    assert {(field, before) for _, field, before, _ in changes} == {("", "")}


def test_first_import_names_what_came(small: ImportReport) -> None:
    change = Change.objects.get(subject="providers/acme/services/store")

    assert change.after == "Acme Store"


def test_second_import_of_the_same_files_changes_nothing(
    small: ImportReport, import_files: Import
) -> None:
    before = everything()

    report = import_files(small_catalogue())

    assert (report.changes, report.revision) == ([], None)
    assert everything() == before


def test_second_import_of_another_layout_changes_nothing(
    small: ImportReport, import_files: Import
) -> None:
    keys = resolved_keys()
    files = small_catalogue()
    files[STORE] = dict(reversed(files[STORE].items()))
    files[STORE]["items"]["encryption-at-rest"]["recovery"] += "  \n"

    report = import_files(files)

    assert (report.changes, report.revision) == ([], None)
    assert Revision.objects.newest_number() == 1
    assert resolved_keys() == keys


def test_second_import_is_numbered_and_dated(small: ImportReport, tmp_path: Path) -> None:
    files = small_catalogue()
    files[STORE]["name"] = "Acme Vault"
    report = import_fixtures(write_files(tmp_path / "later", files), at=LATER)

    revision = Revision.objects.get(number=2)

    assert report.revision == 2
    assert (revision.created_at, revision.change_count) == (LATER, 1)


def test_second_import_keeps_the_changes_of_the_first(
    small: ImportReport, import_files: Import
) -> None:
    before = changes_of(1)
    files = small_catalogue()
    files[STORE]["name"] = "Acme Vault"

    import_files(files)

    assert changes_of(1) == before


def test_dry_run_on_an_empty_database_writes_nothing(empty_database: None, tmp_path: Path) -> None:
    root = write_files(tmp_path, small_catalogue())

    report = import_fixtures(root, at=NOW, dry_run=True)

    assert len(report.changes) == len(small_catalogue())
    assert report.revision is None
    assert not any(everything().values())


def test_dry_run_tells_what_would_change_and_writes_nothing(
    small: ImportReport, tmp_path: Path
) -> None:
    before = everything()
    files = small_catalogue()
    files[STORE]["name"] = "Acme Vault"
    del files[MACHINES]

    report = import_fixtures(write_files(tmp_path / "dry", files), at=NOW, dry_run=True)

    assert [str(change) for change in report.changes] == [
        "providers/acme/services/machines: removed",
        "providers/acme/services/store: name: Acme Store → Acme Vault",
    ]
    assert report.revision is None
    assert everything() == before


def test_refused_import_tells_every_fault_of_every_file(import_files: Import) -> None:
    files = small_catalogue()
    files[STORE]["nickname"] = "Vault"
    files[MACHINES]["tier"] = "IaaS"
    del files["tiers/iaas.yaml"]["name"]

    with pytest.raises(ImportRefused) as refused:
        import_files(files)

    assert [(fault.file, fault.key) for fault in refused.value.faults] == [
        (MACHINES, "tier"),
        (STORE, "nickname"),
        ("tiers/iaas.yaml", "name"),
    ]
    assert str(refused.value) == "3 faults"


def test_refused_import_tells_what_the_rules_find(import_files: Import) -> None:
    files = small_catalogue()
    files[STORE]["summary"] = "TODO"
    files[BLOBS]["items"] = {"backup-execution": {"ownership": "customer"}}

    with pytest.raises(ImportRefused) as refused:
        import_files(files)

    assert [(fault.file, fault.key) for fault in refused.value.faults] == [
        (STORE, "summary"),
        (BLOBS, "items.backup-execution"),
    ]


@pytest.mark.parametrize(
    ("file", "change"),
    [
        (STORE, {"nickname": "Vault"}),
        (STORE, {"family": "object-store"}),
        (STORE, {"summary": "TODO"}),
    ],
)
def test_refused_import_leaves_the_database_as_it_was(
    small: ImportReport, import_files: Import, file: str, change: dict[str, Any]
) -> None:
    before = everything()
    files = small_catalogue()
    files[MACHINES]["name"] = "Acme Servers"
    files[file] |= change

    with pytest.raises(ImportRefused):
        import_files(files)

    assert everything() == before


def test_folder_that_does_not_exist_empties_nothing(small: ImportReport, tmp_path: Path) -> None:
    before = everything()

    with pytest.raises(ImportRefused):
        import_fixtures(tmp_path / "nowhere", at=NOW)

    assert everything() == before


def test_new_file_over_the_limit_is_refused(small: ImportReport, tmp_path: Path) -> None:
    with (tmp_path / "fixtures/tiers/paas.yaml").open("wb") as file:
        file.truncate(MAX_BYTES + 1)

    with pytest.raises(ImportRefused):
        import_fixtures(tmp_path / "fixtures", at=NOW)


@pytest.mark.parametrize(
    ("file", "path", "name"),
    [
        (STORE, ("resource_types",), "terraform"),
        (ROWS, ("responsibilities", "encryption-at-rest", "controls"), "nist-sp-800-53"),
    ],
)
def test_name_that_stands_twice_in_a_list_is_refused(
    import_files: Import, file: str, path: tuple[str, ...], name: str
) -> None:
    files = small_catalogue()
    holder = files[file]
    for step in path:
        holder = holder[step]
    holder[name] = holder[name] * 2

    with pytest.raises(ImportRefused), transaction.atomic():
        import_files(files)


def test_progress_says_how_many_services_are_written(small: ImportReport, tmp_path: Path) -> None:
    lines: list[str] = []
    files = small_catalogue()
    files[STORE]["name"] = "Acme Vault"

    import_fixtures(write_files(tmp_path / "new", files), at=NOW, progress=lines.append)

    assert lines == ["writing 1 of 3 services"]


def test_warnings_are_told(small: ImportReport) -> None:
    assert [(warning.file, warning.key) for warning in small.warnings] == [
        (STORE, "items.encryption-at-rest.verified_on")
    ]
