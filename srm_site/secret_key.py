"""The key that signs sessions and forms: given, or made once and kept in a file of its own."""

import os
import secrets
import tempfile
from pathlib import Path

SHORTEST, FEWEST_DIFFERENT = 50, 5  # as Django's own deployment check has it


class WeakKey(ValueError):
    """The key can be guessed, or none could be made; says what to do."""


def secret_key(given: str, file: Path, *, weak_allowed: bool) -> str:
    """The key `given`, else the one in `file`, which is made with mode 600 where it is missing.

    Raises WeakKey where a key is short, repetitive or an example, unless `weak_allowed`.
    """
    key = given or _kept(file)
    if not weak_allowed and is_weak(key):
        place = "SECRET_KEY" if given else str(file)
        raise WeakKey(
            f"{place}: the key is shorter than {SHORTEST} characters or can be guessed; "
            f"use a random one, or remove it and one is made"
        )
    return key


def is_weak(key: str) -> bool:
    """Short, of few different characters, or marked as an example."""
    return (
        len(key) < SHORTEST
        or len(set(key)) < FEWEST_DIFFERENT
        or key.startswith(("django-insecure-", "local-use-only-"))
    )


def _kept(file: Path) -> str:
    try:
        if not file.exists():
            _make(file)
        return file.read_text(encoding="ascii").strip()
    except OSError as error:
        raise WeakKey(
            f"{file}: cannot be read or made ({error.strerror}); set SECRET_KEY or DATA_DIR"
        ) from None


def _make(file: Path) -> None:
    """Of several processes that start at once, the first one's key stays and is whole."""
    file.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=file.parent, prefix=f"{file.name}-")  # mode 600
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as new:
            new.write(secrets.token_urlsafe(64) + "\n")
        os.link(name, file)
    except FileExistsError:
        return
    finally:
        os.unlink(name)
