"""Flattened tables with a head of one row over rows of label and values (主要发展指标).

Group labels cut vertically (公立 / 医疗 / 机构) are joined again, and a lost end is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.cells import FlatCell, head_names, is_figure, is_nature, is_value, join
from corpus.model import Cell, Column, Table
from corpus.numerals import half_width

_GROUP_HEAD = re.compile(r".*(?:维度|类别|领域|一级指标)")
_LABEL_HEAD = re.compile(r"(?:主要|核心|二级)?指标(?:名称)?|项目")


def _heads(cells: Sequence[FlatCell]) -> tuple[list[str], int]:
    """The head's column names and how many cells they take."""
    best: tuple[list[str], int] = ([], 0)
    joined = ""
    for n, cell in enumerate(cells[:40], 1):
        joined += re.sub(r"\s", "", cell.text)
        if names := head_names(joined):
            best = (names, n)
        elif len(joined) > 200 or is_figure(cell.text):
            break
    return best


def list_table(title: str, cells: Sequence[FlatCell]) -> Table | None:
    """The table that ``cells`` are, label and values a row; ``None`` where a row does not come out even."""
    heads, used = _heads(cells)
    if len(heads) < 3:
        return None
    labels = [i for i, h in enumerate(heads) if _LABEL_HEAD.fullmatch(h)]
    if not labels:
        return None
    at = labels[-1]
    columns = tuple(
        Column((h,), "group" if i < at and _GROUP_HEAD.fullmatch(h) else "label" if i == at else "value")
        for i, h in enumerate(heads)
    )
    width = len(heads) - at - 1
    nature = bool(re.search("性质|属性", heads[-1]))
    rows, notes, group = [], [], _EMPTY
    for chunk in _chunks(cells[used:], width, nature):
        row = _row(chunk, width, nature)
        if row is None:
            return None
        fragments, label, values = row
        if fragments:
            lost = any(c.hollow for c in fragments)
            group = join(fragments, "原文缺字" if lost else None)
            if lost:
                notes.append(f"分组“{group.text}”在原文中末尾缺字。")
        elif group.text:
            group = Cell(group.text, None, group.note)
        if at == 0:
            rows.append((label, *values))
        else:
            rows.append((*([_EMPTY] * (at - 1)), group, label, *values))
    return Table(title, columns, tuple(rows), tuple(notes)) if rows else None


_EMPTY = Cell("")


def _chunks(cells: Sequence[FlatCell], width: int, nature: bool) -> Iterator[list[FlatCell]]:
    chunk: list[FlatCell] = []
    values = 0
    for cell in cells:
        if not nature and values >= width and not is_value(cell.text):
            yield chunk
            chunk, values = [], 0
        chunk.append(cell)
        values = values + 1 if is_value(cell.text) else 0
        if nature and is_nature(cell.text):
            yield chunk
            chunk, values = [], 0
    if chunk:
        yield chunk


def _row(chunk: Sequence[FlatCell], width: int, nature: bool) -> tuple[list[FlatCell], Cell, list[Cell]] | None:
    tail = [join([chunk[-1]])] if nature else []
    body = chunk[:-1] if nature else chunk
    width -= len(tail)
    first = next((i for i, c in enumerate(body) if i and is_value(c.text)), len(body))
    if first == len(body) and width:
        return None
    head, values = list(body[:first]), list(body[first:])
    if not head or any(is_value(c.text) or is_nature(c.text) for c in head):
        return None
    start = len(head) - 1
    while start > 0 and (_open(head[start - 1].text) or len(head[start - 1].text) > 4):
        start -= 1
    if len(values) < width:
        return None
    if len(values) > width and any(is_figure(c.text) for c in values[width:]):
        return None
    cut = [join([c]) for c in values[: width - 1]] + [join(values[width - 1 :])] if width else []
    return head[:start], join(head[start:]), cut + tail


def _open(text: str) -> bool:
    plain = half_width(text)
    return plain.count("(") > plain.count(")")
