"""Lists of cells are read in the order of an index: their size does not matter."""

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client

from catalog.remembered import at_edition
from matrices.api.views import ItemViewSet
from matrices.filters import ItemFilterSet
from matrices.importer import ImportReport
from matrices.lists import ROW, Cells
from matrices.models import ResolvedItem

pytestmark = pytest.mark.django_db

LISTS = [
    "",
    "provider=aws",
    "tier=abstracted",
    "family=object-storage",
    "layer=data",
    "responsibility=backup-execution",
    "ownership=customer",
    "basis=inferred",
    "provider=aws&ownership=customer",
]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite tells how it will read")
@pytest.mark.parametrize("query", LISTS)
def test_page_is_read_without_sorting(query: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    filterset = ItemFilterSet(QueryDict(query), queryset=ItemViewSet.queryset)
    assert filterset.is_valid()

    plan = filterset.qs.values_list(*ROW)[:100].explain()

    assert "USING INDEX cells_by_" in plan or "USING COVERING INDEX cells_by_" in plan
    assert "TEMP B-TREE" not in plan


def test_count_is_of_the_newest_revision(small: ImportReport) -> None:
    cells = Cells(())
    with at_edition(1):
        before = cells.count()
        ResolvedItem.objects.filter(responsibility__slug="backup-execution").delete()
        assert cells.count() == before

    with at_edition(2):
        assert cells.count() == ResolvedItem.objects.as_it_comes().count() < before


def test_list_stands_in_the_order_of_providers_names_and_rows(
    client: Client, small: ImportReport
) -> None:
    body = client.get("/api/v1/items/?page_size=500").json()

    found = [(item["service"], item["responsibility"]) for item in body["results"]]
    expected = ResolvedItem.objects.as_it_comes().order_by(
        "service__provider__order", "service__name", "responsibility__order"
    )
    assert found == list(expected.values_list("service__identifier", "responsibility__slug"))
    assert body["count"] == len(found)
