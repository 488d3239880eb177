"""Each accepted kind of upload becomes resources."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matrices.uploads.reading import read_upload
from matrices.uploads.resources import SET, BadUpload, Inventory
from matrices.uploads.text import Form


def read(value: Any) -> Inventory:
    return read_upload(json.dumps(value).encode())


def types(inventory: Inventory) -> list[str]:
    return [each.type for each in inventory.resources]


PLAN = {
    "format_version": "1.2",
    "planned_values": {
        "root_module": {
            "resources": [
                {
                    "address": "aws_s3_bucket.a",
                    "mode": "managed",
                    "type": "aws_s3_bucket",
                    "values": {"bucket": "a"},
                },
                {"address": "data.aws_ami.x", "mode": "data", "type": "aws_ami", "values": {}},
            ],
            "child_modules": [
                {
                    "address": "module.db",
                    "resources": [
                        {
                            "address": 'module.db["x"].aws_db_instance.this[0]',
                            "mode": "managed",
                            "type": "aws_db_instance",
                            "index": 0,
                            "values": {"multi_az": True, "tags": None},
                        }
                    ],
                }
            ],
        }
    },
    "configuration": {
        "root_module": {
            "module_calls": {
                "db": {
                    "module": {
                        "resources": [
                            {
                                "address": "aws_db_instance.this",
                                "expressions": {
                                    "kms_key_id": {"references": ["aws_kms_key.k.arn"]},
                                    "tags": {"references": ["var.tags"]},
                                    "restore": [{"source": {"constant_value": "x"}}],
                                },
                            }
                        ]
                    }
                }
            }
        }
    },
}


def test_plan_is_read_with_its_modules_and_without_data_sources() -> None:
    inventory = read(PLAN)

    assert inventory.format == "Terraform plan"
    assert types(inventory) == ["aws_s3_bucket", "aws_db_instance"]


def test_plan_tells_what_is_set_but_not_known_yet() -> None:
    database = read(PLAN).resources[1]

    assert database.attributes is not None
    assert database.attributes["kms_key_id"] is SET
    assert database.attributes["tags"] is None
    assert database.attributes["restore"] == [{"source": "x"}]
    assert database.group == "module.db.aws_db_instance.this"
    assert database.references == {"module.db.aws_kms_key.k"}


@pytest.mark.parametrize(
    "value",
    [
        {"format_version": "1.0", "values": PLAN["planned_values"]},
        {
            "version": 4,
            "terraform_version": "1.9.0",
            "resources": [
                {
                    "mode": "managed",
                    "type": "aws_s3_bucket",
                    "name": "a",
                    "instances": [{"attributes": {"bucket": "a"}, "index_key": "x"}],
                },
                {"mode": "data", "type": "aws_ami", "name": "x", "instances": [{}]},
            ],
        },
        {
            "format_version": "1.2",
            "resource_changes": [
                {"address": "a.b", "type": "aws_s3_bucket", "change": {"after": {}}},
                {"address": "a.c", "type": "aws_s3_bucket", "change": {"after": None}},
            ],
        },
    ],
)
def test_state_and_stripped_plan_are_read(value: dict[str, Any]) -> None:
    assert types(read(value))[:1] == ["aws_s3_bucket"]
    assert "aws_ami" not in types(read(value))


TEMPLATE = b"""
AWSTemplateFormatVersion: 2010-09-09
Parameters:
  Zones: {Type: String, Default: "true"}
Conditions:
  Always: !Equals [a, a]
Resources:
  Orders:
    Type: AWS::RDS::DBInstance
    Properties:
      MultiAZ: !Ref Zones
      KmsKeyId: !GetAtt Key.Arn
      DBSnapshotIdentifier: !Ref AWS::NoValue
      Port: !If [Always, 1, 2]
  Key:
    Type: AWS::KMS::Key
  Module: {Type: "My::Own::Thing::MODULE"}
"""


def test_template_is_read_with_defaults_for_parameters() -> None:
    inventory = read_upload(TEMPLATE)
    orders = inventory.resources[0]

    assert inventory.format == "CloudFormation template"
    assert types(inventory) == ["AWS::RDS::DBInstance", "AWS::KMS::Key", "My::Own::Thing::MODULE"]
    assert orders.attributes == {
        "MultiAZ": "true",
        "KmsKeyId": SET,
        "DBSnapshotIdentifier": None,
        "Port": [1, 2],
    }
    assert "Key" in orders.references


def test_arm_template_is_read_with_children_and_nested_templates() -> None:
    inventory = read(
        {
            "$schema": "https://schema.management.azure.com/schemas/2018-05-01/"
            "subscriptionDeploymentTemplate.json#",
            "contentVersion": "1.0.0.0",
            "parameters": {"sku": {"type": "string", "defaultValue": "Premium"}},
            "resources": {
                "vault": {
                    "type": "Microsoft.KeyVault/vaults",
                    "name": "[parameters('vault')]",
                    "properties": {"sku": "[parameters('sku')]", "key": "[reference('x')]"},
                    "resources": [{"type": "secrets", "name": "a"}],
                },
                "inner": {
                    "type": "Microsoft.Resources/deployments",
                    "name": "inner",
                    "properties": {
                        "template": {"resources": [{"type": "Microsoft.Sql/servers", "name": "s"}]}
                    },
                },
                "old": {"type": "Microsoft.Sql/servers", "existing": True},
            },
        }
    )
    vault = inventory.resources[0]

    assert types(inventory) == [
        "Microsoft.KeyVault/vaults",
        "Microsoft.KeyVault/vaults/secrets",
        "Microsoft.Resources/deployments",
        "Microsoft.Sql/servers",
    ]
    assert vault.name == ""
    assert vault.attributes is not None
    assert vault.attributes["properties"] == {"sku": "Premium", "key": SET}


AZURE_ID = "/subscriptions/1/resourceGroups/r/providers/Microsoft.Sql/servers/s/databases/d"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (
            [{"id": AZURE_ID, "name": "d", "type": "microsoft.sql/servers/databases"}],
            ["microsoft.sql/servers/databases"],
        ),
        (
            [{"name": "//x/y", "asset_type": "storage.googleapis.com/Bucket"}],
            ["storage.googleapis.com/Bucket"],
        ),
        (
            {"name": "//x/y", "assetType": "compute.googleapis.com/Disk", "resource": {"data": {}}},
            ["compute.googleapis.com/Disk"],
        ),
        (
            {"configurationItems": [{"resourceType": "AWS::S3::Bucket", "resourceId": "a"}]},
            ["AWS::S3::Bucket"],
        ),
        (
            {"resourceIdentifiers": [{"resourceType": "AWS::S3::Bucket", "resourceId": "a"}]},
            ["AWS::S3::Bucket"],
        ),
        ({"Results": ['{"resourceType": "AWS::EC2::VPC"}', "broken"]}, ["AWS::EC2::VPC"]),
        ({"ResourceTagMappingList": [{"ResourceARN": "arn:aws:s3:::b"}]}, ["s3"]),
        ({"Resources": [{"Arn": "arn:aws:ec2:eu-west-1:1:volume/v"}]}, ["ec2:volume"]),
        (["aws_s3_bucket", "AWS::S3::Bucket"], ["aws_s3_bucket", "AWS::S3::Bucket"]),
    ],
)
def test_inventories_are_read(value: Any, expected: list[str]) -> None:
    assert types(read(value)) == expected


def test_config_keeps_what_stands_beside_the_configuration() -> None:
    [bucket] = read(
        {
            "configurationItems": [
                {
                    "resourceType": "AWS::S3::Bucket",
                    "configuration": '{"name": "a"}',
                    "supplementaryConfiguration": {"x": 1},
                }
            ]
        }
    ).resources

    assert bucket.attributes == {"name": "a", "supplementaryConfiguration": {"x": 1}}


def test_lines_are_read_and_the_rest_is_counted_by_number() -> None:
    inventory = read_upload(
        "# mine\n"
        "aws_s3_bucket,\n"
        '"Microsoft.Sql/servers"\n'
        "password=hunter2\n"
        "my_secret_word\n"
        f"{AZURE_ID}\n"
        "//compute.googleapis.com/projects/p/zones/z/instances/i\n"
        "arn:aws:lambda:eu-west-1:123456789012:function:f\n".encode()
    )

    assert types(inventory) == [
        "aws_s3_bucket",
        "Microsoft.Sql/servers",
        "Microsoft.Sql/servers/databases",
        "compute.googleapis.com/Instance",
        "lambda:function",
    ]
    assert inventory.unread_lines == (4, 5)


@pytest.mark.parametrize("value", [{}, [], {"a": 1}, [1], {"Resources": {"a": 1}}, [{"a": {}}]])
def test_something_else_is_refused_with_what_is_accepted(value: Any) -> None:
    with pytest.raises(BadUpload, match="CloudFormation"):
        read(value)


def test_json_is_asked_for_by_its_content_type() -> None:
    with pytest.raises(BadUpload, match="JSON is broken"):
        read_upload(b"aws_s3_bucket", Form.JSON)


def test_resource_does_not_print_its_attributes() -> None:
    assert "bucket='a'" not in repr(read(PLAN))
    assert "{'bucket'" not in repr(read(PLAN))


KEYS = [
    "planned_values", "values", "configuration", "root_module", "resources", "child_modules",
    "format_version", "expressions", "module_calls", "version", "terraform_version", "instances",
    "Resources", "Type", "Properties", "Ref", "Fn::If", "Fn::GetAtt", "Parameters", "Default",
    "$schema", "contentVersion", "type", "name", "id", "data", "properties", "template",
    "parameters", "assetType", "resource", "configurationItems", "resourceIdentifiers", "Results",
    "resourceType", "ResourceTagMappingList", "ResourceARN", "Arn", "supplementaryConfiguration",
]  # fmt: skip
SHAPES = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(KEYS),
            inner,
            max_size=4,
        )
    ),
    max_leaves=20,
)


def refusal(data: bytes, form: Form = Form.ANY) -> int | None:
    """The status with which data is refused; None where it is read. Anything else fails."""
    try:
        read_upload(data, form)
    except BadUpload as refused:
        return refused.status
    return None


@given(SHAPES)
def test_any_json_is_read_or_refused(value: Any) -> None:
    assert refusal(json.dumps(value).encode()) in (None, 400)


@given(st.binary(max_size=200), st.sampled_from(Form))
def test_any_bytes_are_read_or_refused(data: bytes, form: Form) -> None:
    assert refusal(data, form) in (None, 400)
