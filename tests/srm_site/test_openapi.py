"""The OpenAPI description is valid, complete and true."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import jsonschema
import pytest
from django.test import Client
from drf_spectacular.generators import SchemaGenerator

from srm_site import openapi

pytestmark = pytest.mark.django_db

ANSWERS = {
    "/api/v1/": "/api/v1/",
    "/api/v1/providers/": "/api/v1/providers/",
    "/api/v1/providers/{slug}/": "/api/v1/providers/aws/",
    "/api/v1/tiers/": "/api/v1/tiers/",
    "/api/v1/tiers/{slug}/": "/api/v1/tiers/paas/",
    "/api/v1/tiers/{slug}/matrix/": "/api/v1/tiers/paas/matrix/",
    "/api/v1/families/": "/api/v1/families/",
    "/api/v1/families/{slug}/": "/api/v1/families/object-storage/",
    "/api/v1/layers/": "/api/v1/layers/",
    "/api/v1/layers/{slug}/": "/api/v1/layers/data/",
    "/api/v1/responsibilities/": "/api/v1/responsibilities/",
    "/api/v1/responsibilities/{slug}/": "/api/v1/responsibilities/guest-os-patching/",
    "/api/v1/frameworks/": "/api/v1/frameworks/",
    "/api/v1/frameworks/{slug}/": "/api/v1/frameworks/nist-csf/",
    "/api/v1/services/": "/api/v1/services/?provider=aws",
    "/api/v1/services/{provider}/{service}/": "/api/v1/services/aws/s3/",
    "/api/v1/services/{provider}/{service}/matrix/": "/api/v1/services/aws/s3/matrix/",
    "/api/v1/items/": "/api/v1/items/?service=aws/s3,gcp/gke&ordering=-ownership",
    "/api/v1/changes/": "/api/v1/changes/?kind=added&page_size=3",
    "/api/v1/compare/": "/api/v1/compare/?services=aws/eks,gcp/gke@autopilot,tier:paas",
    "/api/v1/search/": "/api/v1/search/?q=s3+vs+gcs+encryption",
    "/api/v1/search/suggestions/": "/api/v1/search/suggestions/?q=dynmo",
    "/api/v1/stack/": "/api/v1/stack/?services=aws/eks@auto-mode,aws/s3,gcp/gke",
    "/api/v1/sources/": "/api/v1/sources/?page_size=5",
}
FILES = {
    "/api/v1/compare.{extension}": "/api/v1/compare.json?services=aws/eks,gcp/gke@autopilot",
    "/api/v1/tiers/{slug}/matrix.{extension}": "/api/v1/tiers/paas/matrix.json",
    "/api/v1/services/{provider}/{service}/matrix.{extension}": (
        "/api/v1/services/aws/s3/matrix.json"
    ),
    "/api/v1/export/catalog.{extension}": "/api/v1/export/catalog.json",
    "/api/v1/export/{form}.loss.json": "/api/v1/export/caiq.loss.json?services=aws/s3",
}
POSTED = {"/api/v1/resolve/": "aws_s3_bucket\naws_s3_buckett\nnull_resource\nx"}
ELSEWHERE = {
    "/api/v1/items.{extension}",  # comes in no JSON
    "/api/v1/stack.{extension}",  # neither does this
    "/api/v1/export/{form}.{extension}",
    "/api/v1/export/oscal-{document}.json",  # OSCAL has schemas of its own
    "/api/v1/export/oscal-catalog.json",
    "/api/v1/services/{provider}/{service}/matrix.oscal.json",
    "/api/v1/sources/{slug}/",  # its slug is made of the text; asked for below
}
ERRORS = {"304", "400", "404", "405", "406", "413", "414", "415", "429", "500"}


@pytest.fixture(scope="module")
def description() -> dict[str, Any]:
    generator: Any = SchemaGenerator
    generated: dict[str, Any] = generator().get_schema(request=None, public=True)
    return generated


def test_every_operation_is_tried_here(description: dict[str, Any]) -> None:
    assert set(description["paths"]) == ANSWERS.keys() | FILES.keys() | POSTED.keys() | ELSEWHERE


@pytest.mark.parametrize("path", ANSWERS | FILES)
def test_answer_is_as_described(client: Client, description: dict[str, Any], path: str) -> None:
    response = client.get((ANSWERS | FILES)[path])

    assert response.status_code == 200
    content = description["paths"][path]["get"]["responses"]["200"]["content"]
    body = json.loads(response.getvalue())
    validate(body, content["application/json"]["schema"], description)


@pytest.mark.parametrize(
    ("path", "name", "rows"),
    [
        ("/api/v1/items/", "Item", lambda body: body["results"]),
        ("/api/v1/services/", "Service", lambda body: body["results"]),
        ("/api/v1/services/{provider}/{service}/matrix/", "Row", lambda body: body["items"]),
        ("/api/v1/compare/", "Cell", lambda body: body["rows"][0]["cells"]),
    ],
)
def test_part_is_left_out_only_on_demand(
    client: Client,
    description: dict[str, Any],
    path: str,
    name: str,
    rows: Callable[[Any], list[dict[str, Any]]],
) -> None:
    parts = set(description["components"]["schemas"][name]["properties"])

    for row in rows(client.get(ANSWERS[path]).json()):
        assert set(row) == parts


def operations(description: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in description["paths"].items():
        for method, operation in methods.items():
            yield f"{method} {path}", operation


def test_every_operation_describes_every_error(description: dict[str, Any]) -> None:
    for name, operation in operations(description):
        assert set(operation["responses"]) >= ERRORS, name


def test_every_operation_has_an_example(description: dict[str, Any]) -> None:
    for name, operation in operations(description):
        content = operation["responses"]["200"]["content"]
        assert [kind for kind, told in content.items() if "example" in told], name
        for parameter in operation.get("parameters", []):
            assert "example" in parameter, (name, parameter["name"])


def test_every_example_is_as_described(description: dict[str, Any]) -> None:
    for _, operation in operations(description):
        for parameter in operation.get("parameters", []):
            validate(parameter["example"], parameter["schema"], description)
        for told in operation["responses"]["200"]["content"].values():
            if "example" in told:
                validate(told["example"], told["schema"], description)


def test_every_example_belongs_to_something(description: dict[str, Any]) -> None:
    examples = json.loads(openapi.EXAMPLES.read_text())

    assert set(examples["answers"]) <= set(description["paths"])
    assert set(examples["parameters_of"]) <= set(description["paths"])


@pytest.mark.parametrize("path", POSTED)
def test_answer_to_an_upload_is_as_described(
    client: Client, description: dict[str, Any], path: str
) -> None:
    response = client.post(path, POSTED[path], content_type="text/plain")

    assert response.status_code == 200, response.content
    content = description["paths"][path]["post"]["responses"]["200"]["content"]
    validate(response.json(), content["application/json"]["schema"], description)


def test_problem_is_as_described(client: Client, description: dict[str, Any]) -> None:
    body = client.get("/api/v1/items/?ownership=nobody").json()

    validate(body, {"$ref": "#/components/schemas/Problem"}, description)


def test_one_source(client: Client, description: dict[str, Any]) -> None:
    [first] = client.get("/api/v1/sources/?page_size=1").json()["results"]
    body = client.get(f"/api/v1/sources/{first['id']}/").json()

    assert body["url"] == first["url"]


@pytest.mark.parametrize(
    ("accept", "kind"),
    [("*/*", "application/json"), ("application/vnd.oai.openapi+json", None)],
)
def test_schema_comes_as_asked(client: Client, accept: str, kind: str | None) -> None:
    response = client.get("/api/v1/schema/", headers={"Accept": accept})

    assert response["Content-Type"] == (kind or accept)


def test_schema_is_served(client: Client) -> None:
    response = client.get("/api/v1/schema/", headers={"Accept": "application/vnd.oai.openapi+json"})

    assert response.json()["openapi"] == "3.1.1"


def validate(body: object, schema: dict[str, Any], description: dict[str, Any]) -> None:
    jsonschema.Draft202012Validator({**schema, "components": description["components"]}).validate(
        body
    )
