"""Build clauses, documents and tables for the tests of facts, without reading a file."""

from __future__ import annotations

from datetime import date

from corpus.model import Cell, Clause, ClauseId, ClauseKind, Column, Document, Span, Table
from corpus.path import ClausePath

ISSUED = date(2022, 2, 6)


def clause(text: str, path: str = "一", heading: str = "", kind: ClauseKind = "item", start: int = 0) -> Clause:
    return Clause(
        ClauseId("试〔2022〕1号", ClausePath.parse(path)), kind, heading, text, Span(start, start + len(text))
    )


def document(*clauses: Clause, issued_on: date | None = ISSUED) -> Document:
    """A document whose text is the clauses' texts joined by line breaks; spans are laid out anew."""
    placed, at = [], 0
    for one in clauses:
        span = Span(at, at + len(one.text))
        table = one.table and _moved(one.table, at)
        placed.append(Clause(one.id, one.kind, one.heading, one.text, span, (), table))
        at += len(one.text) + 1
    text = "\n".join(c.text for c in placed)
    return Document(
        "试〔2022〕1号", "试验方案", "试验方案", "试〔2022〕1号", "某市人民政府", issued_on, None, "方案", "现行", "某市", "市",
        "test.txt", text, tuple(placed),
    )  # fmt: skip


def _moved(table: Table, by: int) -> Table:
    rows = tuple(tuple(Cell(c.text, c.span.shift(by) if c.span else None, c.note) for c in row) for row in table.rows)
    return Table(table.title, table.columns, rows, table.notes)


def table_clause(title: str, columns: tuple[Column, ...], rows: list[list[str]], path: str = "二/表1") -> Clause:
    """A clause that holds a table; its text is the title and one cell a line, as flattened tables come."""
    heads = " ".join(dict.fromkeys(h for c in columns for h in c.heads if h))
    text, cells = f"{title}\n{heads}", []
    for row in rows:
        line = []
        for word in row:
            line.append(Cell(word, Span(len(text) + 1, len(text) + 1 + len(word))))
            text += "\n" + word
        cells.append(tuple(line))
    table = Table(title, columns, tuple(cells))
    return Clause(
        ClauseId("试〔2022〕1号", ClausePath.parse(path)), "table", title, text, Span(0, len(text)), (), table
    )
