"""Tables that a web page flattened to one cell a line, given back their shape, or left alone.

Scraped pages lose the grid: 指标, 2020年, 数值, … 每万人口全科医生数(人), 5.32, 4.32, 预期. Two shapes come back:

- *lists*: a head of one row, then rows of label and values (``主要发展指标``); group labels cut vertically
  (公立 / 医疗 / 机构) are joined again, and a lost end is said;
- *wide* ones: heads two and three levels deep (公立医院(张) → 2020年 → 千人口数) over rows of bare figures.

Merged cells are not in the text, so the head of a wide table is solved for: the one arrangement in which totals
are whole numbers, ratios stand where ratios can, and names agree (每万人口 above 万人口数). Two arrangements left:
none is given, and the note says so.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from corpus.model import Cell, Column, Span, Table
from corpus.numerals import half_width

BLANK = re.compile(r"[—\-–－]{1,4}|/|／")
YEAR = re.compile(r"(?:19|20)\d{2}年(?:底|末)?")
_FIGURE = re.compile(
    r"(?:约|≥|≤|>|<|＞|＜|不低于|不少于|不超过)?\d[\d,.]*(?:\s*[:：/—\-–~～]\s*\d[\d.]*)*\s*(?:%|‰|％|万|亿)?(?:以上|以下|以内|左右)?"
)
_PHRASE = re.compile(
    r"(?:全覆盖|(?:比\S{1,8})?(?:提高|下降|降低|增长|增加|减少|达到|保持|控制在|持续|逐步|同比例|基本|明显)\S{0,16})"
)
_NATURE = re.compile(r"(?:预期|约束)性?|(?:控制|指导|引导)性")
_HEAD = re.compile(
    r"(?:19|20)\d{2}年(?:底|末)?(?:现状值?|实际值?|数值|目标值?|指标值|规划值|基数|预期值|规划目标)?"
    r"|(?:主要|核心|一级|二级)?指标(?:维度|名称|性质|类别|属性|类型|值)?|维度|类别|领域|序号|项目|单位|性质|属性|备注|现状值?|目标值|基期值|基准值|规划目标"
)
_GROUP_HEAD = re.compile(r".*(?:维度|类别|领域|一级指标)")
_LABEL_HEAD = re.compile(r"(?:主要|核心|二级)?指标(?:名称)?|项目")


@dataclass(frozen=True, slots=True)
class FlatCell:
    """One line of the flattened table with its place in the table's text; ``hollow``: an empty cell line follows."""

    text: str
    span: Span
    hollow: bool = False


def is_value(text: str) -> bool:
    """Whether a cell holds a figure, a dash for blank, or a phrase in a figure's place (全覆盖, 提高1岁左右)."""
    plain = half_width(text)
    return bool(_FIGURE.fullmatch(plain) or BLANK.fullmatch(plain) or _PHRASE.fullmatch(plain))


def is_figure(text: str) -> bool:
    """Whether a cell holds a figure."""
    return bool(_FIGURE.fullmatch(half_width(text)))


def rebuild(title: str, cells: Sequence[FlatCell]) -> Table | None:
    """The table behind ``cells``; ``None`` where its shape cannot be proved."""
    return _list(title, cells) or _wide(title, cells)


def _join(cells: Sequence[FlatCell], note: str | None = None) -> Cell:
    text = "".join(c.text for c in cells)
    return Cell(text, Span(cells[0].span.start, cells[-1].span.end), note)


# ---- one head row, rows of label and values -------------------------------------------------------------------------


def _heads(cells: Sequence[FlatCell]) -> tuple[list[str], int]:
    """The head's column names and how many cells they take."""
    best: tuple[list[str], int] = ([], 0)
    joined = ""
    for n, cell in enumerate(cells[:40], 1):
        joined += cell.text
        if re.fullmatch(f"(?:{_HEAD.pattern})+", joined):
            best = ([m[0] for m in _HEAD.finditer(joined)], n)
        elif len(joined) > 200 or is_figure(cell.text):
            break
    return best


def _list(title: str, cells: Sequence[FlatCell]) -> Table | None:
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
            group = _join(fragments, "原文缺字" if lost else None)
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
        if nature and _NATURE.fullmatch(cell.text):
            yield chunk
            chunk, values = [], 0
    if chunk:
        yield chunk


def _row(chunk: Sequence[FlatCell], width: int, nature: bool) -> tuple[list[FlatCell], Cell, list[Cell]] | None:
    tail = [_join([chunk[-1]])] if nature else []
    body = chunk[:-1] if nature else chunk
    width -= len(tail)
    first = next((i for i, c in enumerate(body) if i and is_value(c.text)), len(body))
    if first == len(body) and width:
        return None
    head, values = list(body[:first]), list(body[first:])
    start = len(head) - 1
    while start > 0 and (_open(head[start - 1].text) or len(head[start - 1].text) > 4):
        start -= 1
    if len(values) < width:
        return None
    if len(values) > width and any(is_figure(c.text) for c in values[width:]):
        return None
    cut = [_join([c]) for c in values[: width - 1]] + [_join(values[width - 1 :])] if width else []
    return head[:start], _join(head[start:]), cut + tail


def _open(text: str) -> bool:
    plain = half_width(text)
    return plain.count("(") > plain.count(")")


# ---- heads of two and three levels over bare figures ----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Head:
    corner: str
    single: str | None
    years: tuple[str, str]
    tops: tuple[str, ...]
    leaves: tuple[tuple[str, ...], ...]


def _wide(title: str, cells: Sequence[FlatCell]) -> Table | None:
    first = next((i for i, c in enumerate(cells) if is_figure(c.text) and not YEAR.fullmatch(c.text)), 0)
    if first < 4:
        return None
    rows = _figure_rows(cells[first - 1 :])
    if not rows:
        return None
    solutions = {s for head in _wide_heads([c.text for c in cells[: first - 1]]) for s in _arrangements(head, rows)}
    if len(solutions) != 1:
        return None
    columns = solutions.pop()
    notes = ("首组表头在原文中没有名称。",) if any(c.heads[0] == "" for c in columns) else ()
    return Table(title, columns, tuple(tuple(_join([c]) for c in row) for row in rows), notes)


def _figure_rows(cells: Sequence[FlatCell]) -> list[list[FlatCell]] | None:
    rows: list[list[FlatCell]] = []
    for cell in cells:
        if is_value(cell.text):
            if not rows:
                return None
            rows[-1].append(cell)
        else:
            rows.append([cell])
    return rows if len({len(r) for r in rows}) == 1 and len(rows[0]) > 4 else None


def _wide_heads(texts: Sequence[str]) -> Iterator[_Head]:
    """Every reading of the head: corner, perhaps one single column, named groups, year pairs, leaves."""
    pairs = [i for i in range(1, len(texts) - 1) if YEAR.fullmatch(texts[i]) and YEAR.fullmatch(texts[i + 1])]
    if not pairs:
        return
    years = (texts[pairs[0]], texts[pairs[0] + 1])
    starts: list[int] = []
    for i in pairs:
        if (texts[i], texts[i + 1]) == years and (not starts or i >= starts[-1] + 2):
            starts.append(i)
    taken = {j for i in starts for j in (i, i + 1)}
    rest = [(i, t) for i, t in enumerate(texts) if i and i not in taken]
    counts = Counter(t for _, t in rest)
    leaf_names = {t for t, n in counts.items() if n > 1} | {t for t in counts if re.fullmatch("[千万]人口数", t)}
    leaves = _leaf_groups([t for _, t in rest if t in leaf_names])
    names = [(i, t) for i, t in rest if t not in leaf_names]
    if leaves is None:
        return
    before = [t for i, t in names if i < starts[0]]
    after = [t for i, t in names if i > starts[0]]
    if after:  # the first pair stands before the other groups' names: its own name is lost
        for tops in _merged(after, len(starts) - 1):
            yield _Head(texts[0], "".join(before) or None, years, ("", *tops), leaves)
    else:
        for tops in _merged(before, len(starts)):
            yield _Head(texts[0], None, years, tops, leaves)


def _leaf_groups(names: Sequence[str]) -> tuple[tuple[str, ...], ...] | None:
    if not names:
        return ()
    starts = [i for i, n in enumerate(names) if n == names[0]]
    groups = tuple(tuple(names[a:b]) for a, b in zip(starts, [*starts[1:], len(names)], strict=True))
    return groups if len({len(g) for g in groups}) == 1 and len(groups[0]) in (2, 3, 4) else None


def _merged(pieces: Sequence[str], count: int) -> Iterator[tuple[str, ...]]:
    """Join neighbouring pieces so that ``count`` names are left, the most alike in how they end."""
    if not 0 < count <= len(pieces) or len(pieces) - count > 4:
        return
    options = []
    for cuts in combinations(range(1, len(pieces)), count - 1):
        edges = [0, *cuts, len(pieces)]
        options.append(tuple("".join(pieces[a:b]) for a, b in zip(edges, edges[1:], strict=False)))
    ends = [sum(bool(re.search(r"[)）数比率]$", n)) for n in o) for o in options]
    yield from (o for o, e in zip(options, ends, strict=True) if e == max(ends))


def _arrangements(head: _Head, rows: Sequence[Sequence[FlatCell]]) -> Iterator[tuple[Column, ...]]:
    groups, size = len(head.tops), len(head.leaves[0]) if head.leaves else 2
    if len(head.leaves) > groups:
        return
    for with_leaves in combinations(range(groups), len(head.leaves)):
        columns = [Column((head.corner,), "label")]
        if head.single:
            columns.append(Column((head.single,)))
        leaves = iter(head.leaves)
        for at, top in enumerate(head.tops):
            if at in with_leaves:
                names = next(leaves)
                columns += [Column((top, head.years[0], n)) for n in names[: (size + 1) // 2]]
                columns += [Column((top, head.years[1], n)) for n in names[(size + 1) // 2 :]]
            else:
                columns += [Column((top, year)) for year in head.years]
        if len(columns) == len(rows[0]) and _plausible(columns, rows):
            yield tuple(columns)


def _plausible(columns: Sequence[Column], rows: Sequence[Sequence[FlatCell]]) -> bool:
    for row in rows:
        for column, cell in zip(columns[1:], row[1:], strict=True):
            leaf = column.heads[-1]
            figure = half_width(cell.text)
            if BLANK.fullmatch(figure):
                continue
            if "总数" in leaf and not re.fullmatch(r"[\d,]+", figure):
                return False
            if ":" in figure and (len(column.heads) == 3 or "比" not in column.heads[0]):
                return False
            if (
                "比" in column.heads[0][-3:]
                and len(column.heads) == 2
                and ":" not in figure
                and "率" not in column.heads[0]
            ):
                return False
            if (scale := re.match("[千万]人口", leaf)) and (named := re.match("每([千万]人口)", column.heads[0])):
                if scale[0] != named[1]:
                    return False
    return True
