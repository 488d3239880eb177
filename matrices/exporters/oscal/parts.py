"""What the documents have in common: identifiers, properties of a cell, sources, metadata.

Identifiers are made of addresses, so a cell keeps its own from revision to revision. The one of a
document is "change-on-write" in OSCAL and therefore made of its revision too.
"""

import re
import uuid
from collections.abc import Iterable, Sequence

from matrices.cells import Cell, Citation
from matrices.crosswalk import Crosswalk
from matrices.exporters.about import LICENCE, LICENCE_URL, SOURCE, About
from matrices.exporters.json import Json
from matrices.exporters.loss import Loss
from matrices.matrix import Matrix, Row

OSCAL_VERSION = "1.2.1"
NAMESPACE = "urn:srm-atlas:oscal"
NIST_CATALOG = (
    "https://raw.githubusercontent.com/usnistgov/oscal-content/main/nist.gov/SP800-53/rev5/json/"
    "NIST_SP-800-53_rev5_catalog.json"
)
_ROOT = uuid.uuid5(uuid.NAMESPACE_URL, NAMESPACE)
_EPOCH = "1970-01-01T00:00:00Z"
_NO_TOKEN = re.compile(r"[^a-z0-9._-]+")
_ENHANCEMENT = re.compile(r"\((\d+)\)")

WORDS = ("provider_duty", "customer_duty", "default_state", "blast_radius", "recovery")


def identifier(*address: str) -> str:
    """The UUID of an address, the same for ever."""
    return str(uuid.uuid5(_ROOT, "/".join(address)))


def control_token(framework: str, control: str) -> str:
    """The control's identifier as a token: `AC-2(7)` → `ac-2.7`, as in NIST's own catalogue."""
    plain = _NO_TOKEN.sub("-", _ENHANCEMENT.sub(r".\1", control.lower())).strip("-")
    return plain if plain[0].isalpha() else f"{framework}-{plain}"


def prop(name: str, value: object, **further: str) -> Json:
    """A property of our own namespace; OSCAL wants values on one line."""
    made = {"name": name, "ns": NAMESPACE, "value": " ".join(str(value).split()), **further}
    return {key: each for key, each in made.items() if each}


def claim_props(row: Row) -> list[Json]:
    """Owner, basis, level and day of a cell, and its conditions."""
    cell = row.cell
    named = {
        "responsibility": row.head.slug,
        "layer": row.head.layer,
        "ownership": cell.ownership.value,
        "basis": cell.basis.value,
        "resolved-from": cell.resolved_from.value if cell.resolved_from else "",
        "moved-by": row.moved_by or "",
        "verified-on": cell.verified_on or "",
    }
    return [prop(name, value) for name, value in named.items() if value] + _caveat_props(cell)


def word_props(cell: Cell) -> list[Json]:
    """Everything else that is said in a cell, word by word."""
    said = {name.replace("_", "-"): getattr(cell, name) for name in WORDS}
    checks = [
        prop("check", each.id or each.tool.value, remarks=each.how or "", **{"class": each.tool})
        for each in cell.checks
    ]
    inherited = [
        prop("inherited", name, **{"class": level.value}) for name, level in cell.inherited.items()
    ]
    return [*(prop(name, words) for name, words in said.items() if words), *checks, *inherited]


def _caveat_props(cell: Cell) -> list[Json]:
    """One group of properties per condition."""
    made = []
    for number, each in enumerate(cell.caveats, start=1):
        group = {"group": f"caveat-{number}"}
        made.append(prop("caveat", each.when, remarks=each.text, **group))
        further = {"option": each.option, "since": each.since, "until": each.until}
        made += [prop(f"caveat-{name}", value, **group) for name, value in further.items() if value]
    return made


def citation_links(cell: Cell) -> Json:
    """`links` to the resources of the sources, each with the place in the text; or nothing."""
    links = [
        {
            "href": f"#{_source_identifier(each)}",
            "rel": "reference",
            "resource-fragment": " ".join(each.locator.split()),
            "text": f"read {each.read_on}",
        }
        for each in cell.citations
    ]
    return {"links": links} if links else {}


def source_resources(columns: Iterable[Matrix]) -> list[Json]:
    """Every text that a cell cites, once."""
    found = {
        (each.url, each.as_of): each
        for column in columns
        for row in column.rows
        for each in row.cell.citations
    }
    return [
        {
            "uuid": _source_identifier(each),
            "title": each.title,
            "props": [prop("publisher", each.publisher), prop("as-of", each.as_of)],
            "rlinks": [{"href": each.url}],
        }
        for each in found.values()
    ]


def _source_identifier(citation: Citation) -> str:
    return identifier("source", citation.url, citation.as_of)


def framework_resource(framework: Crosswalk) -> Json:
    """Where the controls are published; NIST's own catalogue for its controls."""
    address = NIST_CATALOG if framework.slug == "nist-sp-800-53" else framework.url
    return {
        "uuid": identifier("framework", framework.slug),
        "title": f"{framework.name} {framework.version}",
        "props": [prop("framework", framework.slug), prop("licence", framework.licence)],
        "rlinks": [{"href": address}],
    }


def loss_resource(document: str, losses: Iterable[Loss]) -> Json:
    """The loss report as a group of properties per loss: what, why, of how many cells and rows."""
    return {
        "uuid": identifier("loss", document),
        "title": "Loss report",
        "description": "What the catalogue says and this document does not.",
        "props": [
            each
            for number, loss in enumerate(losses, start=1)
            for each in _loss_props(loss, number)
        ],
    }


def _loss_props(loss: Loss, number: int) -> list[Json]:
    group = {"group": f"loss-{number}"}
    rows = [prop("loss-row", row, **group) for row in loss.rows]
    cells = prop("loss-cells", loss.cells, **group)
    return [prop("loss", loss.what, remarks=loss.why, **group), cells, *rows]


def metadata(title: str, document: str, about: About) -> Json:
    """`document` is the address that the document has in every revision."""
    revised_at = about.revised_at
    return {
        "title": title,
        "last-modified": revised_at.isoformat() if revised_at else _EPOCH,
        "version": f"revision-{about.revision}",
        "oscal-version": OSCAL_VERSION,
        "document-ids": [{"identifier": identifier(document)}],
        "props": [prop("source", SOURCE), prop("licence", LICENCE)],
        "links": [{"href": LICENCE_URL, "rel": "license"}],
        "roles": [
            {"id": "provider", "title": "Cloud provider"},
            {"id": "customer", "title": "Customer of the cloud provider"},
        ],
    }


def document_identifier(document: str, about: About) -> str:
    """Another one with every revision."""
    return identifier(document, str(about.revision), str(about.revised_at))


def responsible_roles(*roles: str) -> Json:
    """`responsible-roles` of those sides, or nothing."""
    return {"responsible-roles": [{"role-id": role} for role in roles]} if roles else {}


def service_props(column: Matrix) -> list[Json]:
    """What identifies a column."""
    service = column.service
    named: Sequence[tuple[str, str]] = (
        ("service", service.identifier),
        ("provider", service.provider),
        ("tier", service.tier),
        ("family", service.family),
        *(("option", option) for option in column.options),
    )
    return [prop(name, value) for name, value in named if value]


def title_of(column: Matrix) -> str:
    """`Amazon EKS (auto-mode)`"""
    options = f" ({', '.join(column.options)})" if column.options else ""
    return f"{column.service.name}{options}"
