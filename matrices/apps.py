"""The cells: who owns what."""

from django.apps import AppConfig


class MatricesConfig(AppConfig):
    name = "matrices"
    verbose_name = "matrices"
