"""From a page's elements to pieces in reading order: paragraphs and table grids, each with what its place says of it.

Knows HTML and nothing of policies: which elements break a line, which tables are data and which only lay out the page,
what is hidden. Which pieces are the policy's own, ``page`` decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from corpus.errors import UnreadableFile
from corpus.raw import RawTable
from corpus.read.elements import BLOCK, SILENT, collapse, is_hidden, parse, words_below
from corpus.read.grid import Place, cell_text, flat, grid_of, lays_out, with_titles
from corpus.read.limits import Limits

_TABLES_IN_TABLES = 12
_NUMBERED = re.compile(
    r"\s*(?:[0-9０-９]+|[（(]?[一二三四五六七八九十0-9]+[）)、.．]|第[一二三四五六七八九十百]+[条章节]|[①-⑳])"
)


@dataclass(frozen=True, slots=True)
class Shape:
    """Where a page's text is, by the elements' ``mem_id``: the main container, what it stands in (itself included), and
    the furniture with its reason."""

    main: int
    above: frozenset[int]
    furniture: dict[int, str]


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph or table and its place: ``links`` is the share of its characters in links, ``main`` whether it
    stands in the main container, ``why`` the reason if its element is furniture, ``heading`` whether it is an h1-h3."""

    block: str | RawTable
    links: float = 0.0
    main: bool = False
    why: str | None = None
    heading: bool = False


def blocks_of_fragment(text: str, limits: Limits) -> list[str | RawTable]:
    """The paragraphs and tables of a piece of HTML, such as a ``<table>`` inside Markdown."""
    body = parse(text).body
    return [p.block for p in Walk(limits).pieces(body) if p.why is None] if body is not None else []


class Walk:
    """One walk over a page whose shape ``page`` has found; without one, over a piece of HTML that is all text."""

    def __init__(self, limits: Limits, shape: Shape | None = None) -> None:
        self._limits = limits
        self._shape = shape
        self._main = shape.main if shape else None
        self._depth = 0

    def pieces(self, root: LexborNode) -> list[Piece]:
        """The pieces below ``root``, in order."""
        line = _Line()
        line.main = root.mem_id == self._main
        for node, entering in _events(root, self._stops):
            tag = node.tag or ""
            if tag == "-text":
                line.add(node.text_content or "")
                continue
            if tag in BLOCK and not (tag == "br" and line.preformatted):
                line.end()
            if not entering:
                self._leave(node, tag, line)
            elif (why := self._why(node)) is not None:
                line.pieces += self._dropped(node, why, line)
            elif tag == "table":
                line.pieces += self._table(node, line)
            else:
                self._enter(node, tag, line)
        line.end()
        return line.pieces

    def _stops(self, node: LexborNode) -> bool:
        return node.tag == "table" or self._why(node) is not None

    def _why(self, node: LexborNode) -> str | None:
        if node.tag in SILENT:
            return ""
        if self._shape is not None:
            return self._shape.furniture.get(node.mem_id)
        return "隐藏的内容" if is_hidden(node) else None

    def _dropped(self, node: LexborNode, why: str, line: _Line) -> list[Piece]:
        words = words_below(node) if why else ""
        return [Piece(words, 0.0, line.main, why)] if words else []

    def _enter(self, node: LexborNode, tag: str, line: _Line) -> None:
        if node.mem_id == self._main:
            line.main = True
        if tag == "a":
            line.links += 1
        elif tag in ("h1", "h2", "h3"):
            line.heading = True
        elif tag == "pre":
            line.preformatted = True
        elif tag == "li" and (number := _list_number(node)):
            line.add(number)

    def _leave(self, node: LexborNode, tag: str, line: _Line) -> None:
        if node.mem_id == self._main:
            line.end()
            line.main = False
        if tag == "a":
            line.links -= 1
        elif tag in ("h1", "h2", "h3"):
            line.heading = False
        elif tag == "pre":
            line.preformatted = False

    def _table(self, table: LexborNode, line: _Line) -> list[Piece]:
        """A data table is one piece, a layout table the pieces of its cells."""
        rows = _rows(table)
        if sum(map(len, rows)) > self._limits.cells:
            raise UnreadableFile(f"网页中的表格超过 {self._limits.cells} 个单元格，无法读取，请拆分后再试。")
        inside = line.main or table.mem_id == self._main
        if self._depth >= _TABLES_IN_TABLES:
            return [Piece(collapse(table.text(deep=True, separator=" ")), 0.0, inside)]
        self._depth += 1
        cells = [[self._cell(cell, inside) for cell in row] for row in rows]
        caption = next((c for c in table.iter() if c.tag == "caption"), None)
        title = collapse(caption.text(deep=True)) if caption is not None else ""
        self._depth -= 1
        own = [[[p.block for p in cell if p.why is None] for cell in row] for row in cells]
        holds_text = self._shape is not None and any(c.mem_id in self._shape.above for row in rows for c in row)
        if holds_text or table.attributes.get("role") == "presentation" or lays_out(own):
            flow = [Piece(title, 0.0, inside)] if title else []
            return flow + [p for row in cells for cell in row for p in cell]
        places = [
            [_place(node, pieces) for node, pieces in zip(nodes, row, strict=True)]
            for nodes, row in zip(rows, cells, strict=True)
        ]
        grid = grid_of(places, self._limits)
        kept = [p for row in cells for cell in row for p in cell if p.why is None]
        size = sum(len(_words(p)) for p in kept) or 1
        links = sum(p.links * len(_words(p)) for p in kept) / size
        dropped = [p for row in cells for cell in row for p in cell if p.why]
        inside = inside or any(p.main for p in kept)
        around = with_titles(grid) if grid else []
        return [Piece(b, links, inside) for b in ([title, *around] if title else around)] + dropped

    def _cell(self, cell: LexborNode, inside: bool) -> list[Piece]:
        pieces = self.pieces(cell)
        if inside and cell.mem_id != self._main:
            return [Piece(p.block, p.links, True, p.why, p.heading) for p in pieces]
        return pieces


class _Line:
    """The paragraph being gathered and the pieces before it."""

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self.links = 0
        self.main = self.heading = self.preformatted = False
        self._parts: list[str] = []
        self._linked = 0

    def add(self, text: str) -> None:
        if self.preformatted:
            first, *rest = re.split(r"\r\n|[\r\n]", text)
            self._parts.append(first)
            for part in rest:
                self.end()
                self._parts.append(part)
            return
        self._parts.append(text)
        if self.links > 0:
            self._linked += len(text.strip())

    def end(self) -> None:
        text = collapse("".join(self._parts))
        if text.strip():
            size = len(re.sub(r"\s", "", text)) or 1
            self.pieces.append(Piece(text, min(1.0, self._linked / size), self.main, None, self.heading))
        self._parts, self._linked = [], 0


def _events(root: LexborNode, stops: object) -> Iterator[tuple[LexborNode, bool]]:
    """Enter and leave events below ``root`` without recursion; what ``stops`` is entered but not gone into."""
    assert callable(stops)
    node = root.first_child
    while node is not None:
        yield node, True
        below = None if stops(node) else node.first_child
        if below is not None:
            node = below
            continue
        while node is not None:
            if node.tag != "-text" and not stops(node):
                yield node, False
            if node.next is not None:
                node = node.next
                break
            node = node.parent
            if node is None or node.mem_id == root.mem_id:
                return


def _rows(table: LexborNode) -> list[list[LexborNode]]:
    """The table's own rows, not those of tables inside it."""
    rows: list[list[LexborNode]] = []
    for child in table.iter():
        found = [child] if child.tag == "tr" else []
        if child.tag in ("thead", "tbody", "tfoot"):
            found = [row for row in child.iter() if row.tag == "tr"]
        for row in found:
            rows.append([c for c in row.iter() if c.tag in ("td", "th") and not is_hidden(c)])
    return rows


def _place(node: LexborNode, pieces: list[Piece]) -> Place:
    text = cell_text([p.block for p in pieces if p.why is None])
    section = node.parent.parent.tag if node.parent is not None and node.parent.parent is not None else ""
    head = node.tag == "th" or section == "thead"
    return Place(text, _span(node, "rowspan"), max(1, _span(node, "colspan")), head)


def _span(node: LexborNode, name: str) -> int:
    found = re.match(r"\s*([0-9]{1,6})", node.attributes.get(name) or "")
    return int(found[1]) if found else 1


def _words(piece: Piece) -> str:
    return piece.block if isinstance(piece.block, str) else flat(piece.block)


def _list_number(item: LexborNode) -> str:
    """The number that an ordered list prints, 「3. 」; none where the item's own words begin with one."""
    above = item.parent
    if above is None or above.tag != "ol" or "none" in (above.attributes.get("style") or ""):
        return ""
    if (above.attributes.get("type") or "1") != "1" or _NUMBERED.match(item.text(deep=True)):
        return ""
    start = re.fullmatch(r"[0-9]{1,5}", above.attributes.get("start") or "1")
    before, sibling = 0, item.prev
    while sibling is not None:
        before += sibling.tag == "li"
        sibling = sibling.prev
    return f"{int(start[0] if start else 1) + before}. "
