"""Why a row differs: options, levels, defaults, caveats and what is recorded."""

from typing import Any

import pytest

from matrices.cells import Caveat, Cell
from matrices.choices import Basis, Level, Ownership
from matrices.comparison import compare, sentence_of
from matrices.matrix import Column, Matrix, OptionChoice, Row, SettingChoice, TierMatrix
from matrices.reasons import Because, reasons
from tests.matrices.answers import make_cell, make_head, make_matrix

PROVIDER, CUSTOMER, SHARED = Ownership.PROVIDER, Ownership.CUSTOMER, Ownership.SHARED


def store(ownership: Ownership = CUSTOMER, **said: Any) -> Matrix:
    return make_matrix({"encryption-at-rest": make_cell(ownership, **said)}, "acme/store")


def blobs(ownership: Ownership = PROVIDER, **said: Any) -> Matrix:
    return make_matrix({"encryption-at-rest": make_cell(ownership, **said)}, "bolt/blobs")


def why(*columns: Column, recorded: int = 0) -> list[tuple[str, str]]:
    found = reasons(columns, [column.rows[0] for column in columns], recorded=recorded)
    return [(reason.because.value, reason.text) for reason in found]


def with_options(column: Matrix, *, moves_to: Ownership, is_chosen: bool) -> Matrix:
    """The column with a setting whose option `own-key` gives the row to `moves_to`."""
    option = OptionChoice(
        slug="own-key",
        name="Own key",
        summary="",
        since="",
        detect="",
        is_default=False,
        is_chosen=is_chosen,
        owners={"encryption-at-rest": moves_to},
    )
    setting = SettingChoice("key", "Encryption key", "", (option,))
    rows = tuple(Row(row.head, row.cell, "own-key" if is_chosen else None) for row in column.rows)
    return Matrix(column.service, (setting,), ("own-key",) if is_chosen else (), rows)


@pytest.mark.parametrize(
    ("said", "because", "words"),
    [
        ({"basis": Basis.DOCUMENTED}, "service", "by its own documents"),
        ({}, "service", "inferred for the service"),
        ({"resolved_from": Level.FAMILY}, "family", "as its family (Object storage)"),
        ({"resolved_from": Level.TIER}, "tier", "as its tier (Abstracted)"),
    ],
)
def test_reason_names_the_level_of_the_claim(
    said: dict[str, Any], because: str, words: str
) -> None:
    three = [store(), store(), blobs(**said)]

    assert why(*three) == [(because, f"Blobs: the provider's, {words}")]


def test_two_columns_are_both_explained() -> None:
    assert why(store(), blobs(resolved_from=Level.TIER)) == [
        ("service", "Store: the customer's, inferred for the service"),
        ("tier", "Blobs: the provider's, as its tier (Abstracted)"),
    ]


def test_columns_with_one_owner_and_level_share_a_reason() -> None:
    columns = [store(CUSTOMER), store(SHARED), blobs(SHARED), blobs(CUSTOMER)]

    [first, second] = reasons(columns, [column.rows[0] for column in columns])

    assert first.columns == ("acme/store", "bolt/blobs")
    assert second.text == "Store, Blobs: shared, inferred for the service"


def test_reason_names_the_chosen_option() -> None:
    moved = with_options(store(PROVIDER), moves_to=PROVIDER, is_chosen=True)

    assert why(store(), store(), moved) == [
        ("option", "Store (Own key): the provider's, by the option Own key")
    ]


def test_reason_names_the_option_that_would_make_the_owners_the_same() -> None:
    open_to_choice = with_options(store(CUSTOMER), moves_to=PROVIDER, is_chosen=False)

    assert ("setting", "Store: same owner with Own key (Encryption key)") in why(
        open_to_choice, blobs(PROVIDER)
    )


def test_option_that_gives_the_row_to_somebody_else_is_no_reason() -> None:
    open_to_choice = with_options(store(CUSTOMER), moves_to=SHARED, is_chosen=False)

    assert Because.SETTING not in [because for because, _ in why(open_to_choice, blobs(PROVIDER))]


def test_reason_of_a_tier_is_its_default() -> None:
    cell = make_cell(PROVIDER, resolved_from=Level.TIER)
    tier = TierMatrix("paas", "Platform", "PaaS", (Row(make_head(), cell),))

    assert why(store(), store(), tier) == [
        ("tier", "Platform: the provider's, the default of the tier")
    ]


@pytest.mark.parametrize(
    ("ownership", "reason"),
    [
        (Ownership.NOT_APPLICABLE, ("absent", "does not exist at Blobs")),
        (Ownership.UNKNOWN, ("unknown", "nobody has researched Blobs")),
    ],
)
def test_reason_of_a_missing_side(ownership: Ownership, reason: tuple[str, str]) -> None:
    assert why(store(), blobs(ownership)) == [reason]


@pytest.mark.parametrize(
    ("left", "right", "reason"),
    [
        ("On.", "Off.", ("default", "other defaults")),
        ("On.", "", ("default", "a default is known only at Store")),
    ],
)
def test_reason_of_other_defaults(left: str, right: str, reason: tuple[str, str]) -> None:
    assert why(store(default_state=left), blobs(CUSTOMER, default_state=right)) == [reason]


def test_reason_names_the_caveats_that_are_not_everywhere() -> None:
    common, old, big = (
        Caveat("it rains", "Wet."),
        Caveat("it is old", "Stays."),
        Caveat("big", "So."),
    )

    assert why(store(caveats=(common, old, big)), blobs(CUSTOMER, caveats=(common,))) == [
        ("caveat", "Store: caveat if it is old (and 1 more)")
    ]


def test_recorded_difference_comes_first() -> None:
    assert why(store(default_state="On."), blobs(CUSTOMER), recorded=1)[0] == (
        "recorded", "a difference is recorded",
    )  # fmt: skip


@pytest.mark.parametrize("cell", [make_cell(), make_cell(default_state="On.")])
def test_rows_that_are_the_same_have_no_reason(cell: Cell) -> None:
    same = make_matrix({"encryption-at-rest": cell})

    [row] = compare([same, same]).rows

    assert (row.reasons, row.why) == ((), "")


def test_why_is_one_sentence() -> None:
    [row] = compare([store(default_state="On."), blobs(CUSTOMER)]).rows

    assert row.why == "A default is known only at Store."
    assert sentence_of(["one thing", "another"]) == "One thing; another."
