"""Tables in the stream of lines: real grids given heads and roles, flattened ones found and rebuilt.

Both come out as a ``TableText``: the words as they will stand in the document's text, and the Table whose cells'
spans point into those words. A flattened table whose shape can't be proved keeps its words and says so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.flat_tables import YEAR, FlatCell, is_figure, is_value, rebuild
from corpus.lines import Block, Line
from corpus.model import Cell, Column, Span, Table
from corpus.raw import RawTable

_CELL_LIMIT = 45
_SENTENCE = re.compile(r"[。；;]")
_MARKER = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）]|\d{1,2}[.．、](?!\d)|第[一二三四五六七八九十百]{1,4}[章条节编]|附件)"
)
_TITLE = re.compile(
    r"(?:.*(?:指标|参考|情况|一览|配置|计划|任务|清单|分工|目标|统计|标准|安排)(?:表)?|.*表)(?:[（(].{1,12}[)）])?"
)
_CAPTION = re.compile(
    r"(?:表|附表|专栏)\s*\d*.{0,40}|.{2,40}(?:表|一览|清单|参考|指标|分工|安排)(?:[（(].{1,14}[)）])?"
)


@dataclass(frozen=True, slots=True)
class TableText:
    """A table on its way into the tree: its text, its title, the table (spans count from the text's start)."""

    text: str
    title: str
    table: Table | None
    notes: tuple[str, ...] = ()


def find_tables(blocks: Sequence[Block]) -> list[Line | TableText]:
    """Replace every table in the stream, real or flattened, by a TableText; other lines pass."""
    out: list[Line | TableText] = []
    at = 0
    while at < len(blocks):
        block = blocks[at]
        if isinstance(block, RawTable):
            title = block.title or ""
            if (
                not title
                and out
                and isinstance(out[-1], Line)
                and _CAPTION.fullmatch(out[-1].text)
                and not _MARKER.match(out[-1].text)
            ):
                title = out[-1].text
                out.pop()
                out.append(_grid(block, title, shown=True))
            else:
                out.append(_grid(block, title, shown=bool(title)))
            at += 1
            continue
        end = _run(blocks, at)
        if end > at:
            out.append(_flat([b for b in blocks[at:end] if isinstance(b, Line)]))
            at = end
        else:
            out.append(block)
            at += 1
    return out


# ---- flattened ------------------------------------------------------------------------------------------------------


def _cell_like(block: Block) -> bool:
    return (
        isinstance(block, Line)
        and len(block.text) <= _CELL_LIMIT
        and not _SENTENCE.search(block.text)
        and not _MARKER.match(block.text)
    )


def _run(blocks: Sequence[Block], at: int) -> int:
    """Where a flattened table that starts at ``at`` ends; ``at`` itself where none starts."""
    end = at
    while (
        end < len(blocks) and _cell_like(blocks[end]) and (end == at or (isinstance(b := blocks[end], Line) and b.gap))
    ):
        end += 1
    texts = [b.text for b in blocks[at:end] if isinstance(b, Line)]
    values = sum(is_value(t) for t in texts)
    return end if len(texts) >= 10 and values >= 4 and values * 5 >= len(texts) else at


def _flat(lines: Sequence[Line]) -> TableText:
    head = lines[0]
    titled = (
        bool(_TITLE.fullmatch(head.text))
        and len(head.text) >= 5
        and (head.hollow or len(head.text) >= 8)
        and not YEAR.search(head.text)
    )
    title = head.text if titled else ""
    cells, at = [], 0
    for line in lines:
        cells.append(FlatCell(line.text, Span(at, at + len(line.text)), line.hollow))
        at += len(line.text) + 1
    text = "\n".join(line.text for line in lines)
    table = rebuild(title, cells[1:] if titled else cells)
    notes = table.notes if table else (f"表格“{title or head.text}”的表头在原文中已打散，无法还原，仅保留文字。",)
    return TableText(text, title, table, notes)


# ---- real grids -----------------------------------------------------------------------------------------------------


def _grid(raw: RawTable, title: str, *, shown: bool) -> TableText:
    lines: list[str] = [title] if shown else []
    at = len(title) + 1 if shown else 0
    rows: list[tuple[Cell, ...]] = []
    for r, row in enumerate(raw.rows):
        pieces, cells, start = [], [], at
        for c, text in enumerate(row):
            if c and (r, c) in raw.merged and row[c - 1] == text:
                cells.append(cells[-1])
                continue
            if pieces:
                start += 3
            cells.append(Cell(text, Span(start, start + len(text))))
            pieces.append(text)
            start += len(text)
        line = " | ".join(pieces)
        lines.append(line)
        rows.append(tuple(cells))
        at += len(line) + 1
    heads = _head_rows(raw)
    width = max((len(r) for r in rows), default=0)
    if not width or any(len(r) != width for r in rows):
        return TableText("\n".join(lines), title, None, ("表格各行列数不一，未作还原。",))
    columns = tuple(_column(raw, c, heads) for c in range(width))
    columns = _roles(columns, rows[heads:])
    return TableText("\n".join(lines), title, Table(title, columns, tuple(rows[heads:])))


def _head_rows(raw: RawTable) -> int:
    """How many rows are heads: what the file says, else the first row and those merged into it."""
    if raw.head_rows is not None:
        return min(raw.head_rows, max(len(raw.rows) - 1, 0))
    if len(raw.rows) < 2 or any(is_figure(c) and not YEAR.fullmatch(c) for c in raw.rows[0]):
        return 0
    heads = 1
    while (
        heads < len(raw.rows) - 1
        and any(
            (heads, c) in raw.merged and raw.rows[heads][c] == raw.rows[heads - 1][c]
            for c in range(len(raw.rows[heads]))
        )
        and not any(is_figure(c) for c in raw.rows[heads])
    ):
        if (
            all((heads, c) in raw.merged or not raw.rows[heads][c] for c in range(1))
            and len(set(raw.rows[heads])) > 1
            and _same_top(raw, heads)
        ):
            heads += 1
        else:
            break
    return heads


def _same_top(raw: RawTable, row: int) -> bool:
    """Whether the row above spans columns that this row divides: a second head row."""
    above, here = raw.rows[row - 1], raw.rows[row]
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


def _roles(columns: Sequence[Column], rows: Sequence[tuple[Cell, ...]]) -> tuple[Column, ...]:
    """The first column with words in most rows and few repeats is the label; what stands left of it groups."""
    for at, column in enumerate(columns):
        texts = [r[at].text for r in rows]
        words = [t for t in texts if t and not is_value(t)]
        if re.search("序号|编号", column.head) or not words or len(words) * 2 < len(texts):
            continue
        if len(set(words)) * 3 >= len(words) * 2 or at + 1 == len(columns):
            return tuple(
                Column(
                    c.heads,
                    "label" if i == at else "group" if i < at and not re.search("序号|编号", c.head) else "value",
                )
                for i, c in enumerate(columns)
            )
    return tuple(columns)
