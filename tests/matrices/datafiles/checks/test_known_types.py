"""Resource types stand in the published list of their language."""

import dataclasses
from collections.abc import Callable

import pytest

from matrices.datafiles.checks import known_types as rule
from matrices.datafiles.reader import Catalogue, Fault
from tests.conftest import TODAY
from tests.factories import STORE, Files, small_catalogue

KNOWN = {"terraform": frozenset({"acme_store_bucket", "acme_store_policy"})}
MAP = "resource-types/terraform-acme.yaml"


@pytest.fixture
def find_in(read_files: Callable[[Files], Catalogue]) -> Callable[[Files], list[Fault]]:
    def run(files: Files) -> list[Fault]:
        catalogue = dataclasses.replace(read_files(files), known_types=KNOWN)
        return list(rule.check(catalogue, TODAY))

    return run


def with_map(*types: str) -> Files:
    files = small_catalogue()
    files[MAP] = {"vocabulary": "terraform", "services": {"acme/store": list(types)}}
    return files


def test_listed_types_pass(find_in: Callable[[Files], list[Fault]]) -> None:
    assert find_in(with_map("acme_store_policy")) == []


def test_type_that_the_list_does_not_know_is_refused(
    find_in: Callable[[Files], list[Fault]],
) -> None:
    [fault] = find_in(with_map("acme_store_polici"))

    assert (fault.file, fault.key) == (MAP, "services.acme/store")
    assert fault.problem.endswith("did you mean 'acme_store_policy'?")


def test_provider_without_a_list_is_not_judged(find_in: Callable[[Files], list[Fault]]) -> None:
    assert find_in(with_map("bolt_blob")) == []


def test_text_that_is_no_type_is_refused(find_in: Callable[[Files], list[Fault]]) -> None:
    [fault] = find_in(with_map("a bucket"))

    assert fault.problem == "'a bucket' has the shape of no resource type"


def test_type_of_a_detection_is_judged_too(find_in: Callable[[Files], list[Fault]]) -> None:
    files = small_catalogue()
    option = files[STORE]["settings"]["versioning"]["options"]["versioning-on"]
    option["detect_when"] = [{"type": "acme_store_bucket", "configures": "acme_store_buckets"}]

    [fault] = find_in(files)

    assert fault.key == "settings.versioning.options.versioning-on.detect_when"
