"""Catalogues of any size: the bundled one, with its services copied under further names.

`python -m tests.benchmarks.catalogues CELLS` fills the database of DATABASE_URL. Copies keep
words, settings, options and the full-text index of their originals, so that texts are as long and
as varied as real ones. They go in as a first import writes: `matrices.importer.bulk.fill_table`.
"""

import hashlib
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import django
from django.core.management import call_command
from django.db import connection, models, transaction

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "srm_site.settings")
django.setup()

from catalog.models import Option, SearchName, SearchWord, Service, Setting  # noqa: E402
from matrices.importer.bulk import fill_table  # noqa: E402
from matrices.importer.run import renew_statistics  # noqa: E402
from matrices.models import ResolvedItem, SearchText  # noqa: E402
from matrices.search.texts import PLACE_BITS  # noqa: E402

Rule = Callable[[Any, int], Any]
STRIDE = 1_000_000  # keys of a copy are this far from those of the copy before
COPIED = (Service, Setting, Option, ResolvedItem)
NAMED = (SearchName, SearchWord, SearchText)


@dataclass(frozen=True)
class Original:
    """A table's rows as they are stored, and what a copy changes in each column."""

    model: type[models.Model]
    columns: list[str]
    rows: list[tuple[Any, ...]]
    rules: list[Rule]

    def copies(self, numbers: range) -> Iterator[list[Any]]:
        """The rows of the copies with those numbers."""
        for number in numbers:
            for row in self.rows:
                yield [rule(value, number) for rule, value in zip(self.rules, row, strict=True)]


def fill(cells: int, *, with_search: bool = True) -> int:
    """Import the bundled catalogue, then copy services until there are `cells`; returns cells."""
    call_command("migrate", verbosity=0, interactive=False)
    call_command("import_fixtures", stdout=open(os.devnull, "w"))  # noqa: SIM115
    enlarge(cells, with_search=with_search)
    renew_statistics()
    return ResolvedItem.objects.count()


def enlarge(cells: int, *, with_search: bool = True) -> None:
    """Copy all services until the table of cells has about as many as asked for."""
    copies = round(cells / ResolvedItem.objects.count()) - 1
    tables = COPIED + NAMED if with_search else COPIED
    with transaction.atomic():
        for model in tables:
            original = original_of(model)
            fill_table(model, original.columns, original.copies(range(1, copies + 1)))


def original_of(model: type[models.Model]) -> Original:
    """What a table holds now, but for search texts and names that belong to no service."""
    fields = [field for field in model._meta.concrete_fields if isinstance(field, models.Field)]
    columns = [str(field.column) for field in fields]
    names = ", ".join(f'"{column}"' for column in columns)
    only = {
        SearchName: " WHERE service_id IS NOT NULL",
        SearchText: " WHERE service_id IS NOT NULL",
        SearchWord: " WHERE name_id IN (SELECT id FROM catalog_searchname"
        " WHERE service_id IS NOT NULL)",
    }.get(model, "")
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT {names} FROM "{model._meta.db_table}"{only}')
        rows = cursor.fetchall()
    return Original(model, columns, rows, [_rule(model, field) for field in fields])


def _rule(model: type[models.Model], field: "models.Field[Any, Any]") -> Rule:
    if model is SearchText and field.primary_key:
        return _place
    copied = (Service, Setting, Option, ResolvedItem, SearchName)
    if field.primary_key or field.related_model in copied:
        return lambda value, number: value and value + number * STRIDE
    if (model, field.name) in ((SearchText, "target"), (SearchName, "target")):
        return _renamed
    if model is Service and field.name in ("identifier", "slug", "name"):
        return lambda value, number: f"{value}-{number}"
    if field.name == "service_place":
        return lambda value, number: f"{value}-{number}"
    return lambda value, number: value


def _place(value: int, number: int) -> int:
    """Another place in the same rank."""
    digest = hashlib.blake2b(f"{value} {number}".encode(), digest_size=8).digest()
    return (value >> PLACE_BITS << PLACE_BITS) | int.from_bytes(digest) % (1 << PLACE_BITS)


def _renamed(target: str, number: int) -> str:
    """`aws/s3@cmk#backup` → `aws/s3-7@cmk#backup`"""
    end = min((target.find(sign) for sign in "@#" if sign in target), default=len(target))
    return f"{target[:end]}-{number}{target[end:]}"


if __name__ == "__main__":
    wanted = int(sys.argv[1])
    print(fill(wanted, with_search="--without-search" not in sys.argv), "cells")
