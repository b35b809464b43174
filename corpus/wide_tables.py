"""Flattened tables with heads two and three levels deep over rows of bare figures.

    公立医院(张) → 2020年, 2025年 → 千人口数, 总数

Merged cells are not in the text, so the head is solved for: the one arrangement in which totals are whole numbers,
ratios stand where ratios can, and names agree (每万人口 above 万人口数). Two arrangements left: none is given.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from corpus.cells import BLANK, YEAR, FlatCell, is_figure, is_value, join
from corpus.model import Column, Table
from corpus.numerals import half_width

_WIDEST_HEAD, _MOST_GROUPS = 60, 12
"""Heads beyond these are not solved for: the arrangements to try would be too many."""


@dataclass(frozen=True, slots=True)
class _Head:
    corner: str
    single: str | None
    years: tuple[str, str]
    tops: tuple[str, ...]
    leaves: tuple[tuple[str, ...], ...]
    split: int


def wide_table(title: str, cells: Sequence[FlatCell]) -> Table | None:
    """The table that ``cells`` are, under the one head that fits its figures; ``None`` where none or two do."""
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
    return Table(title, columns, tuple(tuple(join([c]) for c in row) for row in rows), notes)


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
    if not pairs or len(texts) > _WIDEST_HEAD:
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
    names = [(i, t) for i, t in rest if t not in leaf_names]
    before = [t for i, t in names if i < starts[0]]
    after = [t for i, t in names if i > starts[0]]
    for leaves, split in _leaf_groups([t for _, t in rest if t in leaf_names]):
        if after:  # the first pair stands before the other groups' names: its own name is lost
            for tops in _merged(after, len(starts) - 1):
                yield _Head(texts[0], "".join(before) or None, years, ("", *tops), leaves, split)
        else:
            for tops in _merged(before, len(starts)):
                yield _Head(texts[0], None, years, tops, leaves, split)


def _leaf_groups(names: Sequence[str]) -> Iterator[tuple[tuple[tuple[str, ...], ...], int]]:
    """Every way to cut the leaves into groups that begin alike, and how many of a group the first year has.

    总数, 千人口数, 千人口数 is 总数 and 千人口数 of the first year and 千人口数 of the second: no year has a leaf twice.
    """
    if not names:
        yield (), 0
    for size in range(2, min(len(names), 8) + 1):
        if len(names) % size or any(names[i] != names[0] for i in range(0, len(names), size)):
            continue
        groups = tuple(tuple(names[i : i + size]) for i in range(0, len(names), size))
        for split in range(1, size):
            halves = [half for g in groups for half in (g[:split], g[split:])]
            if all(len(set(half)) == len(half) for half in halves):
                yield groups, split


def _merged(pieces: Sequence[str], count: int) -> Iterator[tuple[str, ...]]:
    """Join neighbouring pieces so that ``count`` names are left, the most alike in how they end."""
    if not 0 < count <= len(pieces) or len(pieces) - count > 4:
        return
    options = []
    for cuts in combinations(range(1, len(pieces)), count - 1):
        edges = [0, *cuts, len(pieces)]
        options.append(tuple("".join(pieces[a:b]) for a, b in pairwise(edges)))
    ends = [sum(bool(re.search(r"[)）数比率]$", n)) for n in o) for o in options]
    yield from (o for o, e in zip(options, ends, strict=True) if e == max(ends))


def _arrangements(head: _Head, rows: Sequence[Sequence[FlatCell]]) -> Iterator[tuple[Column, ...]]:
    groups = len(head.tops)
    if len(head.leaves) > groups or groups > _MOST_GROUPS:
        return
    for with_leaves in combinations(range(groups), len(head.leaves)):
        columns = [Column((head.corner,), "label")]
        if head.single:
            columns.append(Column((head.single,)))
        leaves = iter(head.leaves)
        for at, top in enumerate(head.tops):
            if at in with_leaves:
                names = next(leaves)
                columns += [Column((top, head.years[0], n)) for n in names[: head.split]]
                columns += [Column((top, head.years[1], n)) for n in names[head.split :]]
            else:
                columns += [Column((top, year)) for year in head.years]
        if len(columns) == len(rows[0]) and _plausible(columns, rows):
            yield tuple(columns)


def _plausible(columns: Sequence[Column], rows: Sequence[Sequence[FlatCell]]) -> bool:
    for row in rows:
        figures = [half_width(cell.text) for cell in row]
        if not all(_fits(c, f) for c, f in zip(columns[1:], figures[1:], strict=True)):
            return False
        if not _one_population(columns, figures):
            return False
    return True


def _fits(column: Column, figure: str) -> bool:
    """Whether a figure can stand in a column: totals are whole, 1:1.2 stands under 医护比."""
    if BLANK.fullmatch(figure):
        return True
    top, leaf, levels = column.heads[0], column.heads[-1], len(column.heads)
    if "总数" in leaf and not re.fullmatch(r"[\d,]+", figure):
        return False
    if ":" in figure and (levels == 3 or "比" not in top):
        return False
    if "比" in top[-3:] and levels == 2 and ":" not in figure and "率" not in top:
        return False
    scale, named = re.match("[千万]人口", leaf), re.match("每([千万]人口)", top)
    return not (scale and named and scale[0] != named[1])


def _one_population(columns: Sequence[Column], figures: Sequence[str]) -> bool:
    """Whether every total and its ratio of one year speak of the same population: 1311 ÷ 3.99 as 653 ÷ 1.99."""
    bounds: dict[str, tuple[float, float]] = {}
    pairs = {
        (c.heads[0], c.heads[1], c.heads[2]): f for c, f in zip(columns, figures, strict=True) if len(c.heads) == 3
    }
    for (top, year, leaf), figure in pairs.items():
        total = next((f for (t, y, n), f in pairs.items() if (t, y) == (top, year) and "总数" in n), None)
        scale = {"千": 1.0, "万": 10.0}.get(leaf[:1]) if "人口" in leaf else None
        if scale is None or total is None or not all(re.fullmatch(r"\d+(?:\.\d+)?", f) for f in (total, figure)):
            continue
        half = 0.5 / 10 ** len(figure.partition(".")[2])
        low = float(total) * scale / (float(figure) + half)
        high = float(total) * scale / max(float(figure) - half, 1e-9)
        before = bounds.get(year, (0.0, float("inf")))
        bounds[year] = (max(before[0], low * 0.98), min(before[1], high * 1.02))
    return all(low <= high for low, high in bounds.values())
