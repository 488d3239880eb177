"""The guide: Markdown files whose quoted cells come live from the catalogue.

A file is `fixtures/guide/<number>-<slug>.md`; its first line is `# Title`, its first paragraph the
summary. A fence named `cell` quotes cells, one per line: `aws/rds@multi-az backup-execution`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from matrices.matrix import Matrix, Reference, Row

_NAME = re.compile(r"^(\d+)-([a-z0-9-]+)\.md$")


@dataclass(frozen=True)
class Quote:
    """One cell that a page quotes: the column and the responsibility."""

    reference: Reference
    responsibility: str


@dataclass(frozen=True)
class Segment:
    """A piece of a page: either prose as HTML or quoted cells."""

    html: str = ""
    quotes: tuple[Quote, ...] = ()


@dataclass(frozen=True)
class GuidePage:
    """One page; `summary` is its first paragraph."""

    slug: str
    title: str
    summary: str
    segments: tuple[Segment, ...]

    @property
    def references(self) -> list[Reference]:
        """Every column that the page quotes, each once."""
        quotes = [quote for segment in self.segments for quote in segment.quotes]
        return list(dict.fromkeys(quote.reference for quote in quotes))


@dataclass(frozen=True)
class QuotedCell:
    """A quoted cell with the column and row that it was found in."""

    column: Matrix
    row: Row


@cache
def guide_pages(folder: Path) -> dict[str, GuidePage]:
    """All pages by slug in their order, read once per process."""
    named = [(_NAME.match(path.name), path) for path in sorted(folder.glob("*.md"))]
    numbered = sorted((int(name[1]), name[2], path) for name, path in named if name)
    return {slug: _page(slug, path.read_text(encoding="utf-8")) for _, slug, path in numbered}


def quoted_cells(segment: Segment, columns: Iterable[Matrix]) -> list[QuotedCell]:
    """Look the quotes of one segment up among the columns of its page."""
    rows = {
        (column.reference, row.head.slug): QuotedCell(column, row)
        for column in columns
        for row in column.rows
    }
    return [rows[str(quote.reference), quote.responsibility] for quote in segment.quotes]


def _page(slug: str, text: str) -> GuidePage:
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    title, _, body = text.partition("\n")
    segments: list[Segment] = []
    tokens: list[Token] = []
    for token in markdown.parse(body):
        if token.type == "fence" and token.info.strip() == "cell":
            segments += [_prose(markdown, tokens), _quotes(token.content)]
            tokens = []
        else:
            tokens.append(token)
    segments.append(_prose(markdown, tokens))
    summary = body.strip().split("\n\n")[0].replace("\n", " ")
    kept = tuple(segment for segment in segments if segment.html or segment.quotes)
    return GuidePage(slug, title.removeprefix("# ").strip(), summary, kept)


def _prose(markdown: MarkdownIt, tokens: list[Token]) -> Segment:
    return Segment(html=markdown.renderer.render(tokens, markdown.options, {}))


def _quotes(text: str) -> Segment:
    pairs = [line.split() for line in text.splitlines() if line.strip()]
    return Segment(quotes=tuple(Quote(Reference.parse(column), row) for column, row in pairs))
