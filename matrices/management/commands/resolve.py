"""`manage.py resolve`"""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from matrices.exporters.stacks import resolved_json
from matrices.resolving import Resolved, resolve
from matrices.uploads.reading import read_upload
from matrices.uploads.resources import BadUpload
from matrices.uploads.text import MOST_BYTES


class Command(BaseCommand):
    """Print which services a plan, template, inventory or list uses, and what is your job."""

    help = "Print which services a plan, template or inventory uses, and what is left to you."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help="The file to read; - reads the input.")
        parser.add_argument("--json", action="store_true", help="Print the answer of the API.")

    def handle(self, *args: Any, file: str, **options: Any) -> None:
        try:
            resolved = resolve(read_upload(_bytes_of(file)))
        except BadUpload as fault:
            raise CommandError(f"{file}: {fault}") from None
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}. Give a file that exists.") from None
        if options["json"]:
            self.stdout.write(json.dumps(resolved_json(resolved), indent=2, ensure_ascii=False))
        else:
            self._tell(resolved)

    def _tell(self, resolved: Resolved) -> None:
        self.stdout.write(f"{resolved.format}: {resolved.resource_count} resources\n")
        for used in resolved.services:
            self.stdout.write(f"  {' and '.join(map(str, used.references))}")
        self.stdout.write("\nYour jobs:")
        for row in resolved.stack.customers_rows:
            self.stdout.write(
                f"  {row.head.name}: {_services(row.left_to_the_customer)}"
                f" ({row.customer_count} yours, {row.shared_count} shared)"
            )
        self.stdout.write("\nSettings as they come:")
        for left in resolved.stack.left_settings:
            self.stdout.write(f"  {left.part.reference}: {left.setting.name}: {left.default.name}")
        if resolved.unknown:
            self.stdout.write("\nUnknown types:")
        for each in resolved.unknown:
            hint = f" (like {each.closest_type})" if each.closest_type else ""
            self.stdout.write(f"  {each.type}: {each.count}{hint}")


def _services(count: int) -> str:
    return "1 service" if count == 1 else f"{count} services"


def _bytes_of(file: str) -> bytes:
    """One byte more than is accepted shows that there is too much."""
    if file == "-":
        return sys.stdin.buffer.read(MOST_BYTES + 1)
    with Path(file).open("rb") as stream:
        return stream.read(MOST_BYTES + 1)
