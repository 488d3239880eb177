"""Where the catalogue is read and written once there is a replica."""

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction

from catalog.models import Service
from srm_site.database_router import ReplicaRouter

ROUTER = ReplicaRouter()


def test_catalogue_is_read_on_the_replica() -> None:
    assert ROUTER.db_for_read(Service) == "replica"
    assert ROUTER.db_for_write(Service) == "default"


def test_accounts_are_read_where_they_are_written() -> None:
    assert ROUTER.db_for_read(get_user_model()) == "default"


@pytest.mark.django_db
def test_transaction_reads_its_own_writes() -> None:
    with transaction.atomic():
        assert ROUTER.db_for_read(Service) == "default"


def test_only_the_primary_is_migrated() -> None:
    assert ROUTER.allow_migrate("default", "catalog")
    assert not ROUTER.allow_migrate("replica", "catalog")
