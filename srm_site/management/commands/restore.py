"""`manage.py restore`"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError

from srm_site.backup import BackupRefused, restore_backup


class Command(BaseCommand):
    """Make an empty database say what a backup says; counts and hashes are compared."""

    help = "Write a backup into the database of DATABASE_URL or DATA_DIR, wholly or not at all."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument(
            "--replace", action="store_true", help="Even where there is a catalogue already."
        )

    def handle(self, *args: Any, file: Path, replace: bool, **options: Any) -> None:
        call_command("migrate", verbosity=0, interactive=False)
        try:
            digests = restore_backup(file, replace=replace)
        except BackupRefused as refusal:
            raise CommandError(str(refusal)) from None
        except OperationalError as error:  # full, locked or away
            said = str(error).strip()
            raise CommandError(f"the database refuses: {said}; nothing was restored") from error
        rows = sum(each.rows for each in digests.values())
        self.stdout.write(f"{rows} rows of {len(digests)} tables, all counts and hashes equal")
