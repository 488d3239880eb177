"""`manage.py write_examples`"""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.test import Client

from srm_site.openapi import EXAMPLES

V1 = "/api/v1/"
S3_AND_GCS = "services=aws/s3,gcp/cloud-storage"
ONE_PAGE = (
    "providers", "tiers", "families", "services", "layers", "responsibilities", "frameworks",
    "sources",
)  # fmt: skip
ONE_THING = {
    "providers": "aws", "tiers": "paas", "families": "object-storage", "layers": "data",
    "responsibilities": "encryption-at-rest", "frameworks": "pci-dss",
}  # fmt: skip
ASKED = {
    "": "",
    **{f"{name}/": f"{name}/?page_size=1" for name in ONE_PAGE},
    **{f"{name}/{{slug}}/": f"{name}/{slug}/" for name, slug in ONE_THING.items()},
    "services/{provider}/{service}/": "services/aws/s3/",
    "services/{provider}/{service}/matrix/": "services/aws/s3/matrix/?options=sse-kms-cmk",
    "services/{provider}/{service}/matrix.{extension}": "services/aws/s3/matrix.json",
    "tiers/{slug}/matrix/": "tiers/paas/matrix/",
    "tiers/{slug}/matrix.{extension}": "tiers/paas/matrix.json",
    "items/": "items/?service=aws/s3&page_size=1",
    "changes/": "changes/?page_size=1",
    "compare/": f"compare/?{S3_AND_GCS}",
    "compare.{extension}": f"compare.json?{S3_AND_GCS}",
    "search/": "search/?q=who+patches+eks+nodes&page_size=1",
    "search/suggestions/": "search/suggestions/?q=dynmo",
    "stack/": "stack/?services=aws/s3,aws/rds",
}
TEXTS = {
    "services/{provider}/{service}/matrix.{extension}": "services/aws/s3/matrix",
    "tiers/{slug}/matrix.{extension}": "tiers/paas/matrix",
    "compare.{extension}": f"compare?{S3_AND_GCS}",
    "items.{extension}": "items?service=aws/s3",
    "stack.{extension}": "stack?services=aws/s3,aws/rds",
    "export/catalog.{extension}": "export/catalog",
}
KINDS = {"csv": "text/csv", "md": "text/markdown"}
LINES = {"csv": 2, "md": 12}


class Command(BaseCommand):
    """Renew the answers in the OpenAPI description from the imported catalogue."""

    help = "Ask the API for one answer per operation and keep the first rows as its example."

    def handle(self, *args: Any, **options: Any) -> None:
        client = Client(SERVER_NAME="localhost")
        examples = json.loads(EXAMPLES.read_text(encoding="utf-8"))
        answers: dict[str, dict[str, Any]] = {}
        for path, address in ASKED.items():
            body = json.loads(_ask(client, V1 + address))
            answers.setdefault(V1 + path, {})["application/json"] = _shortened(body)
        source = json.loads(_ask(client, f"{V1}sources/?page_size=1"))["results"][0]["id"]
        examples["parameters_of"][f"{V1}sources/{{slug}}/"]["slug"] = source
        one = json.loads(_ask(client, f"{V1}sources/{source}/"))
        answers[f"{V1}sources/{{slug}}/"] = {"application/json": one}
        upload = client.post(f"{V1}resolve/", "aws_s3_bucket\n", content_type="text/plain")
        answers[f"{V1}resolve/"] = {"application/json": _shortened(upload.json())}
        for path, address in TEXTS.items():
            for ending, kind in KINDS.items():
                text = _first_lines(client, address, ending)
                if text:
                    answers.setdefault(V1 + path, {})[kind] = text
        examples["answers"] |= answers
        text = json.dumps(examples, ensure_ascii=False, indent=1)
        EXAMPLES.write_text(
            text.replace("http://localhost", "https://atlas.example") + "\n", encoding="utf-8"
        )


def _ask(client: Client, address: str) -> str:
    response = client.get(address)
    if response.status_code != 200:
        raise CommandError(f"{address} answers {response.status_code}; import the catalogue first.")
    return response.getvalue().decode()


def _first_lines(client: Client, address: str, ending: str) -> str:
    """The start of a file; empty where it does not come in this form."""
    name, _, query = address.partition("?")
    response = client.get(f"{V1}{name}.{ending}?{query}")
    if response.status_code != 200:
        return ""
    return "".join(response.getvalue().decode().splitlines(keepends=True)[: LINES[ending]])


def _shortened(body: Any, depth: int = 0) -> Any:
    """Only the first of many rows, so that an example is read and not scrolled."""
    most = 1 if depth < 2 else 3
    if isinstance(body, dict):
        return {
            name: value if name in ("services", "cells") else _shortened(value, depth + 1)
            for name, value in body.items()
        }
    if isinstance(body, list):
        return [_shortened(each, depth + 1) for each in body[:most]]
    return body
