"""A client that a generator makes from the description of the API reads the catalogue with it."""

import importlib
import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from drf_spectacular.generators import SchemaGenerator

pytest.importorskip("openapi_python_client")
httpx: Any = pytest.importorskip("httpx")

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The name of the generated package, on the path of this module's tests."""
    folder = tmp_path_factory.mktemp("client")
    generator: Any = SchemaGenerator  # has no types
    description = generator().get_schema(request=None, public=True)
    upload = description["paths"]["/api/v1/resolve/"]["post"]["requestBody"]["content"]
    for unknown in upload.keys() - {"application/json"}:  # the generator knows no other text
        del upload[unknown]
    (folder / "openapi.json").write_text(json.dumps(description, default=str))
    (folder / "config.yaml").write_text("post_hooks: []\n")
    command = ["openapi_python_client", "generate", "--meta", "none", "--fail-on-warning"]
    files = ["--path", "openapi.json", "--config", "config.yaml", "--output-path", "atlas_client"]
    done = subprocess.run(
        [sys.executable, "-m", *command, *files],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    sys.path.insert(0, str(folder))
    yield "atlas_client"
    sys.path.remove(str(folder))


@pytest.fixture
def client_of_site(package: str) -> Iterator[Any]:
    """The generated client, which asks this process instead of a server."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    made = importlib.import_module(package).Client(base_url="http://localhost")
    transport = httpx.WSGITransport(app=get_wsgi_application())
    with httpx.Client(transport=transport, base_url="http://localhost") as inner:
        yield made.set_httpx_client(inner)
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def ask(package: str, operation: str, *args: Any, **parameters: Any) -> Any:
    module = importlib.import_module(f"{package}.api.{operation}")
    return module.sync_detailed(*args, **parameters)


def test_client_reads_a_matrix(package: str, client_of_site: Any) -> None:
    answer = ask(package, "services.services_matrix_retrieve", "aws", "s3", client=client_of_site)

    assert answer.status_code == 200
    assert answer.parsed.service.id == "aws/s3"
    assert len(answer.parsed.items) == 63
    assert answer.parsed.items[0].citations[0].url.startswith("https://")
    assert answer.parsed.revision == 1


def test_client_filters_cells(package: str, client_of_site: Any) -> None:
    answer = ask(
        package, "items.items_list", client=client_of_site,
        service="aws/s3", ownership="customer", fields="ownership",
    )  # fmt: skip

    assert {item.ownership.value for item in answer.parsed.results} == {"customer"}
    assert "recovery" not in answer.parsed.results[0].to_dict()


def test_client_compares(package: str, client_of_site: Any) -> None:
    services = "aws/s3,gcp/cloud-storage"
    answer = ask(package, "compare.compare", client=client_of_site, services=services)

    assert [column.id for column in answer.parsed.services] == services.split(",")
    assert len(answer.parsed.rows[0].cells) == 2


def test_client_understands_an_error(package: str, client_of_site: Any) -> None:
    answer = ask(package, "items.items_list", client=client_of_site, ownership="customr")

    assert answer.status_code == 400
    assert answer.parsed.errors[0].suggestion == "customer"
