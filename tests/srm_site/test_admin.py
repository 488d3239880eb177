"""/admin/ shows every table and changes none."""

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from catalog.models import Provider

pytestmark = pytest.mark.django_db


def test_every_registered_table_is_listed(admin_client: Client) -> None:
    for model in admin.site._registry:
        if model._meta.app_label in ("catalog", "matrices"):
            name = f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"
            assert admin_client.get(reverse(name)).status_code == 200, name


def test_a_row_can_be_seen_but_not_changed(admin_client: Client) -> None:
    provider = Provider.objects.get(slug="aws")
    address = reverse("admin:catalog_provider_change", args=[provider.pk])

    assert admin_client.get(address).status_code == 200
    assert admin_client.post(address, {"name": "x"}).status_code == 403
