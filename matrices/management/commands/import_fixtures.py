"""`manage.py import_fixtures`"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError
from django.utils import timezone

from matrices.importer import ImportRefused, ImportReport, import_fixtures

WIDTH = 40  # characters of the progress bar
LINE_EVERY = 100  # services


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
                step=self._show_bar if self.stdout.isatty() else self._say_step,
            )
        except ImportRefused as refusal:
            for fault in refusal.faults:
                self.stderr.write(str(fault))
            raise CommandError(f"{refusal}; nothing was imported") from None
        except OperationalError as error:  # full, locked or away
            said = str(error).strip()
            raise CommandError(f"the database refuses: {said}; nothing was imported") from error
        self._tell(report, dry_run)

    def _show_bar(self, done: int, total: int) -> None:
        """One line that grows on a terminal."""
        filled = WIDTH * done // total
        end = "\n" if done == total else ""
        bar = "#" * filled + "." * (WIDTH - filled)
        self.stdout.write(f"\r[{bar}] {done} of {total} services", ending=end)
        self.stdout.flush()

    def _say_step(self, done: int, total: int) -> None:
        """A line now and then in a log."""
        if done % LINE_EVERY == 0:
            self.stdout.write(f"{done} of {total} services")

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
