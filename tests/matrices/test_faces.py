"""Page, JSON and CSV render the same answer, cell by cell."""

import csv
import html
import io
import re

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db

COLUMNS = ["aws/s3", "gcp/gke@autopilot", "azure/sql-database"]


def address(reference: str) -> tuple[str, str]:
    identifier, _, option = reference.partition("@")
    return identifier, f"?options={option}" if option else ""


@pytest.mark.parametrize("reference", COLUMNS)
def test_csv_says_what_json_says(client: Client, reference: str) -> None:
    identifier, query = address(reference)
    items = client.get(f"/api/v1/services/{identifier}/matrix/{query}").json()["items"]
    text = client.get(f"/api/v1/services/{identifier}/matrix.csv{query}").content.decode()
    lines = list(csv.DictReader(io.StringIO(text)))

    assert len(lines) == len(items) == 63
    for line, item in zip(lines, items, strict=True):
        for name in ("responsibility", "ownership", "basis", "resolved_from"):
            assert line[name] == item[name]
        for name in ("provider_duty", "customer_duty", "default_state", "recovery"):
            assert line[name] == (item[name] or "")


@pytest.mark.parametrize("reference", COLUMNS)
def test_page_says_what_json_says(client: Client, reference: str) -> None:
    identifier, query = address(reference)
    items = client.get(f"/api/v1/services/{identifier}/matrix/{query}").json()["items"]
    page = client.get(f"/services/{identifier}/{query}").content.decode()
    rows = dict(re.findall(r'<tr id="([a-z0-9-]+)"[^>]*>(.*?)</tr>', page, re.DOTALL))

    applicable = [item for item in items if item["ownership"] != "not_applicable"]
    assert list(rows) == [item["responsibility"] for item in applicable]
    for item in applicable:
        row = rows[item["responsibility"]]
        assert f'class="owner owner-{item["ownership"]}"' in row
        for name in ("provider_duty", "customer_duty", "default_state"):
            if item[name]:
                assert html.escape(item[name]).replace("&#x27;", "&#39;") in row.replace(
                    "&#x27;", "&#39;"
                )


def test_comparison_says_what_the_matrices_say(client: Client) -> None:
    body = client.get(f"/api/v1/compare/?services={','.join(COLUMNS)}").json()

    for place, reference in enumerate(COLUMNS):
        identifier, query = address(reference)
        items = client.get(f"/api/v1/services/{identifier}/matrix/{query}").json()["items"]
        owners = {item["responsibility"]: item["ownership"] for item in items}
        for row in body["rows"]:
            assert row["cells"][place]["ownership"] == owners[row["responsibility"]]
