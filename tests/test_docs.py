"""Documents say what is there: commands, filters, checks, endpoints."""

import subprocess
from pathlib import Path

import pytest

from catalog.filters import ResponsibilityFilterSet, ServiceFilterSet
from matrices.comparison import Kind, RowOrder
from matrices.datafiles import checks
from matrices.datafiles.documents import TESTS
from matrices.filters import ChangeFilterSet, ItemFilterSet
from matrices.queries import COMPARE_PARAMETERS, STACK_PARAMETERS
from matrices.reasons import Because
from tests.served import started

ROOT = Path(__file__).resolve().parent.parent


def test_every_api_filter_is_documented() -> None:
    text = (ROOT / "docs" / "api.md").read_text()
    filters = [
        name
        for filterset in (ItemFilterSet, ChangeFilterSet, ServiceFilterSet, ResponsibilityFilterSet)
        for name in filterset.base_filters
    ]

    assert [name for name in filters if f"`{name}`" not in text] == []


def test_every_parameter_and_reason_of_a_comparison_is_documented() -> None:
    text = (ROOT / "docs" / "api.md").read_text()
    names = [*COMPARE_PARAMETERS, *(each.value for each in (*RowOrder, *Kind, *Because))]

    assert [name for name in names if f"`{name}`" not in text] == []


def test_every_parameter_of_a_stack_is_documented() -> None:
    text = (ROOT / "docs" / "api.md").read_text()

    assert [name for name in STACK_PARAMETERS if f"`{name}`" not in text] == []


def test_every_kind_of_test_in_a_detection_is_documented() -> None:
    text = (ROOT / "fixtures" / "README.md").read_text()

    assert [name for name in TESTS if f"`{name}`" not in text] == []


def test_every_command_is_documented() -> None:
    text = (ROOT / "README.md").read_text() + (ROOT / "CONTRIBUTING.md").read_text()
    commands = [
        path.stem
        for app in ("matrices", "srm_site")
        for path in (ROOT / app / "management" / "commands").glob("[a-z]*.py")
    ]

    assert [name for name in commands if f"manage.py {name}" not in text] == []


def test_every_check_is_documented() -> None:
    text = (ROOT / "fixtures" / "README.md").read_text()
    rules = [path.stem for path in Path(checks.__path__[0]).glob("[a-z]*.py")]

    assert [rule for rule in rules if f"`{rule}`" not in text] == []


def test_lock_files_carry_hashes_and_name_no_host() -> None:
    for path in (ROOT / "requirements").glob("*.txt"):
        text = path.read_text()
        assert "--hash=sha256:" in text
        assert "://" not in text
        assert "--index-url" not in text


@pytest.mark.newcomer
def test_readme_commands_work_in_a_fresh_copy(tmp_path: Path) -> None:
    copy = tmp_path / "atlas"
    files = subprocess.check_output(["git", "ls-files", "-z"], cwd=ROOT).decode().split("\0")
    for name in filter(None, files):
        target = copy / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes((ROOT / name).read_bytes())
    readme = (copy / "README.md").read_text()
    assert "\nmake run" in readme
    assert "\nmake test" in readme

    clean = {
        "DATA_DIR": "var",
        "DATABASE_URL": "",
        "VENV": ".venv",
        "MAKEFLAGS": "",
        "MAKELEVEL": "",
    }
    with started(["make", "run"], folder=copy, environment=clean):
        assert (copy / ".venv" / "run.done").exists()
    plan = subprocess.run(
        ["make", "--dry-run", "test"], cwd=copy, capture_output=True, text=True, check=True
    )
    assert "pytest" in plan.stdout
