"""The JSON Schemas that editors use say what the reader says."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from jsonschema import Draft202012Validator

from matrices.datafiles.reader import KINDS
from matrices.datafiles.schemas import schemas
from matrices.datafiles.yaml_text import parse
from tests.factories import STORE, Files, small_catalogue

FOLDER: Path = settings.FIXTURES_DIR / "schema"
SCHEMA_OF = {pattern: f"{kind.__name__.lower()}.json" for pattern, kind in KINDS.items()}


def problems(name: str, value: Any) -> list[str]:
    """Where and how a value breaks one of the generated schemas."""
    found = Draft202012Validator(schemas()[name]).iter_errors(value)
    return [f"{error.json_path}: {error.message}" for error in found]


def changed(file: str, **change: Any) -> Any:
    return {**small_catalogue()[file], **change}


def test_every_kind_of_file_has_a_schema() -> None:
    assert sorted(schemas()) == sorted(SCHEMA_OF.values())


def test_folder_holds_the_schemas_and_nothing_else() -> None:
    assert sorted(path.name for path in FOLDER.iterdir()) == sorted(schemas())


@pytest.mark.parametrize("name", sorted(schemas()))
def test_file_says_what_the_types_say(name: str) -> None:
    stored = json.loads((FOLDER / name).read_text(encoding="utf-8"))

    assert stored == schemas()[name], "run: manage.py write_schemas"


@pytest.mark.parametrize("name", sorted(schemas()))
def test_schema_is_a_schema(name: str) -> None:
    Draft202012Validator.check_schema(schemas()[name])


@pytest.mark.parametrize("pattern", KINDS)
def test_bundled_files_validate(pattern: str) -> None:
    paths = sorted(settings.FIXTURES_DIR.glob(pattern))

    assert paths
    assert {
        f"{path}: {problem}"
        for path in paths
        for problem in problems(SCHEMA_OF[pattern], parse(path.read_text(encoding="utf-8")))
    } == set()


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("layers.yaml", "layers.json"),
        ("responsibilities.yaml", "responsibilities.json"),
        ("tiers/iaas.yaml", "tier.json"),
        ("families/object-storage.yaml", "family.json"),
        ("frameworks/nist-sp-800-53.yaml", "framework.json"),
        ("providers/acme/provider.yaml", "provider.json"),
        (STORE, "service.json"),
    ],
)
def test_small_files_validate(file: str, name: str) -> None:
    assert problems(name, small_catalogue()[file]) == []


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"nickname": "x"}, "$: "),
        ({"tier": "PaaS"}, "$.tier: "),
        ({"docs": ["docs.example.com"]}, "$.docs[0]: "),
        ({"summary": 5}, "$.summary: "),
        ({"items": {"backups": {"ownership": "unknown"}}}, "$.items.backups.ownership: "),
        ({"items": {"backups": {}}}, "$.items.backups: "),
        pytest.param(
            {"items": {"Backups": {"ownership": "customer"}}},
            "$.items: ",
        ),
        ({"settings": {"mode": {"name": "Mode", "default": "a"}}}, "$.settings.mode: "),
    ],
)
def test_editor_shows_what_the_reader_refuses(change: Files, place: str) -> None:
    [problem] = problems("service.json", changed(STORE, **change))

    assert problem.startswith(place)


def test_editor_shows_a_missing_key() -> None:
    service = small_catalogue()[STORE]
    del service["summary"]

    assert problems("service.json", service) == ["$: 'summary' is a required property"]
