"""A sentence against the stretches and the table rows that it quotes; part of ``verify``.

Where a table is cited, the row is what counts: a figure of the next row is as wrong as an invented one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.alignment import Difference, differences
from assistant.statement import Statement, Support
from corpus.model import Cell
from index.words import normal

_DIGITS = re.compile(r"(?<![\d.])(\d+(?:\.\d+)?)([%‰年月日人名位张个家所天岁次项类支元级万亿]?)")


def restated(statement: Statement, text: str) -> list[Difference]:
    """What is not word for word in the clauses must agree with the stretch that it restates."""
    texts = [s.clause.text if s.clause.table is None else _read(s) for s in statement.supports]
    return differences(text, texts)


def _read(support: Support) -> str:
    """The cells of the quoted rows, each also behind the head of its column."""
    table = support.clause.table
    out = [support.quote]
    for row in table.rows if table is not None else ():
        if table is not None and any(_within(cell, support) for cell in row):
            pairs = zip(table.columns, row, strict=True)
            out += [f"{''.join(column.heads[1:] or column.heads)}{cell.text}" for column, cell in pairs]
            out += [cell.text for cell in row]
    return "\n".join(out)


def rows(statement: Statement, text: str) -> list[Difference]:
    """A figure said of a table's row must stand in that row, a year in the row or in the heads of its columns."""
    if any(s.clause.table is None for s in statement.supports):
        return []
    own = ""
    for support in statement.supports:
        table = support.clause.table
        heads = " ".join(c.head for c in table.columns) + table.title if table is not None else ""
        quoted = normal(support.quote)
        row = " ".join(
            c.text for r in (table.rows if table else ()) for c in r if _within(c, support) or _filled(c, r, support)
        )
        own += normal(f"{heads} {quoted} {row} {support.document.name} ")
    known = {(m[1], m[2]) for m in _DIGITS.finditer(own)}
    bare = {n for n, unit in known if not unit}
    return [
        Difference("数字或单位不在所引的表格行中", m[0])
        for m in _DIGITS.finditer(text)
        if (m[1], m[2]) not in known and m[1] not in bare
    ]


def _within(cell: Cell, support: Support) -> bool:
    return cell.span is not None and support.span.start <= cell.span.start < support.span.end


def _filled(cell: Cell, row: Sequence[Cell], support: Support) -> bool:
    """Whether a cell is printed further up (merged) and belongs to the quoted row."""
    return any(_within(c, support) for c in row)
