"""Pictures drawn from the data: every box stands in its field and the widths add up."""

from itertools import pairwise

import pytest

from matrices.choices import Ownership
from matrices.pictures import GAP, HEADER, LEFT, ROW_HEIGHT, SIDES, layer_strips, split, stack
from tests.matrices.answers import make_row

PROVIDER, CUSTOMER, SHARED, NOBODY, UNKNOWN = (
    Ownership.PROVIDER,
    Ownership.CUSTOMER,
    Ownership.SHARED,
    Ownership.NOT_APPLICABLE,
    Ownership.UNKNOWN,
)


@pytest.mark.parametrize(
    "owners",
    [
        [PROVIDER],
        [CUSTOMER, SHARED],
        [PROVIDER, CUSTOMER, SHARED],
        [PROVIDER] * 3 + [CUSTOMER] * 4,
        [PROVIDER] * 2 + [SHARED] * 5 + [CUSTOMER] * 6,
        [NOBODY, UNKNOWN, CUSTOMER],
    ],
)
def test_boxes_of_a_field_fill_it_side_by_side(owners: list[Ownership]) -> None:
    boxes = split(owners, x=210.0, y=30.0, width=120.0, height=34.0)

    assert sum(box.width for box in boxes) == pytest.approx(120.0, abs=0.05 * len(SIDES))
    assert boxes[0].x == 210.0
    for left, right in pairwise(boxes):
        assert right.x == pytest.approx(left.x + left.width, abs=0.11)
    assert {(box.y, box.height) for box in boxes} == {(30.0, 34.0)}


def test_boxes_run_from_the_provider_to_the_customer() -> None:
    boxes = split([CUSTOMER, SHARED, PROVIDER, CUSTOMER], x=0, y=0, width=100.0, height=10)

    assert [(box.ownership, box.count, box.width) for box in boxes] == [
        (PROVIDER, 1, 25.0),
        (SHARED, 1, 25.0),
        (CUSTOMER, 2, 50.0),
    ]


@pytest.mark.parametrize("owners", [[], [NOBODY], [UNKNOWN, NOBODY]])
def test_field_that_nobody_owns_is_empty(owners: list[Ownership]) -> None:
    assert split(owners, x=0, y=0, width=100.0, height=10) == []


def test_stack_has_one_band_per_layer_with_the_first_at_the_bottom() -> None:
    rows = [
        make_row("encryption-at-rest"),
        make_row("backup-execution"),
        make_row("iam-policy-review"),
    ]

    picture = stack([("Store", rows)])

    assert [label.text for label in picture.row_labels] == ["Identity", "Data"]
    assert [(box.y, box.count) for box in picture.boxes] == [
        (HEADER, 1),
        (HEADER + ROW_HEIGHT + GAP, 2),
    ]


def test_stack_has_one_column_per_name() -> None:
    rows = [make_row("encryption-at-rest")]

    picture = stack([("IaaS", rows), ("PaaS", rows), ("SaaS", rows)], column_width=100.0)

    assert [label.text for label in picture.column_labels] == ["IaaS", "PaaS", "SaaS"]
    assert [box.x for box in picture.boxes] == [LEFT + n * (100.0 + GAP) for n in range(3)]
    assert [label.x for label in picture.column_labels] == [box.x + 50 for box in picture.boxes]


def test_stack_is_large_enough_for_every_box() -> None:
    rows = [make_row("encryption-at-rest", PROVIDER), make_row("iam-policy-review", SHARED)]

    picture = stack([("IaaS", rows), ("PaaS", rows)])

    assert max(box.x + box.width for box in picture.boxes) <= picture.width
    assert max(box.y + box.height for box in picture.boxes) <= picture.height


def test_layer_strip_has_a_tile_per_row_the_providers_first() -> None:
    rows = [
        make_row("encryption-at-rest", CUSTOMER),
        make_row("backup-execution", PROVIDER),
        make_row("iam-policy-review", SHARED),
    ]

    data, identity = layer_strips(rows)

    assert [(tile.x, tile.ownership) for tile in data.tiles] == [(0, PROVIDER), (1, CUSTOMER)]
    assert (data.left_to_the_customer, data.width, identity.width) == (1, 2, 2)


def test_layer_strip_leaves_out_what_exists_for_nobody() -> None:
    rows = [make_row("encryption-at-rest", NOBODY), make_row("backup-execution", UNKNOWN)]

    assert layer_strips(rows) == []


def test_tile_is_as_high_as_the_customers_part() -> None:
    rows = [
        make_row("encryption-at-rest", PROVIDER),
        make_row("backup-execution", SHARED),
        make_row("data-classification", CUSTOMER),
    ]

    [strip] = layer_strips(rows)

    assert [(tile.height, tile.y) for tile in strip.tiles] == [(1, 2), (2, 1), (3, 0)]
