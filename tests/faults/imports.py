"""A large catalogue, and `manage.py` in processes of its own that can be killed."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings

from tests.factories import Files, small_catalogue, write_files

SERVICES, OPTIONS = 60, 14
MOST_SECONDS = 300


def write_large(folder: Path) -> None:
    """The files of a small catalogue below `folder/small`, those of a large one in `large`."""
    write_files(folder / "small", small_catalogue())
    write_files(folder / "large", small_catalogue())
    for name, content in many_services().items():
        # JSON is YAML, and much faster to write.
        (folder / "large" / name).write_text(json.dumps(content), encoding="utf-8")


def many_services() -> Files:
    """More than the 16 MB that SQLite keeps in memory before it writes into the database file."""
    return {f"providers/acme/services/{slug}.yaml": bulky(slug) for slug in slugs()}


def slugs() -> Iterator[str]:
    return (f"bulk-{number}" for number in range(SERVICES))


def bulky(slug: str) -> dict[str, Any]:
    """A service whose every option moves every row, with words of its own."""
    rows = small_catalogue()["responsibilities.yaml"]["responsibilities"]
    options = {
        f"mode-{number}": {
            "name": f"Mode {number}",
            "items": {
                row: {
                    "ownership": "shared",
                    "provider_duty": f"{slug} {number} {row} keeps {'many copies ' * 90}",
                    "customer_duty": f"{slug} {number} {row} reads {'every copy ' * 100}",
                    "default_state": "Off until somebody turns it on. " * 35,
                    "recovery": "Copies the last version onto itself. " * 30,
                }
                for row in rows
            },
        }
        for number in range(1, OPTIONS)
    }
    return {
        "name": slug.capitalize(),
        "summary": "A service with a great many words.",
        "tier": "abstracted",
        "family": "object-storage",
        "settings": {
            "mode": {
                "name": "Mode",
                "default": "mode-0",
                "options": {"mode-0": {"name": "Mode 0"}, **options},
            }
        },
    }


def environment(folder: Path, **further: str) -> dict[str, str]:
    """SQLite in `folder`, unless told otherwise."""
    database = f"sqlite:///{folder / 'atlas.sqlite3'}"
    few = {"IMPORT_MEGABYTES": "16"}  # so that unfinished pages go to disk
    return {**os.environ, **few, "DATA_DIR": str(folder), "DATABASE_URL": database, **further}


def command(*arguments: str | Path) -> list[str]:
    return [sys.executable, str(settings.BASE_DIR / "manage.py"), *map(str, arguments)]


def manage(
    folder: Path, *arguments: str | Path, **further: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(*arguments),
        env=environment(folder, **further),
        capture_output=True,
        text=True,
        timeout=MOST_SECONDS,
        check=False,
    )
