"""What agents get: claims with conditions, origin and sources, or "unknown"."""

from collections.abc import Callable
from typing import Any

import pytest

from matrices.agents.answers import (
    changes_since,
    compare,
    find_service,
    known_answer,
    my_side,
    who_owns,
)
from matrices.importer import ImportReport
from matrices.models import ResolvedItem
from tests.factories import STORE, Files, small_catalogue

pytestmark = pytest.mark.django_db

CELL = {"claim", "conditions", "provenance", "sources", "checks", "address"}


def found(query: str, **further: Any) -> list[str]:
    return [each["id"] for each in find_service(query, **further)["services"]]


def is_unknown(answer: dict[str, Any], suggestion: str = "") -> bool:
    assert answer["reason"]
    return answer["answer"] == "unknown" and (
        not suggestion or suggestion in answer["suggestions"]
    )  # fmt: skip


@pytest.mark.parametrize(
    ("query", "service"),
    [
        ("aws/s3", "aws/s3"),
        ("Amazon S3", "aws/s3"),
        ("Simple Storage Service", "aws/s3"),
        ("aws_s3_bucket", "aws/s3"),
        ("GKE", "gcp/gke"),
        ("kubernetes engine google", "gcp/gke"),
    ],
)
def test_service_is_found_by_name_alias_and_resource_type(query: str, service: str) -> None:
    assert found(query)[0] == service


def test_service_is_found_at_one_provider_only() -> None:
    assert found("storage", provider="gcp")
    assert {each.split("/")[0] for each in found("storage", provider="gcp", limit=25)} == {"gcp"}


def test_service_that_nobody_knows_is_unknown_with_suggestions() -> None:
    assert is_unknown(find_service("amazon s33"))
    assert is_unknown(find_service("aws/s4"), "aws/s3")
    assert (
        is_unknown(find_service("s3", provider="amazon"), "aws")
        or find_service("s3", provider="amazon")["suggestions"]
    )
    assert is_unknown(find_service("?!"))


def test_cell_comes_with_conditions_origin_and_sources(small: ImportReport) -> None:
    answer = who_owns("acme/store", "encryption-at-rest")

    assert answer["answer"] == "known"
    assert answer["catalogue"] == {
        "source": "SRM Atlas",
        "revision": 1,
        "revised_on": "2026-11-22",
        "licence": "CC BY 4.0",
    }
    assert answer["claim"] == {
        "ownership": "shared",
        "provider_duty": "Encrypts every new object with AES-256.",
        "customer_duty": "Chooses the key in the bucket's default encryption.",
        "default_state": "On with a provider key since 2023-01-05.",
    }
    assert answer["conditions"]["options_that_move_it"] == [
        {"setting": "encryption-key", "option": "own-key", "name": "Key of the customer"}
    ]
    assert answer["conditions"]["caveats"][0]["when"] == "the object is older"
    assert answer["provenance"] == {
        "basis": "documented",
        "resolved_from": "service",
        "inherited_words": {},
        "verified_on": "2026-01-15",
    }
    assert answer["sources"][0]["url"] == "https://docs.example.com/storage/security.html"
    assert answer["checks"][0]["id"] == "store get-encryption"


@pytest.mark.parametrize(
    ("service", "options"), [("acme/store@own-key", []), ("acme/store", ["own-key"])]
)
def test_option_moves_the_cell(small: ImportReport, service: str, options: list[str]) -> None:
    answer = who_owns(service, "encryption-at-rest", options)

    assert answer["claim"]["ownership"] == "customer"
    assert answer["conditions"]["options_chosen"] == ["own-key"]
    assert answer["conditions"]["moved_by"] == "own-key"
    assert answer["provenance"]["resolved_from"] == "option"


def test_cell_that_nobody_researched_is_unknown(small: ImportReport) -> None:
    ResolvedItem.objects.filter(responsibility__slug="iam-policy-review").delete()

    assert is_unknown(who_owns("acme/store", "iam-policy-review"))


@pytest.mark.parametrize(
    ("service", "duty", "suggestion"),
    [
        ("aws/s4", "encryption-at-rest", "aws/s3"),
        ("Amazon S3", "encryption-at-rest", "aws/s3"),
        ("aws/s3", "patching", "guest-os-patching"),
        ("aws/s3", "encryption-in-rest", "encryption-at-rest"),
        ("aws/s3@sse-kms", "encryption-at-rest", "sse-kms-cmk"),
        ("aws/s3@sse-c@sse-kms-cmk", "encryption-at-rest", ""),
        ("aws/\x00", "encryption-at-rest", ""),
    ],
)
def test_name_that_means_nothing_is_unknown(service: str, duty: str, suggestion: str) -> None:
    assert is_unknown(who_owns(service, duty), suggestion)


def test_service_that_moved_is_unknown_at_its_old_address(small: ImportReport) -> None:
    assert is_unknown(who_owns("bolt/buckets", "encryption-at-rest"), "bolt/blobs")


def test_comparison_has_rows_that_differ_with_whole_cells(small: ImportReport) -> None:
    answer = compare(["acme/store", "acme/machines"])
    [row] = [each for each in answer["rows"] if each["responsibility"] == "encryption-at-rest"]

    assert answer["summary"]["moved"] == 1
    assert row["kind"] == "moved"
    assert [cell["service"] for cell in row["cells"]] == ["acme/store", "acme/machines"]
    assert all(set(cell) >= CELL for cell in row["cells"])


def test_comparison_of_one_row_is_answered_where_nothing_differs(small: ImportReport) -> None:
    [row] = compare(["acme/store", "bolt/blobs"], "backup-execution")["rows"]

    assert (row["responsibility"], row["kind"]) == ("backup-execution", "same")


def test_comparison_carries_recorded_differences(small: ImportReport) -> None:
    [row] = compare(["acme/store", "bolt/blobs"], "iam-policy-review")["rows"]

    assert row["recorded_differences"][0]["text"].startswith("Acme has two policy languages")


def test_comparison_knows_the_option_that_moved_a_cell(small: ImportReport) -> None:
    [row] = compare(["acme/store", "acme/store@own-key"], "encryption-at-rest")["rows"]

    assert [cell["conditions"]["moved_by"] for cell in row["cells"]] == [None, "own-key"]


@pytest.mark.parametrize(
    "asked",
    [
        {"services": ["aws/s3"]},
        {"services": ["aws/s3"] * 7},
        {"services": ["aws/s3", "aws/s4"]},
        {"services": ["aws/s3", "aws/rds"], "layer": "datas"},
        {"services": ["aws/s3", "aws/rds"], "responsibility": "nothing-like-it"},
    ],
)
def test_comparison_that_cannot_be_made_is_unknown(asked: dict[str, Any]) -> None:
    assert is_unknown(compare(**asked))


def test_my_side_has_every_row_with_a_part_for_the_customer(small: ImportReport) -> None:
    [side] = my_side(["acme/store"])["services"]

    assert side["rows_left_to_the_customer"] == 3
    assert {row["claim"]["ownership"] for row in side["rows"]} == {"customer", "shared"}
    assert all(set(row) >= CELL for row in side["rows"])


def test_my_side_of_one_layer(small: ImportReport) -> None:
    [side] = my_side(["acme/store@own-key"], "identity")["services"]

    assert [row["responsibility"] for row in side["rows"]] == ["iam-policy-review"]
    assert side["options"] == ["own-key"]


@pytest.mark.parametrize(
    ("services", "layer"), [([], ""), (["aws/s4"], ""), (["aws/s3"], "datas"), (["aws/s3"] * 7, "")]
)
def test_my_side_that_cannot_be_told_is_unknown(services: list[str], layer: str) -> None:
    assert is_unknown(my_side(services, layer))


def test_changes_since_a_revision(import_files: Callable[[Files], ImportReport]) -> None:
    files = small_catalogue()
    import_files(files)
    files[STORE]["items"]["encryption-at-rest"]["customer_duty"] = "Chooses another key."
    import_files(files)

    answer = changes_since(1)
    [change] = answer["changes"]

    assert answer["total"] == 1
    assert answer["catalogue"]["revision"] == 2
    assert (change["service"], change["responsibility"]) == ("acme/store", "encryption-at-rest")
    assert change["after"] == "Chooses another key."
    assert changes_since(2)["changes"] == []
    assert changes_since(1, "bolt/blobs")["total"] == 0
    assert changes_since(1, "acme/store")["total"] == 1


def test_changes_are_limited_but_counted(small: ImportReport) -> None:
    answer = changes_since(0, limit=2)

    assert len(answer["changes"]) == 2
    assert answer["total"] > 2


@pytest.mark.parametrize(("revision", "service"), [(99, ""), (-1, ""), (0, "acme/stores")])
def test_changes_that_cannot_be_told_are_unknown(
    small: ImportReport, revision: int, service: str
) -> None:
    assert is_unknown(changes_since(revision, service))


@pytest.mark.usefixtures("empty_database")
def test_empty_catalogue_says_so() -> None:
    assert known_answer()["catalogue"]["revision"] == 0
