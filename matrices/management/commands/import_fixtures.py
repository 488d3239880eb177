"""`manage.py import_fixtures`"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from matrices.importer import ImportRefused, ImportReport, import_fixtures


class Command(BaseCommand):
    """Make the database say what the data files say, or say what that would change."""

    help = "Import the data files: all of them or, where anything is wrong, none."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--path", type=Path, default=settings.FIXTURES_DIR, metavar="DIR")
        parser.add_argument(
            "--dry-run", action="store_true", help="Print what would change; write nothing."
        )
        parser.add_argument(
            "--reason", default="", help="Why the files changed; told with every change."
        )

    def handle(self, *args: Any, path: Path, dry_run: bool, reason: str, **options: Any) -> None:
        try:
            report = import_fixtures(
                path,
                at=timezone.now(),
                dry_run=dry_run,
                reason=reason,
                progress=self.stdout.write,
            )
        except ImportRefused as refusal:
            for fault in refusal.faults:
                self.stderr.write(str(fault))
            raise CommandError(f"{refusal}; nothing was imported") from None
        self._tell(report, dry_run)

    def _tell(self, report: ImportReport, dry_run: bool) -> None:
        for change in report.changes:
            self.stdout.write(str(change))
        for warning in report.warnings:
            self.stdout.write(self.style.WARNING(f"warning: {warning}"))
        if not report.changes:
            self.stdout.write("nothing changed")
        elif dry_run:
            self.stdout.write(f"{len(report.changes)} changes; nothing written (dry run)")
        else:
            self.stdout.write(f"revision {report.revision}: {len(report.changes)} changes")
