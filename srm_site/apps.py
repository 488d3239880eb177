"""The site around the two apps: settings, errors, health and misconfiguration checks."""

from django.apps import AppConfig


class SrmSiteConfig(AppConfig):
    name = "srm_site"
