"""Resource types are told by their shape."""

import pytest

from catalog.models import ResourceType
from matrices.datafiles.vocabulary import Vocabulary, vocabulary_of


@pytest.mark.parametrize(
    ("name", "vocabulary"),
    [
        ("aws_s3_bucket", Vocabulary.TERRAFORM),
        ("AWS::S3::Bucket", Vocabulary.CLOUDFORMATION),
        ("Custom::Thing", Vocabulary.CLOUDFORMATION),
        ("Microsoft.Sql/servers/databases", Vocabulary.ARM),
        ("storage.googleapis.com/Bucket", Vocabulary.ASSET_INVENTORY),
        ("k8s.io/Pod", Vocabulary.ASSET_INVENTORY),
        ("hunter2", None),
        ("aws_s3 bucket", None),
        ("aws_s3_bucket\n", None),
        ("user::password", None),
        ("", None),
    ],
)
def test_vocabulary_of(name: str, vocabulary: Vocabulary | None) -> None:
    assert vocabulary_of(name) is vocabulary


def test_database_knows_every_vocabulary() -> None:
    assert {each.value for each in Vocabulary} == set(ResourceType.Vocabulary.values)
