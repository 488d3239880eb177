"""The bundled catalogue, asked: the same ranked answer on every database."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from matrices.search import search, suggest
from matrices.search.answer import MOST_HITS
from tests.matrices.search.queries import answers

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[3]

FIRST = {
    "s3": "exact-alias service aws/s3",
    "Amazon S3": "exact-name service aws/s3",
    "aws/s3": "exact-alias service aws/s3",
    "cloudsql": "exact-name service gcp/cloud-sql",
    "gcs": "exact-alias service gcp/cloud-storage",
    "Pub/Sub": "exact-name service gcp/pubsub",
    "dynamo": "prefix-of-alias service aws/dynamodb",
    "bigq": "prefix service gcp/bigquery",
    "dynmo": "typo service aws/dynamodb",
    "lambad": "typo service aws/lambda",
    "cloud sqll": "typo service gcp/cloud-sql",
    "sagemakr": "typo service aws/sagemaker",
    "object storage": "exact-name family object-storage",
    "kubernetes": "words service azure/aks",
    "encryption at rest": "exact-name responsibility encryption-at-rest",
    "encrpytion at rest": "typo responsibility encryption-at-rest",
    "aws_s3_bucket": "exact-alias service aws/s3",
    "AWS::S3::Bucket": "exact-alias service aws/s3",
    "microsoft.storage/storageaccounts": "exact-alias service azure/blob-storage",
    "storage.googleapis.com/Bucket": "exact-alias service gcp/cloud-storage",
    "autopilot": "exact-alias option gcp/gke@autopilot",
    "gcp": "exact-alias provider gcp",
    "paas": "exact-alias tier paas",
    "nist csf": "exact-alias framework nist-csf",
    "who patches eks nodes": "cell cell aws/eks#node-os-patching",
    "Who patches EKS nodes?": "cell cell aws/eks#node-os-patching",
    "node patching eks": "cell cell aws/eks#node-os-patching",
    "gke autopilot node patching": "cell cell gcp/gke@autopilot#node-os-patching",
    "guest os patching of rds": "cell cell aws/rds#guest-os-patching",
    "dynmo encryption at rest": "cell cell aws/dynamodb#encryption-at-rest",
}


@pytest.mark.parametrize("text", FIRST)
def test_first_hit(text: str) -> None:
    hit = search(text).hits[0]

    assert f"{hit.match.label} {hit.kind} {hit.id}" == FIRST[text]


@pytest.mark.parametrize(
    ("text", "services", "certain"),
    [
        ("s3 vs gcs", "aws/s3,gcp/cloud-storage", True),
        ("S3 versus Blob Storage vs GCS", "aws/s3,azure/blob-storage,gcp/cloud-storage", True),
        ("compare eks with gke", "aws/eks,gcp/gke", True),
        ("eks vs gke autopilot", "aws/eks,gcp/gke@autopilot", True),
        ("aws api gateway vs gcp api gateway", "aws/api-gateway,gcp/api-gateway", True),
        ("dynmo vs cosmos db", "aws/dynamodb,azure/cosmos-db", False),
        ("dynamo vs cosmos db", "aws/dynamodb,azure/cosmos-db", False),
    ],
)
def test_comparison(text: str, services: str, certain: bool) -> None:
    offer = search(text).comparison

    assert offer is not None
    assert (offer.services, offer.certain) == (services, certain)


@pytest.mark.parametrize("text", ["s3", "s3 vs", "s3 vs s3", "s3 vs nothingatall", "aws vs gcp"])
def test_no_comparison(text: str) -> None:
    assert search(text).comparison is None


@pytest.mark.parametrize(
    ("text", "identifier"),
    [
        # A duty, a caveat, a check: words that stand in one cell of the files.
        (
            "launch template version update the node group",
            "aws/eks@custom-node-ami#node-os-patching",
        ),
        ("store gets deleted with its storage account soft delete versions go", None),
    ],
)
def test_full_text_of_a_cell(text: str, identifier: str | None) -> None:
    cells = [hit.id for hit in search(text).hits if hit.kind == "cell"]

    assert cells
    assert identifier is None or identifier in cells[:3]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("dyn", "aws/dynamodb"),
        ("dynmo", "aws/dynamodb"),
        ("cloud st", "gcp/cloud-storage"),
        ("aws_s3", "aws/s3"),
        ("eks", "aws/eks"),
    ],
)
def test_suggestions(text: str, first: str) -> None:
    assert suggest(text)[0].id == first


@pytest.mark.parametrize("text", ["zzzzqqqq xxyyzz", "qqqqqq"])
def test_nothing_found(text: str) -> None:
    answer = search(text)

    assert (answer.hits, answer.comparison, answer.read_as, answer.capped) == ((), None, "", False)


def test_answer_is_capped() -> None:
    answer = search("aws")

    assert len(answer.hits) == MOST_HITS
    assert answer.capped


def test_each_thing_once() -> None:
    hits = [(hit.kind, hit.id) for hit in search("s3 encryption").hits]

    assert len(hits) == len(set(hits))


@pytest.mark.parametrize(
    "text",
    [
        '"', "'", "''", '""', "*", "s3*", "^s3", "-s3", "s3 - gcs", "named:s3", "NEAR(s3 gcs)",
        "AND", "OR", "NOT", "s3 AND", "(s3", "s3)", "{named}: s3", "s3 + gcs", "s3 & gcs",
        "s3 | gcs", "!s3", "s3:*", "s3:AB", "s3 <-> gcs", "<3>", "a\\", "\\", "%", "_", "%%",
        "'; DROP TABLE x; --", "\x00", "s3\x00", "\ud800", "s3\udfff", "🙂", "日本語",
        "\uff21\uff37\uff33", "a " * 5000, "a" * 10_000, "s3 vs " * 2000, "\n\t", "",
    ],
)  # fmt: skip
def test_any_text_has_an_answer(text: str) -> None:
    assert len(search(text).hits) <= MOST_HITS
    assert len(suggest(text)) <= 8


@pytest.mark.skipif(connection.vendor == "sqlite", reason="compares another database with SQLite")
def test_every_answer_is_the_same_on_sqlite(tmp_path: Path) -> None:
    environment = {**os.environ, "DATABASE_URL": "", "DATA_DIR": str(tmp_path)}

    def run(*command: str) -> str:
        return subprocess.run(
            [sys.executable, *command],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        ).stdout

    run("manage.py", "migrate", "--verbosity", "0")
    run("manage.py", "import_fixtures")
    on_sqlite: dict[str, Any] = json.loads(run("-m", "tests.matrices.search.queries"))

    assert json.loads(json.dumps(answers())) == on_sqlite
