"""Queries per address: the same for one item and for three. A baseline to review.

One of them asks for the revision, from which the tag of the answer is made.
"""

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from catalog.remembered import forget
from matrices.importer import ImportReport
from tests.factories import BLOBS, MACHINES, Files, small_catalogue
from tests.query_baseline import QUERIES

pytestmark = pytest.mark.django_db


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
        with django_assert_num_queries(11):
            client.get(f"/api/v1/compare/?services={columns}")
        forget()


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
