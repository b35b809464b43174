"""Clauses under construction, and how they become the frozen clauses of a document.

The builder (structure.py) hangs nodes into a tree and never moves text; here the tree gets its final steps
(表1, 标题2, 3〔2〕, 第二款) and its spans.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from corpus.grids import TableText
from corpus.model import Clause, ClauseId, ClauseKind, Span, Table
from corpus.numerals import to_chinese
from corpus.path import ClausePath

ROOMS = ("file", "attachment")
"""Kinds that hold a text of their own: its numbers start anew, its signature closes it."""


@dataclass(slots=True)
class Node:
    """A clause under construction. ``bare``: its number stood alone on the line, its words are in the next.

    ``numbers`` and ``counts`` are the last number and how many children of each kind it has.
    """

    step: str
    kind: str
    rank: int
    number: int = 0
    heading: str = ""
    run_in: bool = False
    bare: bool = False
    lines: list[str] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)
    table: TableText | None = None
    numbers: dict[str, int] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)

    def add(self, child: Node) -> None:
        """Hang a child in, last."""
        self.children.append(child)
        self.numbers[child.kind] = child.number
        self.counts[child.kind] = self.counts.get(child.kind, 0) + 1

    def walk(self) -> Iterator[Node]:
        """All nodes below, in the order of the text."""
        for child in self.children:
            yield child
            yield from child.walk()


def rooms(root: Node) -> list[Node]:
    """The root and every other document or attachment in it."""
    return [root, *(n for n in root.walk() if n.kind in ROOMS)]


def own_children(room: Node) -> list[Node]:
    """The numbered clauses of a room's own text."""
    return [c for c in room.children if c.kind not in ("front_matter", "closing", "table", *ROOMS)]


def set_paragraphs(node: Node) -> None:
    """Give the paragraphs of every article their place: 第二款 on, and the items their paragraph."""
    for child in node.children:
        set_paragraphs(child)
    if node.kind != "条":
        return
    own = 2 if node.bare else 1
    extra, node.lines = node.lines[own:], node.lines[:own]
    before = [Node("", "paragraph", 97, lines=[t]) for t in extra]
    items: list[Node] = []
    after: list[Node] = []
    for child in node.children:
        if child.kind == "paragraph":
            after += [Node("", "paragraph", 97, lines=[t]) for t in child.lines]
        elif after:
            after[-1].children.append(child)
        else:
            items.append(child)
    for count, piece in enumerate((*before, *after), 2):
        piece.step = f"第{to_chinese(count)}款"
    if before:
        before[-1].children = items
        items = []
    elif after and items:
        items = [Node("第一款", "paragraph", 97, children=items)]
    node.children = [*before, *items, *after]


def set_steps(root: Node) -> None:
    """Make every path unique: 标题, 标题2; numbers that begin anew become 1〔2〕 2〔2〕; tables count on: 表1, 表2.

    Articles run through a whole text, so a 第三条 of two chapters is 第三条 and 第三条〔2〕.
    """
    for room in rooms(root):
        seen: dict[str, int] = {}
        for node in _own(room):
            if node.kind == "条":
                count = seen[node.step] = seen.get(node.step, 0) + 1
                node.step += f"〔{count}〕" if count > 1 else ""
    _set_steps(root)


def _own(room: Node) -> Iterator[Node]:
    for child in room.children:
        if child.kind not in ROOMS:
            yield child
            yield from _own(child)


def _set_steps(node: Node) -> None:
    counts: dict[str, int] = {}
    series: dict[str, int] = {}
    taken: set[str] = set()
    for child in node.children:
        counts[child.step] = counts.get(child.step, 0) + 1
        if child.kind == "table":
            child.step = f"表{counts[child.step]}"
        elif child.kind in ("front_matter", "closing") or child.step == "续":
            child.step += str(counts[child.step]) if counts[child.step] > 1 else ""
        elif child.kind in _SERIES:
            if child.number == 1:
                series[child.kind] = series.get(child.kind, 0) + 1
            child.step += f"〔{series[child.kind]}〕" if series.get(child.kind, 0) > 1 else ""
        child.step = _free(child.step, taken)
        taken.add(child.step)
        _set_steps(child)


def _free(step: str, taken: set[str]) -> str:
    """The step, or the first repetition of it that is not taken: 二 printed twice is 二 and 二〔2〕."""
    if step not in taken:
        return step
    bare = step.partition("〔")[0]
    return next(f"{bare}〔{n}〕" for n in range(2, len(taken) + 3) if f"{bare}〔{n}〕" not in taken)


_SERIES = ("part", "section", "item", "subitem", "circle")
"""Kinds whose numbers may begin anew in one place: every number of the second series is marked, 1〔2〕 2〔2〕 3〔2〕."""


_KIND: dict[str, ClauseKind] = {
    "front_matter": "front_matter",
    "closing": "closing",
    "table": "table",
    "paragraph": "paragraph",
    "条": "article",
    "attachment": "attachment",
    "file": "attachment",
    "box": "attachment",
    "编": "part",
    "篇": "part",
    "部分": "part",
    "章": "part",
    "节": "section",
}


def _kind(node: Node) -> ClauseKind:
    if node.kind in _KIND:
        return _KIND[node.kind]
    numbered = any(c.kind not in ("table", "paragraph") for c in node.children)
    if node.kind == "part":
        return "item" if node.run_in and not numbered else "part"
    return "section" if node.kind == "section" and numbered else "item"


def freeze(nodes: Sequence[Node], document: str) -> tuple[tuple[Clause, ...], str]:
    """The finished clauses and the document's text, which is their own texts joined by line breaks."""
    pieces: list[str] = []
    at = 0

    def one(node: Node, path: ClausePath) -> Clause:
        nonlocal at
        here = path.child(node.step)
        text = "\n".join(node.lines)
        span = Span(at, at + len(text))
        if node.lines:
            pieces.append(text)
            at += len(text) + 1
        table = node.table.table if node.table else None
        if table is not None:
            table = _shift(table, span.start)
        children = tuple(one(child, here) for child in node.children)
        return Clause(ClauseId(document, here), _kind(node), node.heading, text, span, children, table)

    clauses = tuple(one(node, ClausePath()) for node in nodes)
    return clauses, "\n".join(pieces)


def _shift(table: Table, by: int) -> Table:
    rows = tuple(tuple(replace(c, span=c.span.shift(by)) if c.span else c for c in row) for row in table.rows)
    return replace(table, rows=rows)
