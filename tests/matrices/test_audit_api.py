"""Addresses of the auditors' forms: types, names, what they refuse."""

import csv
import io
import json
from typing import Any

import openpyxl
import pytest
from django.test import Client

from matrices.exporters.about import ABOUT_COLUMNS
from matrices.importer import ImportReport
from matrices.queries import MOST_AUDITED

pytestmark = pytest.mark.django_db

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OSCAL = "application/oscal+json"


def problem(client: Client, address: str, status: int) -> dict[str, Any]:
    response = client.get(f"/api/v1/{address}")
    assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json")
    body: dict[str, Any] = response.json()
    return body


@pytest.mark.parametrize(
    ("address", "content_type", "name"),
    [
        ("export/fedramp-crm.csv?services=acme/store@own-key", "text/csv; charset=utf-8",
         "fedramp-crm-acme-store-own-key-revision-1-2026-11-22.csv"),
        ("export/baseline.xlsx?services=acme/store,bolt/blobs", XLSX,
         "baseline-acme-store-bolt-blobs-revision-1-2026-11-22.xlsx"),
        ("export/fedramp-crm.loss.json?services=acme/store", "application/json; charset=utf-8",
         "fedramp-crm-loss-acme-store-revision-1-2026-11-22.json"),
        ("export/oscal-ssp.json?services=acme/store", OSCAL,
         "oscal-ssp-acme-store-revision-1-2026-11-22.json"),
        ("export/oscal-catalog.json", OSCAL, "oscal-catalog-revision-1-2026-11-22.json"),
        ("services/acme/store/matrix.oscal.json?options=own-key", OSCAL,
         "oscal-acme-store-own-key-revision-1-2026-11-22.json"),
    ],
)  # fmt: skip
def test_file_has_a_type_and_a_name(
    client: Client, small: ImportReport, address: str, content_type: str, name: str
) -> None:
    response = client.get(f"/api/v1/{address}")

    assert response.content
    assert response["Content-Type"] == content_type
    assert response["Content-Disposition"] == f'attachment; filename="srm-atlas-{name}"'


def test_workbook_has_the_cells_the_losses_and_what_it_is(
    client: Client, small: ImportReport
) -> None:
    content = client.get("/api/v1/export/fedramp-crm.xlsx?services=acme/store").content
    report = client.get("/api/v1/export/fedramp-crm.loss.json?services=acme/store").json()
    workbook = openpyxl.load_workbook(io.BytesIO(content))
    lost = list(workbook["Losses"].iter_rows(min_row=2, values_only=True))

    assert workbook.sheetnames == ["Cells", "Losses", "About"]
    assert [row[0] for row in lost] == [each["what"] for each in report["losses"]]
    assert report["services"] == ["acme/store"]
    assert report["form"] == "fedramp-crm"
    assert report["revision"] == 1


@pytest.mark.parametrize("form", ["caiq", "fedramp-crm", "baseline", "pci-responsibility"])
def test_workbook_says_what_csv_says(client: Client, form: str) -> None:
    address = f"/api/v1/export/{form}.%s?services=aws/s3,gcp/gke@autopilot"
    text = client.get(address % "csv").content.decode()
    workbook = openpyxl.load_workbook(io.BytesIO(client.get(address % "xlsx").content))
    about = len(ABOUT_COLUMNS)
    in_csv = [tuple(row[:-about]) for row in csv.reader(io.StringIO(text, newline=""))]

    assert [
        tuple(value or "" for value in row)
        for row in workbook["Cells"].iter_rows(values_only=True)
    ] == in_csv  # fmt: skip


def test_option_moves_the_owner_in_the_form(client: Client, small: ImportReport) -> None:
    plain, moved = (
        client.get(f"/api/v1/export/fedramp-crm.csv?services={each}").content.decode()
        for each in ("acme/store", "acme/store@own-key")
    )

    assert "\nSC-28,Partial," in plain
    assert "\nSC-28,No," in moved


@pytest.mark.parametrize(
    ("address", "detail"),
    [
        ("export/caiq.csv", f"services: name one to {MOST_AUDITED} services"),
        ("export/caiq.csv?services=aws/s4", "Did you mean 'aws/s3'?"),
        ("export/caiq.csv?services=aws/s3@sse-kms", "Did you mean"),
        ("export/caiq.csv?services=aws/s3@sse-c@sse-kms-cmk", "exclude each other"),
        ("export/caiq.csv?services=aws/s3&framework=pci-dss", "framework: 'pci-dss'"),
        ("export/caiq.csv?services=aws/s3&framwork=x", "Did you mean 'framework'?"),
        ("export/oscal-ssp.json?services=aws/s3&framework=soc-2", "framework: 'soc-2'"),
        ("services/aws/s3/matrix.oscal.json?framework=soc-2", "framework: 'soc-2'"),
        ("export/oscal-catalog.json?services=aws/s3", "'services' is not a parameter"),
        ("export/caiq.csv?services=" + ",".join(f"a/{n}" for n in range(21)), "21 were given"),
    ],
)
def test_wrong_parameter_is_named(client: Client, address: str, detail: str) -> None:
    assert detail in problem(client, address, 400)["detail"]


@pytest.mark.parametrize(
    ("address", "accepted"),
    [
        (
            "export/ciaq.csv?services=aws/s3",
            ["baseline", "caiq", "fedramp-crm", "pci-responsibility"],
        ),
        ("export/caiq.ods?services=aws/s3", ["csv", "xlsx"]),
        ("export/oscal-poam.json?services=aws/s3", ["component-definition", "ssp"]),
    ],
)
def test_unknown_form_lists_those_that_exist(
    client: Client, address: str, accepted: list[str]
) -> None:
    assert problem(client, address, 404)["errors"][0]["accepted"] == accepted


def test_form_of_a_service_that_moved(client: Client, small: ImportReport) -> None:
    response = client.get("/api/v1/services/bolt/buckets/matrix.oscal.json")

    assert response.status_code == 308
    assert response["Location"] == "/api/v1/services/bolt/blobs/matrix.oscal.json"
    assert (
        "bolt/blobs" in problem(client, "export/baseline.csv?services=bolt/buckets", 400)["detail"]
    )


def test_every_answer_has_a_tag(client: Client) -> None:
    address = "/api/v1/export/oscal-ssp.json?services=aws/s3"
    tag = client.get(address)["ETag"]

    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize(
    "address",
    ["/services/aws/s3/?options=versioned", "/compare/?services=aws/s3,gcp/cloud-storage"],
)
def test_page_links_every_form(client: Client, address: str) -> None:
    page = client.get(address).content.decode()

    for form in ("caiq.xlsx", "fedramp-crm.xlsx", "baseline.xlsx", "pci-responsibility.xlsx",
                 "oscal-component-definition.json", "oscal-ssp.json"):  # fmt: skip
        [link] = [
            part.split('"')[0]
            for part in page.split('href="')
            if f"export/{form}" in part.split('"')[0]
        ]
        assert client.get(link.replace("&amp;", "&")).status_code == 200


def test_losses_of_every_form_are_counted(client: Client) -> None:
    for form in ("caiq", "fedramp-crm", "baseline", "pci-responsibility",
                 "oscal-component-definition", "oscal-ssp"):  # fmt: skip
        body = json.loads(client.get(f"/api/v1/export/{form}.loss.json?services=aws/s3").content)
        assert body["losses"], form
        assert all(each["why"] for each in body["losses"])
