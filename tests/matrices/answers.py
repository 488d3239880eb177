"""Frozen answers without files or database: cells, rows and matrices to compare and to export."""

from collections.abc import Mapping
from typing import Any

from matrices.cells import Cell
from matrices.choices import Basis, Level, Ownership
from matrices.matrix import Matrix, Row, RowHead, ServiceHead

LAYERS = {
    "encryption-at-rest": "data",
    "backup-execution": "data",
    "iam-policy-review": "identity",
    "guest-os-patching": "machine",
    "node-os-patching": "machine",
}


def make_cell(ownership: Ownership = Ownership.CUSTOMER, **said: Any) -> Cell:
    """A cell of the service level; `said` are further fields of Cell."""
    return Cell(
        **{
            "responsibility": "encryption-at-rest",
            "ownership": ownership,
            "basis": Basis.INFERRED,
            "resolved_from": Level.SERVICE,
            **said,
        }
    )


def make_head(slug: str = "encryption-at-rest") -> RowHead:
    layer = LAYERS.get(slug, "data")
    return RowHead(slug, slug.capitalize(), f"Who does {slug}?", layer, layer.capitalize())


def make_row(slug: str, ownership: Ownership = Ownership.CUSTOMER, **said: Any) -> Row:
    return Row(make_head(slug), make_cell(ownership, responsibility=slug, **said))


def make_matrix(
    cells: Mapping[str, Ownership | Cell],
    identifier: str = "acme/store",
    options: tuple[str, ...] = (),
) -> Matrix:
    """One row per entry of `cells`: an owner, or a whole cell."""
    provider, _, slug = identifier.partition("/")
    rows = tuple(
        Row(
            make_head(name),
            cell if isinstance(cell, Cell) else make_cell(cell, responsibility=name),
        )
        for name, cell in cells.items()
    )
    head = ServiceHead(
        identifier=identifier,
        name=slug.capitalize(),
        provider=provider,
        provider_name=provider.capitalize(),
        tier="abstracted",
        tier_name="Abstracted",
        family="object-storage",
        family_name="Object storage",
    )
    return Matrix(head, (), options, rows)
