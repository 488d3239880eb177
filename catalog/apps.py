"""The axes: what has a name."""

from django.apps import AppConfig


class CatalogConfig(AppConfig):
    name = "catalog"
