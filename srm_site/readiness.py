"""Whether this process can answer, and from what."""

import datetime
from dataclasses import dataclass
from functools import lru_cache

from django.db import DatabaseError, connections, router
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Max

from matrices.models import ResolvedItem, Revision


@dataclass(frozen=True)
class Readiness:
    """`problem` is empty where everything that an answer needs is there.

    `days_since_verified`: how long ago the youngest claim was last held against its source.
    """

    problem: str = ""
    migrations_missing: int = 0
    revision: int = 0
    revised_at: datetime.datetime | None = None
    days_since_verified: int | None = None

    @property
    def is_ready(self) -> bool:
        return not self.problem


def readiness(today: datetime.date) -> Readiness:
    """Ask the database that pages are read from; three queries."""
    try:
        missing = _migrations_missing()
        if missing:
            return Readiness("migrations are missing: run manage.py migrate", missing)
        number, revised_at = Revision.objects.newest()
        if not number:
            return Readiness("no catalogue imported: run manage.py import_fixtures")
        newest = ResolvedItem.objects.aggregate(newest=Max("verified_on"))["newest"]
    except DatabaseError:
        return Readiness("the database does not answer")
    days = (today - newest).days if newest else None
    return Readiness(revision=number, revised_at=revised_at, days_since_verified=days)


def _migrations_missing() -> int:
    connection = connections[router.db_for_read(Revision)]
    applied = MigrationRecorder(connection).applied_migrations()
    return len(_migrations_of_the_code() - applied.keys())


@lru_cache
def _migrations_of_the_code() -> frozenset[tuple[str, str]]:
    loader = MigrationLoader(None, ignore_no_migrations=True)
    return frozenset(loader.disk_migrations or ())
