"""One file holds everything; a restore is whole and equal, or nothing."""

import stat
import zipfile
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command

from catalog.models import Provider, Service
from matrices.models import Revision
from srm_site.backup import BackupRefused, digest_tables, restore_backup, write_backup

pytestmark = pytest.mark.django_db


@pytest.fixture
def backup(small: object, tmp_path: Path) -> Path:
    get_user_model().objects.create_user("rüdiger", password="correct horse battery staple")
    path = tmp_path / "backup.zip"
    write_backup(path)
    return path


def test_restored_tables_are_equal(backup: Path) -> None:
    before = digest_tables()
    Service.objects.all().delete()
    Provider.objects.update(name="changed")
    get_user_model().objects.all().delete()

    restored = restore_backup(backup, replace=True)

    assert restored == digest_tables() == before
    assert restored["catalog_service"].rows == Service.objects.count() > 0
    assert get_user_model().objects.get().check_password("correct horse battery staple")


def test_new_rows_after_a_restore_get_new_keys(backup: Path) -> None:
    restore_backup(backup, replace=True)
    before = get_user_model().objects.get()

    assert get_user_model().objects.create_user("next").pk > before.pk


def test_a_catalogue_is_not_overwritten_unasked(backup: Path) -> None:
    with pytest.raises(CommandError, match="There is a catalogue already"):
        call_command("restore", str(backup))


def test_only_its_owner_reads_a_backup(backup: Path) -> None:
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert list(backup.parent.glob("*.partial")) == []


@pytest.mark.parametrize("kept", [0, 100, 0.5, 0.99])
def test_torn_file_is_refused_and_nothing_is_written(backup: Path, kept: float) -> None:
    whole = backup.read_bytes()
    backup.write_bytes(whole[: int(kept * len(whole)) if kept < 1 else int(kept)])
    before = digest_tables()

    with pytest.raises(BackupRefused, match="no whole backup"):
        restore_backup(backup, replace=True)

    assert digest_tables() == before


def rewritten(backup: Path, name: str, old: bytes, new: bytes) -> Path:
    path = backup.with_name("rewritten.zip")
    with zipfile.ZipFile(backup) as source, zipfile.ZipFile(path, "w") as target:
        for entry in source.namelist():
            content = source.read(entry)
            target.writestr(entry, content.replace(old, new) if entry == name else content)
    return path


def test_changed_row_is_noticed_and_nothing_is_written(backup: Path) -> None:
    path = rewritten(backup, "catalog_provider.ndjson", b"acme", b"evil")

    with pytest.raises(BackupRefused, match="differs after writing: catalog_provider"):
        restore_backup(path, replace=True)

    assert Provider.objects.filter(slug="acme").exists()
    assert Revision.objects.exists()


def test_backup_of_other_code_is_refused(backup: Path) -> None:
    path = rewritten(backup, "manifest.json", b"0001_initial", b"0000_earlier")

    with pytest.raises(BackupRefused, match="another version of the code"):
        restore_backup(path, replace=True)


def test_damaged_bytes_are_refused(backup: Path) -> None:
    with zipfile.ZipFile(backup) as file:
        longest = max(file.infolist(), key=lambda each: each.compress_size)
    content = bytearray(backup.read_bytes())
    middle = longest.header_offset + longest.compress_size // 2
    content[middle : middle + 200] = bytes(200)
    backup.write_bytes(content)
    before = digest_tables()

    with pytest.raises(BackupRefused, match="no whole backup"):
        restore_backup(backup, replace=True)

    assert digest_tables() == before
