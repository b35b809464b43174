"""Tables of paged formats: from ruled lines to cells, from cells to a grid, and on over the page's end."""

from __future__ import annotations

import re
from bisect import bisect, bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from corpus.raw import RawTable
from corpus.read.characters import joined
from corpus.read.grid import Place, grid_at, lays_out, with_titles
from corpus.read.layout import Edge, Glyph
from corpus.read.limits import Limits
from corpus.read.strokes import NEAR, Box, tables_of_boxes

# Characters times tables of a page; above it the page is a drawing.
_MOST_WORK = 20_000_000


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's box and its characters, later its paragraphs; ``full``: its last line reaches the right edge."""

    x0: float
    top: float
    x1: float
    bottom: float
    glyphs: tuple[Glyph, ...] = ()
    paragraphs: tuple[str, ...] = ()
    full: bool = False

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
    found: list[Ruled] = []
    left = list(glyphs)
    groups = tables_of_boxes(edges)
    if len(groups) * len(glyphs) > _MOST_WORK:
        return found, left
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
        reaching = [c for c in first.parts[-1] if c.bottom > seam + NEAR]
        first.parts[-1] = [c for c in first.parts[-1] if c.bottom <= seam + NEAR]
        first.parts.append(reaching + moved)


def _heal(above: list[Cell], below: list[Cell], seam: float) -> tuple[list[Cell], list[Cell]]:
    """Cells that the page's end cut in two: merged ones at the left, and the row itself where its words break off."""
    top_row = sorted((c for c in below if abs(c.top - seam) < NEAR), key=lambda c: c.x0)
    over = [next((a for a in above if _same_column(a, c) and abs(a.bottom - seam) < NEAR), None) for c in top_row]
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
        if cell.text == upper.text:
            pass  # some programs print a merged cell's words on every page
        elif _STOPPED.search(upper.text):
            text = (*upper.paragraphs, *cell.paragraphs)
        else:
            seamless = joined("".join(upper.paragraphs[-1:]), "".join(cell.paragraphs[:1]))
            text = (*upper.paragraphs[:-1], seamless, *cell.paragraphs[1:])
        at = next(i for i, a in enumerate(above) if a is upper)
        above[at] = replace(upper, bottom=cell.bottom, paragraphs=tuple(t for t in text if t))
        below = [c for c in below if c is not cell]
    return above, below


def _row_is_torn(pairs: Sequence[tuple[Cell, Cell]], width: int) -> bool:
    """A row that goes on over the page: the first cell of the row's own (not reaching down from rows above) is empty
    below, or goes on in the middle of a line while a neighbour is empty."""
    own = [(a, c) for a, c in pairs if a.text != c.text]
    if len(pairs) < width or not any(c.text for _, c in own):
        return False
    last = max(a.top for a, _ in pairs)
    mates = [(a, c) for a, c in own if a.top > last - NEAR and a.text]
    if not mates or not any(not c.text for _, c in mates):
        return False
    upper, cell = mates[0]
    return not cell.text or (upper.full and not _STOPPED.search(upper.text))


_STOPPED = re.compile("[。；！？;!?][”’）)】]*$")


def _same_column(a: Cell, b: Cell) -> bool:
    return abs(a.x0 - b.x0) < 2 * NEAR and abs(a.x1 - b.x1) < 2 * NEAR


def _without_head(first: list[Cell], second: list[Cell]) -> list[Cell]:
    """The second table's cells below the head that it repeats from the first."""
    best = min(c.top for c in second)
    for a, b in zip(_seams(first)[:4], _seams(second)[:4], strict=False):
        head, again = _above(first, a), _above(second, b)
        if [c.text for c in head] == [c.text for c in again] and any(c.text for c in head):
            best = b
    return [c for c in second if c.top > best - NEAR]


def _seams(cells: list[Cell]) -> list[float]:
    """The heights at which no cell is cut: where one row ends and the next begins across the whole table."""
    ys = _ticks([c.bottom for c in cells])[:12]
    return [y for y in ys if not any(c.top < y - NEAR and c.bottom > y + NEAR for c in cells)]


def _above(cells: list[Cell], seam: float) -> list[Cell]:
    return sorted((c for c in cells if c.bottom < seam + NEAR), key=lambda c: (round(c.top / NEAR), c.x0))


def _filled(boxes: Sequence[Box], glyphs: Sequence[Glyph]) -> list[Cell]:
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


def _ticks(values: Iterable[float]) -> list[float]:
    out: list[float] = []
    for value in sorted(values):
        if not out or value - out[-1] > NEAR:
            out.append(value)
    return out


def _tick(ticks: Sequence[float], value: float) -> int:
    at = bisect_left(ticks, value)
    if at == len(ticks) or (at > 0 and value - ticks[at - 1] <= ticks[at] - value):
        return at - 1
    return at
