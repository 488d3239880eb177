"""File and folder names are kebab-case."""

import pytest

from matrices.datafiles.checks import identifiers
from tests.factories import MACHINES, small_catalogue
from tests.matrices.datafiles.checks.found import Find


def test_kebab_case_passes(find: Find) -> None:
    files = small_catalogue()
    files["providers/acme/services/s3-glacier-2.yaml"] = files.pop(MACHINES)

    assert find(identifiers.check, files) == []


@pytest.mark.parametrize(
    ("path", "part"),
    [
        ("providers/acme/services/Machines.yaml", "Machines"),
        ("providers/acme/services/the_machines.yaml", "the_machines"),
        ("providers/acme/services/the--machines.yaml", "the--machines"),
        ("providers/acme/services/v1.2.yaml", "v1.2"),
        ("providers/acme/services/maschinen-ö.yaml", "maschinen-ö"),
        ("providers/Acme/services/machines.yaml", "Acme"),
        ("families/Virtual machines.yaml", "Virtual machines"),
    ],
)
def test_other_names_are_refused(find: Find, path: str, part: str) -> None:
    files = small_catalogue()
    old = "families/virtual-machines.yaml" if path.startswith("families") else MACHINES
    files[path] = files.pop(old)

    [fault] = find(identifiers.check, files)

    assert (fault.file, fault.key) == (path, "")
    assert fault.problem == f"'{part}' is not kebab-case; use a-z, 0-9 and single hyphens"


def test_name_too_long_for_the_database_is_refused(find: Find) -> None:
    files = small_catalogue()
    path = f"providers/acme/services/{'a' * 81}.yaml"
    files[path] = files.pop(MACHINES)

    [fault] = find(identifiers.check, files)

    assert fault.file == path
