"""Conditions and detections: exactly one test per attribute, in reader and schema alike."""

from typing import Any

import pytest
from jsonschema import Draft202012Validator
from pydantic import ValidationError

from matrices.datafiles.documents import Condition, Detection

DETECTIONS: list[dict[str, Any]] = [
    {"type": "acme_store"},
    {"type": "acme_store", "configures": "acme_bucket"},
    {"type": "acme_store", "attribute": "a.b", "equals": False},
    {"type": "acme_store", "attribute": "a", "equals": 0},
    {"type": "acme_store", "attribute": "a", "present": False},
    {"type": "acme_store", "attribute": "a", "one_of": ["x", "y"]},
    {
        "type": "acme_store",
        "attribute": "a",
        "at_least": 1,
        "also": [{"attribute": "b", "present": True}],
    },
]


@pytest.mark.parametrize("value", DETECTIONS)
def test_detection_is_read(value: dict[str, Any]) -> None:
    assert Detection.model_validate(value).model_dump(exclude_defaults=True, mode="json") == value


@pytest.mark.parametrize(
    "value",
    [
        {"type": "acme_store", "attribute": "a"},
        {"type": "acme_store", "equals": True},
        {"type": "acme_store", "attribute": "a", "equals": True, "present": True},
        {"type": "acme_store", "attribute": "a b", "equals": True},
        {"attribute": "a", "equals": True},
        {"type": "acme_store", "attribute": "a", "is": True},
    ],
)
def test_detection_that_says_too_little_or_too_much_is_refused(value: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Detection.model_validate(value)


@pytest.mark.parametrize(
    "value",
    [
        {"attribute": "a"},
        {"attribute": "a", "equals": True, "present": True},
        {"equals": True},
    ],
)
def test_condition_needs_one_test_for_reader_and_editor(value: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Condition.model_validate(value)
    assert not Draft202012Validator(Condition.model_json_schema()).is_valid(value)


def test_condition_is_valid_for_the_editor() -> None:
    schema = Condition.model_json_schema()

    assert Draft202012Validator(schema).is_valid({"attribute": "a", "one_of": ["x"]})
