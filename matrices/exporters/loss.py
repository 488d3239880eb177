"""What a form cannot hold, counted for the answer that was asked for."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from matrices.cells import Cell
from matrices.exporters.about import About
from matrices.exporters.json import Json
from matrices.matrix import Matrix, Row

LOSS_COLUMNS = ("what", "cells", "why", "rows")

SAID: dict[str, Callable[[Cell], object]] = {
    "ownership": lambda cell: cell.ownership,
    "basis": lambda cell: cell.basis,
    "resolved_from": lambda cell: cell.resolved_from,
    "provider_duty": lambda cell: cell.provider_duty,
    "customer_duty": lambda cell: cell.customer_duty,
    "default_state": lambda cell: cell.default_state,
    "caveats": lambda cell: cell.caveats,
    "checks": lambda cell: cell.checks,
    "blast_radius": lambda cell: cell.blast_radius,
    "recovery": lambda cell: cell.recovery,
    "citations": lambda cell: cell.citations,
    "verified_on": lambda cell: cell.verified_on,
    "inherited": lambda cell: cell.inherited,
}


@dataclass(frozen=True)
class Loss:
    """`cells` says something about `what` that is not in the file; `rows` are their duties."""

    what: str
    cells: int
    why: str
    rows: tuple[str, ...] = ()


def lost_parts(columns: Sequence[Matrix], reasons: Mapping[str, str]) -> list[Loss]:
    """One loss per part of a cell that the form has no place for, where cells say something."""
    cells = [row.cell for column in columns for row in column.rows]
    counted = {what: sum(bool(SAID[what](cell)) for cell in cells) for what in reasons}
    return [Loss(what, count, reasons[what]) for what, count in counted.items() if count]


def lost_rows(what: str, rows: Iterable[Row], why: str) -> list[Loss]:
    """Whole cells that are not in the file; empty where there are none."""
    slugs = [row.head.slug for row in rows]
    return [Loss(what, len(slugs), why, tuple(dict.fromkeys(slugs)))] if slugs else []


def general(what: str, why: str) -> Loss:
    """Something that the form asks for and the catalogue does not know; counts no cells."""
    return Loss(what, 0, why)


def loss_json(form: str, references: Sequence[str], losses: Iterable[Loss], about: About) -> Json:
    """The loss report as a document."""
    return {
        **about.as_json(),
        "form": form,
        "services": list(references),
        "losses": [
            {"what": each.what, "cells": each.cells, "why": each.why, "rows": list(each.rows)}
            for each in losses
        ],
    }


def loss_rows(losses: Iterable[Loss]) -> list[tuple[str, ...]]:
    """The loss report as rows of a sheet, one value per entry of LOSS_COLUMNS."""
    return [(each.what, str(each.cells), each.why, " ".join(each.rows)) for each in losses]
