"""The catalogue is read on the replica where there is one; everything else is the primary's."""

from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model

REPLICA = "replica"
_CATALOGUE = frozenset({"catalog", "matrices"})


class ReplicaRouter:
    """In use where DATABASE_REPLICA_URL is set.

    Inside a transaction on the primary, as in an import, reads stay there and see its writes.
    Accounts and sessions are read where they were written, or a login would come too late.
    """

    def db_for_read(self, model: type[Model], **hints: Any) -> str:
        if model._meta.app_label not in _CATALOGUE:
            return DEFAULT_DB_ALIAS
        return DEFAULT_DB_ALIAS if connections[DEFAULT_DB_ALIAS].in_atomic_block else REPLICA

    def db_for_write(self, model: type[Model], **hints: Any) -> str:
        return DEFAULT_DB_ALIAS

    def allow_relation(self, one: Model, other: Model, **hints: Any) -> bool:
        return True  # the same rows, whichever copy they were read from

    def allow_migrate(self, alias: str, app_label: str, **hints: Any) -> bool:
        return alias == DEFAULT_DB_ALIAS
