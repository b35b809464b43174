"""Cells with spans in, a full grid out: one place a row and column, merged words repeated where they reach.

Every container says it differently (``rowspan`` in a page, ``w:vMerge`` in Word, merged ranges in Excel); the
grid is the same. Example: 「医疗质量」 over 24 rows stands 24 times, 23 of them listed in ``merged``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
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


def grid_of(rows: Sequence[Sequence[Place]], limits: Limits, *, head_rows: int | None = None) -> RawTable | None:
    """Lay out cells that come row by row and give way to those reaching down; ``None`` where no cell has a word.

    ``head_rows`` is what the file says, else the rows made of ``head`` cells alone are counted.
    """
    squares = _Squares(len(rows), limits)
    for r, row in enumerate(rows):
        c = 0
        for place in row:
            while squares.taken(r, c):
                c += 1
            squares.put(r, c, place)
            c += max(place.colspan, 1)
    return squares.table(head_rows)


def grid_at(
    places: Iterable[tuple[int, int, Place]], height: int, limits: Limits, *, head_rows: int | None = None
) -> RawTable | None:
    """Lay out cells whose row and column are known (Word, Excel, a ruled page)."""
    squares = _Squares(height, limits)
    for r, c, place in places:
        squares.put(r, c, place)
    return squares.table(head_rows)


def lays_out(cells: Sequence[Sequence[Sequence[str | RawTable]]]) -> bool:
    """Whether a table only arranges text: one cell, one column, one row, or a cell that holds a whole text or table.

    ``cells`` are the blocks of each cell, row by row. A box drawn around a 专栏 is such a table.
    """
    sizes = [[sum(len(_words(b)) for b in cell) for cell in row] for row in cells]
    if max((sum(1 for s in row if s) for row in sizes), default=0) < 2 or sum(1 for row in sizes if any(row)) < 2:
        return True
    whole = sum(map(sum, sizes))
    for row, row_sizes in zip(cells, sizes, strict=True):
        for cell, size in zip(row, row_sizes, strict=True):
            nested = sum(len(_words(b)) for b in cell if isinstance(b, RawTable))
            if nested * 2 > whole or (size > 600 and len(cell) > 3 and size > 0.6 * whole):
                return True
    return False


def cell_text(blocks: Sequence[str | RawTable]) -> str:
    """The words of one cell: its paragraphs as lines, a table inside it flattened."""
    return "\n".join(t for t in (_words(b).strip() for b in blocks) if t)


def _words(block: str | RawTable) -> str:
    return block if isinstance(block, str) else flat(block)


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


class _Squares:
    """The places of a table while cells are being put on it."""

    def __init__(self, height: int, limits: Limits) -> None:
        self._height = height
        self._limits = limits
        self._taken: dict[tuple[int, int], _Square] = {}

    def taken(self, r: int, c: int) -> bool:
        return (r, c) in self._taken

    def put(self, r: int, c: int, place: Place) -> None:
        if c >= _WIDEST or r >= self._height:
            return
        down = self._height - r if place.rowspan == 0 else min(max(place.rowspan, 1), self._height - r)
        for i in range(down):
            for j in range(min(max(place.colspan, 1), _WIDEST - c)):
                if (r + i, c + j) not in self._taken:
                    self._taken[r + i, c + j] = _Square(place.text, j > 0, i > 0, place.head, True)
        self._check(len(self._taken))

    def table(self, head_rows: int | None) -> RawTable | None:
        """The grid, without the columns and rows that only repeat their neighbour and the rows without a word."""
        width = max((c for _, c in self._taken), default=-1) + 1
        self._check(width * self._height)
        squares = [[self._taken.get((r, c)) or _Square() for c in range(width)] for r in range(self._height)]
        heads = _leading_heads(squares) if head_rows is None else head_rows
        rows = [i for i, row in enumerate(squares) if any(s.text for s in row) and not all(s.below for s in row)]
        columns = [
            c
            for c in range(width)
            if any(row[c].text for row in squares) and not all(squares[r][c].right for r in rows)
        ]
        if not rows or not columns:
            return None
        merged = frozenset(
            (i, j)
            for i, r in enumerate(rows)
            for j, c in enumerate(columns)
            if (squares[r][c].right or squares[r][c].below) and not _first_kept(squares, rows, columns, i, j)
        )
        grid = tuple(tuple(squares[r][c].text for c in columns) for r in rows)
        return RawTable(grid, merged, sum(1 for r in rows if r < heads) or None)

    def _check(self, cells: int) -> None:
        if cells > self._limits.cells:
            raise UnreadableFile(f"表格超过 {self._limits.cells} 个单元格，无法读取，请拆分后再试。")


def _leading_heads(squares: Sequence[Sequence[_Square]]) -> int:
    count = 0
    for row in squares:
        if not row or not all(s.head for s in row if s.filled) or not any(s.filled for s in row):
            break
        count += 1
    return count if count < len(squares) else 0


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
