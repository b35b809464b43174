"""Tables in the stream of lines: real grids given heads and roles, flattened ones found and rebuilt.

Both come out as a ``TableText``: the words as they will stand in the document's text, and the Table whose cells'
spans point into those words. Scraped pages lose the grid: 指标, 2020年, 数值, … 每万人口全科医生数(人), 5.32, 4.32, 预期,
one cell a line. Two shapes come back, lists and wide ones; a table that can be proved to be neither keeps its words
and says so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate

from corpus.cells import YEAR, FlatCell, is_head, is_nature, is_value
from corpus.grids import TableText, grid_table
from corpus.lines import Block, Line
from corpus.list_tables import list_table
from corpus.markers import marker
from corpus.model import Span
from corpus.raw import RawTable
from corpus.wide_tables import wide_table

__all__ = ["TableText", "find_tables"]

_CELL_LIMIT = 45
_SENTENCE = re.compile(r"[。；;]")
_TITLE = re.compile(
    r"(?:.*(?:指标|参考|情况|一览|配置|计划|任务|清单|分工|目标|统计|标准|安排)(?:表)?|.*表)(?:[（(].{1,12}[)）])?"
)
_CAPTION = re.compile(
    r"(?:表|附表)\s*[\d一二三四五六七八九十]+[^。；]{0,40}|.{2,40}(?:表|一览|清单|参考|指标|分工|安排)(?:[（(].{1,14}[)）])?"
)
_UNIT_LINE = re.compile(r"[（(]?\s*单\s*位\s*[:：].{1,20}")
_LEAST_CELLS, _LEAST_VALUES, _VALUE_SHARE = 10, 4, 5


def find_tables(blocks: Sequence[Block]) -> list[Line | TableText]:
    """Replace every table in the stream, real or flattened, by a TableText; other lines pass."""
    runs = _flat_runs(blocks)
    out: list[Line | TableText] = []
    at = no_rows_before = 0
    while at < len(blocks):
        block = blocks[at]
        if isinstance(block, RawTable):
            out.append(_with_caption(block, out))
            at += 1
        elif at in runs:
            out += _flat([b for b in blocks[at : runs[at]] if isinstance(b, Line)])
            at = runs[at]
        elif block.cells and at >= no_rows_before:
            end, table = _tabbed(blocks, at)
            if table is None:
                out.append(block)
                no_rows_before, at = end, at + 1
            else:
                out.append(_with_caption(table, out))
                at = end
        else:
            out.append(block)
            at += 1
    return out


def _with_caption(table: RawTable, out: list[Line | TableText]) -> TableText:
    """A grid with its title: its own, or the caption in the line above, which then belongs to the table."""
    if table.title:
        return grid_table(table, table.title, shown=True)
    above = _line(out, -1)
    if _is_caption(above):
        out.pop()
        return grid_table(table, above, shown=True)
    # A line with the unit stands between: the caption is the title and stays where it is.
    under = _line(out, -2)
    titled = bool(_UNIT_LINE.fullmatch(above)) and _is_caption(under)
    return grid_table(table, under if titled else "", shown=False)


def _line(out: Sequence[Line | TableText], at: int) -> str:
    block = out[at] if len(out) >= -at else None
    return block.text if isinstance(block, Line) else ""


def _is_caption(text: str) -> bool:
    return bool(_CAPTION.fullmatch(text)) and marker(text) is None


def _tabbed(blocks: Sequence[Block], at: int) -> tuple[int, RawTable | None]:
    """Where lines with as many cells as the first end, and their table where figures or heads stand in them."""
    rows: list[tuple[str, ...]] = []
    for block in blocks[at:]:
        if not isinstance(block, Line) or not block.cells or (rows and len(block.cells) != len(rows[0])):
            break
        rows.append(block.cells)
    cells = [c for row in rows for c in row]
    known = sum(is_value(c) or is_head(c) for c in cells)
    found = RawTable(tuple(rows)) if len(rows) > 1 and known * 4 >= len(cells) else None
    return at + len(rows), found


# ---- flattened ------------------------------------------------------------------------------------------------------


def _cell_like(block: Block) -> bool:
    if not isinstance(block, Line) or len(block.text) > _CELL_LIMIT or _SENTENCE.search(block.text):
        return False
    return is_value(block.text) or marker(block.text) is None


def _flat_runs(blocks: Sequence[Block]) -> dict[int, int]:
    """The runs of lines that are cells, first line → end: short lines, a blank one between each two, some figures.

    Where the blank lines are lost too, a run must begin with a title or heads, and ends with its last figure.
    """
    cells = [_cell_like(b) for b in blocks]
    values = list(
        accumulate((cells[i] and isinstance(b, Line) and is_value(b.text) for i, b in enumerate(blocks)), initial=0)
    )
    runs: dict[int, int] = {}
    at = 0
    while at < len(blocks):
        if not cells[at]:
            at += 1
            continue
        gapped, tight = at + 1, at + 1
        while gapped < len(blocks) and cells[gapped] and isinstance(b := blocks[gapped], Line) and b.gap:
            gapped += 1
        if _enough(values, at, gapped):
            runs[at] = at = gapped
            continue
        if not _leads(blocks[at]):
            at += 1
            continue
        while tight < len(blocks) and cells[tight]:
            tight += 1
        while tight > at and isinstance(b := blocks[tight - 1], Line) and not (is_value(b.text) or is_nature(b.text)):
            tight -= 1
        if _enough(values, at, tight):
            runs[at] = at = tight
        else:
            at = max(at + 1, tight)
    return runs


def _enough(values: Sequence[int], at: int, end: int) -> bool:
    count = values[end] - values[at]
    return end - at >= _LEAST_CELLS and count >= _LEAST_VALUES and count * _VALUE_SHARE >= end - at


def _leads(block: Block) -> bool:
    return isinstance(block, Line) and (
        is_head(block.text) or (len(block.text) >= 5 and bool(_TITLE.fullmatch(block.text)))
    )


def _flat(lines: Sequence[Line]) -> list[Line | TableText]:
    """The table that a run of lines is, behind those of its first lines that stand before it."""
    starts = [i for i, line in enumerate(lines[:6]) if i == 0 or _leads(line)]
    tried = [(i, _rebuilt(lines[i:])) for i in starts]
    skip, found = next(((i, t) for i, t in tried if t.table is not None), tried[0])
    return [*lines[:skip], found]


def _rebuilt(lines: Sequence[Line]) -> TableText:
    head = lines[0]
    titled = bool(_TITLE.fullmatch(head.text)) and len(head.text) >= 5 and not YEAR.search(head.text)
    titled = titled and not is_head(head.text) and (head.hollow or len(head.text) >= 8 or is_head(lines[1].text))
    title = head.text if titled else ""
    skip = 1 if titled else 0
    if len(lines) > skip and _UNIT_LINE.fullmatch(lines[skip].text):
        skip += 1
    cells, at = [], 0
    for line in lines:
        cells.append(FlatCell(line.text, Span(at, at + len(line.text)), line.hollow))
        at += len(line.text) + 1
    text = "\n".join(line.text for line in lines)
    table = list_table(title, cells[skip:]) or wide_table(title, cells[skip:])
    notes = table.notes if table else (f"表格“{title or head.text}”的表头在原文中已打散，无法还原，仅保留文字。",)
    return TableText(text, title, table, notes, flat=True)
