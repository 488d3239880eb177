"""Where a vendor's answers and the catalogue name different owners. Pure."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from matrices.choices import Ownership
from matrices.crosswalk import Crosswalk, combined
from matrices.matrix import Matrix, Row
from matrices.questionnaires.reading import Answer, Kind, Questionnaire

FRAMEWORKS = {Kind.CAIQ: ("csa-ccm", "csa-ccm-4-1"), Kind.CRM: ("nist-sp-800-53",)}


class Verdict(StrEnum):
    """How a line of the file and the catalogue stand to each other."""

    DISAGREES = "disagrees"
    AGREES = "agrees"
    UNKNOWN_HERE = "unknown here"
    NOT_ASKED_HERE = "not in the crosswalk"
    NOT_ANSWERED = "not answered"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class ComparedLine:
    """A line, the cells that answer its control, and the owner that they make together."""

    answer: Answer
    verdict: Verdict
    catalogue: Ownership | None
    rows: tuple[Row, ...]

    @property
    def disagrees(self) -> bool:
        return self.verdict is Verdict.DISAGREES


@dataclass(frozen=True)
class Review:
    """The whole file against one service."""

    questionnaire: Questionnaire
    matrix: Matrix
    framework: Crosswalk
    lines: tuple[ComparedLine, ...]

    @property
    def counts(self) -> dict[Verdict, int]:
        """Lines per verdict; every verdict is a key."""
        found = Counter(line.verdict for line in self.lines)
        return {verdict: found[verdict] for verdict in Verdict}

    @property
    def disagreements(self) -> tuple[ComparedLine, ...]:
        return tuple(line for line in self.lines if line.disagrees)

    @property
    def others(self) -> tuple[ComparedLine, ...]:
        return tuple(line for line in self.lines if not line.disagrees)


def framework_of(questionnaire: Questionnaire) -> str:
    """The slug of the framework that the file is about: CCM 4.1 only where the file says so."""
    known = FRAMEWORKS[questionnaire.kind]
    return known[-1] if questionnaire.says_version_4_1 else known[0]


def compare_answers(questionnaire: Questionnaire, matrix: Matrix, framework: Crosswalk) -> Review:
    """Line by line in the order of the file."""
    duties = {control.identifier: control.responsibilities for control in framework.controls}
    return Review(
        questionnaire,
        matrix,
        framework,
        tuple(
            _compared(answer, duties.get(answer.control, ()), matrix.rows)
            for answer in questionnaire.answers
        ),
    )


def _compared(answer: Answer, duties: Sequence[str], rows: Sequence[Row]) -> ComparedLine:
    asked = tuple(row for row in rows if row.head.slug in duties)
    if not asked:
        return ComparedLine(answer, Verdict.NOT_ASKED_HERE, None, ())
    catalogue = combined(row.cell.ownership for row in asked)
    return ComparedLine(answer, _verdict(answer, catalogue), catalogue, asked)


def _verdict(answer: Answer, catalogue: Ownership) -> Verdict:
    if not answer.words:
        return Verdict.NOT_ANSWERED
    if answer.owner is None:
        return Verdict.UNREADABLE
    if catalogue is Ownership.UNKNOWN:
        return Verdict.UNKNOWN_HERE
    return Verdict.AGREES if answer.owner is catalogue else Verdict.DISAGREES
