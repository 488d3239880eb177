"""Which rows of a matrix answer a control of a framework, and who owns the control by that.

A control is as finely divided as the rows that answer it: `combined()` says what they say together.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from catalog.models import Framework, Responsibility
from catalog.names import UnknownName
from matrices.choices import Ownership
from matrices.matrix import Matrix, Row


@dataclass(frozen=True)
class ControlHead:
    """A control and the slugs of the responsibilities that answer it."""

    identifier: str
    title: str
    responsibilities: tuple[str, ...]


@dataclass(frozen=True)
class Crosswalk:
    """The controls of one framework in its order."""

    slug: str
    name: str
    version: str
    publisher: str
    url: str
    licence: str
    controls: tuple[ControlHead, ...]

    @property
    def responsibilities(self) -> frozenset[str]:
        """The rows that any control asks for."""
        return frozenset(slug for control in self.controls for slug in control.responsibilities)


@dataclass(frozen=True)
class ControlCell:
    """One control at one service: the rows that answer it."""

    control: ControlHead
    matrix: Matrix
    rows: tuple[Row, ...]

    @property
    def ownership(self) -> Ownership:
        return combined(row.cell.ownership for row in self.rows)


def crosswalk(slug: str) -> Crosswalk:
    """The controls of a framework. Takes three queries; raises UnknownName."""
    framework = Framework.objects.filter(slug=slug).first()
    if framework is None:
        known = Framework.objects.values_list("slug", flat=True)
        raise UnknownName("framework", slug, list(known))
    answering = (
        Responsibility.objects.filter(controls__framework=framework)
        .order_by("order")
        .values_list("controls", "slug")
    )
    duties: dict[int, list[str]] = {}
    for key, duty in answering:
        duties.setdefault(key, []).append(duty)
    return Crosswalk(
        slug=framework.slug,
        name=framework.name,
        version=framework.version,
        publisher=framework.publisher,
        url=framework.url,
        licence=framework.licence,
        controls=tuple(
            ControlHead(control.identifier, control.title, tuple(duties.get(control.pk, ())))
            for control in framework.controls.order_by("order")
        ),
    )


def control_cells(framework: Crosswalk, matrix: Matrix) -> list[ControlCell]:
    """Every control with the rows of the matrix that answer it, in the order of the matrix."""
    return [
        ControlCell(
            control,
            matrix,
            tuple(row for row in matrix.rows if row.head.slug in control.responsibilities),
        )
        for control in framework.controls
    ]


def rows_without_control(framework: Crosswalk, columns: Sequence[Matrix]) -> list[Row]:
    """Rows that no control of the framework asks for."""
    asked = framework.responsibilities
    return [row for column in columns for row in column.rows if row.head.slug not in asked]


def combined(owners: Iterable[Ownership]) -> Ownership:
    """What several rows say of one control.

    Two sides make it shared. With an unknown row a single side is not known to be the only one.
    Rows that do not apply say nothing unless all are so.
    """
    found = set(owners)
    if Ownership.SHARED in found or {Ownership.PROVIDER, Ownership.CUSTOMER} <= found:
        return Ownership.SHARED
    if Ownership.UNKNOWN in found or not found:
        return Ownership.UNKNOWN
    [owner] = found - {Ownership.NOT_APPLICABLE} or {Ownership.NOT_APPLICABLE}
    return owner
