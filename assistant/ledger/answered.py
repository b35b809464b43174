"""An answer as a book: its table or its sentences, and the citations that they rest on, in any format of the ledger.

For the facts behind an answer in full, ask the ledger for the cited clauses instead:
``ledger.book(filters=clauses_of(answer))``.
"""

from __future__ import annotations

import re
from datetime import date

from assistant.answer import Answer, Citation
from assistant.ledger.filters import Filters
from assistant.ledger.sheet import Book, Column, Line, Sheet
from corpus.errors import PolicyError
from corpus.library import Library
from corpus.model import ClauseId

_MARKER = re.compile(r"\[(\d+)\]")


def clauses_of(answer: Answer) -> Filters:
    """The filter that keeps the rows of the clauses an answer cites."""
    return Filters(clauses=frozenset(c.clause for c in answer.citations))


def answer_book(answer: Answer, library: Library, as_of: date) -> Book:
    """The answer's own rows, as shown, and a sheet of its citations; raises ``PolicyError`` for a refusal."""
    if not answer.citations:
        raise PolicyError("这次没有作答，没有可以导出的内容。")
    ids = {c.clause.document for c in answer.citations}
    wanted = {c.clause for c in answer.citations}
    documents = tuple(d for d in library.documents if d.id in ids)
    return Book(
        title=f"问答：{answer.question[:60]}",
        as_of=as_of,
        filters="",
        sheets=(_told(answer), _citations(answer)),
        documents=documents,
        clauses=tuple((d, c) for d in documents for c in d.walk() if c.id in wanted),
        remarks=answer.notes,
    )


def _told(answer: Answer) -> Sheet:
    if answer.rows is not None:
        columns = tuple(Column(head, width=40, share=4) for head in answer.rows.heads)
        lines = tuple(Line(row, _clause(row, answer.citations)) for row in answer.rows.rows)
        return Sheet("回答", columns, lines)
    columns = (Column("回答", width=100, share=12), Column("依据", "clause", 30, 3))
    by_marker = {c.marker: c for c in answer.citations}
    told = []
    for claim in answer.claims:
        cited = [by_marker[m] for m in claim.markers if m in by_marker]
        where = "\n".join(f"《{c.title}》{c.label}" for c in cited)
        told.append(Line((_MARKER.sub("", claim.text), where), cited[0].clause if cited else None))
    return Sheet("回答", columns, tuple(told))


def _clause(row: tuple[str, ...], citations: tuple[Citation, ...]) -> ClauseId | None:
    """The clause that a row names by its marker; without one, by label and title, where only one citation fits."""
    markers = {int(m) for cell in row for m in _MARKER.findall(cell)}
    named = [c for c in citations if c.marker in markers]
    named = named or [c for c in citations if c.label in row and c.title in row]
    return named[0].clause if len({c.clause for c in named}) == 1 else None


def _citations(answer: Answer) -> Sheet:
    columns = (
        Column("编号", "number", 8, 1),
        Column("文件", width=36, share=4),
        Column("条款", "clause", 16, 2),
        Column("原文依据", "quote", 80, 8),
        Column("引用格式", width=60),
        Column("注意", width=30, share=2),
    )
    lines = tuple(
        Line(
            (
                c.marker,
                f"《{c.title}》" + (f"（{c.number}）" if c.number else ""),
                c.label,
                c.quote,
                c.formal,
                "\n".join(c.warnings),
            ),
            c.clause,
        )
        for c in answer.citations
    )
    return Sheet("依据", columns, lines)
