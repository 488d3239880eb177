"""What every column of a comparison has in common, in one sentence. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from matrices.choices import Ownership
from matrices.matrix import RowHead


@dataclass(frozen=True)
class Staying:
    """A layer that stays with one owner in every column.

    `wholly`: each of its rows does. Otherwise more than half of its rows, counted in each column
    by itself. Rows that exist for nobody in a column are not counted there.
    """

    layer: str
    layer_name: str
    owner: Ownership
    wholly: bool


def staying(rows: Iterable[tuple[RowHead, Sequence[Ownership]]]) -> tuple[Staying, ...]:
    """The layers that stay with the customer or the provider, in the order of the rows.

    Each row has one owner per column.
    """
    layers: dict[tuple[str, str], list[Sequence[Ownership]]] = {}
    for head, owners in rows:
        layers.setdefault((head.layer, head.layer_name), []).append(owners)
    return tuple(
        Staying(slug, name, owner, wholly=least == 1)
        for (slug, name), owners in layers.items()
        for owner in (Ownership.CUSTOMER, Ownership.PROVIDER)
        for least in [_least_share(owners, owner)]
        if least > 1 / 2
    )


def _least_share(rows: list[Sequence[Ownership]], owner: Ownership) -> float:
    """The owner's share of the rows in the column where it is smallest; 0 for an empty column."""
    shares = []
    for column in zip(*rows, strict=True):
        existing = [each for each in column if each is not Ownership.NOT_APPLICABLE]
        shares.append(existing.count(owner) / len(existing) if existing else 0)
    return min(shares)


_ENDINGS = (
    (Ownership.CUSTOMER, True, "with you everywhere"),
    (Ownership.CUSTOMER, False, "mostly with you"),
    (Ownership.PROVIDER, True, "with the provider everywhere"),
)


def clauses(moved: int, total: int, columns: int, stays: Sequence[Staying]) -> list[str]:
    """`9 of 52 rows move`, `data and identity stay with you everywhere`"""
    if not total:
        return ["no row matches"]
    found = [_moving(moved, total)] if columns > 1 else []
    for owner, wholly, words in _ENDINGS:
        names = [each.layer_name for each in stays if each.owner is owner and each.wholly is wholly]
        if names:
            found.append(f"{_listed(names)} {'stay' if len(names) > 1 else 'stays'} {words}")
    return found or [f"{total} rows"]


def _moving(moved: int, total: int) -> str:
    rows = f"{total} row{'' if total == 1 else 's'}"
    if not moved:
        return f"none of {rows} moves"
    return f"{moved} of {rows} move{'s' if moved == 1 else ''}"


def _listed(names: list[str]) -> str:
    """`data, identity and network`"""
    *first, last = [f"{name[:1].lower()}{name[1:]}" for name in names]
    return f"{', '.join(first)} and {last}" if first else last
