"""The stack as page, JSON and CSV; parameters; queries."""

import csv
import io

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from catalog.remembered import forget
from matrices.importer import ImportReport
from matrices.stack import MOST_SERVICES

pytestmark = pytest.mark.django_db

SERVICES = "aws/s3@versioned,aws/rds,gcp/gke@autopilot"


def test_json_csv_and_page_say_the_same(client: Client) -> None:
    body = client.get(f"/api/v1/stack/?services={SERVICES}").json()
    text = client.get(f"/api/v1/stack.csv?services={SERVICES}").content.decode()
    page = client.get(f"/stack/?services={SERVICES}").content.decode()
    lines = list(csv.DictReader(io.StringIO(text)))

    assert [each["reference"] for each in body["services"]] == SERVICES.split(",")
    for row in body["rows"]:
        mine = [line for line in lines if line["responsibility"] == row["responsibility"]]
        assert sum(row["counts"].values()) == len(mine)
        for owner, names in row["owners"].items():
            assert [line["service"] for line in mine if line["ownership"] == owner] == names
        is_mine = bool(row["owners"]["customer"] or row["owners"]["shared"])
        assert (f'<tr id="{row["responsibility"]}">' in page) is is_mine


def test_cells_are_those_of_the_matrices(client: Client) -> None:
    rows = client.get(f"/api/v1/stack/?services={SERVICES}").json()["rows"]
    items = client.get("/api/v1/services/gcp/gke/matrix/?options=autopilot").json()["items"]
    owners = {
        row["responsibility"]: owner
        for row in rows
        for owner, names in row["owners"].items()
        if "gcp/gke@autopilot" in names
    }

    assert owners == {
        item["responsibility"]: item["ownership"]
        for item in items
        if item["ownership"] != "not_applicable"
    }


def test_settings_left_are_the_defaults(client: Client) -> None:
    left = client.get("/api/v1/stack/?services=aws/s3@versioned").json()["settings_left"]

    assert "versioning" not in {each["setting"] for each in left}
    assert {each["setting"]: each["default"] for each in left}["encryption-key"] == "sse-s3"


def test_my_side_of_a_control_across_the_stack(client: Client) -> None:
    query = f"services={SERVICES}&framework=pci-dss&control=12.8.5"
    rows = client.get(f"/api/v1/stack/?{query}").json()["rows"]
    asked = client.get("/api/v1/frameworks/pci-dss/").json()["controls"]
    [control] = [each for each in asked if each["identifier"] == "12.8.5"]

    assert rows
    assert {row["responsibility"] for row in rows} <= set(control["responsibilities"])
    assert b"12.8.5" in client.get(f"/stack/?{query}").content


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("", "services"),
        ("services=aws/nothing", "services"),
        ("services=aws/s3@nothing", "options"),
        ("services=aws/s3@versioned@unversioned", "services"),
        ("services=aws/s3&control=nothing", "control"),
        ("services=aws/s3&framework=nothing", "framework"),
        ("services=aws/s3&layer=nothing", "layer"),
        ("services=aws/s3&colour=red", "colour"),
        ("services=" + ",".join(f"aws/s{each}" for each in range(MOST_SERVICES + 1)), "services"),
    ],
)
def test_bad_query_is_a_problem_on_the_api_and_told_on_the_page(
    client: Client, query: str, parameter: str
) -> None:
    response = client.get(f"/api/v1/stack/?{query}")

    assert response.status_code == 400
    assert response.json()["errors"][0]["parameter"] == parameter
    if query:
        page = client.get(f"/stack/?{query}")
        assert page.status_code == 400
        assert b'role="alert"' in page.content


def test_moved_service_is_named(client: Client, small: ImportReport) -> None:
    assert b"bolt/blobs" in client.get("/api/v1/stack/?services=bolt/buckets").content
    assert client.get("/stack/?services=bolt/buckets").status_code == 400


def test_queries_do_not_grow_with_the_services(
    client: Client, small: ImportReport, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for services in ("acme/store", "acme/store@own-key,bolt/blobs,acme/machines"):
        with django_assert_num_queries(5):
            client.get(f"/api/v1/stack/?services={services}")
        forget()
        with django_assert_num_queries(7):
            client.get(f"/stack/?services={services}")
        forget()
