"""Cells with spans in, a full grid out: one place a row and column, merged words repeated where they reach.

Every container says it differently (``rowspan`` in a page, ``w:vMerge`` in Word, merged ranges in Excel); the
grid is the same. Example: 「医疗质量」 over 24 rows stands 24 times, 23 of them listed in ``merged``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.errors import UnreadableFile
from corpus.raw import RawTable
from corpus.read.limits import Limits

# No policy table is wider; a page may claim colspan="99999".
_WIDEST = 500


@dataclass(frozen=True, slots=True)
class Place:
    """One cell as the file has it: its words and how far it reaches. ``rowspan`` 0 reaches to the last row."""

    text: str
    rowspan: int = 1
    colspan: int = 1
    head: bool = False


@dataclass(slots=True)
class _Square:
    text: str = ""
    right: bool = False  # repeats the cell to its left
    below: bool = False  # repeats the cell above
    head: bool = False
    filled: bool = False


def grid_of(
    rows: Sequence[Sequence[Place]], limits: Limits, *, head_rows: int | None = None, title: str | None = None
) -> RawTable | None:
    """Lay the cells out; ``None`` where no cell has a word.

    ``head_rows`` is what the file says, else the rows made of ``head`` cells alone are counted. Columns and rows that
    only repeat their neighbour, and rows without a word, carry nothing and are left out.
    """
    squares = _lay_out(rows, limits)
    if head_rows is None:
        head_rows = _leading_heads(squares)
    keep_rows = [i for i, row in enumerate(squares) if any(s.text for s in row) and not all(s.below for s in row)]
    width = len(squares[0]) if squares else 0
    keep = [c for c in range(width) if not all(squares[r][c].right for r in keep_rows) and _used(squares, c)]
    if not keep_rows or not keep:
        return None
    grid = tuple(tuple(squares[r][c].text for c in keep) for r in keep_rows)
    merged = frozenset(
        (i, j)
        for i, r in enumerate(keep_rows)
        for j, c in enumerate(keep)
        if (squares[r][c].right or squares[r][c].below) and not _first_kept(squares, keep_rows, keep, i, j)
    )
    heads = sum(1 for r in keep_rows if r < head_rows)
    return RawTable(grid, merged, heads or None, title)


def with_titles(table: RawTable) -> list[str | RawTable]:
    """Rows that are one cell from edge to edge are no rows: the title above (附件1 …任务分工表) and notes below (注：…)
    come out as paragraphs around the table. Such a row further down groups what follows and stays."""
    rows, top, bottom = table.rows, 0, len(table.rows)
    while top < bottom - 1 and _edge_to_edge(table, top):
        top += 1
    while bottom - 1 > top and _edge_to_edge(table, bottom - 1) and _NOTE.match(rows[bottom - 1][0]):
        bottom -= 1
    if bottom - top < 1 or len(rows[0]) < 2 or (top == 0 and bottom == len(rows)):
        return [table]
    merged = frozenset((i - top, j) for i, j in table.merged if top <= i < bottom)
    heads = max(0, (table.head_rows or 0) - top) or None
    rest = RawTable(rows[top:bottom], merged, heads, table.title)
    above = [line for row in rows[:top] for line in row[0].split("\n") if line.strip()]
    below = [line for row in rows[bottom:] for line in row[0].split("\n") if line.strip()]
    return [*above, rest, *below]


_NOTE = re.compile(r"\s*(?:备?注|说明|填表说明|数据来源|资料来源)\s*[:：0-9]")


def _edge_to_edge(table: RawTable, row: int) -> bool:
    return bool(table.rows[row][0].strip()) and all((row, j) in table.merged for j in range(1, len(table.rows[row])))


def flat(table: RawTable) -> str:
    """A table's words as lines, for one that stands inside a cell: cells apart by a blank, merged ones once."""
    lines = []
    for i, row in enumerate(table.rows):
        cells = [t.replace("\n", " ") for j, t in enumerate(row) if t and (i, j) not in table.merged]
        if cells:
            lines.append(" ".join(cells))
    return "\n".join(lines)


def _lay_out(rows: Sequence[Sequence[Place]], limits: Limits) -> list[list[_Square]]:
    taken: dict[tuple[int, int], _Square] = {}
    for r, row in enumerate(rows):
        c = 0
        for place in row:
            while (r, c) in taken:
                c += 1
            if c >= _WIDEST:
                break
            down = len(rows) - r if place.rowspan == 0 else min(place.rowspan, len(rows) - r)
            across = min(max(place.colspan, 1), _WIDEST - c)
            for i in range(max(down, 1)):
                for j in range(across):
                    if (r + i, c + j) not in taken:
                        taken[r + i, c + j] = _Square(place.text, j > 0, i > 0, place.head, True)
            c += across
            if len(taken) > limits.cells:
                raise UnreadableFile(f"表格超过 {limits.cells} 个单元格，无法读取，请拆分后再试。")
    width = max((c for _, c in taken), default=-1) + 1
    if width * len(rows) > limits.cells:
        raise UnreadableFile(f"表格超过 {limits.cells} 个单元格，无法读取，请拆分后再试。")
    return [[taken.get((r, c)) or _Square() for c in range(width)] for r in range(len(rows))]


def _leading_heads(squares: Sequence[Sequence[_Square]]) -> int:
    count = 0
    for row in squares:
        if not row or not all(s.head for s in row if s.filled) or not any(s.filled for s in row):
            break
        count += 1
    return count if count < len(squares) else 0


def _used(squares: Sequence[Sequence[_Square]], column: int) -> bool:
    return any(row[column].text for row in squares)


def _first_kept(
    squares: Sequence[Sequence[_Square]], rows: Sequence[int], columns: Sequence[int], i: int, j: int
) -> bool:
    """Whether the cell's own first place was left out, so that this one now stands for it."""
    r, c = rows[i], columns[j]
    while squares[r][c].right:
        c -= 1
    while squares[r][c].below:
        r -= 1
    above = next(n for n, row in enumerate(rows) if row >= r)
    left = next(n for n, column in enumerate(columns) if column >= c)
    return (above, left) == (i, j)
