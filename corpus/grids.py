"""Real tables, from the grid that a reader hands on: their text, heads and the roles of their columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from corpus.cells import YEAR, is_figure, is_value
from corpus.model import Cell, Column, Span, Table
from corpus.raw import RawTable

_NUMBERING = re.compile("序号|编号|排序")
_BETWEEN = " | "


@dataclass(frozen=True, slots=True)
class TableText:
    """A table on its way into the tree: its text, its title, the table (spans count from the text's start).

    ``flat`` says that the source had lost the grid.
    """

    text: str
    title: str
    table: Table | None
    notes: tuple[str, ...] = ()
    flat: bool = False


def grid_table(raw: RawTable, title: str, *, shown: bool) -> TableText:
    """A reader's grid as a table; ``shown`` says that the title is a line of the text, which then belongs to it."""
    lines: list[str] = [title] if shown else []
    at = len(title) + 1 if shown else 0
    rows: list[tuple[Cell, ...]] = []
    for r, row in enumerate(raw.rows):
        line, cells = _row(raw, r, row, at)
        lines.append(line)
        rows.append(cells)
        at += len(line) + 1
    text = "\n".join(lines)
    width = max((len(r) for r in rows), default=0)
    if not width or any(len(r) != width for r in rows):
        return TableText(text, title, None, ("表格各行列数不一，未作还原。",))
    heads = _head_rows(raw)
    merged = {c for r, c in raw.merged if r > heads and raw.rows[r][c] == raw.rows[r - 1][c]}
    columns = _roles([_column(raw, c, heads) for c in range(width)], rows[heads:], merged)
    return TableText(text, title, Table(title, columns, tuple(rows[heads:])))


def _row(raw: RawTable, r: int, row: Sequence[str], at: int) -> tuple[str, tuple[Cell, ...]]:
    """A row's line, in which a cell merged over columns stands once, and its cells."""
    pieces: list[str] = []
    cells: list[Cell] = []
    for c, text in enumerate(row):
        if c and (r, c) in raw.merged and row[c - 1] == text:
            cells.append(cells[-1])
            continue
        at += len(_BETWEEN) if pieces else 0
        cells.append(Cell(text, Span(at, at + len(text))))
        pieces.append(text)
        at += len(text)
    return _BETWEEN.join(pieces), tuple(cells)


def _head_rows(raw: RawTable) -> int:
    """How many rows are heads: what the file says, else the first row and those that divide its merged cells."""
    if raw.head_rows is not None:
        return min(raw.head_rows, max(len(raw.rows) - 1, 0))
    if len(raw.rows) < 2 or any(is_figure(c) and not YEAR.fullmatch(c) for c in raw.rows[0]):
        return 0
    heads = 1
    while heads < len(raw.rows) - 1 and _divides(raw, heads):
        heads += 1
    return heads


def _divides(raw: RawTable, row: int) -> bool:
    """Whether a row is another head: it divides cells that the row above spans, under a first cell from above."""
    above, here = raw.rows[row - 1], raw.rows[row]
    if any(is_figure(c) and not YEAR.fullmatch(c) for c in here) or len(above) != len(here):
        return False
    if not ((row, 0) in raw.merged or not here[0]):
        return False
    return any(
        c and above[c] == above[c - 1] and (row - 1, c) in raw.merged and here[c] != here[c - 1]
        for c in range(len(here))
    )


def _column(raw: RawTable, c: int, heads: int) -> Column:
    names: list[str] = []
    for r in range(heads):
        name = raw.rows[r][c]
        if name and (not names or names[-1] != name):
            names.append(name)
    return Column(tuple(names) or ("",))


def _roles(columns: Sequence[Column], rows: Sequence[tuple[Cell, ...]], merged: AbstractSet[int]) -> tuple[Column, ...]:
    """The first column with words in most rows and few repeats is the label; what stands left of it groups.

    ``merged`` are the columns in which cells run over several rows: those group.
    """
    for at, column in enumerate(columns):
        texts = [r[at].text for r in rows]
        words = [t for t in texts if t and not is_value(t)]
        if _NUMBERING.search(column.head) or not words or len(words) * 2 < len(texts):
            continue
        few = len(set(words)) * 3 >= len(words) * 2 and at not in merged
        if few or at + 1 == len(columns):
            return tuple(
                Column(
                    c.heads,
                    "label" if i == at else "group" if i < at and not _NUMBERING.search(c.head) else "value",
                )
                for i, c in enumerate(columns)
            )
    return tuple(columns)
