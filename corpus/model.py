"""The types every room speaks: Span, ClauseId, Clause, Table, Document.

The one promise behind all evidence: ``document.text[span.start:span.end]`` is the text that a span names,
character for character, and the texts of a document's clauses, joined by line breaks in order, are the document's text.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from corpus.errors import BadReference
from corpus.path import ClausePath

ClauseKind = Literal[
    "front_matter", "part", "section", "item", "article", "paragraph", "table", "attachment", "closing"
]
Status = Literal["现行", "征求意见稿", "试行", "部分失效", "废止", "尚未施行", "不明"]


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a document's text, in characters from its start; ``end`` is exclusive."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The words that the span names."""
        return text[self.start : self.end]

    def contains(self, other: Span) -> bool:
        """Whether ``other`` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end

    def shift(self, by: int) -> Span:
        """The same piece counted from another start."""
        return Span(self.start + by, self.end + by)


@dataclass(frozen=True, slots=True)
class ClauseId:
    """Which clause of which document, kept when the corpus is rebuilt.

    Prints and reads ``粤办函〔2022〕245号#二/（五）``.
    """

    document: str
    path: ClausePath

    def __str__(self) -> str:
        return f"{self.document}#{self.path}"

    @classmethod
    def parse(cls, text: str) -> ClauseId:
        """Read the printed form; raises ``BadReference`` without a ``#``."""
        document, sign, path = text.rpartition("#")
        if not sign:
            raise BadReference(f"条款编号“{text}”缺少“#”，应写成“粤办函〔2022〕245号#二/（五）”。")
        return cls(document, ClausePath.parse(path))


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table: its words without line breaks, where they stand, and what is wrong with them.

    ``span`` is ``None`` for a cell filled in from a merged one above or that the source left out;
    ``note`` says in Chinese what the source damaged ("原文缺字").
    """

    text: str
    span: Span | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heads from the top level down, and what it holds.

    ``heads`` of a three-level head: ``("每千人口注册护士数(人)", "2020年", "总数")``.
    """

    heads: tuple[str, ...]
    role: Literal["group", "label", "value"] = "value"

    @property
    def head(self) -> str:
        """The heads in one line: 每千人口注册护士数(人) 2020年 总数."""
        return " ".join(h for h in self.heads if h)


@dataclass(frozen=True, slots=True)
class Table:
    """A table given back its shape: title, columns, rows of cells (one a column), notes on damage."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()

    def label(self, row: tuple[Cell, ...]) -> str:
        """The row's name: its label cells in one line."""
        return " ".join(c.text for c, column in zip(row, self.columns, strict=True) if column.role == "label")

    def group(self, row: tuple[Cell, ...]) -> str:
        """The row's group label (疾病预防控制体系), empty where there is none."""
        return " ".join(
            c.text for c, column in zip(row, self.columns, strict=True) if column.role == "group" and c.text
        )


@dataclass(frozen=True, slots=True)
class Clause:
    """A node of the tree: heading, own text (heading and paragraphs, without its children), children.

    ``text`` starts with the printed number: "(五)巩固医疗卫生高地建设。加快推进…". ``heading`` is
    without number and full stop: "巩固医疗卫生高地建设"; empty where the clause has none.
    ``span`` is the own text's, so ``span.of(document.text) == text``.
    """

    id: ClauseId
    kind: ClauseKind
    heading: str
    text: str
    span: Span
    children: tuple[Clause, ...] = ()
    table: Table | None = None

    @property
    def path(self) -> ClausePath:
        """The id's path."""
        return self.id.path

    @property
    def label(self) -> str:
        """「二、（一）」, as shown on a citation."""
        return self.id.path.label

    def walk(self) -> Iterator[Clause]:
        """This clause and all below it, in the order of the text."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Removed:
    """A piece that cleaning took out, and why: nothing disappears without a word."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Document:
    """One policy document: what its head says, its clean text, its clauses.

    ``id`` is the 发文字号 where there is one, else ``name``. ``title`` is the full official title
    (…关于印发…的通知); ``name`` what a clerk puts between 《》 (the plan that the notice hands out).
    ``source`` is the file's name. Dates are ``None`` where the text doesn't give them.
    """

    id: str
    title: str
    name: str
    number: str | None
    issuer: str | None
    issued_on: date | None
    published_on: date | None
    kind: str
    status: Status
    region: str | None
    level: str | None
    source: str
    text: str
    clauses: tuple[Clause, ...]
    removed: tuple[Removed, ...] = ()
    notes: tuple[str, ...] = ()

    def walk(self) -> Iterator[Clause]:
        """All clauses in the order of the text."""
        for clause in self.clauses:
            yield from clause.walk()

    def ancestors(self, clause: Clause) -> tuple[Clause, ...]:
        """The clauses above one, outermost first."""
        chain: list[Clause] = []
        level = self.clauses
        while True:
            above = _above(level, clause)
            if above is None:
                return tuple(chain)
            chain.append(above)
            level = above.children

    @property
    def citation(self) -> str:
        """《…》（发文字号）, the first half of a citation."""
        return f"《{self.name}》" + (f"（{self.number}）" if self.number else "")


def _above(level: tuple[Clause, ...], clause: Clause) -> Clause | None:
    """The one of a level's clauses that a clause stands below, found by where they begin: levels may be long."""
    at = bisect_right(level, clause.span.start, key=lambda c: c.span.start)
    for found in (*reversed(level[max(at - 3, 0) : at]), *(level[at : at + 1])):
        if found.path.contains(clause.path) and found.path != clause.path:
            return found
    return None
