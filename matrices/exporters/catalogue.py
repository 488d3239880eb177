"""The whole catalogue as one file, written once per revision and then only read.

A file is made under another name and moved into place, so that nobody ever reads half of one; the
files of earlier revisions go when a new one comes.
"""

import fcntl
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO

import orjson

from catalog.api import serializers as axes
from catalog.models import Family, Framework, Layer, Provider, Responsibility, Service, Tier
from matrices.bulk import BulkCell, CatalogueChanged, all_cells, cells_of, services_in_batches
from matrices.exporters.about import About
from matrices.exporters.csv import csv_lines
from matrices.exporters.json import Json, cell_json
from matrices.exporters.ndjson import ndjson_lines
from matrices.exporters.sqlite import write_sqlite
from matrices.exporters.table import CELL_COLUMNS, Table, cell_values
from matrices.exporters.xlsx import write_xlsx
from matrices.models import Revision

ATTEMPTS = 3


def open_catalogue(extension: str, folder: Path) -> tuple[BinaryIO, About]:
    """The file of the newest revision in `folder`, made now if nobody asked for it before.

    Raises CatalogueChanged if imports come faster than the file can be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for _ in range(ATTEMPTS):
        about = About(*Revision.objects.newest())
        path = folder / _name(about, extension)
        with suppress(FileNotFoundError):
            return path.open("rb"), about
        with _alone(folder / f".{extension}.lock"):
            if not path.exists():
                _write(path, about, extension)
    raise CatalogueChanged


def _name(about: About, extension: str) -> str:
    moment = f"{about.revised_at:%Y%m%dT%H%M%S%f}" if about.revised_at else "empty"
    return f"catalog-{about.revision}-{moment}.{extension}"


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """One writer per kind of file among all workers; the others wait for its file."""
    with lock.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _write(path: Path, about: About, extension: str) -> None:
    """Leaves no file if an import came while it was made."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=f".{extension}")
    os.close(handle)
    made = Path(name)
    try:
        WRITERS[extension](made, about)
        if About(*Revision.objects.newest()) == about:
            for old in path.parent.glob(f"catalog-*.{extension}"):
                old.unlink()
            made.replace(path)
    except CatalogueChanged:
        return
    finally:
        made.unlink(missing_ok=True)


def _write_csv(path: Path, about: About) -> None:
    with path.open("w", encoding="utf-8", newline="") as out:
        out.writelines(csv_lines(catalogue_table(), about))


def _write_xlsx(path: Path, about: About) -> None:
    write_xlsx(path, catalogue_table(), about)


def _write_ndjson(path: Path, about: About) -> None:
    with path.open("wb") as out:
        out.writelines(ndjson_lines(map(bulk_json, all_cells()), about))


def _write_json(path: Path, about: About) -> None:
    with path.open("wb") as out:
        head = {**about.as_json(), **_axes_json()}
        out.write(orjson.dumps(head, option=orjson.OPT_UTC_Z)[:-1] + b',"services":[')
        _write_services(out)
        out.write(b"]}\n")


def _write_services(out: BinaryIO) -> None:
    separator = b""
    for batch in services_in_batches():
        cells = cells_of(batch)
        for service in batch:
            out.write(separator + orjson.dumps(_service_json(service, cells[service.identifier])))
            separator = b",\n"


WRITERS: dict[str, Callable[[Path, About], None]] = {
    "json": _write_json,
    "ndjson": _write_ndjson,
    "csv": _write_csv,
    "xlsx": _write_xlsx,
    "sqlite": write_sqlite,
}


def catalogue_table() -> Table:
    """Every cell, options included; `option` is empty for the service as it comes."""
    return Table(
        "The whole catalogue",
        ("service", "option", "layer", "responsibility", *CELL_COLUMNS),
        (
            (
                each.service,
                each.option or "",
                each.layer,
                each.cell.responsibility,
                *cell_values(each.cell),
            )
            for each in all_cells()
        ),
    )


def bulk_json(each: BulkCell) -> Json:
    """One cell with its place."""
    return {
        "service": each.service,
        "option": each.option,
        "layer": each.layer,
        "responsibility": each.cell.responsibility,
        **cell_json(each.cell),
    }


def _axes_json() -> Json:
    """The short lists, as the API says them."""
    lists: dict[str, tuple[Any, Any]] = {
        "providers": (axes.ProviderSerializer, Provider.objects.with_service_counts()),
        "tiers": (axes.TierSerializer, Tier.objects.all()),
        "families": (axes.FamilySerializer, Family.objects.with_service_counts()),
        "layers": (axes.LayerSerializer, Layer.objects.all()),
        "responsibilities": (
            axes.ResponsibilitySerializer,
            Responsibility.objects.with_layer().with_controls(),
        ),
        "frameworks": (axes.FrameworkSerializer, Framework.objects.with_control_counts()),
    }
    return {name: serializer(rows, many=True).data for name, (serializer, rows) in lists.items()}


def _service_json(service: Service, cells: list[BulkCell]) -> Json:
    """A service with its settings and all of its cells; `option` is null as it comes."""
    settings = [
        {
            "slug": setting.slug,
            "name": setting.name,
            "question": setting.question or None,
            "options": [
                {
                    "slug": option.slug,
                    "name": option.name,
                    "summary": option.summary or None,
                    "since": option.since or None,
                    "detect": option.detect or None,
                    "is_default": option.is_default,
                }
                for option in setting.options.all()
            ],
        }
        for setting in service.settings.all()
    ]
    items = []
    for each in cells:
        item = bulk_json(each)
        del item["service"]
        items.append(item)
    return {**axes.ServiceSerializer(service).data, "settings": settings, "items": items}
