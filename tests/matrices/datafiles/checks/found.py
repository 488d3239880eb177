"""How the tests of the rules ask a rule."""

from typing import Protocol

from matrices.datafiles.checks import Rule
from matrices.datafiles.reader import Fault
from tests.factories import Files


class Find(Protocol):
    """Write the files, read them and return what one rule finds in them, in its own order."""

    def __call__(self, rule: Rule, files: Files) -> list[Fault]: ...


def places(faults: list[Fault]) -> list[tuple[str, str]]:
    """File and key of each fault, without its words."""
    return [(fault.file, fault.key) for fault in faults]
