"""From a page's strokes to the smallest rectangles they draw: the boxes of its tables' cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from corpus.read.layout import Edge

Box = tuple[float, float, float, float]  # left, top, right, bottom

# Strokes nearer than this are one; a table drawn cell by cell draws every inner line twice.
NEAR = 3.0
# More crossings, or more pairs of strokes to look at, than any table of a page has: a drawing.
_MOST_CROSSINGS = 12_000
_MOST_PAIRS = 2_000_000


def tables_of_boxes(edges: Sequence[Edge]) -> list[list[Box]]:
    """The boxes that strokes enclose, one list a table; none where the page is a drawing."""
    return _groups(_cells(*_strokes(edges)))


def _strokes(edges: Sequence[Edge]) -> tuple[list[Edge], list[Edge]]:
    """Level and upright strokes, each made whole from its pieces; sides that a table leaves open are drawn."""
    level = _merged([e for e in edges if e.top == e.bottom], upright=False)
    upright = _merged([e for e in edges if e.top != e.bottom], upright=True)
    if len(level) * len(upright) > _MOST_PAIRS:
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
        if lanes and at - lanes[-1][0] <= NEAR:
            lanes[-1][1].append(span)
        else:
            lanes.append((at, [span]))
    out = []
    for at, spans in lanes:
        spans.sort()
        start, end = spans[0]
        for a, b in spans[1:]:
            if a <= end + NEAR:
                end = max(end, b)
                continue
            out.append((at, start, end))
            start, end = a, b
        out.append((at, start, end))
    return [Edge(at, a, at, b) if upright else Edge(a, at, b, at) for at, a, b in out if b - a > NEAR]


def _cells(level: Sequence[Edge], upright: Sequence[Edge]) -> list[Box]:
    """The smallest rectangles whose four sides are drawn."""
    across: dict[float, list[tuple[float, Edge, Edge]]] = {}  # height → crossings from left to right
    down: dict[float, list[tuple[float, Edge, Edge]]] = {}  # place → crossings from top to bottom
    count = 0
    for h in level:
        for v in upright:
            if h.x0 - NEAR <= v.x0 <= h.x1 + NEAR and v.top - NEAR <= h.top <= v.bottom + NEAR:
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


def _groups(cells: Sequence[Box]) -> list[list[Box]]:
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
    groups: dict[int, list[Box]] = {}
    for i, cell in enumerate(cells):
        groups.setdefault(root(i), []).append(cell)
    return list(groups.values())
