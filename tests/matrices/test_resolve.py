"""Uploads answered by API, page and command; nothing of them comes back or stays."""

import json
import logging
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from catalog.models import ResourceType
from matrices.uploads.text import MOST_BYTES
from tests.factories import STORE, small_catalogue

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parent.parent.parent
EXAMPLES = ROOT / "docs" / "examples"
NAMES = ["aws-three-tier", "azure-aks-sql", "google-gke-sql"]
PLANTED = "PLANTED"


def plan(name: str) -> bytes:
    return (EXAMPLES / name / "plan.json").read_bytes()


def post(client: Client, data: bytes | str, content_type: str = "text/plain") -> Any:
    return client.generic("POST", "/api/v1/resolve/", data, content_type=content_type)


def resolved(client: Client, data: bytes | str) -> dict[str, Any]:
    response = post(client, data)
    assert response.status_code == 200, response.content
    body: dict[str, Any] = response.json()
    return body


def references(body: dict[str, Any]) -> list[str]:
    return [reference for each in body["services"] for reference in each["references"]]


@pytest.mark.parametrize("name", NAMES)
def test_example_is_covered(client: Client, name: str) -> None:
    value = json.loads(plan(name))
    types = {each["type"] for each in value["planned_values"]["root_module"]["resources"]}
    body = resolved(client, plan(name))
    unknown = {each["type"] for each in body["unknown"]}

    assert len(types) >= 50
    assert len(unknown) / len(types) <= 0.05


@pytest.mark.parametrize("name", NAMES)
def test_example_plan_is_of_its_source(name: str) -> None:
    source = (EXAMPLES / name / "main.tf").read_text()
    value = json.loads(plan(name))

    for each in value["configuration"]["root_module"]["resources"]:
        assert f'resource "{each["type"]}" "{each["name"]}"' in source
    assert source.count('\nresource "') == len(value["configuration"]["root_module"]["resources"])


def test_options_of_the_examples_are_found(client: Client) -> None:
    aws = references(resolved(client, plan("aws-three-tier")))
    azure = references(resolved(client, plan("azure-aks-sql")))
    google = references(resolved(client, plan("google-gke-sql")))

    assert {"aws/s3@sse-kms-cmk@versioned", "aws/s3"} <= set(aws)
    assert "aws/rds@multi-az-instance@customer-managed-key" in aws
    assert "azure/sql-database@serverless-compute" in azure
    assert "gcp/gke@autopilot@pod-identity" in google
    assert "gcp/gke@auto-upgrade-off@secrets-cmek@pod-identity" in google
    assert "gcp/cloud-sql@regional@cmek-key@enterprise-plus" in google


def test_jobs_are_folded_over_the_whole_stack(client: Client) -> None:
    body = resolved(client, plan("aws-three-tier"))
    rows = {row["responsibility"]: row for row in body["stack"]["rows"]}

    assert rows["iam-policy-review"]["counts"]["customer"] >= 14
    assert any(check["tool"] == "prowler" for check in rows["encryption-at-rest"]["checks"])


TEMPLATE = """
Resources:
  Cluster:
    Type: AWS::EKS::Cluster
    Properties: {ComputeConfig: {Enabled: true}}
  Files:
    Type: AWS::S3::Bucket
    Properties:
      VersioningConfiguration: {Status: Enabled}
      BucketEncryption:
        ServerSideEncryptionConfiguration:
          - ServerSideEncryptionByDefault:
              {SSEAlgorithm: "aws:kms", KMSMasterKeyID: !GetAtt Key.Arn}
  Orders:
    Type: AWS::RDS::DBInstance
    Properties: {MultiAZ: true, StorageEncrypted: true, KmsKeyId: !Ref Key}
"""
ARM = {
    "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
    "contentVersion": "1.0.0.0",
    "resources": [
        {
            "type": "Microsoft.ContainerService/managedClusters",
            "name": "aks",
            "sku": {"name": "Automatic"},
        },
        {"type": "Microsoft.Web/sites", "name": "f", "kind": "functionapp,linux"},
        {
            "type": "Microsoft.Storage/storageAccounts",
            "name": "s",
            "kind": "StorageV2",
            "sku": {"name": "Standard_GZRS"},
        },
    ],
}
ASSETS = (
    {
        "name": "//container.googleapis.com/x",
        "assetType": "container.googleapis.com/Cluster",
        "resource": {"data": {"autopilot": {"enabled": True}}},
    },
    {
        "name": "//storage.googleapis.com/y",
        "assetType": "storage.googleapis.com/Bucket",
        "resource": {"data": {"versioning": {"enabled": True}}},
    },
)
CONFIG = {
    "fileVersion": "1.0",
    "configurationItems": [
        {
            "resourceType": "AWS::RDS::DBInstance",
            "resourceId": "db-1",
            "configuration": {"multiAZ": True, "kmsKeyId": "arn:aws:kms:x"},
        }
    ],
}


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (
            TEMPLATE,
            ["aws/eks@auto-mode", "aws/s3@sse-kms-cmk@versioned",
             "aws/rds@multi-az-instance@customer-managed-key"],
        ),
        (json.dumps(ARM), ["azure/aks@automatic", "azure/blob-storage@gzrs", "azure/functions"]),
        (
            "\n".join(json.dumps(each) for each in ASSETS),
            ["gcp/gke@autopilot", "gcp/cloud-storage@versioning-on"],
        ),
        (json.dumps(CONFIG), ["aws/rds@multi-az-instance@customer-managed-key"]),
        ("aws_rds_cluster\narn:aws:ec2:eu-west-1:1:volume/v", ["aws/aurora", "aws/ebs"]),
        ("microsoft.sql/SERVERS", ["azure/sql-database"]),
    ],
)  # fmt: skip
def test_every_format_shows_services_and_options(
    client: Client, data: str, expected: list[str]
) -> None:
    assert set(references(resolved(client, data))) == set(expected)


def test_unknown_types_have_the_closest_known_one(client: Client) -> None:
    body = resolved(client, "aws_s3_buckett\naws_s3_buckett\naws_connect_instance\nnull_resource")

    assert body["unknown"][0] == {
        "type": "aws_s3_buckett",
        "count": 2,
        "closest_type": "aws_s3_bucket",
        "closest_service": "aws/s3",
    }
    assert [each["type"] for each in body["unknown"]][1:] == ["aws_connect_instance"]
    assert body["set_aside"][0]["type"] == "null_resource"


def test_more_than_four_hundred_terraform_types_are_known() -> None:
    names = set(ResourceType.objects.filter(vocabulary="terraform").values_list("name", flat=True))

    for prefix in ("aws_", "azurerm_", "google_"):
        assert sum(name.startswith(prefix) for name in names) >= 400


def test_secrets_come_back_nowhere(
    client: Client, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    for name in NAMES:
        whole = plan(name)
        assert PLANTED.encode() in whole
        file = SimpleUploadedFile("plan.json", whole)
        answers = [
            post(client, whole),
            post(client, whole[:-900]),
            post(client, whole.replace(b'"planned_', b'"x').replace(b'"resource_c', b'"x')),
            post(client, whole, "application/yaml"),
            post(client, whole, "image/png"),
            client.post("/resolve/", {"file": file}),
            client.post("/resolve/", {"text": f"password={PLANTED}\nmy_{PLANTED}_word"}),
        ]
        assert [answer.status_code for answer in answers] == [200, 400, 400, 200, 415, 200, 200]
        assert not any(PLANTED in answer.content.decode() for answer in answers)

    out = StringIO()
    call_command("resolve", str(EXAMPLES / NAMES[0] / "plan.json"), stdout=out)
    assert PLANTED not in out.getvalue() + caplog.text + "".join(capsys.readouterr())


@pytest.mark.parametrize(
    ("data", "content_type", "status"),
    [
        (b"", "text/plain", 400),
        (b"a" * (MOST_BYTES + 1), "text/plain", 413),
        (b"x" * 10_000_000, "application/json", 413),
        (b"[" * 100_000, "application/json", 400),
        (b"aws_s3_bucket", "application/json", 400),
        (b"a: &x 1\nb: *x", "application/yaml", 400),
        (b"\x00", "text/plain", 400),
        (b"\xff\xff", "text/plain", 400),
        (b'["\\ud800"]', "application/json", 400),
        (b"aws_s3_bucket", "image/png", 415),
        (b"aws_s3_bucket", "text/plain; charset=no-such-thing", 415),
    ],
)
def test_bad_body_is_a_problem(client: Client, data: bytes, content_type: str, status: int) -> None:
    response = post(client, data, content_type)

    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"


def test_answer_is_kept_by_nobody(client: Client) -> None:
    assert post(client, "aws_s3_bucket")["Cache-Control"] == "no-store"
    assert "no-store" in client.post("/resolve/", {"text": "aws_s3_bucket"})["Cache-Control"]


def test_parameters_and_other_methods_are_refused(client: Client) -> None:
    assert client.post("/api/v1/resolve/?x=1", "a", content_type="text/plain").status_code == 400
    assert client.get("/api/v1/resolve/").status_code == 405


def test_page_asks_for_its_token() -> None:
    careful = Client(enforce_csrf_checks=True)

    assert careful.post("/resolve/", {"text": "aws_s3_bucket"}).status_code == 403
    careful.get("/resolve/")
    token = careful.cookies[settings.CSRF_COOKIE_NAME].value
    answer = careful.post("/resolve/", {"text": "aws_s3_bucket", "csrfmiddlewaretoken": token})
    assert answer.status_code == 200
    assert b"/stack/?services=aws/s3" in answer.content


def test_page_keeps_large_files_in_memory(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.NamedTemporaryFile", _no_file)
    large = b"#" * 4_000_000 + b"\naws_s3_bucket\n"

    answer = client.post("/resolve/", {"file": SimpleUploadedFile("names.txt", large)})

    assert b"1 resource," in answer.content


def _no_file(*args: object, **kwargs: object) -> None:
    raise AssertionError("an upload goes to disk")


@pytest.mark.parametrize("field", ["file", "text"])
def test_page_refuses_what_is_too_large(client: Client, field: str) -> None:
    data = b"#" * (MOST_BYTES + 200_000)
    value = SimpleUploadedFile("x.txt", data) if field == "file" else data.decode()

    answer = client.post("/resolve/", {field: value})

    assert answer.status_code == 413
    assert b'role="alert"' in answer.content


def test_page_refuses_much_text_in_the_field(client: Client) -> None:
    assert client.post("/resolve/", {"text": "#" * 3_000_000}).status_code == 413


def test_page_without_anything_says_so(client: Client) -> None:
    answer = client.post("/resolve/", {})

    assert answer.status_code == 400
    assert b"The upload is empty." in answer.content


def test_command_prints_services_jobs_and_unknown_types(tmp_path: Path) -> None:
    file, out = tmp_path / "names.txt", StringIO()
    file.write_text("aws_s3_bucket\naws_connect_instance\n")

    call_command("resolve", str(file), stdout=out)

    assert "  aws/s3\n" in out.getvalue()
    assert "IAM policy and access review: 1 service (1 yours, 0 shared)" in out.getvalue()
    assert "aws_connect_instance: 1" in out.getvalue()


def test_command_prints_the_answer_of_the_api(client: Client, tmp_path: Path) -> None:
    file, out = tmp_path / "names.txt", StringIO()
    file.write_text("aws_s3_bucket\n")

    call_command("resolve", str(file), "--json", stdout=out)

    body = resolved(client, "aws_s3_bucket\n")
    assert json.loads(out.getvalue()) == {
        name: value for name, value in body.items() if name not in ("schema_version", "revision")
    }


@pytest.mark.parametrize(("text", "words"), [("{", "broken"), (None, "No such file")])
def test_command_says_what_is_wrong(tmp_path: Path, text: str | None, words: str) -> None:
    file = tmp_path / "plan.json"
    if text is not None:
        file.write_text(text)

    with pytest.raises(CommandError, match=words):
        call_command("resolve", str(file))


def test_queries_do_not_grow_with_the_upload(
    client: Client, import_files: Any, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    files = small_catalogue()
    files["resource-types/terraform-acme.yaml"] = {
        "vocabulary": "terraform",
        "services": {
            "bolt/blobs": ["aws_blob"],
            "acme/machines": [
                {"type": "aws_machine", "when": {"attribute": "a", "present": False}}
            ],
        },
        "no_service": {"null_resource": "Nothing."},
    }
    files[STORE]["resource_types"]["terraform"].append("aws_store")
    import_files(files)

    for text in ("aws_store", "aws_store\naws_blob\naws_machine\nnull_resource\naws_x"):
        with django_assert_num_queries(9):
            assert len(references(resolved(client, text))) in (1, 3)
