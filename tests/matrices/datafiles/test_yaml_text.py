"""YAML text to plain values: what is refused, with its line, and what stays as it was written."""

import pytest

from matrices.datafiles.yaml_text import MAX_DEPTH, Value, YamlFault, parse

ALIAS_BOMB = """\
a: &a [x, x, x, x, x, x, x, x, x, x]
b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]
c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]
d: [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c]
"""


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        pytest.param("a: 1\nb: 2\na: 3\n", 3, "key 'a' stands twice; keep one", id="twice"),
        pytest.param("x:\n  a: 1\n  'a': 2\n", 3, "key 'a' stands twice", id="twice-quoted"),
        pytest.param(ALIAS_BOMB, 1, "anchors and aliases are not used here", id="alias-bomb"),
        pytest.param("a: &x {b: 1}\n", 1, "anchors and aliases are not used here", id="anchor"),
        pytest.param("a: 1\nb: *x\n", 2, "anchors and aliases are not used here", id="alias"),
        pytest.param("<<: *x\n", 1, "anchors and aliases are not used here", id="merge"),
        pytest.param("a: !!python/object/apply:os.system [ls]\n", 1, "tag", id="python-tag"),
        pytest.param("a: !!str 1\n", 1, "tag:yaml.org,2002:str is not used here", id="known-tag"),
        pytest.param("a: !mine 1\n", 1, "tag !mine is not used here", id="own-tag"),
        pytest.param("a: 1\n---\nb: 2\n", 2, "one file holds one document", id="second-document"),
        pytest.param("a: 1\n---\n", 2, "one file holds one document", id="empty-second-document"),
        pytest.param("2023: x\n", 1, "key 2023 is not text; put it in quotes", id="number-key"),
        pytest.param("null: x\n", 1, "key None is not text; put it in quotes", id="null-key"),
        pytest.param("? [a]\n: b\n", 1, "is not text; put it in quotes", id="list-key"),
        pytest.param("a: [1, 2\n", 2, "expected ',' or ']'", id="unclosed-list"),
        pytest.param("a: b: c\n", 1, "mapping values are not allowed", id="two-colons"),
        pytest.param("a:\n\tb: 1\n", 2, "cannot start any token", id="tab"),
        pytest.param("a: x\x00y\n", 1, "control characters are not allowed", id="nul"),
    ],
)
def test_parse_refuses_what_is_not_ours(text: str, line: int, problem: str) -> None:
    with pytest.raises(YamlFault) as caught:
        parse(text)

    assert caught.value.line == line
    assert str(caught.value).startswith(f"line {line}: ")
    assert problem in str(caught.value)


@pytest.mark.parametrize("word", ["NO", "no", "No", "yes", "YES", "on", "On", "off", "y", "N"])
def test_parse_refuses_words_that_yaml_takes_for_booleans(word: str) -> None:
    with pytest.raises(YamlFault, match="write true or false, or put the word in quotes"):
        parse(f"country: {word}\n")


@pytest.mark.parametrize("word", ["on", "y", "NO"])
def test_parse_refuses_such_a_word_as_key(word: str) -> None:
    with pytest.raises(YamlFault, match=f"'{word}' without quotes"):
        parse(f"{word}: value\n")


@pytest.mark.parametrize(
    "number", ["1.10", "012", "00", "0x1f", "1_000", "+1", "1:30", ".inf", "-.inf", ".nan", "8.24"]
)
def test_parse_refuses_numbers_that_may_be_identifiers(number: str) -> None:
    with pytest.raises(YamlFault, match="put it in quotes if it is an identifier"):
        parse(f"control: {number}\n")


@pytest.mark.parametrize("opening", ["[", "{a: ", "- "])
def test_parse_refuses_deep_nesting(opening: str) -> None:
    # libyaml's own limit comes first for some openings
    with pytest.raises(YamlFault, match=f"nested deeper than {MAX_DEPTH} levels|nesting depth"):
        parse(opening * 100_000)


def test_parse_accepts_nesting_to_the_limit() -> None:
    value = parse("[" * MAX_DEPTH + "]" * MAX_DEPTH)

    assert str(value) == "[" * MAX_DEPTH + "]" * MAX_DEPTH


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        ("# only a comment\n", None),
        ("a: 'NO'\n", {"a": "NO"}),
        ('"on": "off"\n', {"on": "off"}),
        ("a: Norway\n", {"a": "Norway"}),
        ("a: true\nb: FALSE\n", {"a": True, "b": False}),
        ("a: ~\nb:\nc: null\n", {"a": None, "b": None, "c": None}),
        ("a: 7\nb: -7\nc: 0\n", {"a": 7, "b": -7, "c": 0}),
        ("a: '012'\nb: '1.10'\n", {"a": "012", "b": "1.10"}),
        ("a: 2023-01-05\n", {"a": "2023-01-05"}),
        ("a: 1.5.2\n", {"a": "1.5.2"}),
        ("a: [x, {b: c}]\n", {"a": ["x", {"b": "c"}]}),
        ("a: |\n  on\n  off\n", {"a": "on\noff\n"}),
        ("a: >-\n  two\n  lines\n", {"a": "two lines"}),
        ("%YAML 1.2\n---\na: x\n...\n", {"a": "x"}),
        ("\ufeffa: x\n", {"a": "x"}),
        ("a: ünïcode “quotes”\n", {"a": "ünïcode “quotes”"}),
    ],
)
def test_parse_keeps_what_is_written(text: str, value: Value) -> None:
    assert parse(text) == value


def test_parse_keeps_the_order_of_keys() -> None:
    value = parse("z: 1\na: 2\nm: 3\n")

    assert isinstance(value, dict)
    assert list(value) == ["z", "a", "m"]


def test_parse_refuses_a_number_of_many_digits() -> None:
    with pytest.raises(YamlFault):
        parse(f"order: {'9' * 5000}\n")


@pytest.mark.parametrize("escape", [r"\0", r"\x1b"])
def test_parse_refuses_escaped_control_characters(escape: str) -> None:
    with pytest.raises(YamlFault, match="control character"):
        parse(f'a: "x{escape}y"\n')
