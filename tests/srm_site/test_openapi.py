"""The OpenAPI description is valid, complete and true."""

from typing import Any

import jsonschema
import pytest
from django.test import Client
from drf_spectacular.generators import SchemaGenerator

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
    "/api/v1/compare/": "/api/v1/compare/?services=aws/eks,gcp/gke@autopilot",
    "/api/v1/stack/": "/api/v1/stack/?services=aws/eks@auto-mode,aws/s3,gcp/gke",
    "/api/v1/sources/": "/api/v1/sources/?page_size=5",
}
POSTED = {"/api/v1/resolve/": "aws_s3_bucket\naws_s3_buckett\nnull_resource\nx"}
NOT_JSON = {
    "/api/v1/compare.csv",
    "/api/v1/stack.csv",
    "/api/v1/items.csv",
    "/api/v1/tiers/{slug}/matrix.csv",
    "/api/v1/services/{provider}/{service}/matrix.csv",
    "/api/v1/sources/{slug}/",  # its slug is made of the text; asked for below
    "/api/v1/schema/",
}


@pytest.fixture(scope="module")
def description() -> dict[str, Any]:
    generator: Any = SchemaGenerator
    generated: dict[str, Any] = generator().get_schema(request=None, public=True)
    return generated


def test_every_operation_is_tried_here(description: dict[str, Any]) -> None:
    assert set(description["paths"]) == {*ANSWERS, *POSTED, *NOT_JSON} - {"/api/v1/schema/"}


@pytest.mark.parametrize("path", ANSWERS)
def test_answer_is_as_described(client: Client, description: dict[str, Any], path: str) -> None:
    response = client.get(ANSWERS[path])

    assert response.status_code == 200, response.content
    content = description["paths"][path]["get"]["responses"]["200"]["content"]
    validate(response.json(), content["application/json"]["schema"], description)


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


def test_schema_is_served(client: Client) -> None:
    response = client.get("/api/v1/schema/", headers={"Accept": "application/vnd.oai.openapi+json"})

    assert response.json()["openapi"] == "3.1.1"


def validate(body: object, schema: dict[str, Any], description: dict[str, Any]) -> None:
    jsonschema.Draft202012Validator({**schema, "components": description["components"]}).validate(
        body
    )
