"""对照: chosen documents on a theme, their indicators and their sentences side by side, and the same as a book to export."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assistant.ask import Assistant
from assistant.ledger.compare import Compared, compare, compare_sheet, names
from assistant.ledger.facing import Faced, Said, face
from assistant.ledger.ledger import Ledger
from assistant.ledger.rows import TargetRow
from assistant.ledger.sheet import Book, Column, Line, Sheet
from assistant.terms import content_terms, coverage, plain
from corpus.errors import BadQuestion
from corpus.model import Document
from corpus.wording import shown

NOT_WRITTEN, NO_SUCH_SENTENCE = "没有写", "没有相应的句子"
_ON_THEME = 0.62
"""Share of the theme's weight that a target's own words and headings hold."""


@dataclass(frozen=True, slots=True)
class SideBySide:
    """What two to four documents set and say. ``faced`` is ``None`` where no theme was given: then all indicators."""

    documents: tuple[Document, ...]
    theme: str
    targets: tuple[TargetRow, ...]
    faced: Faced | None
    as_of: date

    @property
    def compared(self) -> tuple[Compared, ...]:
        """The indicators, those that several of the documents set first."""
        return compare(self.targets, self.documents)

    @property
    def names(self) -> tuple[str, ...]:
        """A short name for each document: its region, else its title."""
        return names(self.documents)

    @property
    def silent(self) -> tuple[Document, ...]:
        """The documents that neither say nor set anything on the theme."""
        if self.faced is None:
            return ()
        setting = {r.document.id for r in self.targets}
        return tuple(d for d in self.faced.silent if d.id not in setting)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show at all."""
        return not self.targets and (self.faced is None or not self.faced.rows)

    @property
    def told(self) -> tuple[str, ...]:
        """What a reader must know, a sentence each: 广东省的文件没有写“医养结合”."""
        said = [f"{place}的文件没有写“{self.theme}”。" for place in names_of(self.silent, self)]
        drafts = [d for d in self.documents if d.status not in ("现行", "不明")]
        said += [f"{place}的文件状态为“{d.status}”。" for d, place in zip(drafts, names_of(drafts, self), strict=True)]
        if self.faced is not None and self.faced.left_out:
            said.append(f"另有{self.faced.left_out}组句子没有列出，请把主题写得更具体。")
        return tuple(said)


def names_of(some: Sequence[Document], whole: SideBySide) -> tuple[str, ...]:
    """The short names of some of the documents, as the whole table calls them."""
    known = {d.id: n for d, n in zip(whole.documents, whole.names, strict=True)}
    return tuple(known[d.id] for d in some)


def side_by_side(assistant: Assistant, ids: Sequence[str], theme: str) -> SideBySide:
    """Compare documents on a theme; without one, all their indicators. Raises ``BadQuestion`` for too few or too many."""
    documents = tuple(assistant.library.document(i) for i in dict.fromkeys(ids))
    if len(documents) < 2:
        raise BadQuestion("请选择两到四份文件来对照。")
    theme = " ".join(theme.split())
    faced = face(assistant, documents, theme) if theme else None
    wanted = {d.id for d in documents}
    day = assistant.day()
    targets = [r for r in Ledger(assistant.library, day).rows("targets") if r.document.id in wanted]
    if theme:
        terms = content_terms(theme, assistant.weights)
        targets = [r for r in targets if coverage(terms, (plain(r.words), 1.0)) >= _ON_THEME]
    return SideBySide(documents, theme, tuple(targets), faced, day)


def book_of(found: SideBySide) -> Book:
    """The same as a book; raises ``BadQuestion`` where there is nothing to export."""
    if found.is_empty:
        raise BadQuestion("没有可以对照的内容，没有导出文件；请换一个主题或换几份文件。")
    sheets = [compare_sheet(found.targets, found.documents, NOT_WRITTEN)] if found.targets else []
    said = [s for row in found.faced.rows for s in row.sides if s is not None] if found.faced else []
    if found.faced is not None and found.faced.rows:
        sheets.append(_sheet(found.faced))
    wanted = {r.clause.id for r in found.targets} | {s.clause.id for s in said}
    title = f"{'、'.join(found.names)}{f'“{found.theme}”' if found.theme else '指标'}对照"
    return Book(
        title=title,
        as_of=found.as_of,
        filters=f"主题={found.theme}" if found.theme else "",
        sheets=tuple(sheets),
        documents=found.documents,
        clauses=tuple((d, c) for d in found.documents for c in d.walk() if c.id in wanted),
        remarks=found.told,
    )


def _sheet(faced: Faced) -> Sheet:
    share = 12 / len(faced.documents)
    silent = {d.id for d in faced.silent}
    columns = (
        *(Column(name, width=50, share=share) for name in faced.names),
        Column("差别（[-前者-]{+后者+}）", width=50, share=4),
    )
    lines = []
    for row in faced.rows:
        cells = [
            _cell(side) if side else NOT_WRITTEN if document.id in silent else NO_SUCH_SENTENCE
            for side, document in zip(row.sides, faced.documents, strict=True)
        ]
        differing = [shown(s.edits) for s in row.sides if s is not None and s.edits]
        lines.append(Line((*cells, "\n".join(differing))))
    return Sheet("条款对照", columns, tuple(lines))


def _cell(side: Said) -> str:
    return f"{side.text}（{side.clause.label}）"
