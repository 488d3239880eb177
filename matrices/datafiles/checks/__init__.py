"""What must hold for the files as a whole: one rule per module.

A rule is a function `check(catalogue, at)` that yields faults; `at` is today. References are
checked first: the other rules may follow them blindly.
"""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from matrices.datafiles.checks import (
    dates,
    default_option_moves_nothing,
    documented_is_cited,
    identifiers,
    invariants,
    known_identifiers,
    known_types,
    no_filler,
    no_repeated_inheritance,
    one_claim_per_row,
    references,
    sentence_reuse,
    shared_has_both_duties,
    source_agreement,
    stale,
    tiers_are_complete,
    types_stand_once,
    urls,
)
from matrices.datafiles.reader import Catalogue, Fault

Rule = Callable[[Catalogue, datetime.date], Iterator[Fault]]

RULES: tuple[Rule, ...] = (
    identifiers.check,
    tiers_are_complete.check,
    shared_has_both_duties.check,
    documented_is_cited.check,
    one_claim_per_row.check,
    no_repeated_inheritance.check,
    default_option_moves_nothing.check,
    no_filler.check,
    sentence_reuse.check,
    dates.check,
    invariants.check,
    urls.check,
    source_agreement.check,
    known_identifiers.check,
    known_types.check,
    types_stand_once.check,
)
WARNING_RULES: tuple[Rule, ...] = (stale.check,)


@dataclass(frozen=True)
class Found:
    """Errors keep an import from happening, warnings are only told."""

    errors: list[Fault]
    warnings: list[Fault]


def find_faults(catalogue: Catalogue, at: datetime.date) -> Found:
    """Run every rule; the faults come sorted by file and key."""
    broken = sorted(references.check(catalogue, at))
    if broken:
        return Found(broken, [])
    errors = sorted(fault for rule in RULES for fault in rule(catalogue, at))
    if errors:
        return Found(errors, [])
    return Found([], sorted(fault for rule in WARNING_RULES for fault in rule(catalogue, at)))
