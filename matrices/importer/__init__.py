"""The only writer of catalogue tables: one transaction, idempotent, all or nothing."""

from matrices.importer.run import ImportRefused, ImportReport, import_fixtures

__all__ = ["ImportRefused", "ImportReport", "import_fixtures"]
