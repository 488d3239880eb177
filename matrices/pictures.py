"""Pictures drawn from the data: boxes with their places, ready for an SVG template. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from matrices.choices import Ownership
from matrices.matrix import Row

SIDES = (Ownership.PROVIDER, Ownership.SHARED, Ownership.CUSTOMER)


@dataclass(frozen=True)
class Box:
    """A rectangle in the units of the picture; `count` rows of `ownership`."""

    x: float
    y: float
    width: float
    height: float
    ownership: Ownership
    count: int


@dataclass(frozen=True)
class Label:
    """A text and its anchor, in the units of the picture."""

    x: float
    y: float
    text: str


@dataclass(frozen=True)
class Stack:
    """Layers by columns. Each field is split by how many of the layer's rows each side owns."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    column_labels: tuple[Label, ...]
    row_labels: tuple[Label, ...]


ROW_HEIGHT, GAP, HEADER, LEFT = 34.0, 6.0, 30.0, 210.0


def stack(columns: Sequence[tuple[str, Sequence[Row]]], *, column_width: float = 120.0) -> Stack:
    """Draw named columns of rows, one band per layer, the building at the bottom."""
    layers = [name for name, _ in groupby(columns[0][1], key=lambda row: row.head.layer_name)]
    boxes: list[Box] = []
    for number, (_, rows) in enumerate(columns):
        x = LEFT + number * (column_width + GAP)
        for place, layer in enumerate(reversed(layers)):
            y = HEADER + place * (ROW_HEIGHT + GAP)
            cells = [row.cell.ownership for row in rows if row.head.layer_name == layer]
            boxes += split(cells, x, y, column_width, ROW_HEIGHT)
    return Stack(
        width=LEFT + len(columns) * (column_width + GAP),
        height=HEADER + len(layers) * (ROW_HEIGHT + GAP),
        boxes=tuple(boxes),
        column_labels=tuple(
            Label(LEFT + number * (column_width + GAP) + column_width / 2, HEADER - 10, name)
            for number, (name, _) in enumerate(columns)
        ),
        row_labels=tuple(
            Label(0, HEADER + place * (ROW_HEIGHT + GAP) + ROW_HEIGHT / 2 + 5, layer)
            for place, layer in enumerate(reversed(layers))
        ),
    )


def split(
    owners: Sequence[Ownership], x: float, y: float, width: float, height: float
) -> list[Box]:
    """Divide one field among the sides in proportion to their rows; the provider's part is left."""
    counted = [(side, owners.count(side)) for side in SIDES]
    total = sum(count for _, count in counted)
    boxes = []
    for side, count in counted:
        if count:
            part = width * count / total
            boxes.append(Box(round(x, 1), y, round(part, 1), height, side, count))
            x += part
    return boxes
