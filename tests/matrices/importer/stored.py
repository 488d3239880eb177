"""What an import left in the database, as plain values to compare."""

from collections.abc import Callable
from typing import Any

from django.apps import apps

from matrices.importer import ImportReport
from matrices.models import Change, ResolvedItem, SearchText
from tests.factories import Files

Import = Callable[[Files], ImportReport]

SERVICES = ("acme/machines", "acme/store", "bolt/blobs")


def everything() -> dict[str, list[dict[str, Any]]]:
    """Every row of every catalogue table, by table."""
    return {
        model._meta.db_table: list(model._default_manager.order_by("pk").values())
        for label in ("catalog", "matrices")
        for model in apps.get_app_config(label).get_models(include_auto_created=True)
    }


def facts() -> dict[str, list[str]]:
    """The same without keys and what refers to keys, each table in an order of its own."""
    return {
        table: sorted(
            repr({name: each for name, each in row.items() if not name.endswith("id")})
            for row in rows
        )
        for table, rows in everything().items()
    }


def changes_of(revision: int) -> list[tuple[str, str, str, str]]:
    """Subject, field, before and after of each change, in the order of writing."""
    found = Change.objects.filter(revision=revision).order_by("pk")
    return list(found.values_list("subject", "field", "before", "after"))


def resolved_keys() -> dict[str, list[int]]:
    """Primary keys of the resolved cells by service."""
    return {
        identifier: list(
            ResolvedItem.objects.filter(service__identifier=identifier)
            .order_by("pk")
            .values_list("pk", flat=True)
        )
        for identifier in SERVICES
    }


def written_since(before: dict[str, list[dict[str, Any]]]) -> dict[str, set[Any]]:
    """Primary keys of rows that came or say something else than before, by table.

    What an import always adds (its revision, its changes, the file) is left out.
    """
    always = ("matrices_datafile", "matrices_revision", "matrices_change")
    found = {}
    for table, rows in everything().items():
        keys = {next(iter(row.values())) for row in rows if row not in before[table]}
        if keys and table not in always:
            found[table] = keys
    return found


def services_written_since(before: dict[str, list[dict[str, Any]]]) -> set[str]:
    """Services of which a cell or a text of the search came or says something else."""
    written = written_since(before)
    cells = ResolvedItem.objects.filter(pk__in=written.get("matrices_resolveditem", ()))
    texts = SearchText.objects.filter(pk__in=written.get("matrices_searchtext", ()))
    texts = texts.exclude(service=None)
    name = "service__identifier"
    return {*cells.values_list(name, flat=True), *texts.values_list(name, flat=True)}
