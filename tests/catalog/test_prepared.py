"""Queries composed once give what the queryset gives, whatever the values."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.models import Option, Service
from catalog.prepared import Prepared
from matrices.importer import ImportReport
from matrices.models import ResolvedItem

pytestmark = pytest.mark.django_db

NAMED = Prepared(
    Service,
    lambda names, tiers: (
        Service.objects.filter(identifier__in=names, tier__slug__in=tiers)
        .order_by("identifier")
        .values_list("identifier", "pk")
    ),
)
ALL = Prepared(Service, lambda: Service.objects.order_by("identifier").values_list("identifier"))


def test_rows_have_any_of_the_values(small: ImportReport) -> None:
    found = NAMED.rows(["bolt/blobs", "acme/store", "no/such"], ["abstracted"])

    assert [name for name, _ in found] == ["acme/store", "bolt/blobs"]
    assert found[0][1] == Service.objects.get(identifier="acme/store").pk


def test_other_values_are_bound_to_the_same_query(small: ImportReport) -> None:
    assert [name for name, _ in NAMED.rows(["acme/store"], ["abstracted"])] == ["acme/store"]
    assert [name for name, _ in NAMED.rows(["bolt/blobs"], ["abstracted"])] == ["bolt/blobs"]
    assert NAMED.rows(["bolt/blobs"], ["iaas"]) == []


def test_value_is_never_read_as_sql(small: ImportReport) -> None:
    assert NAMED.rows(["' OR 1=1 --", "%s", 'acme/store"'], ["abstracted"]) == []


def test_no_value_leaves_no_row(small: ImportReport) -> None:
    with CaptureQueriesContext(connection) as asked:
        assert NAMED.rows([], ["abstracted"]) == []

    assert len(asked) == 0


def test_page_passes_over_and_takes(small: ImportReport) -> None:
    everything = ALL.rows()

    assert ALL.rows(page=(1, 1)) == everything[1:2]
    assert ALL.rows(page=(0, 50)) == everything


def test_truth_and_dates_are_as_django_gives_them(small: ImportReport) -> None:
    options = Option.objects.order_by("pk").values_list("pk", "is_default")
    cells = ResolvedItem.objects.order_by("pk").values_list("pk", "verified_on")

    assert Prepared(Option, lambda: options).rows() == list(options)
    assert Prepared(ResolvedItem, lambda: cells).rows() == list(cells)


def test_value_that_does_not_reach_the_query_is_noticed(small: ImportReport) -> None:
    forgetful = Prepared(Service, lambda names: Service.objects.values_list("pk"))

    with pytest.raises(AssertionError, match="every value must stand in the query"):
        forgetful.rows(["acme/store"])
