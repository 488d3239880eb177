"""The cells: who owns what."""

from django.apps import AppConfig


class MatricesConfig(AppConfig):
    """No signals, no start-up work."""

    name = "matrices"
    verbose_name = "matrices"
