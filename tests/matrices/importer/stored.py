"""What an import left in the database, as plain values to compare."""

from collections.abc import Callable
from typing import Any

from django.apps import apps

from matrices.importer import ImportReport
from matrices.models import Change, ResolvedItem
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


def changes_of(revision: int) -> list[tuple[str, str, str, str]]:
    """Subject, field, before and after of each change, in the order of writing."""
    found = Change.objects.filter(revision=revision).order_by("pk")
    return list(found.values_list("subject", "field", "before", "after"))


def resolved_keys() -> dict[str, list[int]]:
    """Primary keys of the resolved cells by service: other keys mean that they were rewritten."""
    return {
        identifier: list(
            ResolvedItem.objects.filter(service__identifier=identifier)
            .order_by("pk")
            .values_list("pk", flat=True)
        )
        for identifier in SERVICES
    }


def rewritten_since(before: dict[str, list[int]]) -> set[str]:
    """Services whose cells have other keys than before."""
    return {
        identifier for identifier, keys in resolved_keys().items() if keys != before[identifier]
    }
