"""The types of the files: what a value may look like."""

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from matrices.datafiles import documents


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (documents.Slug, "s3"),
        (documents.Slug, "object-storage-2"),
        (documents.ServiceId, "aws/s3"),
        (documents.Url, "https://docs.example.com/a?b=c#d"),
        (documents.Day, "2026-01-15"),
        (documents.PartialDate, "2023"),
        (documents.PartialDate, "2023-01"),
        (documents.PartialDate, "2023-01-05"),
        (documents.AsOf, "undated"),
        (documents.AsOf, "2023-01"),
    ],
)
def test_value_of_the_right_form_is_kept(kind: Any, value: str) -> None:
    assert TypeAdapter(kind).validate_python(value) == value


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (documents.Slug, "S3"),
        (documents.Slug, "s3\n"),
        (documents.Slug, "a--b"),
        (documents.Slug, "-a"),
        (documents.Slug, "a_b"),
        (documents.Slug, "a" * 81),
        (documents.ServiceId, "s3"),
        (documents.ServiceId, "aws/s3/x"),
        (documents.Line, "   "),
        (documents.Line, "a" * 301),
        (documents.Prose, ""),
        (documents.Prose, "a" * 1201),
        (documents.Url, "ftp://example.com"),
        (documents.Url, "https://example.com/a b"),
        (documents.Day, "2026-1-5"),
        (documents.Day, "2026-01"),
        (documents.PartialDate, "undated"),
        (documents.PartialDate, "23"),
        (documents.AsOf, "unknown"),
    ],
)
def test_value_of_another_form_is_refused(kind: Any, value: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(kind).validate_python(value)


@pytest.mark.parametrize("ownership", ["unknown", "vendor", "Provider", "", None])
def test_item_refuses_an_owner_that_no_file_may_state(ownership: str | None) -> None:
    with pytest.raises(ValidationError):
        documents.Item.model_validate({"ownership": ownership})


@pytest.mark.parametrize("order", [True, "10", 1.5])
def test_order_is_a_whole_number(order: object) -> None:
    with pytest.raises(ValidationError):
        documents.Layer.model_validate({"name": "Data", "order": order, "summary": "What is kept."})


def test_document_never_changes_after_reading() -> None:
    item = documents.Item.model_validate({"ownership": "provider"})

    with pytest.raises(ValidationError, match="frozen"):
        setattr(item, "recovery", "Restore it.")  # noqa: B010 - mypy knows that it is frozen


def test_words_lose_the_space_around_them() -> None:
    item = documents.Item.model_validate({"ownership": "provider", "recovery": " Restore it.\n"})

    assert item.recovery == "Restore it."


def test_order_fits_into_the_database() -> None:
    with pytest.raises(ValidationError):
        documents.Layer.model_validate({"name": "Data", "order": 2**63, "summary": "What is kept."})


def test_day_is_written_in_ascii_digits() -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(documents.Day).validate_python(
            "\u0662\u0660\u0662\u0666-\u0660\u0661-\u0661\u0665"
        )
