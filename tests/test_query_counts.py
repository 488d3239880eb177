"""Queries per address: the same for one item and for three. A baseline to review.

One of them asks for the revision, from which the tag of the answer is made.
"""

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from matrices.importer import ImportReport
from tests.factories import BLOBS, MACHINES, Files, small_catalogue

pytestmark = pytest.mark.django_db

QUERIES = {
    "/": 17,
    "/providers/": 2,
    "/providers/acme/": 4,
    "/tiers/": 8,
    "/tiers/abstracted/": 10,
    "/families/": 4,
    "/families/object-storage/": 14,
    "/services/": 6,
    "/services/acme/store/": 10,
    "/services/acme/store/questions/": 9,
    "/responsibilities/": 3,
    "/responsibilities/encryption-at-rest/": 9,
    "/compare/?services=acme/store": 13,
    "/worksheets/drill/?services=acme/store": 9,
    "/search/": 1,
    "/search/?q=store": 7,
    "/changes/": 4,
    "/coverage/": 2,
    "/frameworks/": 2,
    "/frameworks/nist-sp-800-53/": 7,
    "/frameworks/nist-sp-800-53/?services=acme/store": 12,
    "/report/?service=acme/store&responsibility=backup-execution": 7,
    "/stack/": 3,
    "/stack/?services=acme/store": 8,
    "/resolve/": 0,
    "/api/v1/": 6,
    "/api/v1/providers/": 3,
    "/api/v1/tiers/": 3,
    "/api/v1/families/": 3,
    "/api/v1/services/": 5,
    "/api/v1/layers/": 3,
    "/api/v1/responsibilities/": 5,
    "/api/v1/frameworks/": 3,
    "/api/v1/sources/": 3,
    "/api/v1/items/": 3,
    "/api/v1/changes/": 3,
    "/api/v1/search/?q=store": 7,
    "/api/v1/search/suggestions/?q=sto": 2,
    "/api/v1/services/acme/store/": 4,
    "/api/v1/services/acme/store/matrix/": 6,
    "/api/v1/tiers/abstracted/matrix/": 7,
    "/worksheets/compare-caiq/": 1,
    "/llms.txt": 1,
    "/api/v1/export/fedramp-crm.csv?services=acme/store": 10,
    "/api/v1/export/baseline.loss.json?services=acme/store": 10,
    "/api/v1/export/oscal-ssp.json?services=acme/store": 10,
    "/api/v1/export/oscal-catalog.json": 3,
    "/api/v1/services/acme/store/matrix.oscal.json": 10,
    "/api/v1/compare/?services=acme/store": 8,
    "/api/v1/stack/?services=acme/store": 6,
}


def one_service() -> Files:
    files = small_catalogue()
    del files[MACHINES], files[BLOBS], files["providers/bolt/provider.yaml"]
    [difference] = files["families/object-storage.yaml"]["known_differences"]
    difference["services"] = ["acme/store"]
    return files


@pytest.mark.parametrize("address", QUERIES)
@pytest.mark.parametrize("files", [one_service, small_catalogue])
def test_query_count(
    client: Client,
    import_files: Callable[[Files], ImportReport],
    django_assert_num_queries: DjangoAssertNumQueries,
    files: Callable[[], Files],
    address: str,
) -> None:
    import_files(files())

    with django_assert_num_queries(QUERIES[address]):
        assert client.get(address).status_code == 200


def test_comparing_two_tiers_takes_as_many_queries_as_one(
    client: Client, small: ImportReport, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for columns in ("acme/store,tier:iaas", "acme/store,tier:iaas,tier:abstracted"):
        with django_assert_num_queries(14):
            client.get(f"/api/v1/compare/?services={columns}")


@pytest.mark.parametrize(
    "address",
    [
        "/api/v1/compare/?services=acme/store",
        "/api/v1/export/fedramp-crm.csv?services=acme/store",
        "/api/v1/export/oscal-ssp.json?services=acme/store",
    ],
)
def test_three_columns_take_as_many_queries_as_one(
    client: Client,
    small: ImportReport,
    django_assert_num_queries: DjangoAssertNumQueries,
    address: str,
) -> None:
    with django_assert_num_queries(QUERIES[address]):
        client.get(f"{address},bolt/blobs,acme/machines")
