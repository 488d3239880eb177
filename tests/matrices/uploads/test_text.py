"""Limits and encodings of uploads; no problem repeats what stands there."""

import pytest

from matrices.uploads.resources import BadUpload
from matrices.uploads.text import MOST_BYTES, decoded, parsed_json, parsed_yaml


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_of_windows_and_others_is_read(encoding: str) -> None:
    assert decoded("aws_s3_bucket".encode(encoding)) == "aws_s3_bucket"


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"\xffsecret", 400),
        (b"aws\x00secret", 400),
        (b"  \n ", 400),
        (b"", 400),
        (b"a" * (MOST_BYTES + 1), 413),
    ],
)
def test_data_that_is_no_text_is_refused(data: bytes, status: int) -> None:
    with pytest.raises(BadUpload) as refused:
        decoded(data)

    assert refused.value.status == status
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize("text", ['{"a": "secret"', "{secret}", '{"a": "\\ud800secret"}', "[NaN]"])
def test_broken_json_is_refused_by_line(text: str) -> None:
    with pytest.raises(BadUpload, match="broken at line 1") as refused:
        parsed_json(text)

    assert "secret" not in str(refused.value)


@pytest.mark.parametrize("text", ["[" * 500 + "]" * 500, "[" * 100_000])
def test_deep_json_is_refused(text: str) -> None:
    with pytest.raises(BadUpload):
        parsed_json(text)


def test_lines_of_json_are_a_list() -> None:
    assert parsed_json('{"a": 1}\n\n{"a": 2}\n') == [{"a": 1}, {"a": 2}]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("!Ref Key", {"Ref": "Key"}),
        ("!GetAtt Key.Arn", {"Fn::GetAtt": "Key.Arn"}),
        ("!Join ['', [a, !Ref B]]", {"Fn::Join": ["", ["a", {"Ref": "B"}]]}),
        ("!Transform {Name: x}", {"Fn::Transform": {"Name": "x"}}),
        ("2010-09-09", "2010-09-09"),
        ("true", True),
    ],
)
def test_short_tags_become_long(text: str, value: object) -> None:
    assert parsed_yaml(text) == value


@pytest.mark.parametrize(
    "text",
    [
        "a: &x secret\nb: *x",
        "a: !!python/object:os.system secret",
        "a: secret\n---\nb: 1",
        "[" * 200 + "]" * 200,
        "a: [secret",
        "? [secret]\n: 1",
        "a: 'secret",
        "a" * 1_000_001,
    ],
)
def test_yaml_that_is_no_template_is_refused(text: str) -> None:
    with pytest.raises(BadUpload) as refused:
        parsed_yaml(text)

    assert "secret" not in str(refused.value)
