"""What holds for an edition is asked once while a request for it is answered, never otherwise."""

from catalog.remembered import at_edition, forget, remembered

asked: list[str] = []


@remembered
def length(text: str) -> int:
    asked.append(text)
    return len(text)


def test_answer_is_kept_for_its_edition() -> None:
    asked.clear()
    with at_edition(1):
        assert [length("abc"), length("abc"), length("ab")] == [3, 3, 2]
    with at_edition(2):
        assert length("abc") == 3

    assert asked == ["abc", "ab", "abc"]


def test_nothing_is_kept_outside_of_a_request() -> None:
    asked.clear()
    assert [length("abc"), length("abc")] == [3, 3]

    assert asked == ["abc", "abc"]


def test_edition_ends_with_its_request() -> None:
    asked.clear()
    with at_edition(1):
        length("abc")
    length("abc")

    assert asked == ["abc", "abc"]


def test_forgotten_answers_are_asked_anew() -> None:
    asked.clear()
    with at_edition(1):
        length("abc")
        forget()
        length("abc")

    assert asked == ["abc", "abc"]
