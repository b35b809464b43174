"""Tables of paged formats: from ruled lines to cells, from cells to a grid, and on over the page's end."""

from __future__ import annotations

from bisect import bisect, bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from corpus.raw import RawTable
from corpus.read.characters import joined
from corpus.read.grid import Place, grid_at, lays_out, with_titles
from corpus.read.layout import Edge, Glyph
from corpus.read.limits import Limits

# Strokes nearer than this are one; a table drawn cell by cell draws every inner line twice.
_NEAR = 3.0
# More crossings than any table of a page has: a drawing.
_MOST_CROSSINGS = 12_000
_MOST_WORK = 20_000_000


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's box and its characters; ``text`` is set when they have become paragraphs."""

    x0: float
    top: float
    x1: float
    bottom: float
    glyphs: tuple[Glyph, ...] = ()
    paragraphs: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The cell's words, one line a paragraph."""
        return "\n".join(self.paragraphs)


@dataclass(slots=True)
class Ruled:
    """A table on a page, or on several once joined: the cells of each page, below each other."""

    parts: list[list[Cell]]
    page: int
    last_page: int

    @property
    def cells(self) -> list[Cell]:
        """All cells."""
        return [cell for part in self.parts for cell in part]

    @property
    def top(self) -> float:
        """The upper edge, on the first page."""
        return min(c.top for c in self.parts[0])


def tables_of(edges: Sequence[Edge], glyphs: Sequence[Glyph], page: int) -> tuple[list[Ruled], list[Glyph]]:
    """The tables of a page with their characters, and the characters outside; empty frames are no tables."""
    boxes = _cells(*_strokes(edges))
    found: list[Ruled] = []
    left = list(glyphs)
    if len(boxes) * len(glyphs) > _MOST_WORK:
        return found, left
    groups = _groups(boxes)
    for group in groups:
        x0, x1 = min(c[0] for c in group), max(c[2] for c in group)
        top, bottom = min(c[1] for c in group), max(c[3] for c in group)
        near = [g for g in left if x0 <= (g.x0 + g.x1) / 2 <= x1 and top <= (g.top + g.bottom) / 2 <= bottom]
        if not near:
            continue
        cells = _filled(group, near)
        inside = {id(g) for c in cells for g in c.glyphs}
        if len(inside) < 0.5 * len(near):
            continue
        left = [g for g in left if id(g) not in inside]
        found.append(Ruled([cells], page, page))
    return sorted(found, key=lambda t: t.top), left


def grid_of_cells(table: Ruled, limits: Limits) -> list[str | RawTable]:
    """The table as a grid, with full-width rows above and below as paragraphs; a mere frame as its paragraphs."""
    cells = table.cells
    xs = _ticks([x for c in cells for x in (c.x0, c.x1)])
    ys = _ticks([y for c in cells for y in (c.top, c.bottom)])
    places = []
    rows: dict[int, list[tuple[int, list[str | RawTable]]]] = {}
    for cell in cells:
        r, c = _tick(ys, cell.top), _tick(xs, cell.x0)
        place = Place(cell.text, max(1, _tick(ys, cell.bottom) - r), max(1, _tick(xs, cell.x1) - c))
        places.append((r, c, place))
        rows.setdefault(r, []).append((c, list(cell.paragraphs)))
    ordered = [[blocks for _, blocks in sorted(row, key=lambda x: x[0])] for _, row in sorted(rows.items())]
    if lays_out(ordered):
        return [block for row in ordered for blocks in row for block in blocks]
    grid = grid_at(sorted(places, key=lambda p: p[:2]), max(len(ys) - 1, 1), limits, head_rows=0)
    return with_titles(replace(grid, head_rows=None)) if grid else []


def continues(first: Ruled, second: Ruled) -> bool:
    """Whether a table at the top of a page goes on from the bottom of the one before: the same edges left and right."""
    above, below = first.parts[-1], second.parts[0]
    return (
        second.page == first.last_page + 1
        and len(above) > 1
        and len(below) > 1
        and abs(min(c.x0 for c in above) - min(c.x0 for c in below)) < 8
        and abs(max(c.x1 for c in above) - max(c.x1 for c in below)) < 8
    )


def join(first: Ruled, second: Ruled) -> None:
    """Let ``first`` go on with ``second``: the repeated head once, cells that the page's end cut put together again."""
    first.last_page = second.last_page
    rest = _without_head(first.parts[0], second.parts[0])
    if not rest:
        return
    seam = max(c.bottom for c in first.parts[-1])
    shift = seam - min(c.top for c in rest)
    moved = [replace(c, top=c.top + shift, bottom=c.bottom + shift) for c in rest]
    first.parts[-1], moved = _heal(first.parts[-1], moved, seam)
    if moved:
        # Cells that reach down from above end below the seam: they go along, so that the next page finds them.
        reaching = [c for c in first.parts[-1] if c.bottom > seam + _NEAR]
        first.parts[-1] = [c for c in first.parts[-1] if c.bottom <= seam + _NEAR]
        first.parts.append(reaching + moved)


def _heal(above: list[Cell], below: list[Cell], seam: float) -> tuple[list[Cell], list[Cell]]:
    """Cells that the page's end cut in two: merged ones at the left, and the row itself where its words break off."""
    top_row = sorted((c for c in below if abs(c.top - seam) < _NEAR), key=lambda c: c.x0)
    over = [next((a for a in above if _same_column(a, c) and abs(a.bottom - seam) < _NEAR), None) for c in top_row]
    pairs = [(a, c) for a, c in zip(over, top_row, strict=True) if a is not None]
    if _row_is_torn(pairs, len(top_row)):
        torn = pairs
    else:
        torn = []
        for upper, cell in pairs:
            if cell is not top_row[len(torn)] or (cell.text and upper.text not in ("", cell.text)):
                break
            torn.append((upper, cell))
        if len(torn) == len(top_row):
            torn = []
    for upper, cell in torn:
        text = upper.paragraphs
        if cell.text != upper.text:  # some programs print a merged cell's words on every page
            seamless = joined("".join(upper.paragraphs[-1:]), "".join(cell.paragraphs[:1]))
            text = (*upper.paragraphs[:-1], seamless, *cell.paragraphs[1:])
        at = next(i for i, a in enumerate(above) if a is upper)
        above[at] = replace(upper, bottom=cell.bottom, paragraphs=tuple(t for t in text if t))
        below = [c for c in below if c is not cell]
    return above, below


def _row_is_torn(pairs: Sequence[tuple[Cell, Cell]], width: int) -> bool:
    """A row that goes on over the page: some of its cells are empty, and what has words breaks off above."""
    own = [(a, c) for a, c in pairs if a.text != c.text]
    filled = [(a, c) for a, c in own if c.text]
    if len(pairs) < width or not filled or own[0][1].text:
        return False
    finished = sum(1 for a, c in own if a.text and not c.text)
    broken = all(len(a.text) >= 4 and a.text[-1] not in "。；;！？!?：:" for a, _ in filled)
    return broken and (finished >= 2 or len(filled) < len(own) - 1 or all(len(a.text) >= 15 for a, _ in filled))


def _same_column(a: Cell, b: Cell) -> bool:
    return abs(a.x0 - b.x0) < 2 * _NEAR and abs(a.x1 - b.x1) < 2 * _NEAR


def _without_head(first: list[Cell], second: list[Cell]) -> list[Cell]:
    """The second table's cells below the head that it repeats from the first."""
    best = min(c.top for c in second)
    for a, b in zip(_seams(first)[:4], _seams(second)[:4], strict=False):
        head, again = _above(first, a), _above(second, b)
        if [c.text for c in head] == [c.text for c in again] and any(c.text for c in head):
            best = b
    return [c for c in second if c.top > best - _NEAR]


def _seams(cells: list[Cell]) -> list[float]:
    """The heights at which no cell is cut: where one row ends and the next begins across the whole table."""
    ys = _ticks([c.bottom for c in cells])[:12]
    return [y for y in ys if not any(c.top < y - _NEAR and c.bottom > y + _NEAR for c in cells)]


def _above(cells: list[Cell], seam: float) -> list[Cell]:
    return sorted((c for c in cells if c.bottom < seam + _NEAR), key=lambda c: (round(c.top / _NEAR), c.x0))


def _filled(boxes: Sequence[tuple[float, float, float, float]], glyphs: Sequence[Glyph]) -> list[Cell]:
    """Each box with the characters whose middle lies in it."""
    xs = sorted({x for box in boxes for x in (box[0], box[2])})
    ys = sorted({y for box in boxes for y in (box[1], box[3])})
    owner: dict[tuple[int, int], int] = {}
    for at, (x0, top, x1, bottom) in enumerate(boxes):
        for i in range(bisect_left(xs, x0), bisect_left(xs, x1)):
            for j in range(bisect_left(ys, top), bisect_left(ys, bottom)):
                owner.setdefault((i, j), at)
    held: list[list[Glyph]] = [[] for _ in boxes]
    for glyph in glyphs:
        place = bisect(xs, (glyph.x0 + glyph.x1) / 2) - 1, bisect(ys, (glyph.top + glyph.bottom) / 2) - 1
        at_box = owner.get(place)
        if at_box is not None:
            held[at_box].append(glyph)
    return [Cell(*box, glyphs=tuple(found)) for box, found in zip(boxes, held, strict=True)]


def _strokes(edges: Sequence[Edge]) -> tuple[list[Edge], list[Edge]]:
    """Level and upright strokes, each made whole from its pieces; sides that a table leaves open are drawn."""
    level = _merged([e for e in edges if e.top == e.bottom], upright=False)
    upright = _merged([e for e in edges if e.top != e.bottom], upright=True)
    if len(level) * len(upright) > _MOST_WORK // 10:
        return [], []
    sides: dict[tuple[int, int], list[Edge]] = {}
    for edge in level:
        sides.setdefault((round(edge.x0 / 6), round(edge.x1 / 6)), []).append(edge)
    for group in sides.values():
        x0, x1 = group[0].x0, group[0].x1
        top, bottom = min(e.top for e in group), max(e.top for e in group)
        crossed = any(x0 + 6 < v.x0 < x1 - 6 and v.top < bottom and v.bottom > top for v in upright)
        if len(group) >= 3 and crossed:
            open_sides = [
                x for x in (x0, x1) if not any(abs(v.x0 - x) < 6 and v.top < bottom and v.bottom > top for v in upright)
            ]
            upright += [Edge(x, top, x, bottom) for x in open_sides]
    return level, _merged(upright, upright=True)


def _merged(edges: Iterable[Edge], upright: bool) -> list[Edge]:
    lanes: list[tuple[float, list[tuple[float, float]]]] = []
    for edge in sorted(edges, key=lambda e: e.x0 if upright else e.top):
        at, span = (edge.x0, (edge.top, edge.bottom)) if upright else (edge.top, (edge.x0, edge.x1))
        if lanes and at - lanes[-1][0] <= _NEAR:
            lanes[-1][1].append(span)
        else:
            lanes.append((at, [span]))
    out = []
    for at, spans in lanes:
        spans.sort()
        start, end = spans[0]
        for a, b in spans[1:]:
            if a <= end + _NEAR:
                end = max(end, b)
                continue
            out.append((at, start, end))
            start, end = a, b
        out.append((at, start, end))
    return [Edge(at, a, at, b) if upright else Edge(a, at, b, at) for at, a, b in out if b - a > _NEAR]


def _cells(level: Sequence[Edge], upright: Sequence[Edge]) -> list[tuple[float, float, float, float]]:
    """The smallest rectangles whose four sides are drawn."""
    across: dict[float, list[tuple[float, Edge, Edge]]] = {}  # height → crossings from left to right
    down: dict[float, list[tuple[float, Edge, Edge]]] = {}  # place → crossings from top to bottom
    count = 0
    for h in level:
        for v in upright:
            if h.x0 - _NEAR <= v.x0 <= h.x1 + _NEAR and v.top - _NEAR <= h.top <= v.bottom + _NEAR:
                across.setdefault(h.top, []).append((v.x0, h, v))
                down.setdefault(v.x0, []).append((h.top, h, v))
                count += 1
        if count > _MOST_CROSSINGS:
            return []
    for row in (*across.values(), *down.values()):
        row.sort(key=lambda crossing: crossing[0])
    edges_at = {(x, y): (h, v) for y, row in across.items() for x, h, v in row}
    cells = []
    for (x, y), (h, v) in edges_at.items():
        right = [(x2, v2) for x2, h2, v2 in across[y] if x2 > x and h2 is h]
        below = [(y2, h2) for y2, h2, v2 in down[x] if y2 > y and v2 is v]
        box = next(
            (
                (x, y, x2, y2)
                for y2, h2 in below
                for x2, v2 in right
                if (found := edges_at.get((x2, y2))) is not None and found[0] is h2 and found[1] is v2
            ),
            None,
        )
        if box is not None:
            cells.append(box)
    return cells


def _groups(cells: Sequence[tuple[float, float, float, float]]) -> list[list[tuple[float, float, float, float]]]:
    """Cells that share a corner belong to one table."""
    owner: dict[tuple[float, float], int] = {}
    parent = list(range(len(cells)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for i, (x0, top, x1, bottom) in enumerate(cells):
        for corner in ((x0, top), (x1, top), (x0, bottom), (x1, bottom)):
            other = owner.setdefault(corner, i)
            parent[root(i)] = root(other)
    groups: dict[int, list[tuple[float, float, float, float]]] = {}
    for i, cell in enumerate(cells):
        groups.setdefault(root(i), []).append(cell)
    return list(groups.values())


def _ticks(values: Iterable[float]) -> list[float]:
    out: list[float] = []
    for value in sorted(values):
        if not out or value - out[-1] > _NEAR:
            out.append(value)
    return out


def _tick(ticks: Sequence[float], value: float) -> int:
    at = bisect_left(ticks, value)
    if at == len(ticks) or (at > 0 and value - ticks[at - 1] <= ticks[at] - value):
        return at - 1
    return at
