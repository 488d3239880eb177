"""A fragment of a system security plan: what a system built on the services inherits and owes.

Per control and service `export` says what is provided and which responsibilities that leaves; a
customer's plan imports it as its leveraged system. What only an owner of a system can say is
there because the schema asks for it, and says so.
"""

from collections.abc import Sequence

from matrices.choices import Ownership
from matrices.crosswalk import ControlCell, Crosswalk, control_cells, rows_without_control
from matrices.exporters.about import About
from matrices.exporters.json import Json
from matrices.exporters.loss import Loss, general, lost_parts, lost_rows
from matrices.exporters.markdown import escaped
from matrices.exporters.oscal.parts import (
    citation_links,
    claim_props,
    control_token,
    document_identifier,
    framework_resource,
    identifier,
    loss_resource,
    metadata,
    prop,
    responsible_roles,
    service_props,
    source_resources,
    title_of,
)
from matrices.matrix import Matrix, Row

TO_FILL_IN = "To be filled in by the owner of the system."
PROVIDED = (Ownership.PROVIDER, Ownership.SHARED)
OWED = (Ownership.CUSTOMER, Ownership.SHARED)
_SEVERAL = "A part of it stands nowhere in an SSP; ask for the component definition."


def ssp_fragment(columns: Sequence[Matrix], framework: Crosswalk, about: About) -> Json:
    """The whole document."""
    references = [column.reference for column in columns]
    document = "/".join(("ssp", framework.slug, *references))
    title = "What is inherited and owed: " + ", ".join(references)
    return {
        "system-security-plan": {
            "uuid": document_identifier(document, about),
            "metadata": metadata(title, document, about),
            "import-profile": {"href": f"#{identifier('framework', framework.slug)}"},
            "system-characteristics": _characteristics(document, title),
            "system-implementation": _implementation(document, columns),
            "control-implementation": {
                "description": "Exports of the services; a fragment, not a plan.",
                "implemented-requirements": _requirements(columns, framework),
            },
            "back-matter": {
                "resources": [
                    framework_resource(framework),
                    *source_resources(columns),
                    loss_resource(document, losses(columns, framework)),
                ]
            },
        }
    }


def losses(columns: Sequence[Matrix], framework: Crosswalk) -> list[Loss]:
    """Parts of cells that no export has a place for, and cells that are not exported."""
    parts = ("default_state", "checks", "blast_radius", "recovery", "inherited")
    rows = [row for column in columns for row in column.rows]
    nobody = [row for row in rows if row.cell.ownership not in (*PROVIDED, *OWED)]
    return [
        *lost_parts(columns, dict.fromkeys(parts, _SEVERAL)),
        *lost_rows("cells", nobody, "Unknown or not applicable: nothing to provide or to owe."),
        *lost_rows(
            "cells",
            rows_without_control(framework, columns),
            f"No control of {framework.name} {framework.version} in the crosswalk asks for it.",
        ),
        general("system-characteristics", TO_FILL_IN),
        general("implementation-status", "Whether a control is implemented is not catalogue data."),
    ]


def _characteristics(document: str, title: str) -> Json:
    return {
        "system-ids": [
            {
                "identifier-type": "http://ietf.org/rfc/rfc4122",
                "id": identifier("system", document),
            }
        ],
        "system-name": title,
        "description": TO_FILL_IN,
        "system-information": {
            "information-types": [
                {
                    "uuid": identifier("information-type", document),
                    "title": "Not stated",
                    "description": TO_FILL_IN,
                }
            ]
        },
        "status": {"state": "other", "remarks": "A fragment about services, not a system."},
        "authorization-boundary": {"description": TO_FILL_IN},
    }


def _implementation(document: str, columns: Sequence[Matrix]) -> Json:
    return {
        "users": [
            {
                "uuid": identifier("user", document),
                "title": "Customer of the cloud provider",
                "role-ids": ["customer"],
            }
        ],
        "components": [
            {
                "uuid": identifier("component", column.reference),
                "type": "service",
                "title": title_of(column),
                "description": escaped(f"{column.service.name} of {column.service.provider_name}"),
                "props": service_props(column),
                "status": {"state": "other", "remarks": "The catalogue knows no system."},
            }
            for column in columns
        ],
    }


def _requirements(columns: Sequence[Matrix], framework: Crosswalk) -> list[Json]:
    """Controls that a service provides something for or leaves something of."""
    by_service = [control_cells(framework, column) for column in columns]
    made = []
    for cells in zip(*by_service, strict=True):
        control = cells[0].control.identifier
        components = [_by_component(each, framework) for each in cells if _exported(each)]
        if components:
            made.append(
                {
                    "uuid": identifier("implemented-requirement", framework.slug, control),
                    "control-id": control_token(framework.slug, control),
                    "props": [prop("control", control)],
                    "by-components": components,
                }
            )
    return made


def _exported(each: ControlCell) -> list[Row]:
    return [row for row in each.rows if row.cell.ownership in (*PROVIDED, *OWED)]


def _by_component(each: ControlCell, framework: Crosswalk) -> Json:
    rows = _exported(each)
    place = (each.matrix.reference, framework.slug, each.control.identifier)
    provided = [_provided(row, place) for row in rows if row.cell.ownership in PROVIDED]
    owed = [_responsibility(row, place) for row in rows if row.cell.ownership in OWED]
    export = {
        "description": f"Owner of the control: {each.ownership.value}.",
        **({"provided": provided} if provided else {}),
        **({"responsibilities": owed} if owed else {}),
    }
    return {
        "component-uuid": identifier("component", each.matrix.reference),
        "uuid": identifier("by-component", *place),
        "description": escaped(f"{title_of(each.matrix)}: {each.ownership.value}"),
        "props": [prop("ownership", each.ownership.value)],
        "export": export,
    }


def _provided(row: Row, place: tuple[str, ...]) -> Json:
    """What the provider does; what is left to watch although nothing is owed is a remark."""
    is_whole = row.cell.ownership is Ownership.PROVIDER
    return {
        "uuid": identifier("provided", *place, row.head.slug),
        "description": _named(row, row.cell.provider_duty),
        "props": claim_props(row),
        **citation_links(row.cell),
        **responsible_roles("provider"),
        **(_remarks("Customer", row.cell.customer_duty) if is_whole else {}),
    }


def _responsibility(row: Row, place: tuple[str, ...]) -> Json:
    """What the customer owes, and what it rests on where the duty is shared."""
    is_shared = row.cell.ownership is Ownership.SHARED
    rests_on = {"provided-uuid": identifier("provided", *place, row.head.slug)}
    return {
        "uuid": identifier("responsibility", *place, row.head.slug),
        **(rests_on if is_shared else {}),
        "description": _named(row, row.cell.customer_duty),
        "props": claim_props(row),
        **citation_links(row.cell),
        **responsible_roles("customer"),
        **({} if is_shared else _remarks("Provider", row.cell.provider_duty)),
    }


def _named(row: Row, words: str) -> str:
    return f"{escaped(row.head.name)}: {escaped(words or row.head.question)}"


def _remarks(side: str, words: str) -> Json:
    return {"remarks": f"{side}: {escaped(words)}"} if words else {}
