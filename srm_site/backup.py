"""Everything in one file, on either database: a zip of one NDJSON file per table and a manifest.

Rows are read from one snapshot, in the order of their keys, so the same content has the same
digest wherever it is stored. The manifest names the migrations, the rows and the SHA-256 of every
table; a restore writes in one transaction and compares what it wrote with the manifest.
"""

import hashlib
import itertools
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
from django.apps import apps
from django.core.management.color import no_style
from django.db import DEFAULT_DB_ALIAS, connection, models, transaction
from django.db.migrations.recorder import MigrationRecorder

from matrices.importer.bulk import indexes_made_last, room_to_write, write_rows
from matrices.models import Revision

VERSION = 1
MANIFEST = "manifest.json"
AT_ONCE = 2000  # rows
_CANONICAL = orjson.OPT_UTC_Z | orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE
_ALIKE = (models.CharField, models.TextField, models.IntegerField, models.BooleanField)
_LEFT_OUT = ("sessions.Session", "admin.LogEntry")  # who is logged in, and what nobody can change

_DAMAGES = (
    OSError, zipfile.BadZipFile, zlib.error, KeyError, orjson.JSONDecodeError, EOFError,
)  # fmt: skip


class BackupRefused(Exception):
    """Nothing was written; says what is wrong and what to do."""


@dataclass(frozen=True)
class TableDigest:
    """What a table holds: the number of rows and the SHA-256 of all of them."""

    rows: int
    sha256: str


def tables() -> list[type[models.Model]]:
    """Every table of ours and of Django, but sessions; in an order that never changes."""
    found = apps.get_models(include_auto_created=True)
    kept = [each for each in found if each._meta.label not in _LEFT_OUT and each._meta.managed]
    return sorted(kept, key=lambda each: each._meta.db_table)


def write_backup(path: Path) -> dict[str, TableDigest]:
    """Write the file whole or not at all; what was at `path` is replaced at the end."""
    partial = path.with_name(f"{path.name}.partial")
    partial.touch(mode=0o600)  # accounts with their password hashes are in it
    try:
        with (
            _one_snapshot(),
            zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file,
        ):
            digests = {each._meta.db_table: _write_table(each, file) for each in tables()}
            file.writestr(MANIFEST, _manifest(digests))
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
    return digests


def digest_tables() -> dict[str, TableDigest]:
    """The digests of what is stored now, by table."""
    with _one_snapshot():
        return {each._meta.db_table: _digest(_lines(each)) for each in tables()}


def restore_backup(path: Path, *, replace: bool = False) -> dict[str, TableDigest]:
    """Make the migrated database say what the file says, in one transaction.

    Raises BackupRefused where the file is damaged, of other migrations, or where a catalogue is
    there already and `replace` is not set.
    """
    is_new = not Revision.objects.using(DEFAULT_DB_ALIAS).exists()
    if not is_new and not replace:
        raise BackupRefused("There is a catalogue already: name another database, or --replace.")
    try:
        with zipfile.ZipFile(path) as file:
            expected = _read_manifest(file)
            with connection.constraint_checks_disabled(), transaction.atomic(), room_to_write():
                with indexes_made_last(tables() if is_new else []):
                    _empty_all()
                    _read_tables(file)
                connection.check_constraints()
                found = digest_tables()
                if found != expected:
                    names = sorted(name for name in found if found[name] != expected.get(name))
                    raise BackupRefused(f"{path}: differs after writing: {', '.join(names)}")
    except _DAMAGES as damage:
        raise BackupRefused(f"{path}: no whole backup ({damage}); take another one.") from damage
    return found


@contextmanager
def _one_snapshot() -> Iterator[None]:
    """All tables as of one moment, whatever is imported meanwhile.

    SQLite locks for the time; PostgreSQL shows one snapshot to a repeatable read.
    """
    with transaction.atomic():
        if connection.vendor == "postgresql" and len(connection.savepoint_ids) == 0:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


def _write_table(model: type[models.Model], file: zipfile.ZipFile) -> TableDigest:
    with file.open(f"{model._meta.db_table}.ndjson", "w", force_zip64=True) as entry:
        return _digest(_lines(model), entry.write)


def _digest(
    lines: Iterable[bytes], write: Callable[[bytes], object] = lambda line: None
) -> TableDigest:
    digest, rows = hashlib.sha256(), 0
    for line in lines:
        digest.update(line)
        write(line)
        rows += 1
    return TableDigest(rows, digest.hexdigest())


def _lines(model: type[models.Model]) -> Iterator[bytes]:
    """A row as JSON each, the same on every database."""
    names = [field.attname for field in model._meta.concrete_fields]
    found = model._default_manager.order_by("pk").values_list(*names)
    for row in found.iterator(chunk_size=AT_ONCE):
        yield orjson.dumps(row, default=str, option=_CANONICAL)


def _read_tables(file: zipfile.ZipFile) -> None:
    for model in tables():
        with file.open(f"{model._meta.db_table}.ndjson") as entry:
            _read_table(model, entry)
    _set_sequences()


def _read_table(model: type[models.Model], lines: Iterable[bytes]) -> None:
    fields = model._meta.concrete_fields
    restored = [_restored(field) for field in fields]
    rows = (
        [
            value if how is None else how(value)
            for how, value in zip(restored, orjson.loads(line), strict=True)
        ]
        for line in lines
    )
    columns = [str(field.column) for field in fields]
    while batch := list(itertools.islice(rows, AT_ONCE)):
        write_rows(model, columns, batch)


def _restored(field: Any) -> Callable[[Any], Any] | None:
    """How a value of JSON becomes what the column stores; None where it is that already."""
    target = field.target_field if field.is_relation else field
    if isinstance(target, _ALIKE):
        return None
    return lambda value: field.get_db_prep_save(field.to_python(value), connection)


def _empty_all() -> None:
    """Foreign keys are held at the end of the transaction, so the order does not matter."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for model in tables():
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")


def _set_sequences() -> None:
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), tables()):
            cursor.execute(statement)


def _manifest(digests: dict[str, TableDigest]) -> bytes:
    return orjson.dumps(
        {
            "version": VERSION,
            "revision": Revision.objects.newest_number(),
            "migrations": _migrations(),
            "tables": digests,
        },
        option=orjson.OPT_INDENT_2,
    )


def _read_manifest(file: zipfile.ZipFile) -> dict[str, TableDigest]:
    manifest = orjson.loads(file.read(MANIFEST))
    if manifest["version"] != VERSION or manifest["migrations"] != _migrations():
        raise BackupRefused("The backup is of another version of the code: restore it with that.")
    return {name: TableDigest(**each) for name, each in manifest["tables"].items()}


def _migrations() -> list[list[str]]:
    return sorted([app, name] for app, name in MigrationRecorder(connection).applied_migrations())
