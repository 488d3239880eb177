"""The signing key: made once, for its owner only, never a weak one."""

import stat
from pathlib import Path

import pytest

from srm_site.secret_key import WeakKey, is_weak, secret_key


def test_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    file = tmp_path / "data" / "secret_key"

    first = secret_key("", file, weak_allowed=False)

    assert not is_weak(first)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert secret_key("", file, weak_allowed=False) == first
    assert [each.name for each in file.parent.iterdir()] == ["secret_key"]


def test_given_key_leaves_no_file(tmp_path: Path) -> None:
    given = "k3y-" + "x7Q9" * 15

    assert secret_key(given, tmp_path / "secret_key", weak_allowed=False) == given
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("weak", ["short", "a" * 64, "django-insecure-" + "x7Q9" * 15])
def test_weak_key_is_refused(tmp_path: Path, weak: str) -> None:
    with pytest.raises(WeakKey, match="SECRET_KEY: the key is shorter"):
        secret_key(weak, tmp_path / "secret_key", weak_allowed=False)


def test_weak_key_in_the_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret_key").write_text("changeme\n")

    with pytest.raises(WeakKey, match="secret_key: the key is shorter"):
        secret_key("", tmp_path / "secret_key", weak_allowed=False)


def test_weak_key_is_good_enough_for_debugging(tmp_path: Path) -> None:
    assert secret_key("short", tmp_path / "secret_key", weak_allowed=True) == "short"


def test_folder_that_cannot_be_written_names_the_remedy(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where the folder should be")

    with pytest.raises(WeakKey, match="set SECRET_KEY or DATA_DIR"):
        secret_key("", tmp_path / "data" / "secret_key", weak_allowed=False)
