"""Read, check, compare with what is stored, and write it in one transaction."""

import datetime
import json
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connection, transaction

from catalog.models import Service
from matrices.datafiles.checks import find_faults
from matrices.datafiles.reader import (
    Catalogue,
    Fault,
    identifier_of,
    read_catalogue,
    text_digests,
)
from matrices.importer.axes import delete_axes_not_in, write_axes
from matrices.importer.bulk import room_to_write
from matrices.importer.changes import Content, FieldChange, changes_between, content_of
from matrices.importer.search_index import index_axes, index_services, is_indexed
from matrices.importer.services import (
    delete_services_not_in,
    write_known_differences,
    write_moved_services,
    write_resource_types,
    write_services,
    write_tier_and_family_claims,
)
from matrices.models import Change, Datafile, Revision

IMPORT_LOCK = 7_336_801  # any number; the same for every import into one PostgreSQL database


class ImportRefused(Exception):
    """The files have faults; nothing was written."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(f"{len(faults)} fault{'s' * (len(faults) != 1)}")
        self.faults = faults


@dataclass(frozen=True)
class ImportReport:
    """What an import changed (or would change). `revision` is None where nothing was written."""

    changes: list[FieldChange]
    warnings: list[Fault] = field(default_factory=list)
    revision: int | None = None


def import_fixtures(
    root: Path,
    *,
    at: datetime.datetime,
    dry_run: bool = False,
    reason: str = "",
    progress: Callable[[str], None] = lambda line: None,
    step: Callable[[int, int], None] = lambda done, total: None,
) -> ImportReport:
    """Make the database say what the files below `root` say.

    Raises ImportRefused with every fault, not only the first; the database is then as it was.
    `progress` is told what happens, `step` how many services are written of how many.
    Running it again changes nothing and writes no revision.
    """
    texts = text_digests(root)
    if texts and texts == _digests_stored():
        if not dry_run:
            _index_what_is_stored()
        return ImportReport([])
    catalogue, faults = read_catalogue(root)
    if catalogue is None:
        raise ImportRefused(faults)
    found = find_faults(catalogue, at=at.date())
    if found.errors:
        raise ImportRefused(found.errors)
    contents = {path: content_of(document) for path, document in catalogue.files.items()}
    with room_to_write(), transaction.atomic():
        _wait_for_other_imports()
        stored = {row.path: row for row in Datafile.objects.all()}
        changes = _changes(stored, contents)
        if dry_run:
            return ImportReport(changes, found.warnings)
        _remember(stored, contents, texts)
        if not changes:
            return ImportReport(changes, found.warnings)
        _write(catalogue, _changed_paths(stored, contents), progress, step)
        revision = _write_revision(changes, at, reason)
        renew_statistics()
        _flush_journal()
    return ImportReport(changes, found.warnings, revision)


def _digests_stored() -> dict[str, str]:
    """From the primary: a replica may not know yet what was imported last."""
    stored = Datafile.objects.using(DEFAULT_DB_ALIAS)
    return dict(stored.values_list("path", "text_digest"))


def renew_statistics() -> None:
    """PostgreSQL's planner would choose for the old catalogue until it looks by itself."""
    if connection.vendor == "postgresql":
        tables = (
            connection.ops.quote_name(model._meta.db_table)
            for label in ("catalog", "matrices")
            for model in apps.get_app_config(label).get_models(include_auto_created=True)
        )
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {', '.join(tables)}")


def _flush_journal() -> None:
    """SQLite would write its journal to the disk while it locks readers out; do so before."""
    if connection.vendor != "sqlite":
        return
    with (
        suppress(FileNotFoundError),
        open(f"{connection.settings_dict['NAME']}-journal") as journal,
    ):
        os.fsync(journal.fileno())


def _wait_for_other_imports() -> None:
    """SQLite takes its write lock when the transaction starts; PostgreSQL needs to be asked."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [IMPORT_LOCK])


def _index_what_is_stored() -> None:
    """For a catalogue that was imported before there was a search."""
    if not is_indexed():
        with transaction.atomic():
            _wait_for_other_imports()
            index_axes()
            index_services(Service.objects.values_list("identifier", flat=True))


def _changes(stored: dict[str, Datafile], contents: dict[str, Content]) -> list[FieldChange]:
    changed = _changed_paths(stored, contents)
    before: dict[str, dict[str, Any]] = {
        path: json.loads(stored[path].document) for path in changed if path in stored
    }
    after = {path: contents[path].values for path in changed if path in contents}
    return changes_between(before, after)


def _changed_paths(stored: dict[str, Datafile], contents: dict[str, Content]) -> set[str]:
    return {
        path
        for path in stored.keys() | contents.keys()
        if path not in stored
        or path not in contents
        or stored[path].digest != contents[path].digest
    }


def _write(
    catalogue: Catalogue,
    changed: set[str],
    progress: Callable[[str], None],
    step: Callable[[int, int], None],
) -> None:
    delete_services_not_in(catalogue)
    axes = write_axes(catalogue)
    write_tier_and_family_claims(catalogue, axes)
    touched = _services_to_write(catalogue, changed)
    progress(f"writing {len(touched)} of {len(catalogue.services)} services")
    write_services(catalogue, _counted(touched, step), axes)
    write_known_differences(catalogue, axes)
    write_moved_services(catalogue)
    write_resource_types(catalogue)
    delete_axes_not_in(catalogue)
    index_axes()
    index_services(touched)


def _counted(names: list[str], step: Callable[[int, int], None]) -> Iterator[str]:
    for number, name in enumerate(names, start=1):
        yield name
        step(number, len(names))


def _services_to_write(catalogue: Catalogue, changed: set[str]) -> list[str]:
    """Services whose own file, provider, tier or family changed, or all when a row or layer did."""
    if changed & {"responsibilities.yaml", "layers.yaml"}:
        return list(catalogue.services)
    names = {path.removesuffix(".yaml") for path in changed}
    services = {identifier_of(path) for path in changed if "/services/" in path}
    return [
        identifier
        for identifier, service in catalogue.services.items()
        if identifier in services
        or f"tiers/{service.tier}" in names
        or f"families/{service.family}" in names
        or f"providers/{identifier.split('/')[0]}/provider" in names
    ]


def _remember(
    stored: dict[str, Datafile], contents: dict[str, Content], texts: dict[str, str]
) -> None:
    Datafile.objects.exclude(path__in=list(contents)).delete()
    Datafile.objects.bulk_create(
        [
            Datafile(
                path=path,
                text_digest=texts[path],
                digest=content.digest,
                document=json.dumps(content.values, ensure_ascii=False),
            )
            for path, content in contents.items()
            if path not in stored
            or (stored[path].text_digest, stored[path].digest) != (texts[path], content.digest)
        ],
        update_conflicts=True,
        unique_fields=["path"],
        update_fields=["text_digest", "digest", "document"],
    )


def _write_revision(changes: list[FieldChange], at: datetime.datetime, reason: str) -> int:
    before, revised_at = Revision.objects.newest()
    number = before + 1
    revision = Revision.objects.create(
        number=number,
        created_at=_later(at, revised_at),
        change_count=len(changes),
        reason=reason,
    )
    Change.objects.bulk_create(
        Change(
            revision=revision,
            subject=change.subject,
            field=change.field,
            before=change.before,
            after=change.after,
        )
        for change in changes
    )
    return number


def _later(at: datetime.datetime, before: datetime.datetime | None) -> datetime.datetime:
    """`at`, or a second after `before` where the clock says less.

    Clients that ask by date (Last-Modified has whole seconds) must see every revision.
    """
    return at if before is None else max(at, before + datetime.timedelta(seconds=1))
