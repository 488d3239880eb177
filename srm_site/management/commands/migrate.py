"""`manage.py migrate`"""

from contextlib import ExitStack
from typing import Any

from django.core.management.commands import migrate
from django.db import connections, transaction

MIGRATION_LOCK = 7_336_802  # any number; the same for every machine that migrates one database


class Command(migrate.Command):
    """Django's command in one transaction: killed anywhere, it leaves the database as it was.

    By itself Django commits some migrations before it records them, and what is killed between
    the two can never be run again. Several machines that start at once wait for each other.
    """

    def handle(self, *args: Any, **options: Any) -> None:
        connection = connections[options["database"]]
        with ExitStack() as stack:
            # SQLite cannot do so within a transaction, and rebuilds tables only without checks.
            stack.enter_context(connection.constraint_checks_disabled())
            stack.enter_context(transaction.atomic(using=connection.alias))
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_advisory_xact_lock(%s)", [MIGRATION_LOCK])
                    # A table that waits for checks of its rows cannot be altered.
                    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            super().handle(*args, **options)
