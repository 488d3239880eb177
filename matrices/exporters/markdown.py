"""Answers as Markdown: a section per layer, a table per responsibility, a column per service."""

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby

from matrices.cells import Cell
from matrices.comparison import Comparison, ComparisonRow
from matrices.exporters.about import LICENCE_URL, About
from matrices.exporters.table import caveat_text, check_text
from matrices.matrix import Matrix, RowHead, TierMatrix

_SPECIAL = re.compile(r"([\\`*\[\]<>|~]|&(?=#?\w+;))")
_UNDERSCORE = re.compile(r"(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])")  # inside a word it means nothing

Section = tuple[RowHead, str, Sequence[Cell], Sequence[str]]

LINES: dict[str, Callable[[Cell], str]] = {
    "Owner": lambda cell: f"**{cell.ownership.value}**",
    "Basis": lambda cell: escaped(
        cell.basis.value + (f", from {cell.resolved_from.value}" if cell.resolved_from else "")
    ),
    "Provider": lambda cell: escaped(cell.provider_duty),
    "Customer": lambda cell: escaped(cell.customer_duty),
    "Default": lambda cell: escaped(cell.default_state),
    "Caveats": lambda cell: _lines(escaped(caveat_text(each)) for each in cell.caveats),
    "Checks": lambda cell: _lines(escaped(check_text(each)) for each in cell.checks),
    "If it fails": lambda cell: escaped(cell.blast_radius),
    "Way back": lambda cell: escaped(cell.recovery),
    "Sources": lambda cell: _lines(
        f"[{escaped(each.title)}](<{each.url}>) "
        + escaped(f"({each.locator}; text of {each.as_of}, read {each.read_on})")
        for each in cell.citations
    ),
    "Verified": lambda cell: cell.verified_on or "",
}


def matrix_markdown(matrix: Matrix, about: About) -> str:
    """One column; options stand in its heading."""
    sections: Iterable[Section] = ((row.head, "", [row.cell], ()) for row in matrix.rows)
    return _document(f"Who owns what at {matrix.service.name}", [matrix.reference], sections, about)


def tier_markdown(tier: TierMatrix, about: About) -> str:
    """One column: what the services of the tier start from."""
    sections: Iterable[Section] = ((row.head, "", [row.cell], ()) for row in tier.rows)
    return _document(f"What the tier {tier.name} starts from", [tier.slug], sections, about)


def comparison_markdown(comparison: Comparison, about: About) -> str:
    """One column per service; the kind of a row stands behind its name."""
    references = [column.reference for column in comparison.columns]
    return _document(" and ".join(references), references, map(_section, comparison.rows), about)


def escaped(text: str) -> str:
    """Text that Markdown shows as it is, also in a cell of a table."""
    plain = _UNDERSCORE.sub(r"\\_", _SPECIAL.sub(r"\\\1", text))
    return plain.replace("\r\n", "<br>").replace("\n", "<br>")


def _section(row: ComparisonRow) -> Section:
    notes = [f"Known difference ({each.basis}): {each.text}" for each in row.differences]
    return row.head, row.kind.value, row.cells, notes


def _document(title: str, columns: Sequence[str], sections: Iterable[Section], about: About) -> str:
    parts = [f"# {escaped(title)}\n"]
    for layer, rows in groupby(sections, key=lambda section: section[0].layer_name):
        parts.append(f"## {escaped(layer)}\n")
        parts += [_table(columns, *section) for section in rows]
    parts.append(f"---\n\n{escaped(about.sentence)} (<{LICENCE_URL}>)\n")
    return "\n".join(parts)


def _table(
    columns: Sequence[str], head: RowHead, kind: str, cells: Sequence[Cell], notes: Sequence[str]
) -> str:
    lines = [f"### {escaped(head.name)}{f' ({kind})' if kind else ''}\n"]
    lines.append(f"{_row([f'`{head.slug}`', *map(escaped, columns)])}")
    lines.append(_row(["---"] * (len(columns) + 1)))
    for name, text_of in LINES.items():
        values = [text_of(cell) for cell in cells]
        if any(values):
            lines.append(_row([name, *values]))
    lines += [f"\n{escaped(note)}" for note in notes]
    return "\n".join(lines) + "\n"


def _row(values: Iterable[str]) -> str:
    return f"| {' | '.join(values)} |"


def _lines(texts: Iterable[str]) -> str:
    return "<br>".join(texts)
