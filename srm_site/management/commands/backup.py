"""`manage.py backup`"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from srm_site.backup import write_backup


class Command(BaseCommand):
    """Write everything but sessions into one file, as of one moment."""

    help = "Write everything but sessions into one file that `restore` reads on any database."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            digests = write_backup(file)
        except OSError as error:
            raise CommandError(
                f"{file}: {error.strerror}; what was there before is there still."
            ) from error
        rows = sum(each.rows for each in digests.values())
        self.stdout.write(f"{file}: {rows} rows of {len(digests)} tables")
