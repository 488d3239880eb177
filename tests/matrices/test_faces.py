"""Page, JSON and every file render the same answer, cell by cell."""

import csv
import html
import io
import json
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.test import Client
from markdown_it import MarkdownIt

from matrices.exporters.markdown import escaped

pytestmark = pytest.mark.django_db

COLUMNS = ["aws/s3", "gcp/gke@autopilot", "azure/sql-database"]


def address(reference: str) -> tuple[str, str]:
    identifier, _, option = reference.partition("@")
    return identifier, f"?options={option}" if option else ""


def items_of(client: Client, reference: str) -> list[dict[str, Any]]:
    identifier, query = address(reference)
    items: list[dict[str, Any]] = client.get(
        f"/api/v1/services/{identifier}/matrix/{query}"
    ).json()["items"]
    assert len(items) == 63
    return items


def file_of(client: Client, reference: str, extension: str) -> bytes:
    identifier, query = address(reference)
    content: bytes = client.get(f"/api/v1/services/{identifier}/matrix.{extension}{query}").content
    return content


def flat(item: dict[str, Any]) -> dict[str, str]:
    """What a row of a flat file says about a cell of the JSON."""
    plain = (
        "responsibility", "layer", "ownership", "basis", "resolved_from", "provider_duty",
        "customer_duty", "default_state", "blast_radius", "recovery", "verified_on",
    )  # fmt: skip
    return {
        **{name: item[name] or "" for name in plain},
        "caveats": "\n".join(f"{each['when']}: {each['text']}" for each in item["caveats"]),
        "checks": "\n".join(
            " ".join(filter(None, (each["tool"], each["id"], each["how"])))
            for each in item["checks"]
        ),
        "citations": "\n".join(
            f"{each['url']} ({each['locator']}; text of {each['as_of']}, read {each['read_on']})"
            for each in item["citations"]
        ),
    }


@pytest.mark.parametrize("reference", COLUMNS)
def test_csv_says_what_json_says(client: Client, reference: str) -> None:
    text = file_of(client, reference, "csv").decode()
    lines = list(csv.DictReader(io.StringIO(text, newline="")))

    for line, item in zip(lines, items_of(client, reference), strict=True):
        said = {name: line[name] for name in flat(item)}
        assert {name: unmarked(value) for name, value in said.items()} == flat(item)


def unmarked(value: str) -> str:
    """Without the apostrophe that keeps a spreadsheet from calculating."""
    return value[1:] if value.startswith(("'=", "'+", "'-", "'@")) else value


@pytest.mark.parametrize("reference", COLUMNS)
def test_xlsx_says_what_json_says(client: Client, reference: str) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(file_of(client, reference, "xlsx")))["Cells"]
    header, *rows = sheet.iter_rows(values_only=True)

    for row, item in zip(rows, items_of(client, reference), strict=True):
        line = {str(name): value or "" for name, value in zip(header, row, strict=True)}
        assert {name: line[name] for name in flat(item)} == flat(item)


@pytest.mark.parametrize("reference", COLUMNS)
def test_markdown_says_what_json_says(client: Client, reference: str) -> None:
    tables = rendered_tables(file_of(client, reference, "md").decode())

    for (slug, column, lines), item in zip(tables, items_of(client, reference), strict=True):
        expected = flat(item)
        origin = f", from {item['resolved_from']}" if item["resolved_from"] else ""
        assert (slug, column) == (item["responsibility"], reference)
        assert lines == {
            name: value
            for name, value in {
                "Owner": expected["ownership"],
                "Basis": expected["basis"] + origin,
                "Provider": expected["provider_duty"],
                "Customer": expected["customer_duty"],
                "Default": expected["default_state"],
                "Caveats": expected["caveats"],
                "Checks": expected["checks"],
                "If it fails": expected["blast_radius"],
                "Way back": expected["recovery"],
                "Sources": expected["citations"],
                "Verified": expected["verified_on"],
            }.items()
            if value
        }


def rendered_tables(text: str) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Slug, column and lines of each table as a Markdown reader shows them."""
    page = MarkdownIt("commonmark").enable("table").render(text)
    for table in re.findall(r"<table>(.*?)</table>", page, re.DOTALL):
        slug, column = map(shown, re.findall(r"<th>(.*?)</th>", table, re.DOTALL))
        cells = [shown(each) for each in re.findall(r"<td>(.*?)</td>", table, re.DOTALL)]
        yield slug, column, dict(zip(cells[::2], cells[1::2], strict=True))


def shown(fragment: str) -> str:
    """The text of a piece of HTML; of a link its address."""
    linked = re.sub(r'<a href="(.*?)">.*?</a>', r"\1", fragment.replace("<br>", "\n"))
    return html.unescape(re.sub(r"<.*?>", "", linked))


@pytest.mark.parametrize("reference", COLUMNS)
def test_json_file_says_what_json_says(client: Client, reference: str) -> None:
    assert json.loads(file_of(client, reference, "json"))["items"] == items_of(client, reference)


def test_ndjson_says_what_json_says(client: Client) -> None:
    text = client.get("/api/v1/items.ndjson?service=aws/s3").getvalue().decode()

    for line, item in zip(text.splitlines(), items_of(client, "aws/s3"), strict=True):
        said = json.loads(line)
        assert said["service"] == "aws/s3"
        assert {name: said[name] for name in item if name != "moved_by"} == {
            name: value for name, value in item.items() if name != "moved_by"
        }


@pytest.mark.parametrize("extension", ["ndjson", "json", "sqlite", "csv", "xlsx"])
def test_catalogue_says_what_json_says(client: Client, tmp_path: Path, extension: str) -> None:
    path = tmp_path / f"catalog.{extension}"
    path.write_bytes(client.get(f"/api/v1/export/catalog.{extension}").getvalue())
    cells = CATALOGUE_READERS[extension](path)

    for reference in COLUMNS:
        identifier, _, option = reference.partition("@")
        for item in items_of(client, reference):
            moved_by = option if item["moved_by"] else None
            assert cells[identifier, moved_by, item["responsibility"]] == flat(item)


Cells = dict[tuple[str, str | None, str], dict[str, str]]


def cells_of_ndjson(path: Path) -> Cells:
    items = [json.loads(line) for line in path.read_text().splitlines()]
    return {(item["service"], item["option"], item["responsibility"]): flat(item) for item in items}


def cells_of_json(path: Path) -> Cells:
    return {
        (service["id"], item["option"], item["responsibility"]): flat(item)
        for service in json.loads(path.read_text())["services"]
        for item in service["items"]
    }


def cells_of_csv(path: Path) -> Cells:
    with path.open(newline="") as file:
        return cells_of_rows(csv.DictReader(file))


def cells_of_xlsx(path: Path) -> Cells:
    workbook = openpyxl.load_workbook(path, read_only=True)
    with closing(workbook):
        header, *rows = workbook["Cells"].iter_rows(values_only=True)
    return cells_of_rows(
        {str(name): str(value or "") for name, value in zip(header, row, strict=True)}
        for row in rows
    )


def cells_of_rows(rows: Iterable[dict[str, str]]) -> Cells:
    return {
        (row["service"], row["option"] or None, row["responsibility"]): {
            name: unmarked(value)
            for name, value in row.items()
            if name not in ("service", "option", "revision", "revised_on", "licence")
        }
        for row in rows
    }


def cells_of_sqlite(path: Path) -> Cells:
    with closing(sqlite3.connect(path)) as database:
        database.row_factory = sqlite3.Row
        parts = {table: parts_of(database, table) for table in ("caveats", "checks", "citations")}
        rows = database.execute(
            "SELECT cells.*, responsibility_id AS responsibility, layer_id AS layer, "
            "options.slug AS option FROM cells "
            "JOIN responsibilities ON responsibilities.id = responsibility_id "
            "LEFT JOIN options ON options.id = option_id"
        ).fetchall()
    return {
        (row["service_id"], row["option"], row["responsibility_id"]): flat(
            {**dict(row), **{name: found.get(row["id"], []) for name, found in parts.items()}}
        )
        for row in rows
    }


def parts_of(database: sqlite3.Connection, table: str) -> dict[int, list[dict[str, Any]]]:
    """Caveats, checks or citations by cell, under the names that the JSON has."""
    renamed = {"condition": "when", "identifier": "id"}
    found: dict[int, list[dict[str, Any]]] = {}
    for row in database.execute(f"SELECT * FROM {table} ORDER BY cell_id, position"):
        part = {renamed.get(name, name): row[name] for name in row.keys()}  # noqa: SIM118
        found.setdefault(row["cell_id"], []).append(part)
    return found


CATALOGUE_READERS: dict[str, Callable[[Path], Cells]] = {
    "csv": cells_of_csv,
    "json": cells_of_json,
    "ndjson": cells_of_ndjson,
    "sqlite": cells_of_sqlite,
    "xlsx": cells_of_xlsx,
}


@pytest.mark.parametrize("reference", COLUMNS)
def test_page_says_what_json_says(client: Client, reference: str) -> None:
    identifier, query = address(reference)
    items = client.get(f"/api/v1/services/{identifier}/matrix/{query}").json()["items"]
    page = client.get(f"/services/{identifier}/{query}").content.decode()
    rows = dict(re.findall(r'<tr id="([a-z0-9-]+)"[^>]*>(.*?)</tr>', page, re.DOTALL))

    applicable = [item for item in items if item["ownership"] != "not_applicable"]
    assert list(rows) == [item["responsibility"] for item in applicable]
    for item in applicable:
        row = html.unescape(rows[item["responsibility"]])
        assert f'class="owner owner-{item["ownership"]}"' in row
        for name in ("provider_duty", "customer_duty", "default_state"):
            assert (item[name] or "") in row


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


@pytest.mark.parametrize("extension", ["csv", "xlsx"])
def test_comparison_file_says_what_json_says(client: Client, extension: str) -> None:
    query = f"services={','.join(COLUMNS)}"
    rows = client.get(f"/api/v1/compare/?{query}").json()["rows"]
    content = client.get(f"/api/v1/compare.{extension}?{query}").content
    lines = READERS[extension](content)

    expected = [
        {"kind": row["kind"], "service": reference, **flat({**row, **cell})}
        for row in rows
        for reference, cell in zip(COLUMNS, row["cells"], strict=True)
    ]
    for line, said in zip(lines, expected, strict=True):
        assert {name: unmarked(line[name]) for name in said} == said


def test_comparison_markdown_says_what_json_says(client: Client) -> None:
    query = f"services={','.join(COLUMNS)}"
    rows = client.get(f"/api/v1/compare/?{query}").json()["rows"]
    text = client.get(f"/api/v1/compare.md?{query}").content.decode()
    page = MarkdownIt("commonmark").enable("table").render(text)
    tables = re.findall(r"<table>(.*?)</table>", page, re.DOTALL)

    for table, row in zip(tables, rows, strict=True):
        lines = [
            [shown(cell) for cell in re.findall(r"<td>(.*?)</td>", line, re.DOTALL)]
            for line in re.findall(r"<tr>(.*?)</tr>", table, re.DOTALL)
        ]
        said = {line[0]: line[1:] for line in lines if line}
        assert said["Owner"] == [cell["ownership"] for cell in row["cells"]]
        for label, name in (("Provider", "provider_duty"), ("Default", "default_state")):
            words = [cell[name] or "" for cell in row["cells"]]
            assert said.get(label, [""] * len(words)) == words


def rows_of_csv(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


def rows_of_xlsx(content: bytes) -> list[dict[str, str]]:
    header, *rows = openpyxl.load_workbook(io.BytesIO(content))["Cells"].iter_rows(values_only=True)
    return [
        {str(name): str(value or "") for name, value in zip(header, row, strict=True)}
        for row in rows
    ]


READERS = {"csv": rows_of_csv, "xlsx": rows_of_xlsx}


def cells_said(lines: list[dict[str, str]], reference: str = "") -> dict[str, str]:
    """What the column Cells of a sheet says, by responsibility."""
    start = f"{reference}: " if reference else ""
    said = [
        cell.removeprefix(start).partition(": ")
        for line in lines
        for cell in line["Cells"].splitlines()
        if cell.startswith(start)
    ]
    return {slug: words for slug, _, words in said}


def claim_of(item: dict[str, str | None]) -> str:
    parts = ("ownership", "basis", "resolved_from", "verified_on")
    return ", ".join(item[part] or "-" for part in parts)


@pytest.mark.parametrize("form", ["caiq", "fedramp-crm", "baseline", "pci-responsibility"])
@pytest.mark.parametrize("reference", COLUMNS)
def test_auditors_sheet_says_what_json_says(client: Client, reference: str, form: str) -> None:
    identifier, query = address(reference)
    items = client.get(f"/api/v1/services/{identifier}/matrix/{query}").json()["items"]
    text = client.get(f"/api/v1/export/{form}.csv?services={reference}").content.decode()
    losses = client.get(f"/api/v1/export/{form}.loss.json?services={reference}").json()["losses"]
    lines = list(csv.DictReader(io.StringIO(text)))
    lost = {row for loss in losses if loss["what"] == "cells" for row in loss["rows"]}

    said = cells_said(lines, reference if form == "pci-responsibility" else "")
    expected = {item["responsibility"]: claim_of(item) for item in items}
    assert said == {slug: claim for slug, claim in expected.items() if slug not in lost}


@pytest.mark.parametrize(
    ("form", "provider_column", "customer_column"),
    [
        (
            "caiq",
            "CSP Implementation Description (Optional/Recommended)",
            "CSC Responsibilities (Optional/Recommended)",
        ),
        ("baseline", "Provider's Part", "Configuration Guidance"),
        ("pci-responsibility", "TPSP responsibilities", "Entity responsibilities"),
    ],
)
def test_auditors_sheet_has_the_words_of_both_sides(
    client: Client, form: str, provider_column: str, customer_column: str
) -> None:
    reference = "gcp/gke@autopilot"
    identifier, query = address(reference)
    items = client.get(f"/api/v1/services/{identifier}/matrix/{query}").json()["items"]
    text = client.get(f"/api/v1/export/{form}.csv?services={reference}").content.decode()
    lines = list(csv.DictReader(io.StringIO(text)))
    in_file = cells_said(lines, reference if form == "pci-responsibility" else "")

    for item in items:
        if item["responsibility"] in in_file:
            for side, column in (
                ("provider_duty", provider_column),
                ("customer_duty", customer_column),
            ):
                assert any((item[side] or "") in line[column] for line in lines)


@pytest.mark.parametrize("reference", COLUMNS)
def test_oscal_component_says_what_json_says(client: Client, reference: str) -> None:
    identifier, query = address(reference)
    items = client.get(f"/api/v1/services/{identifier}/matrix/{query}").json()["items"]
    body = json.loads(
        client.get(f"/api/v1/services/{identifier}/matrix.oscal.json{query}").content
    )["component-definition"]
    [component] = body["components"]
    cells = component["control-implementations"][0]["implemented-requirements"]
    sources = {each["uuid"]: each for each in body["back-matter"]["resources"]}

    assert [cell["control-id"] for cell in cells] == [item["responsibility"] for item in items]
    for cell, item in zip(cells, items, strict=True):
        props = {each["name"]: each["value"] for each in cell["props"]}
        for name in (
            "ownership", "basis", "resolved_from", "provider_duty", "customer_duty",
            "default_state", "blast_radius", "recovery", "verified_on", "moved_by", "layer",
        ):  # fmt: skip
            assert props.get(name.replace("_", "-")) == item[name], (cell["control-id"], name)
        assert oscal_caveats(cell["props"]) == item["caveats"]
        assert [
            {
                "tool": each["class"],
                "id": None if each["value"] == each["class"] else each["value"],
                "how": each.get("remarks"),
            }
            for each in cell["props"]
            if each["name"] == "check"
        ] == item["checks"]
        assert [
            (
                sources[link["href"].removeprefix("#")]["rlinks"][0]["href"],
                link["resource-fragment"],
                link["text"].removeprefix("read "),
            )
            for link in cell.get("links", [])
        ] == [(each["url"], each["locator"], each["read_on"]) for each in item["citations"]]


def oscal_caveats(props: list[dict[str, str]]) -> list[dict[str, str | None]]:
    """Conditions by their groups."""
    groups: dict[str, dict[str, str | None]] = {}
    for each in props:
        if each["name"] == "caveat":
            groups[each["group"]] = {
                "when": each["value"], "text": each["remarks"],
                "option": None, "since": None, "until": None,
            }  # fmt: skip
        elif each["name"].startswith("caveat-"):
            groups[each["group"]][each["name"].removeprefix("caveat-")] = each["value"]
    return list(groups.values())


@pytest.mark.parametrize("reference", COLUMNS)
def test_oscal_ssp_says_what_json_says(client: Client, reference: str) -> None:
    identifier, query = address(reference)
    items = client.get(f"/api/v1/services/{identifier}/matrix/{query}").json()["items"]
    expected = {item["responsibility"]: item for item in items}
    body = json.loads(client.get(f"/api/v1/export/oscal-ssp.json?services={reference}").content)
    plan = body["system-security-plan"]
    exports = [
        component["export"]
        for requirement in plan["control-implementation"]["implemented-requirements"]
        for component in requirement["by-components"]
    ]

    assert exports
    for side, owners, duty in (
        ("provided", ("provider", "shared"), "provider_duty"),
        ("responsibilities", ("customer", "shared"), "customer_duty"),
    ):
        for entry in (entry for export in exports for entry in export.get(side, [])):
            props = {each["name"]: each["value"] for each in entry["props"]}
            item = expected[props["responsibility"]]
            assert item["ownership"] == props["ownership"]
            assert item["ownership"] in owners
            assert item["basis"] == props["basis"]
            assert entry["description"].endswith(escaped(item[duty]))
