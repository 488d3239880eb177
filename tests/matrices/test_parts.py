"""Caveats, checks and citations as they are stored."""

import orjson

from matrices.cells import Caveat, Parts
from matrices.jinja import macro
from tests.matrices.answers import make_cell

STORED = '[{"when":"it is old","text":"It stays.","option":null,"since":"2023-01-05","until":null}]'


def test_parts_are_the_values_of_their_json() -> None:
    parts = Parts(STORED, Caveat)

    assert list(parts) == [Caveat("it is old", "It stays.", since="2023-01-05")]
    assert (len(parts), parts[0].when, bool(parts)) == (1, "it is old", True)
    assert parts == (Caveat("it is old", "It stays.", since="2023-01-05"),)


def test_parts_of_an_empty_list_are_false() -> None:
    assert not Parts("[]", Caveat)
    assert Parts("[]", Caveat) == ()


def test_parts_say_what_orjson_says_of_their_values() -> None:
    assert orjson.dumps(list(Parts(STORED, Caveat))).decode() == STORED


def test_words_never_become_markup() -> None:
    caveat = Caveat("it is <b>bold</b>", "<script>alert('x')</script> & \"more\"")

    page = macro("details", make_cell(default_state="<i>on</i>", caveats=(caveat,)))

    assert not [tag for tag in ("<script>", "<b>", "<i>") if tag in page]
    assert "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &#34;more&#34;" in page
