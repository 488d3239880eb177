"""A service names a type once."""

import pytest

from matrices.datafiles.checks import types_stand_once as rule
from tests.factories import Files, small_catalogue
from tests.matrices.datafiles.checks.found import Find, places

MAP = "resource-types/terraform-acme.yaml"


def with_map(**document: object) -> Files:
    return small_catalogue() | {MAP: {"vocabulary": "terraform", **document}}


def test_further_type_passes(find: Find) -> None:
    assert find(rule.check, with_map(services={"acme/store": ["acme_store_policy"]})) == []


def test_type_of_two_services_passes(find: Find) -> None:
    assert find(rule.check, with_map(services={"bolt/blobs": ["acme_store_bucket"]})) == []


@pytest.mark.parametrize(
    ("document", "key"),
    [
        ({"services": {"acme/store": ["acme_store_bucket"]}}, "services.acme/store"),
        ({"services": {"bolt/blobs": ["bolt_a", "bolt_a"]}}, "services.bolt/blobs"),
        ({"no_service": {"acme_store_bucket": "Nothing."}}, "no_service"),
    ],
)
def test_type_named_twice_is_refused(find: Find, document: dict[str, object], key: str) -> None:
    assert places(find(rule.check, with_map(**document))) == [(MAP, key)]
