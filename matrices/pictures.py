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
class Tile:
    """One responsibility in a layer's strip: its place, who owns it, and what it is called.

    The height tells the customer's part where colours do not: a third, two thirds, all of it.
    """

    x: float
    ownership: Ownership
    name: str

    @property
    def height(self) -> int:
        """1 for the provider's, 2 for shared, 3 for the customer's."""
        return SIDES.index(self.ownership) + 1

    @property
    def y(self) -> int:
        """Tiles stand on the ground of a strip that is 3 high."""
        return 3 - self.height


@dataclass(frozen=True)
class LayerStrip:
    """One layer as a strip with a tile per responsibility, the provider's first.

    All strips of a picture are `width` units wide and a tile is one unit, so that longer strips
    are layers with more duties. Rows that exist for nobody are left out.
    """

    slug: str
    name: str
    width: int
    tiles: tuple[Tile, ...]

    @property
    def counts(self) -> dict[str, int]:
        """Tiles by owner."""
        return {str(side): [tile.ownership for tile in self.tiles].count(side) for side in SIDES}

    @property
    def left_to_the_customer(self) -> int:
        """Tiles in which the customer has something to do."""
        return len(self.tiles) - self.counts[Ownership.PROVIDER]


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


def layer_strips(rows: Sequence[Row]) -> list[LayerStrip]:
    """The boundary of one service, a strip per layer in the order of the rows."""
    applying = [row for row in rows if row.cell.ownership in SIDES]
    layers = [
        (slug, name, sorted(group, key=lambda row: SIDES.index(row.cell.ownership)))
        for (slug, name), group in groupby(
            applying, key=lambda row: (row.head.layer, row.head.layer_name)
        )
    ]
    width = max((len(layer) for _, _, layer in layers), default=0)
    return [
        LayerStrip(
            slug,
            name,
            width,
            tuple(
                Tile(place, row.cell.ownership, row.head.name) for place, row in enumerate(layer)
            ),
        )
        for slug, name, layer in layers
    ]


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
