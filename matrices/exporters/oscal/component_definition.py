"""One component per service: each cell once and whole, then the framework's controls.

The first control implementation has our own duties for controls, so that every cell stands there
once with everything said about it. The second has the controls of a framework; each names who owns
it, repeats the duties with their actor and links the cells that they come from.
"""

from collections.abc import Sequence

from matrices.choices import Ownership
from matrices.crosswalk import ControlCell, Crosswalk, control_cells
from matrices.exporters.about import About
from matrices.exporters.json import Json
from matrices.exporters.loss import Loss, general
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
    word_props,
)
from matrices.matrix import Matrix, Row

DUTIES = "responsibilities"
_ROLES = {
    Ownership.PROVIDER: ("provider",),
    Ownership.CUSTOMER: ("customer",),
    Ownership.SHARED: ("provider", "customer"),
}


def component_definition(columns: Sequence[Matrix], framework: Crosswalk, about: About) -> Json:
    """The whole document."""
    references = [column.reference for column in columns]
    document = "/".join(("component-definition", framework.slug, *references))
    return {
        "component-definition": {
            "uuid": document_identifier(document, about),
            "metadata": metadata("Who owns what: " + ", ".join(references), document, about),
            "components": [_component(column, framework) for column in columns],
            "back-matter": {
                "resources": [
                    _duties_resource(),
                    framework_resource(framework),
                    *source_resources(columns),
                    loss_resource(document, losses(columns, framework)),
                ]
            },
        }
    }


def losses(columns: Sequence[Matrix], framework: Crosswalk) -> list[Loss]:
    """Little: the cells are whole."""
    return [
        general("settings", "Only the chosen options are named, not those that could be chosen."),
        general("line breaks", "OSCAL wants values of properties on one line."),
        general(
            "control text",
            f"Controls of {framework.name} are named by their identifiers; the text is in its "
            "own catalogue.",
        ),
    ]


def _component(column: Matrix, framework: Crosswalk) -> Json:
    return {
        "uuid": identifier("component", column.reference),
        "type": "service",
        "title": title_of(column),
        "description": escaped(
            f"{column.service.name} of {column.service.provider_name}: "
            f"{column.left_to_the_customer} of {column.applicable} duties leave the customer "
            "something to do."
        ),
        "props": service_props(column),
        "control-implementations": [
            _duties(column),
            _controls(column, framework),
        ],
    }


def _duties(column: Matrix) -> Json:
    return {
        "uuid": identifier("control-implementation", column.reference, DUTIES),
        "source": f"#{identifier('framework', DUTIES)}",
        "description": "Every duty of the catalogue, with its owner and all that is said of it.",
        "implemented-requirements": [_cell(column, row) for row in column.rows],
    }


def _cell(column: Matrix, row: Row) -> Json:
    return {
        "uuid": cell_identifier(column, row),
        "control-id": row.head.slug,
        "description": described([row]),
        "props": claim_props(row) + word_props(row.cell),
        **citation_links(row.cell),
        **responsible_roles(*_ROLES.get(row.cell.ownership, ())),
    }


def cell_identifier(column: Matrix, row: Row) -> str:
    """The cell's own, whatever is said in it."""
    return identifier("cell", column.reference, row.head.slug)


def _controls(column: Matrix, framework: Crosswalk) -> Json:
    return {
        "uuid": identifier("control-implementation", column.reference, framework.slug),
        "source": f"#{identifier('framework', framework.slug)}",
        "description": f"The controls of {framework.name} {framework.version} that duties answer.",
        "implemented-requirements": [
            _control(column, each, framework)
            for each in control_cells(framework, column)
            if each.rows
        ],
    }


def _control(column: Matrix, each: ControlCell, framework: Crosswalk) -> Json:
    control = each.control.identifier
    return {
        "uuid": identifier("requirement", column.reference, framework.slug, control),
        "control-id": control_token(framework.slug, control),
        "description": described(each.rows),
        "props": [prop("control", control), prop("ownership", each.ownership.value)],
        "links": [
            {"href": f"#{cell_identifier(column, row)}", "rel": "cell", "text": row.head.name}
            for row in each.rows
        ],
        **responsible_roles(*_ROLES.get(each.ownership, ())),
    }


def described(rows: Sequence[Row]) -> str:
    """Each duty with its owner, then what each side does; Markdown, a paragraph per side."""
    return "\n\n".join(paragraph for row in rows for paragraph in _paragraphs(row))


def _paragraphs(row: Row) -> list[str]:
    owner = row.cell.ownership.value.replace("_", " ")
    sides = (("Provider", row.cell.provider_duty), ("Customer", row.cell.customer_duty))
    said = [f"{side}: {escaped(words)}" for side, words in sides if words]
    return [f"**{escaped(row.head.name)}: {owner}** ({row.cell.basis.value})", *said]


def _duties_resource() -> Json:
    return {
        "uuid": identifier("framework", DUTIES),
        "title": "The duties of SRM Atlas as an OSCAL catalogue",
        "rlinks": [{"href": "/api/v1/export/oscal-catalog.json", "media-type": "application/json"}],
    }
