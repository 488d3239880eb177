"""`manage.py write_schemas`"""

import json
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from matrices.datafiles.schemas import schemas


class Command(BaseCommand):
    """Write fixtures/schema/ from the types of the data files; a test holds the two equal."""

    help = "Write the JSON Schemas of the data files, for editors."

    def handle(self, *args: Any, **options: Any) -> None:
        folder = settings.FIXTURES_DIR / "schema"
        folder.mkdir(exist_ok=True)
        for name, schema in schemas().items():
            text = json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
            (folder / name).write_text(text, encoding="utf-8")
        self.stdout.write(f"{len(schemas())} schemas in {folder.name}/")
