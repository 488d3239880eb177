"""Uploads that never touch a disk."""

from typing import Any

from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import HttpRequest

ENVELOPE_BYTES = 100_000  # what a form adds to the file: boundaries, names, the token


class InMemoryHandler(MemoryFileUploadHandler):
    """Keeps a file in memory whatever its size: look at `is_too_large` before."""

    def handle_raw_input(self, *args: Any, **kwargs: Any) -> None:
        self.activated = True


def is_too_large(request: HttpRequest, most_bytes: int) -> bool:
    """Whether the body is larger than a file of that size can make it."""
    return int(request.META.get("CONTENT_LENGTH") or 0) > most_bytes + ENVELOPE_BYTES
