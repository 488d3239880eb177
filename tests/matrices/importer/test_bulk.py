"""Rows past the ORM: errors as from any query, indexes and references as they were."""

import pytest
from django.db import IntegrityError, connection, transaction

from catalog.models import Layer
from matrices.importer.bulk import indexes_made_last, write_rows
from matrices.models import ResolvedItem

pytestmark = pytest.mark.django_db


def beside_the_rows() -> dict[str, object]:
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, ResolvedItem._meta.db_table)
    return dict(found)


def test_refused_row_is_an_error_of_django(small: object) -> None:
    columns = [str(field.column) for field in Layer._meta.concrete_fields]
    row = Layer.objects.values_list(*columns).first()
    assert row

    with pytest.raises(IntegrityError), transaction.atomic():
        write_rows(Layer, columns, [row])


def test_indexes_are_gone_for_a_while_and_the_same_again(small: object) -> None:
    before = beside_the_rows()

    with indexes_made_last([ResolvedItem]):
        meanwhile = beside_the_rows()

    assert meanwhile.keys() < before.keys()
    assert beside_the_rows() == before
