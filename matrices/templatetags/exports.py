"""Links from a page to the same answer as files."""

from urllib.parse import urlencode

from django import template

from matrices.jinja import url

register = template.Library()

LABELS = {
    "csv": "CSV", "xlsx": "Excel", "md": "Markdown", "json": "JSON", "ndjson": "NDJSON",
    "sqlite": "SQLite",
}  # fmt: skip


@register.inclusion_tag("includes/_exports.html")
def exports(
    address: str, query: str = "", formats: str = "csv xlsx md", **parameters: str
) -> dict[str, object]:
    """The JSON at `address` and its files beside it; a query with or without its `?`."""
    joined = "&".join(
        part for part in (urlencode(parameters, safe="/,@"), query.lstrip("?")) if part
    )
    end = f"?{joined}" if joined else ""
    files = {LABELS[each]: f"{address.rstrip('/')}.{each}{end}" for each in formats.split()}
    what = "All cells" if "ndjson" in formats else "This answer"
    return {"what": what, "links": {"JSON": address + end, **files}}


@register.inclusion_tag("includes/_exports.html")
def catalogue_exports() -> dict[str, object]:
    """Everything at once, in every format."""
    formats = ("json", "ndjson", "csv", "xlsx", "sqlite")
    links = {LABELS[each]: url("api-export", each) for each in formats}
    return {"what": "The whole catalogue", "links": links}


AUDIT_LABELS = {
    "caiq": "CAIQ v4",
    "fedramp-crm": "FedRAMP CRM",
    "baseline": "security baseline",
    "pci-responsibility": "PCI DSS responsibilities",
}
OSCAL_LABELS = {"component-definition": "OSCAL component definition", "ssp": "OSCAL SSP fragment"}


@register.inclusion_tag("includes/_exports.html")
def audit_exports(services: str) -> dict[str, object]:
    """The forms of auditors for columns as in `aws/s3,aws/eks@auto-mode`."""
    end = f"?{urlencode({'services': services}, safe='/,@')}"
    sheets = {label: url("api-sheet", form, "xlsx") + end for form, label in AUDIT_LABELS.items()}
    documents = {
        label: url("api-oscal", document) + end for document, label in OSCAL_LABELS.items()
    }
    return {"what": "For auditors", "links": {**sheets, **documents}}
