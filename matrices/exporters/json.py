"""Answers as plain JSON values. Words that nobody wrote are null."""

import datetime
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import orjson

from matrices.cells import Caveat, Cell, Check, Citation, Parts
from matrices.comparison import Comparison, ComparisonRow
from matrices.matrix import Column, Matrix, Row, RowHead, ServiceHead, TierMatrix

Json = dict[str, Any]


def cell_json(cell: Cell) -> Json:
    """One cell without the name of its row."""
    return {
        "ownership": cell.ownership,
        "basis": cell.basis,
        "resolved_from": cell.resolved_from,
        "provider_duty": cell.provider_duty or None,
        "customer_duty": cell.customer_duty or None,
        "default_state": cell.default_state or None,
        "caveats": _parts_json(cell.caveats),
        "checks": _parts_json(cell.checks),
        "blast_radius": cell.blast_radius or None,
        "recovery": cell.recovery or None,
        "citations": _parts_json(cell.citations),
        "verified_on": cell.verified_on,
        "inherited": cell.inherited,
    }


def stored_cell_json(  # noqa: PLR0917 # one value per column
    ownership: str,
    basis: str,
    resolved_from: str,
    provider_duty: str,
    customer_duty: str,
    default_state: str,
    caveats: str,
    checks: str,
    blast_radius: str,
    recovery: str,
    citations: str,
    verified_on: datetime.date | None,
    inherited: str,
) -> Json:
    """The same from the columns of a stored cell, whose JSON goes out as it is."""
    return {
        "ownership": ownership,
        "basis": basis,
        "resolved_from": resolved_from,
        "provider_duty": provider_duty or None,
        "customer_duty": customer_duty or None,
        "default_state": default_state or None,
        "caveats": orjson.Fragment(caveats),
        "checks": orjson.Fragment(checks),
        "blast_radius": blast_radius or None,
        "recovery": recovery or None,
        "citations": orjson.Fragment(citations),
        "verified_on": verified_on,
        "inherited": orjson.Fragment(inherited),
    }


def row_json(row: Row) -> Json:
    """One cell with its responsibility, layer and the option that moved it."""
    return {**_head_json(row.head), **cell_json(row.cell), "moved_by": row.moved_by}


def matrix_json(matrix: Matrix) -> Json:
    """The body of a matrix."""
    return {
        "service": service_json(matrix.service),
        "settings": [
            {
                "slug": setting.slug,
                "name": setting.name,
                "question": setting.question or None,
                "options": [
                    {
                        "slug": option.slug,
                        "name": option.name,
                        "summary": option.summary or None,
                        "since": option.since or None,
                        "detect": option.detect or None,
                        "is_default": option.is_default,
                        "is_chosen": option.is_chosen,
                        "moves": list(option.moves),
                    }
                    for option in setting.options
                ],
            }
            for setting in matrix.settings
        ],
        "options": list(matrix.options),
        "counts": {ownership.value: count for ownership, count in matrix.counts.items()},
        "items": [row_json(row) for row in matrix.rows],
    }


def tier_matrix_json(tier: TierMatrix) -> Json:
    """The body of a tier."""
    return {"tier": tier.slug, "name": tier.name, "items": [row_json(row) for row in tier.rows]}


def comparison_json(comparison: Comparison) -> Json:
    """The body of a comparison; the cells of a row are in the order of `services`."""
    return {
        "services": [column_json(column) for column in comparison.columns],
        "summary": {kind.value: count for kind, count in comparison.summary.items()},
        "sentence": comparison.sentence,
        "stays": [
            {"layer": each.layer, "ownership": each.owner.value, "wholly": each.wholly}
            for each in comparison.stays
        ],
        "rows": [_comparison_row_json(row) for row in comparison.rows],
    }


def column_json(column: Column) -> Json:
    """A service with its options, or a tier, which has no provider and no family."""
    head = (
        service_json(column.service)
        if isinstance(column, Matrix)
        else {
            "id": column.identifier,
            "name": column.name,
            "provider": None,
            "tier": column.slug,
            "family": None,
        }
    )
    return {**head, "reference": column.reference, "options": list(column.options)}


def service_json(service: ServiceHead) -> Json:
    """What a column is called and where it belongs."""
    return {
        "id": service.identifier,
        "name": service.name,
        "provider": service.provider,
        "tier": service.tier,
        "family": service.family,
    }


def _parts_json(parts: Sequence[Caveat] | Sequence[Check] | Sequence[Citation]) -> object:
    """Stored text goes out as it is."""
    if isinstance(parts, Parts):
        return orjson.Fragment(parts.json)
    return [asdict(part) for part in parts]


def _head_json(head: RowHead) -> Json:
    return {"responsibility": head.slug, "layer": head.layer}


def _comparison_row_json(row: ComparisonRow) -> Json:
    return {
        **_head_json(row.head),
        "kind": row.kind.value,
        "why": row.why or None,
        "reasons": [
            {"because": each.because.value, "columns": list(each.columns), "text": each.text}
            for each in row.reasons
        ],
        "cells": [cell_json(cell) for cell in row.cells],
        "recorded_differences": [
            {
                "services": list(difference.services),
                "text": difference.text,
                "basis": difference.basis,
                "citations": list(difference.citations),
            }
            for difference in row.differences
        ],
    }
