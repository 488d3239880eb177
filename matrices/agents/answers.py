"""What the tools answer, as plain values.

Every claim comes with its conditions, where it comes from and what it was read in. Where nobody
has researched something, or a name means nothing, the answer is "unknown" with what to ask instead.
"""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from catalog.models import Layer, Provider, Responsibility, Service
from catalog.names import UnknownName
from matrices.agents.finding import find_duties, find_services, suggestions
from matrices.choices import Ownership
from matrices.comparison import MOST_COLUMNS
from matrices.exporters.about import LICENCE, SOURCE
from matrices.history import facts_of, subject_of_service
from matrices.matrix import Matrix, Moved, OptionsExclude, Reference, Row
from matrices.models import Change, Revision
from matrices.reading.comparisons import compare_services
from matrices.reading.services import matrix
from matrices.worksheets import rows_left_to_the_customer

Answer = dict[str, Any]

MOST_CHANGES = 200
MOST_FOUND = 25


def find_service(query: str, provider: str = "", limit: int = 10) -> Answer:
    """Services by name, alias or resource type."""
    if provider:
        known = list(Provider.objects.values_list("slug", flat=True))
        if provider not in known:
            return unknown(f"No provider '{provider}'.", suggestions(provider, known) or known)
    found = find_services(query, provider, min(max(limit, 1), MOST_FOUND))
    if not found:
        identifiers = Service.objects.values_list("identifier", flat=True)
        return unknown(f"No service is called '{query[:200]}'.", suggestions(query, identifiers))
    return known_answer(services=[_service(service) for service in found])


def who_owns(service: str, responsibility: str, options: Sequence[str] = ()) -> Answer:
    """One cell with everything about it."""
    duties = list(Responsibility.objects.values_list("slug", flat=True))
    if responsibility not in duties:
        meant = find_duties(responsibility) or suggestions(responsibility, duties)
        return unknown(f"No responsibility is called '{responsibility[:200]}'.", meant)
    column = _column(service, options)
    if not isinstance(column, Matrix):
        return column
    [row] = [each for each in column.rows if each.head.slug == responsibility]
    if row.cell.ownership is Ownership.UNKNOWN:
        return unknown("Nobody has researched this cell.", [])
    return known_answer(**_claim(column, row))


def compare(services: Sequence[str], responsibility: str = "", layer: str = "") -> Answer:
    """Columns side by side: one row, or all rows that differ."""
    references = [Reference.parse(each) for each in services]
    if not 2 <= len(references) <= MOST_COLUMNS:
        return unknown(f"Name two to {MOST_COLUMNS} services.", [])
    if any(reference.tier for reference in references):
        return unknown("Name services; tiers are no columns here.", [])
    layers = list(Layer.objects.values_list("slug", flat=True))
    if layer and layer not in layers:
        return unknown(f"No layer '{layer}'.", suggestions(layer, layers) or layers)
    try:
        answer = compare_services(
            references, layers=[layer] if layer else (), differences_only=not responsibility
        )
    except (UnknownName, Moved, OptionsExclude) as error:
        return _unknown_service(error)
    rows = [row for row in answer.rows if responsibility in ("", row.head.slug)]
    if not rows and responsibility:
        return unknown(f"No such row: '{responsibility[:200]}'.", find_duties(responsibility))
    return known_answer(
        summary={kind.value: count for kind, count in answer.summary.items()},
        rows=[
            {
                "responsibility": row.head.slug,
                "question": row.head.question,
                "kind": row.kind.value,
                "cells": [
                    _claim(column, each)
                    for column in answer.columns
                    if isinstance(column, Matrix)
                    for each in column.rows
                    if each.head.slug == row.head.slug
                ],
                "recorded_differences": [asdict(each) for each in row.differences],
            }
            for row in rows
        ],
    )


def my_side(services: Sequence[str], layer: str = "") -> Answer:
    """Every row in which the customer has something to do, service by service."""
    if not 1 <= len(services) <= MOST_COLUMNS:
        return unknown(f"Name one to {MOST_COLUMNS} services.", [])
    layers = list(Layer.objects.values_list("slug", flat=True))
    if layer and layer not in layers:
        return unknown(f"No layer '{layer}'.", suggestions(layer, layers) or layers)
    columns = []
    for text in services:
        column = _column(text)
        if not isinstance(column, Matrix):
            return column
        columns.append(column)
    return known_answer(services=[_my_side(column, layer) for column in columns])


def changes_since(revision: int, service: str = "", limit: int = 50) -> Answer:
    """What changed after a revision, newest first."""
    newest, _ = Revision.objects.newest()
    if not 0 <= revision <= newest:
        return unknown(f"Revisions go from 0 to {newest}.", [])
    changes = Change.objects.select_related("revision").filter(revision__gt=revision)
    if service:
        column = _column(service)
        if not isinstance(column, Matrix):
            return column
        changes = changes.filter(subject=subject_of_service(column.service.identifier))
    shown = changes.order_by("-revision", "pk")[: min(max(limit, 1), MOST_CHANGES)]
    return known_answer(total=changes.count(), changes=[_change(change) for change in shown])


def known_answer(**said: Any) -> Answer:
    """Begins with what the whole answer was made from."""
    return {"answer": "known", "catalogue": _catalogue(), **said}


def unknown(reason: str, instead: Sequence[str]) -> Answer:
    """Never a guess: why there is no answer and what to ask instead."""
    return {
        "answer": "unknown",
        "catalogue": _catalogue(),
        "reason": reason,
        "suggestions": list(instead),
    }


def _catalogue() -> Answer:
    number, revised_at = Revision.objects.newest()
    return {
        "source": SOURCE,
        "revision": number,
        "revised_on": revised_at.date().isoformat() if revised_at else None,
        "licence": LICENCE,
    }


def _column(service: str, options: Sequence[str] = ()) -> Matrix | Answer:
    """Options may stand in the name, as in `aws/eks@auto-mode`, or beside it."""
    reference = Reference.parse("@".join((service, *options)))
    try:
        return matrix(reference.identifier, reference.options)
    except (UnknownName, Moved, OptionsExclude) as error:
        return _unknown_service(error)


def _unknown_service(error: UnknownName | Moved | OptionsExclude) -> Answer:
    if isinstance(error, Moved):
        return unknown("The service has another address.", [error.target])
    if isinstance(error, OptionsExclude):
        return unknown(str(error), [])
    if error.parameter == "services":
        meant = [service.identifier for service in find_services(error.name, limit=5)]
        return unknown(error.message, meant or suggestions(error.name, error.accepted))
    return unknown(error.message, error.accepted)


def _claim(column: Matrix, row: Row) -> Answer:
    """A cell as a claim, under which conditions, from where, read in what."""
    head, cell = row.head, row.cell
    return {
        "service": column.service.identifier,
        "responsibility": head.slug,
        "question": head.question,
        "claim": {
            "ownership": cell.ownership.value,
            "provider_duty": cell.provider_duty or None,
            "customer_duty": cell.customer_duty or None,
            "default_state": cell.default_state or None,
        },
        "conditions": {
            "options_chosen": list(column.options),
            "moved_by": row.moved_by,
            "options_that_move_it": [
                {"setting": setting.slug, "option": option.slug, "name": option.name}
                for setting in column.settings
                for option in setting.options
                if head.slug in option.moves
            ],
            "caveats": [asdict(caveat) for caveat in cell.caveats],
        },
        "provenance": {
            "basis": cell.basis.value,
            "resolved_from": cell.resolved_from.value if cell.resolved_from else None,
            "inherited_words": {name: level.value for name, level in cell.inherited.items()},
            "verified_on": cell.verified_on,
        },
        "sources": [asdict(citation) for citation in cell.citations],
        "checks": [asdict(check) for check in cell.checks],
        "address": f"/services/{column.service.identifier}/#{head.slug}",
    }


def _my_side(column: Matrix, layer: str) -> Answer:
    rows = [
        row for row in rows_left_to_the_customer(column) if layer in ("", row.head.layer)
    ]  # fmt: skip
    return {
        "service": column.service.identifier,
        "options": list(column.options),
        "rows_left_to_the_customer": len(rows),
        "rows": [_claim(column, row) for row in rows],
    }


def _service(service: Service) -> Answer:
    return {
        "id": service.identifier,
        "name": service.name,
        "provider": service.provider.slug,
        "tier": service.tier.slug,
        "family": service.family.slug,
        "summary": service.summary,
        "aliases": list(service.aliases),
        "settings": {
            setting.slug: [option.slug for option in setting.options.all()]
            for setting in service.settings.all()
        },
        "address": service.get_absolute_url(),
    }


def _change(change: Change) -> Answer:
    facts = facts_of(change.subject, change.field, change.before, change.after)
    return {
        "in_revision": change.revision_id,
        "changed_at": change.revision.created_at.isoformat(),
        "kind": facts.kind.value,
        "subject": change.subject,
        "field": change.field,
        "service": facts.service,
        "responsibility": facts.responsibility,
        "option": facts.option,
        "before": change.before or None,
        "after": change.after or None,
        "address": facts.address,
    }
