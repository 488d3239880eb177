"""`manage.py coverage_report`"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from matrices.coverage import Coverage, Standing, coverage_report


class Command(BaseCommand):
    """Print how much was read in sources, per provider, layer, family and service."""

    help = "Print how much of the catalogue was read in sources; the weakest services first."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--services", type=int, default=20, help="How many services to list.")

    def handle(self, *args: Any, services: int, **options: Any) -> None:
        report = coverage_report(timezone.now().date())
        header = "".join(f"{standing.value:>12}" for standing in Standing)
        for title, groups in (
            ("all", [report.whole]),
            ("providers", report.providers),
            ("layers", report.layers),
            ("families", report.families),
            ("weakest services", report.services[:services]),
        ):
            self.stdout.write(f"\n{title:<40}{header}{'read':>8}")
            for group in groups:
                self.stdout.write(_line(group))


def _line(group: Coverage) -> str:
    counts = "".join(f"{group.counts[standing]:>12}" for standing in Standing)
    return f"{(group.slug or group.name):<40}{counts}{group.percent:>7}%"
