"""Stacks and resolved uploads as plain JSON values. Services are named by their references."""

from collections.abc import Iterable
from dataclasses import asdict

from matrices.detection import Finding
from matrices.exporters.json import Json, service_json
from matrices.resolving import Resolved, ServiceInUse
from matrices.stack import LeftSetting, Part, Stack, StackRow

MOST_NAMES = 20


def stack_json(stack: Stack) -> Json:
    """The body of a stack."""
    return {
        "services": [
            {
                **service_json(column.service),
                "reference": part.reference,
                "options": list(column.options),
            }
            for part, column in zip(stack.parts, stack.columns, strict=True)
        ],
        "counts": {owner.value: count for owner, count in stack.counts.items()},
        "rows": [_row_json(row) for row in stack.rows],
        "patching": [row.head.slug for row in stack.patching],
        "settings_left": [_left_json(each) for each in stack.left_settings],
    }


def resolved_json(resolved: Resolved) -> Json:
    """The body of a resolved upload; at most 20 addresses per option."""
    return {
        "format": resolved.format,
        "resource_count": resolved.resource_count,
        "services": [_in_use_json(each) for each in resolved.services],
        "unknown": [
            {
                "type": each.type,
                "count": each.count,
                "closest_type": each.closest_type,
                "closest_service": each.closest_service,
            }
            for each in resolved.unknown
        ],
        "set_aside": [asdict(each) for each in resolved.set_aside],
        "unread_lines": list(resolved.unread_lines),
        "left_out": list(resolved.left_out),
        "stack": stack_json(resolved.stack),
    }


def _row_json(row: StackRow) -> Json:
    return {
        "responsibility": row.head.slug,
        "layer": row.head.layer,
        "counts": {owner.value: count for owner, count in row.counts.items()},
        "owners": {owner.value: _names(row.owned_by(owner)) for owner in row.counts},
        "jobs": [
            {
                "ownership": job.ownership.value,
                "provider_duty": job.provider_duty or None,
                "customer_duty": job.customer_duty or None,
                "services": _names(job.parts),
            }
            for job in row.jobs
        ],
        "checks": [{**asdict(each.check), "services": _names(each.parts)} for each in row.checks],
        "defaults": [
            {"default_state": each.text, "services": _names(each.parts)} for each in row.defaults
        ],
        "without_check": _names(row.without_check),
    }


def _left_json(left: LeftSetting) -> Json:
    return {
        "service": left.part.reference,
        "setting": left.setting.slug,
        "default": left.default.slug,
        "others": [{"slug": each.slug, "moves": list(each.moves)} for each in left.others],
    }


def _in_use_json(used: ServiceInUse) -> Json:
    return {
        **service_json(used.service),
        "references": [str(each) for each in used.references],
        "resource_count": used.resource_count,
        "types": [asdict(each) for each in used.types],
        "settings": [_finding_json(each) for each in used.findings],
    }


def _finding_json(finding: Finding) -> Json:
    return {
        "slug": finding.setting,
        "default": finding.default,
        "status": finding.status.value,
        "shown": [
            {
                "option": each.slug,
                "resource_count": len(each.resources),
                "resources": list(each.resources[:MOST_NAMES]),
            }
            for each in finding.shown
        ],
    }


def _names(parts: Iterable[Part]) -> list[str]:
    return [part.reference for part in parts]
