"""`manage.py check_fixtures`"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from matrices.datafiles.checks import find_faults
from matrices.datafiles.reader import read_catalogue


class Command(BaseCommand):
    """Print every fault of the data files with file, key and remedy; needs no database."""

    help = "Check the data files and print every fault with file, key and remedy."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--path", type=Path, default=settings.FIXTURES_DIR, metavar="DIR")

    def handle(self, *args: Any, path: Path, **options: Any) -> None:
        catalogue, faults = read_catalogue(path)
        if catalogue is not None:
            found = find_faults(catalogue, at=timezone.now().date())
            faults = found.errors
            for warning in found.warnings:
                self.stdout.write(self.style.WARNING(f"warning: {warning}"))
        for fault in faults:
            self.stdout.write(str(fault))
        if faults:
            raise CommandError(f"{len(faults)} faults in {path.name}/")
        assert catalogue is not None
        self.stdout.write(
            f"{len(catalogue.files)} files, {len(catalogue.services)} services: no faults"
        )
