"""The tables that auditors fill in, filled in: CAIQ, FedRAMP CRM, a baseline, PCI DSS.

Each begins with the columns that its form has and ends with the cells behind a line, their
conditions and their sources, so that no line claims more than the catalogue does.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from matrices.choices import Ownership
from matrices.crosswalk import ControlCell, Crosswalk, control_cells, rows_without_control
from matrices.exporters.loss import Loss, general, lost_parts, lost_rows
from matrices.exporters.table import Table, caveat_text, check_text, citation_text
from matrices.exporters.xlsx import LONGEST_VALUE
from matrices.matrix import Matrix, Row

CELL_TRAILER = ("Cells", "Conditions", "Sources")
SERVICE_TRAILER = ("Service", *CELL_TRAILER)
WIDE = frozenset(
    {
        *CELL_TRAILER,
        "CSP Implementation Description (Optional/Recommended)",
        "CSC Responsibilities (Optional/Recommended)",
        "Specific Inheritance and Customer Agency/CSP Responsibilities",
        "Feature Description", "Enabled by Default", "Configuration Guidance", "Provider's Part",
        "Monitoring", "Reference", "TPSP responsibilities", "Entity responsibilities",
    }
)  # fmt: skip

CAIQ_COLUMNS = (
    "Question ID", "CSP CAIQ Answer", "SSRM Control Ownership",
    "CSP Implementation Description (Optional/Recommended)",
    "CSC Responsibilities (Optional/Recommended)", "CCM Control ID",
)  # fmt: skip
CAIQ_OWNERSHIP = {
    Ownership.PROVIDER: "CSP-owned",
    Ownership.CUSTOMER: "CSC-owned",
    Ownership.SHARED: "Shared CSP and CSC",
    Ownership.NOT_APPLICABLE: "",
    Ownership.UNKNOWN: "",
}
CRM_COLUMNS = (
    "Control ID", "Can Be Inherited from CSP",
    "Specific Inheritance and Customer Agency/CSP Responsibilities",
)  # fmt: skip
CRM_INHERITED = {
    Ownership.PROVIDER: "Yes",
    Ownership.CUSTOMER: "No",
    Ownership.SHARED: "Partial",
    Ownership.NOT_APPLICABLE: "N/A",
    Ownership.UNKNOWN: "",
}
BASELINE_COLUMNS = (
    "Control Domain", "Control ID", "Control IDs of the framework", "Feature",
    "Feature Description", "Supported", "Enabled by Default", "Configuration Responsibility",
    "Configuration Guidance", "Provider's Part", "Monitoring", "Reference",
)  # fmt: skip
BASELINE_SUPPORTED = {Ownership.NOT_APPLICABLE: "FALSE", Ownership.UNKNOWN: ""}
PCI_OWNERSHIP = {
    Ownership.PROVIDER: "TPSP",
    Ownership.CUSTOMER: "Entity",
    Ownership.SHARED: "Shared",
    Ownership.NOT_APPLICABLE: "N/A",
    Ownership.UNKNOWN: "",
}


@dataclass(frozen=True)
class Form:
    """A form with what fills it and what it cannot hold."""

    slug: str
    title: str
    frameworks: tuple[str, ...]
    table: Callable[[Sequence[Matrix], Crosswalk], Table]
    known_losses: Callable[[Sequence[Matrix], Crosswalk], list[Loss]]

    def losses(self, columns: Sequence[Matrix], framework: Crosswalk) -> list[Loss]:
        """What the form has no place for, and what is too long for a spreadsheet."""
        rows = self.table(columns, framework).rows
        cut = sum(len(value) > LONGEST_VALUE for row in rows for value in row)
        why = f"Longer than the {LONGEST_VALUE} characters of a spreadsheet's cell; whole in CSV."
        return self.known_losses(columns, framework) + ([Loss("text", cut, why)] if cut else [])


def caiq_table(columns: Sequence[Matrix], framework: Crosswalk) -> Table:
    """One line per service and control of the CCM; the control stands for its questions."""
    return Table(
        f"CAIQ: who owns what by {framework.name} {framework.version}",
        (*CAIQ_COLUMNS, *SERVICE_TRAILER),
        [_caiq_line(each) for each in _by_control(columns, framework)],
        WIDE,
    )


def _caiq_line(each: ControlCell) -> tuple[str, ...]:
    is_out_of_scope = each.ownership is Ownership.NOT_APPLICABLE
    return (
        each.control.identifier,
        "NA" if is_out_of_scope else "",
        CAIQ_OWNERSHIP[each.ownership],
        _duties(each.rows, "provider_duty"),
        _duties(each.rows, "customer_duty"),
        each.control.identifier,
        *_trailer(each.matrix, each.rows),
    )


def crm_table(columns: Sequence[Matrix], framework: Crosswalk) -> Table:
    """One line per service and control; what is inherited whole has no words, as the form says."""
    return Table(
        f"FedRAMP customer responsibility matrix by {framework.name} {framework.version}",
        (*CRM_COLUMNS, *SERVICE_TRAILER),
        [
            (
                each.control.identifier,
                CRM_INHERITED[each.ownership],
                "" if each.ownership is Ownership.PROVIDER else _crm_words(each),
                *_trailer(each.matrix, each.rows),
            )
            for each in _by_control(columns, framework)
        ],
        WIDE,
    )


def _crm_words(each: ControlCell) -> str:
    """The service first, as the form asks of providers with several; then each side."""
    sides = (
        ("CSP Responsibility", _duties(each.rows, "provider_duty")),
        ("Customer Responsibility", _duties(each.rows, "customer_duty")),
    )
    return "\n".join(
        f"{each.matrix.service.name}, {side}:\n{words}" for side, words in sides if words
    )


def baseline_table(columns: Sequence[Matrix], framework: Crosswalk) -> Table:
    """One line per service and responsibility, with the controls of the framework beside it."""
    return Table(
        f"Security baseline with the controls of {framework.name} {framework.version}",
        (*BASELINE_COLUMNS, *SERVICE_TRAILER),
        [
            _baseline_line(column, row, framework)
            for column in columns
            for row in column.rows
        ],
        WIDE,
    )  # fmt: skip


def _baseline_line(column: Matrix, row: Row, framework: Crosswalk) -> tuple[str, ...]:
    cell = row.cell
    owner = {
        Ownership.PROVIDER: column.service.provider_name,
        Ownership.CUSTOMER: "Customer",
        Ownership.SHARED: "Shared",
        Ownership.NOT_APPLICABLE: "Not applicable",
        Ownership.UNKNOWN: "",
    }
    controls = [
        each.identifier for each in framework.controls if row.head.slug in each.responsibilities
    ]
    return (
        row.head.layer_name,
        row.head.slug,
        " ".join(controls),
        row.head.name,
        row.head.question,
        BASELINE_SUPPORTED.get(cell.ownership, "TRUE"),
        cell.default_state,
        owner[cell.ownership],
        cell.customer_duty,
        cell.provider_duty,
        "\n".join(map(check_text, cell.checks)),
        "\n".join(dict.fromkeys(each.url for each in cell.citations)),
        *_trailer(column, [row]),
    )


def pci_table(columns: Sequence[Matrix], framework: Crosswalk) -> Table:
    """A pivot: one line per requirement, one column per service, then the words of all."""
    by_service = [control_cells(framework, column) for column in columns]
    return Table(
        f"Responsibilities by requirement of {framework.name} {framework.version}",
        (
            "Requirement", *(column.reference for column in columns),
            "TPSP responsibilities", "Entity responsibilities", *CELL_TRAILER,
        ),
        [_pci_line(cells) for cells in zip(*by_service, strict=True)],
        WIDE,
    )  # fmt: skip


def _pci_line(cells: tuple[ControlCell, ...]) -> tuple[str, ...]:
    return (
        cells[0].control.identifier,
        *(PCI_OWNERSHIP[each.ownership] for each in cells),
        _per_service(cells, lambda each: _duties(each.rows, "provider_duty")),
        _per_service(cells, lambda each: _duties(each.rows, "customer_duty")),
        _per_service(cells, lambda each: _cells(each.rows)),
        _per_service(cells, lambda each: _conditions(each.rows)),
        _unique(_sources(each.rows) for each in cells),
    )


def _by_control(columns: Sequence[Matrix], framework: Crosswalk) -> Iterable[ControlCell]:
    return chain.from_iterable(control_cells(framework, column) for column in columns)


def _trailer(column: Matrix, rows: Sequence[Row]) -> tuple[str, ...]:
    return (column.reference, _cells(rows), _conditions(rows), _sources(rows))


def _cells(rows: Sequence[Row]) -> str:
    """`encryption-at-rest: shared, documented, service, 2026-01-15`, a line per cell."""
    return "\n".join(map(cell_line, rows))


def cell_line(row: Row) -> str:
    """Owner, basis, level and day of one cell; what nobody said is a hyphen."""
    cell = row.cell
    level = cell.resolved_from.value if cell.resolved_from else "-"
    said = (cell.ownership.value, cell.basis.value, level, cell.verified_on or "-")
    return f"{row.head.slug}: {', '.join(said)}"


def _conditions(rows: Sequence[Row]) -> str:
    return "\n".join(
        f"{row.head.slug}: {caveat_text(caveat)}" for row in rows for caveat in row.cell.caveats
    )


def _sources(rows: Sequence[Row]) -> str:
    return _unique("\n".join(map(citation_text, row.cell.citations)) for row in rows)


def _duties(rows: Sequence[Row], side: str) -> str:
    return "\n".join(
        f"{row.head.name}: {getattr(row.cell, side)}" for row in rows if getattr(row.cell, side)
    )


def _per_service(cells: Sequence[ControlCell], words_of: Callable[[ControlCell], str]) -> str:
    return "\n".join(
        f"{each.matrix.reference}: {line}"
        for each in cells
        for line in words_of(each).splitlines()
    )  # fmt: skip


def _unique(texts: Iterable[str]) -> str:
    return "\n".join(dict.fromkeys(line for text in texts for line in text.splitlines()))


_NO_COLUMN = "The form has no column for it."
_TEXTS = {"blast_radius": _NO_COLUMN, "recovery": _NO_COLUMN, "inherited": _NO_COLUMN}
_BY_CONTROL = {"default_state": _NO_COLUMN, "checks": _NO_COLUMN, **_TEXTS}


def _no_control(columns: Sequence[Matrix], framework: Crosswalk) -> list[Loss]:
    why = f"No control of {framework.name} {framework.version} in the crosswalk asks for it."
    return lost_rows("cells", rows_without_control(framework, columns), why)


def _caiq_losses(columns: Sequence[Matrix], framework: Crosswalk) -> list[Loss]:
    return [
        *lost_parts(columns, _BY_CONTROL),
        *_no_control(columns, framework),
        general(
            "Question ID",
            "The CAIQ asks several questions per control; a line answers the control as a whole. "
            "The text of questions and controls is CSA's and not in the file.",
        ),
        general("CSP CAIQ Answer", "Whether a control is met is the vendor's to say."),
        general(
            "SSRM Control Ownership",
            "'3rd-party outsourced' and 'Shared CSP and 3rd-party' never occur: the catalogue "
            "knows no suppliers of providers.",
        ),
    ]


def _crm_losses(columns: Sequence[Matrix], framework: Crosswalk) -> list[Loss]:
    inherited = [
        row
        for each in _by_control(columns, framework)
        if each.ownership is Ownership.PROVIDER
        for row in each.rows
    ]
    why = "The form leaves the words of a control that is inherited whole empty."
    return [
        *lost_parts(columns, _BY_CONTROL),
        *lost_rows("provider_duty, customer_duty", inherited, why),
        *_no_control(columns, framework),
        general(
            "Control ID", "The form divides controls into parts, AC-2(a); a line here does not."
        ),
    ]


def _baseline_losses(columns: Sequence[Matrix], framework: Crosswalk) -> list[Loss]:
    return [
        *lost_parts(columns, _TEXTS),
        general(
            "Supported",
            "TRUE says that the duty exists at the service; Microsoft's baselines say whether a "
            "feature does.",
        ),
        general("Enabled by Default", "A sentence instead of TRUE or FALSE."),
    ]


def _pci_losses(columns: Sequence[Matrix], framework: Crosswalk) -> list[Loss]:
    return [
        *lost_parts(columns, _BY_CONTROL),
        *_no_control(columns, framework),
        general(
            "Requirement",
            "The text of requirements is PCI SSC's and not in the file; whether the provider's "
            "attestation covers a service is not in the catalogue.",
        ),
    ]


FORMS = {
    form.slug: form
    for form in (
        Form("caiq", "CAIQ v4", ("csa-ccm", "csa-ccm-4-1"), caiq_table, _caiq_losses),
        Form("fedramp-crm", "FedRAMP CRM", ("nist-sp-800-53",), crm_table, _crm_losses),
        Form(
            "baseline",
            "Security baseline",
            ("nist-sp-800-53", "cis-controls", "pci-dss", "iso-27001", "nist-csf"),
            baseline_table,
            _baseline_losses,
        ),
        Form(
            "pci-responsibility", "PCI DSS responsibilities", ("pci-dss",), pci_table, _pci_losses
        ),
    )
}
