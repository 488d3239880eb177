"""The axes: what has a name."""

from django.apps import AppConfig


class CatalogConfig(AppConfig):
    """No signals, no start-up work."""

    name = "catalog"
