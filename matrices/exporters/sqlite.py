"""The catalogue as a SQLite database of plain tables, for SQL, Datasette and DuckDB.

Identifiers are the same text as everywhere else, so that a row reads without a join.
"""

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from itertools import count
from pathlib import Path
from typing import Any

from catalog.models import (
    Control,
    Family,
    Framework,
    Layer,
    Provider,
    Responsibility,
    Service,
    Tier,
)
from matrices.bulk import BulkCell, cells_of, services_in_batches
from matrices.cells import Cell
from matrices.exporters.about import LICENCE, LICENCE_URL, SCHEMA_VERSION, SOURCE, About

SCHEMA = """
CREATE TABLE about (schema_version TEXT, revision INTEGER, revised_on TEXT, licence TEXT,
  licence_url TEXT, source TEXT);
CREATE TABLE providers (id TEXT PRIMARY KEY, name TEXT, short_name TEXT, summary TEXT,
  website TEXT, model_name TEXT, model_url TEXT);
CREATE TABLE tiers (id TEXT PRIMARY KEY, name TEXT, short_name TEXT, summary TEXT);
CREATE TABLE families (id TEXT PRIMARY KEY, name TEXT, summary TEXT);
CREATE TABLE layers (id TEXT PRIMARY KEY, name TEXT, summary TEXT);
CREATE TABLE responsibilities (id TEXT PRIMARY KEY, name TEXT, layer_id TEXT NOT NULL
  REFERENCES layers (id), question TEXT, why_it_matters TEXT, position INTEGER);
CREATE TABLE frameworks (id TEXT PRIMARY KEY, name TEXT, version TEXT, publisher TEXT, url TEXT,
  licence TEXT);
CREATE TABLE controls (id TEXT PRIMARY KEY, framework_id TEXT NOT NULL REFERENCES frameworks (id),
  identifier TEXT, title TEXT);
CREATE TABLE responsibility_controls (responsibility_id TEXT NOT NULL
  REFERENCES responsibilities (id), control_id TEXT NOT NULL REFERENCES controls (id),
  PRIMARY KEY (responsibility_id, control_id));
CREATE TABLE services (id TEXT PRIMARY KEY, name TEXT, summary TEXT,
  provider_id TEXT NOT NULL REFERENCES providers (id), tier_id TEXT NOT NULL REFERENCES tiers (id),
  vendor_tier TEXT, family_id TEXT NOT NULL REFERENCES families (id));
CREATE TABLE service_aliases (service_id TEXT NOT NULL REFERENCES services (id), alias TEXT,
  PRIMARY KEY (service_id, alias));
CREATE TABLE resource_types (service_id TEXT NOT NULL REFERENCES services (id), vocabulary TEXT,
  name TEXT, PRIMARY KEY (service_id, vocabulary, name));
CREATE TABLE settings (id TEXT PRIMARY KEY, service_id TEXT NOT NULL REFERENCES services (id),
  slug TEXT, name TEXT, question TEXT);
CREATE TABLE options (id TEXT PRIMARY KEY, setting_id TEXT NOT NULL REFERENCES settings (id),
  service_id TEXT NOT NULL REFERENCES services (id), slug TEXT, name TEXT, summary TEXT,
  since TEXT, detect TEXT, is_default INTEGER);
CREATE TABLE cells (id INTEGER PRIMARY KEY, service_id TEXT NOT NULL REFERENCES services (id),
  option_id TEXT REFERENCES options (id), responsibility_id TEXT NOT NULL
  REFERENCES responsibilities (id), ownership TEXT, basis TEXT, resolved_from TEXT,
  provider_duty TEXT, customer_duty TEXT, default_state TEXT, blast_radius TEXT, recovery TEXT,
  verified_on TEXT);
CREATE TABLE caveats (cell_id INTEGER NOT NULL REFERENCES cells (id), position INTEGER,
  condition TEXT, text TEXT, option TEXT, since TEXT, until TEXT, PRIMARY KEY (cell_id, position));
CREATE TABLE checks (cell_id INTEGER NOT NULL REFERENCES cells (id), position INTEGER, tool TEXT,
  identifier TEXT, how TEXT, PRIMARY KEY (cell_id, position));
CREATE TABLE citations (cell_id INTEGER NOT NULL REFERENCES cells (id), position INTEGER, url TEXT,
  title TEXT, publisher TEXT, as_of TEXT, locator TEXT, read_on TEXT,
  PRIMARY KEY (cell_id, position));
CREATE TABLE inherited_words (cell_id INTEGER NOT NULL REFERENCES cells (id), position INTEGER,
  words TEXT, resolved_from TEXT, PRIMARY KEY (cell_id, position));
CREATE INDEX cells_of_service ON cells (service_id, option_id);
CREATE INDEX cells_of_responsibility ON cells (responsibility_id, ownership);
CREATE VIEW items AS
  SELECT services.provider_id, cells.service_id, services.name AS service, services.tier_id,
    services.family_id, responsibilities.layer_id, cells.responsibility_id,
    responsibilities.name AS responsibility, cells.ownership, cells.basis, cells.resolved_from,
    cells.provider_duty, cells.customer_duty, cells.default_state, cells.blast_radius,
    cells.recovery, cells.verified_on
  FROM cells JOIN services ON services.id = cells.service_id
    JOIN responsibilities ON responsibilities.id = cells.responsibility_id
  WHERE cells.option_id IS NULL;
"""

Row = Sequence[Any]


def write_sqlite(path: Path, about: About) -> None:
    """Fill a new database at `path`; a few services are in memory at once."""
    connection = sqlite3.connect(path)
    try:
        connection.executescript(f"PRAGMA foreign_keys = ON; {SCHEMA}")
        _insert(connection, "about", [_about_row(about)])
        _write_axes(connection)
        numbers = count(1)
        for batch in services_in_batches():
            _write_services(connection, batch)
            for cells in cells_of(batch).values():
                _write_cells(connection, [(next(numbers), cell) for cell in cells])
        connection.commit()
        connection.execute("VACUUM")
    finally:
        connection.close()


def _insert(connection: sqlite3.Connection, table: str, rows: Iterable[Row]) -> None:
    """Empty text is NULL, as it is null in JSON."""
    filled = [[None if value == "" else value for value in row] for row in rows]
    if filled:
        places = ", ".join("?" * len(filled[0]))
        connection.executemany(f"INSERT INTO {table} VALUES ({places})", filled)


def _about_row(about: About) -> Row:
    return (
        SCHEMA_VERSION, about.revision, about.revised_on, LICENCE, LICENCE_URL, SOURCE,
    )  # fmt: skip


def _write_axes(connection: sqlite3.Connection) -> None:
    axes: dict[str, Iterable[Row]] = {
        "providers": Provider.objects.values_list(
            "slug", "name", "short_name", "summary", "website", "model_name", "model_url"
        ),
        "tiers": Tier.objects.values_list("slug", "name", "short_name", "summary"),
        "families": Family.objects.values_list("slug", "name", "summary"),
        "layers": Layer.objects.values_list("slug", "name", "summary"),
        "responsibilities": Responsibility.objects.values_list(
            "slug", "name", "layer__slug", "question", "why_it_matters", "order"
        ),
        "frameworks": Framework.objects.values_list(
            "slug", "name", "version", "publisher", "url", "licence"
        ),
    }
    for table, rows in axes.items():
        _insert(connection, table, rows)
    controls = Control.objects.select_related("framework")
    _insert(
        connection,
        "controls",
        [(str(each), each.framework.slug, each.identifier, each.title) for each in controls],
    )
    _insert(
        connection,
        "responsibility_controls",
        [
            (duty.slug, str(control))
            for duty in Responsibility.objects.with_controls()
            for control in duty.controls.all()
        ],
    )


def _write_services(connection: sqlite3.Connection, services: list[Service]) -> None:
    for service in services:
        identifier = service.identifier
        axes = (service.provider.slug, service.tier.slug, service.vendor_tier, service.family.slug)
        _insert(connection, "services", [(identifier, service.name, service.summary, *axes)])
        aliases = dict.fromkeys(service.aliases)
        _insert(connection, "service_aliases", [(identifier, alias) for alias in aliases])
        types = service.resource_types.all()
        _insert(
            connection,
            "resource_types",
            [(identifier, each.vocabulary, each.name) for each in types],
        )
        for setting in service.settings.all():
            setting_id = f"{identifier}:{setting.slug}"
            row = (setting_id, identifier, setting.slug, setting.name, setting.question)
            _insert(connection, "settings", [row])
            options = setting.options.all()
            _insert(
                connection,
                "options",
                [
                    (
                        f"{identifier}@{each.slug}", setting_id, identifier, each.slug, each.name,
                        each.summary, each.since, each.detect, int(each.is_default),
                    )
                    for each in options
                ],
            )  # fmt: skip


def _write_cells(connection: sqlite3.Connection, cells: list[tuple[int, BulkCell]]) -> None:
    _insert(connection, "cells", [_cell_row(number, place) for number, place in cells])
    for table, parts_of in PARTS.items():
        rows = [
            (number, position, *part)
            for number, place in cells
            for position, part in enumerate(parts_of(place.cell), start=1)
        ]
        _insert(connection, table, rows)


def _cell_row(number: int, place: BulkCell) -> Row:
    cell = place.cell
    option = f"{place.service}@{place.option}" if place.option else None
    return (
        number, place.service, option, cell.responsibility, cell.ownership.value, cell.basis.value,
        cell.resolved_from.value if cell.resolved_from else None, cell.provider_duty,
        cell.customer_duty, cell.default_state, cell.blast_radius, cell.recovery, cell.verified_on,
    )  # fmt: skip


PARTS: dict[str, Callable[[Cell], list[Row]]] = {
    "caveats": lambda cell: [(e.when, e.text, e.option, e.since, e.until) for e in cell.caveats],
    "checks": lambda cell: [(e.tool.value, e.id, e.how) for e in cell.checks],
    "citations": lambda cell: [
        (e.url, e.title, e.publisher, e.as_of, e.locator, e.read_on) for e in cell.citations
    ],
    "inherited_words": lambda cell: [(name, e.value) for name, e in cell.inherited.items()],
}
