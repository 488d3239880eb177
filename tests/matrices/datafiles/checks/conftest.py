"""`find`: one rule over changed files, on the day of the tests."""

from collections.abc import Callable

import pytest

from matrices.datafiles.checks import Rule
from matrices.datafiles.reader import Catalogue, Fault
from tests.conftest import TODAY
from tests.factories import Files
from tests.matrices.datafiles.checks.found import Find


@pytest.fixture
def find(read_files: Callable[[Files], Catalogue]) -> Find:
    def run(rule: Rule, files: Files) -> list[Fault]:
        return list(rule(read_files(files), TODAY))

    return run
