"""Sites and databases that drills may break."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from subprocess import Popen

import pytest
from django.conf import settings

from tests.factories import small_catalogue, write_files
from tests.faults.imports import manage
from tests.postgres import Postgres, new_postgres
from tests.served import manage_serve, process_serving

Serving = Callable[..., AbstractContextManager[tuple[str, "Popen[bytes]"]]]


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """A DATA_DIR of its own with the collected static files of the suite."""
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "static").symlink_to(Path(settings.STATIC_ROOT))
    return folder


@pytest.fixture
def serving(data_dir: Path) -> Serving:
    """Serve the bundled catalogue from `data_dir`; arguments are variables of the environment."""

    def serve(**environment: str) -> AbstractContextManager[tuple[str, "Popen[bytes]"]]:
        own = {"DATA_DIR": str(data_dir), "DATABASE_URL": "", "API_REQUESTS_PER_MINUTE": "0"}
        return process_serving(manage_serve(), environment={**own, **environment})

    return serve


@pytest.fixture(scope="session")
def plain_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The bundled catalogue, served for everybody who does not break it."""
    folder = tmp_path_factory.mktemp("site")
    (folder / "static").symlink_to(Path(settings.STATIC_ROOT))
    own = {"DATA_DIR": str(folder), "DATABASE_URL": ""}
    with process_serving(manage_serve(), environment=own) as (address, _):
        yield address


@pytest.fixture
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL with the tables of the site and nothing in them."""
    with new_postgres() as server:
        done = manage(server.folder, "migrate", "--verbosity", "0", DATABASE_URL=server.url)
        assert done.returncode == 0, done.stderr
        yield server


@pytest.fixture
def small_files(tmp_path: Path) -> Path:
    """The files of the small catalogue."""
    return write_files(tmp_path / "small", small_catalogue())
