"""Rows past the ORM: errors as from any query, indexes as they were."""

import pytest
from django.db import IntegrityError, connection, transaction

from catalog.models import Layer
from matrices.importer.bulk import indexes_made_last, write_rows
from matrices.models import ResolvedItem

pytestmark = pytest.mark.django_db


def indexes() -> dict[str, object]:
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, ResolvedItem._meta.db_table)
    return {name: each for name, each in found.items() if each["index"]}


def test_refused_row_is_an_error_of_django(small: object) -> None:
    columns = [str(field.column) for field in Layer._meta.concrete_fields]
    row = Layer.objects.values_list(*columns).first()
    assert row

    with pytest.raises(IntegrityError), transaction.atomic():
        write_rows(Layer, columns, [row])


def test_indexes_are_gone_for_a_while_and_the_same_again(small: object) -> None:
    before = indexes()

    with indexes_made_last([ResolvedItem]):
        meanwhile = indexes()

    assert meanwhile.keys() < before.keys()
    assert indexes() == before
