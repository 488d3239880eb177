"""The site around the two apps."""

from django.apps import AppConfig
from django.contrib.staticfiles.apps import StaticFilesConfig


class SrmSiteConfig(AppConfig):
    """Settings, errors, health and what all API answers have in common."""

    name = "srm_site"


class ShippedStaticFilesConfig(StaticFilesConfig):
    """Collects what pages use: no second API viewer, no browsable API."""

    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns, "redoc", "rest_framework", "*-es-bundle*",
    ]  # fmt: skip
