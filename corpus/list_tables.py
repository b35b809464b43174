"""Flattened tables with a head of one row over rows of label and values (主要发展指标).

Group labels cut vertically (公立 / 医疗 / 机构) are joined again, and a lost end is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

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
    labels = [i for i, h in enumerate(heads) if _LABEL_HEAD.fullmatch(h)]
    if len(heads) < 3 or not labels:
        return None
    at = labels[-1]
    serial = heads[0] in ("序号", "编号") and at > 0
    lead = heads[int(serial) : at]
    if len(lead) > 1 or (lead and not _GROUP_HEAD.fullmatch(lead[0])):
        return None
    unit = at + 1 < len(heads) and heads[at + 1].endswith("单位")
    width = len(heads) - at - 1 - int(unit)
    shape = _Shape(width, bool(re.search("性质|属性", heads[-1])), bool(lead), serial, unit)
    rows = _rows(cells[used:], shape)
    if not rows:
        return None
    columns = tuple(
        Column((h,), "label" if i == at else "group" if lead and i == at - 1 else "value") for i, h in enumerate(heads)
    )
    lost = dict.fromkeys(c.text for row in rows for c in row if c.note == _LOST)
    return Table(title, columns, tuple(rows), tuple(f"分组“{text}”在原文中末尾缺字。" for text in lost))


_LOST = "原文缺字"
_UNIT = re.compile(r"[%％‰]|[\u4e00-\u9fffA-Za-z%％‰/／·（）()㎡]{1,8}")


@dataclass(frozen=True, slots=True)
class _Shape:
    """How a row goes: a serial number, a group label now and then, the label, its unit, ``width`` values (the last its
    nature).
    """

    width: int
    nature: bool
    grouped: bool
    serial: bool
    unit: bool


def _rows(cells: Sequence[FlatCell], shape: _Shape) -> list[tuple[Cell, ...]]:
    """The rows, none where one does not fit."""
    rows: list[tuple[Cell, ...]] = []
    group = Cell("")
    long_groups = False
    chunks = _numbered_chunks(cells, shape.width) if shape.serial else _chunks(cells, shape.width, shape.nature)
    for chunk in chunks:
        number, body = (chunk[:1], chunk[1:]) if shape.serial else ([], chunk)
        row = _row(body, shape.width, shape.nature)
        if row is None:
            return []
        head, values = row
        unit = [head.pop()] if shape.unit else []
        if not head or any(not _UNIT.fullmatch(c.text) for c in unit):
            return []
        # The first row needs a group: where its words are not cut up, no later group is.
        long_groups = long_groups or (not rows and shape.grouped and len(head) > 1 and len(head[0].text) > _FRAGMENT)
        fragments = _fragments(head, long_groups) if shape.grouped else 0
        if fragments:
            lost = any(c.hollow for c in head[:fragments])
            group = join(head[:fragments], _LOST if lost else None)
        elif group.text:
            group = Cell(group.text, None, group.note)
        lead = [*(join([c]) for c in number), *([group] if shape.grouped else [])]
        rows.append((*lead, join(head[fragments:]), *(join([c]) for c in unit), *values))
    return rows


_FRAGMENT = 4
"""A group label cut vertically comes in pieces of at most so many characters."""


def _fragments(head: Sequence[FlatCell], long_groups: bool) -> int:
    """How many of the lines before the values are the group's; the others are the label, perhaps cut in two."""
    if long_groups:
        return 1 if len(head) > 1 and not _open(head[0].text) else 0
    start = len(head) - 1
    while start > 0 and (_open(head[start - 1].text) or len(head[start - 1].text) > _FRAGMENT):
        start -= 1
    return start


def _numbered_chunks(cells: Sequence[FlatCell], width: int) -> Iterator[Sequence[FlatCell]]:
    """Rows that begin with 1, 2, 3 …; a row that does not ends them with one that will not fit."""
    at, number = 0, 1
    while at < len(cells):
        end = at + 1
        while end < len(cells) and not (is_value(cells[end].text) or is_nature(cells[end].text)):
            end += 1
        end = min(end + width, len(cells))
        if cells[at].text != str(number):
            yield cells[at : at + 1]
            return
        yield cells[at:end]
        at, number = end, number + 1


def _chunks(cells: Sequence[FlatCell], width: int, nature: bool) -> Iterator[Sequence[FlatCell]]:
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


def _row(chunk: Sequence[FlatCell], width: int, nature: bool) -> tuple[list[FlatCell], list[Cell]] | None:
    """The lines before a row's values, and its values; ``None`` where they are too few or too many."""
    if not chunk:
        return None
    tail = [join([chunk[-1]])] if nature else []
    body = chunk[:-1] if nature else chunk
    width -= len(tail)
    first = next((i for i, c in enumerate(body) if i and is_value(c.text)), len(body))
    head, values = list(body[:first]), list(body[first:])
    if not head or len(values) < width or any(is_value(c.text) or is_nature(c.text) for c in head):
        return None
    if tail and not is_nature(tail[0].text):
        return None
    if len(values) > width and any(is_figure(c.text) for c in values[width:]):
        return None
    return head, ([join([c]) for c in values[: width - 1]] + [join(values[width - 1 :])] if width else []) + tail


def _open(text: str) -> bool:
    plain = half_width(text)
    return plain.count("(") > plain.count(")")
