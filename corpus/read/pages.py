"""From pages to paragraphs and tables: what pdf and ofd have in common once their characters are placed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.model import Removed
from corpus.raw import RawTable
from corpus.read.characters import joined
from corpus.read.furniture import notes_of, without_contents, without_running
from corpus.read.layout import Line, Page, lines_of, unraised
from corpus.read.limits import Limits
from corpus.read.ruled import Ruled, continues, grid_of_cells, join, tables_of
from corpus.read.wraps import Frame, frames_of, goes_on, with_paragraphs

Item = Line | Ruled


@dataclass(frozen=True, slots=True)
class Laid:
    """A page taken apart into lines and tables; its thousands of characters are let go."""

    page: Page
    lines: list[Line]
    tables: list[Ruled]
    characters: int


def lay(page: Page) -> Laid:
    """Take a page apart and empty it."""
    characters = len(page.glyphs)
    tables, rest = tables_of(page.edges, page.glyphs, page.number)
    for table in tables:
        table.parts = [[with_paragraphs(cell) for cell in part] for part in table.parts]
    lines = lines_of(rest, page.number)
    page.glyphs, page.edges = [], []
    return Laid(page, lines, tables, characters)


def blocks_of(laid: Sequence[Laid], limits: Limits) -> tuple[list[str | RawTable], list[Removed]]:
    """The text of the pages in reading order, and what was left out of it with its reason."""
    pages = [one.page for one in laid]
    lines, removed = without_running(pages, [one.lines for one in laid])
    flat, contents = without_contents([line for found in lines for line in found])
    by_page: dict[int, list[Line]] = {}
    for line in flat:
        by_page.setdefault(line.page, []).append(line)
    frames = frames_of(flat, {page.number: page.width for page in pages})
    flow = _Flow(frames, limits)
    for one in laid:
        body, notes, marks = notes_of(by_page.get(one.page.number, []))
        items: list[Item] = sorted([*body, *one.tables], key=lambda item: item.top)
        for item in items:
            flow.add(replace(item, text=unraised(item.text, marks)) if isinstance(item, Line) else item)
        flow.note(notes)
    watermarks = {page.slanting.strip() for page in pages if page.slanting.strip()}
    removed += contents + [Removed(text, "水印或页边文字") for text in sorted(watermarks)]
    return flow.end(), removed


class _Flow:
    """Lines and tables as they come, put together into paragraphs and whole tables."""

    def __init__(self, frames: dict[int, Frame], limits: Limits) -> None:
        self._frames = frames
        self._limits = limits
        self._out: list[str | RawTable] = []
        self._text = ""
        self._last: Line | None = None
        self._table: Ruled | None = None
        self._notes: list[str] = []

    def add(self, item: Item) -> None:
        if isinstance(item, Ruled):
            self._end_paragraph()
            if self._table is not None and continues(self._table, item):
                join(self._table, item)
            else:
                self._end_table()
                self._table = item
            return
        if self._table is not None and item.text.strip(" （）()") in ("续表", "续上表", "接上表"):
            return
        self._end_table()
        if self._last is not None and goes_on(self._last, item, self._frames[item.page]):
            self._text = joined(self._text, item.text)
        else:
            self._end_paragraph()
            self._text = item.text
        self._last = item

    def note(self, lines: Sequence[Line]) -> None:
        """Foot notes wait until the paragraph that the page's end may cut is whole."""
        for line in lines:
            if line.text.startswith(("\x0e", "[")) or line.text[:1] in "①②③④⑤⑥⑦⑧⑨⑩" or not self._notes:
                self._notes.append("脚注" + unraised(line.text))
            else:
                self._notes[-1] = joined(self._notes[-1], unraised(line.text))

    def end(self) -> list[str | RawTable]:
        self._end_paragraph()
        self._end_table()
        return self._out

    def _end_paragraph(self) -> None:
        if self._text.strip():
            self._out.append(self._text.strip())
        self._text, self._last = "", None
        if self._notes and self._table is None:
            self._out += self._notes
            self._notes = []

    def _end_table(self) -> None:
        if self._table is not None:
            self._out += grid_of_cells(self._table, self._limits)
            self._table = None
            self._out += self._notes
            self._notes = []
