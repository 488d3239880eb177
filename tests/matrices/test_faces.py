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


COMPARISONS = [
    f"services={','.join(COLUMNS)}",
    "services=aws/eks,aws/eks@auto-mode,tier:on-premises&differences=true",
    "services=tier:paas,aws/rds&layer=data,identity&order=layer",
    "services=aws/kms,gcp/cloud-kms,azure/key-vault&framework=pci-dss",
    "services=aws/ec2,aws/rds,aws/s3,aws/lambda,gcp/gke,on-premises/postgresql",
]


@pytest.mark.parametrize("query", COMPARISONS)
def test_comparison_page_and_csv_say_what_json_says(client: Client, query: str) -> None:
    """Page and CSV are laid over JSON row by row and cell by cell, in its order."""
    body = client.get(f"/api/v1/compare/?{query}").json()
    text = client.get(f"/api/v1/compare.csv?{query}").content.decode()
    page = client.get(f"/compare/?{query}").content.decode()
    lines = iter(csv.DictReader(io.StringIO(text)))
    rows = comparison_rows(page)

    assert [slug for slug, *_ in rows] == [row["responsibility"] for row in body["rows"]]
    assert body["sentence"] in re.sub(r"<[^>]+>", "", html.unescape(page))
    for row, (_, kind, why, cells) in zip(body["rows"], rows, strict=True):
        assert (kind, why) == (row["kind"], row["why"] or "")
        for column, cell, shown in zip(body["services"], row["cells"], cells, strict=True):
            line = next(lines)
            assert (line["service"], line["kind"], line["why"]) == (
                column["reference"], row["kind"], row["why"] or "",
            )  # fmt: skip
            assert f'class="owner owner-{cell["ownership"]}"' in shown
            for name in ("ownership", "basis", "provider_duty", "customer_duty", "default_state"):
                assert line[name] == (cell[name] or "")
            for name in ("provider_duty", "customer_duty", "default_state", "recovery"):
                assert (cell[name] or "") in shown
            for citation in cell["citations"]:
                assert f'href="{citation["url"]}"' in shown
    assert list(lines) == []


def comparison_rows(page: str) -> list[tuple[str, str, str, list[str]]]:
    """Slug, kind, why and cells of every row of the page's table."""
    found = re.findall(
        r'<tr id="([a-z0-9-]+)" class="kind-([a-z]+)">(.*?)</tr>\s*'
        r'(?:<tr class="why"><td[^>]*><span><span class="side">Why</span> (.*?)</span></td>)?',
        page,
        re.DOTALL,
    )
    return [
        (
            slug,
            kind,
            html.unescape(why),
            re.findall(r"<td>(.*?)</td>", html.unescape(row), re.DOTALL),
        )
        for slug, kind, row, why in found
    ]


def test_comparison_says_what_the_matrices_say(client: Client) -> None:
    body = client.get(f"/api/v1/compare/?services={','.join(COLUMNS)}").json()

    for place, reference in enumerate(COLUMNS):
        identifier, query = address(reference)
        items = client.get(f"/api/v1/services/{identifier}/matrix/{query}").json()["items"]
        owners = {item["responsibility"]: item["ownership"] for item in items}
        for row in body["rows"]:
            assert row["cells"][place]["ownership"] == owners[row["responsibility"]]
