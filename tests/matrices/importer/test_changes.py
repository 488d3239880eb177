"""What differs between the files and what was imported last, per file and field."""

from typing import Any

import pytest

from matrices.datafiles import documents
from matrices.importer.changes import FieldChange, changes_between, content_of
from tests.factories import STORE, small_catalogue

SUBJECT = "providers/acme/services/store"


def store(**change: Any) -> dict[str, Any]:
    """The store's file as plain values, with other values at its top."""
    return {**small_catalogue()[STORE], **change}


def between(before: dict[str, Any], after: dict[str, Any]) -> list[FieldChange]:
    return changes_between({STORE: before}, {STORE: after})


def test_equal_files_have_no_changes() -> None:
    assert between(store(), store()) == []


def test_file_that_came_is_one_change() -> None:
    assert changes_between({}, {STORE: store()}) == [FieldChange(SUBJECT, "", "", "Acme Store")]


def test_file_that_went_is_one_change() -> None:
    assert changes_between({STORE: store()}, {}) == [FieldChange(SUBJECT, "", "Acme Store", "")]


def test_file_without_a_name_is_called_after_its_path() -> None:
    layers = {"layers.yaml": small_catalogue()["layers.yaml"]}

    assert changes_between({}, layers) == [FieldChange("layers", "", "", "layers")]


def test_files_come_in_the_order_of_their_paths() -> None:
    changes = changes_between({"b.yaml": {}, "c.yaml": {"name": "C"}}, {"a.yaml": {}, "b.yaml": {}})

    assert [change.subject for change in changes] == ["a", "c"]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"name": "Acme Vault"}, [FieldChange(SUBJECT, "name", "Acme Store", "Acme Vault")]),
        ({"vendor_tier": "PaaS"}, [FieldChange(SUBJECT, "vendor_tier", "", "PaaS")]),
        ({"aliases": ["A", "B"]}, [FieldChange(SUBJECT, "aliases", '["Store"]', '["A", "B"]')]),
        (
            {"name": "Vault", "tier": "iaas"},
            [
                FieldChange(SUBJECT, "name", "Acme Store", "Vault"),
                FieldChange(SUBJECT, "tier", "abstracted", "iaas"),
            ],
        ),
    ],
)
def test_changed_field_is_told_before_and_after(
    change: dict[str, Any], expected: list[FieldChange]
) -> None:
    assert between(store(), store(**change)) == expected


def test_field_that_went_has_no_after() -> None:
    after = store()
    del after["aliases"]

    assert between(store(), after) == [FieldChange(SUBJECT, "aliases", '["Store"]', "")]


def test_field_of_an_item_is_named_with_its_keys() -> None:
    after = store()
    after["items"]["encryption-at-rest"]["recovery"] = "Upload it again."

    assert between(store(), after) == [
        FieldChange(
            SUBJECT,
            "items.encryption-at-rest.recovery",
            "Copy the object onto itself.",
            "Upload it again.",
        )
    ]


def test_new_item_is_one_change_per_field() -> None:
    after = store()
    after["items"]["backup-execution"] = {"ownership": "provider", "provider_duty": "Copies it."}

    assert between(store(), after) == [
        FieldChange(SUBJECT, "items.backup-execution.ownership", "", "provider"),
        FieldChange(SUBJECT, "items.backup-execution.provider_duty", "", "Copies it."),
    ]


def test_value_that_is_no_text_is_written_as_json() -> None:
    changes = between({"order": 1, "title": None}, {"order": 2, "title": "ü"})

    assert changes == [
        FieldChange(SUBJECT, "order", "1", "2"),
        FieldChange(SUBJECT, "title", "null", "ü"),
    ]


def test_other_order_of_rows_is_a_change_of_order() -> None:
    before = small_catalogue()["responsibilities.yaml"]
    after = {"responsibilities": dict(reversed(before["responsibilities"].items()))}

    assert changes_between({"responsibilities.yaml": before}, {"responsibilities.yaml": after}) == [
        FieldChange(
            "responsibilities",
            "order",
            "encryption-at-rest backup-execution iam-policy-review",
            "iam-policy-review backup-execution encryption-at-rest",
        )
    ]


def test_other_order_of_options_is_told_before_and_after() -> None:
    after = store()
    options = after["settings"]["versioning"]["options"]
    after["settings"]["versioning"]["options"] = dict(reversed(options.items()))

    [change] = between(store(), after)

    assert change.before != change.after


@pytest.mark.parametrize(
    ("change", "text"),
    [
        (FieldChange("a", "", "", "A"), "a: added"),
        (FieldChange("a", "", "A", ""), "a: removed"),
        (FieldChange("a", "name", "A", "B"), "a: name: A → B"),
        (FieldChange("a", "name", "", "B"), "a: name: (nothing) → B"),
        (FieldChange("a", "name", "A", ""), "a: name: A → (nothing)"),
    ],
)
def test_change_reads_as_a_line(change: FieldChange, text: str) -> None:
    assert str(change) == text


def layer(**change: Any) -> documents.Layer:
    return documents.Layer.model_validate(
        {"name": "Data", "order": 1, "summary": "What is stored.", **change}
    )


def test_content_is_the_same_in_another_layout() -> None:
    reordered = documents.Layer.model_validate(
        {"summary": "What is stored. ", "order": 1, "name": "Data"}
    )

    assert content_of(layer()) == content_of(reordered)


def test_content_is_another_after_a_change() -> None:
    assert content_of(layer()).digest != content_of(layer(order=2)).digest


def test_content_leaves_defaults_out() -> None:
    item = documents.Item.model_validate({"ownership": "provider", "basis": "inferred"})

    assert content_of(item).values == {"ownership": "provider"}


def test_content_knows_the_order_of_rows() -> None:
    rows = small_catalogue()["layers.yaml"]["layers"]
    before = documents.Layers.model_validate({"layers": rows})
    after = documents.Layers.model_validate({"layers": dict(reversed(rows.items()))})

    assert content_of(before).digest != content_of(after).digest
