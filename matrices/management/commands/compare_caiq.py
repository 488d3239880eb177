"""`manage.py compare_caiq FILE --service provider/service[@option…]`"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from catalog.names import UnknownName
from matrices.matrix import Moved, OptionsExclude
from matrices.questionnaires.comparing import ComparedLine, Review
from matrices.questionnaires.faults import MOST_BYTES, BadFile
from matrices.questionnaires.review import review_of


class Command(BaseCommand):
    """Print where a vendor's CAIQ or FedRAMP CRM names another owner than the catalogue."""

    help = "Hold a vendor's CAIQ or FedRAMP CRM against the catalogue, line by line."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="XLSX or CSV.")
        parser.add_argument("--service", required=True, help="As in aws/s3 or aws/eks@auto-mode.")
        parser.add_argument("--all", action="store_true", help="Also lines that agree.")

    def handle(self, *args: Any, file: Path, service: str, **options: Any) -> None:
        try:
            with file.open("rb") as opened:
                review = review_of(opened.read(MOST_BYTES + 1), service)
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}.") from error
        except BadFile as fault:
            raise CommandError(f"{file}: {fault}") from fault
        except Moved as moved:
            raise CommandError(f"--service: use {moved.target}, the new address.") from moved
        except (UnknownName, OptionsExclude) as error:
            raise CommandError(f"--service: {error}") from error
        self._print(review, review.lines if options["all"] else review.disagreements)

    def _print(self, review: Review, lines: tuple[ComparedLine, ...]) -> None:
        framework = f"{review.framework.name} {review.framework.version}"
        counts = ", ".join(
            f"{verdict.value}: {count}" for verdict, count in review.counts.items() if count
        )
        self.stdout.write(f"{review.questionnaire.kind.value}, {framework}: {counts or 'no line'}")
        for line in lines:
            owner = line.catalogue.value if line.catalogue else "-"
            self.stdout.write(
                f"row {line.answer.line:>4}  {line.answer.identifier:<12} {line.verdict.value:<20}"
                f" file: {line.answer.words or '-':<26} here: {owner:<15}"
                f" {', '.join(f'{row.head.slug}={row.cell.ownership.value}' for row in line.rows)}"
            )
