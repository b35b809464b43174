"""The story of a Word file: paragraphs with the numbers Word prints, tables as grids, boxes and notes in place.

Counts as accepted what was inserted under tracked changes; what was deleted, moved away or hidden does not count.
Works on the XML itself: python-docx leaves out tracked changes, text boxes, notes and numbers, and gives up on a
file with one broken picture.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from corpus.model import Removed
from corpus.raw import RawTable
from corpus.read.archive import attribute, child, local
from corpus.read.grid import Place, cell_text, grid_at, lays_out, with_titles
from corpus.read.limits import Limits
from corpus.read.word_numbering import Numbering

# Around paragraphs or runs and without a meaning of their own here.
_AROUND = frozenset(
    (
        "body", "sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag", "hyperlink", "fldSimple", "bdo", "dir",
        "r", "footnote", "endnote", "txbxContent", "hdr", "ftr", "comment", "ruby", "rubyBase", "object",
    )
)  # fmt: skip
# Check boxes and the like from symbol fonts, by the last two digits of their code.
_SYMBOLS = {"52": "☑", "54": "☑", "FE": "☑", "FC": "✓", "A3": "□", "A8": "□", "6F": "□", "2A": "□", "B7": "·"}
_CONTENTS_STYLE = re.compile(r"(?:toc|目录)\s*[0-9]?", re.IGNORECASE)
_CONTENTS_LINE = re.compile(r".{2,120}?(?:[.．…·]{3,}|\t)\s*[-—]?\s*[0-9]{1,4}\s*[-—]?")


@dataclass(slots=True)
class Story:
    """Walks one document; ``removed`` gathers what does not count as its text."""

    numbering: Numbering
    limits: Limits
    notes: dict[str, etree._Element]  # "footnote 2" → element
    contents_styles: frozenset[str] = frozenset()
    removed: list[Removed] = field(default_factory=list)
    changes: int = 0
    _carried: str = ""  # the text of a paragraph whose end mark was deleted
    _asides: list[etree._Element] = field(default_factory=list)  # boxes and notes met in the current paragraph

    def blocks(self, container: etree._Element) -> list[str | RawTable]:
        """All paragraphs and tables below a container, in order."""
        out: list[str | RawTable] = []
        for element in container:
            name = local(element)
            if name == "p":
                out += self._paragraph(element)
            elif name == "tbl":
                out += self._table(element)
            elif name in ("del", "moveFrom"):
                self._strike(element)
            elif name == "AlternateContent":
                out += self.blocks(_alternative(element))
            elif name in _AROUND:
                out += self.blocks(element)
        return out

    def _paragraph(self, paragraph: etree._Element) -> list[str | RawTable]:
        properties = child(paragraph, "pPr")
        outer, self._asides = self._asides, []
        text = "".join(self._inline(paragraph))
        marker = self.numbering.marker(properties)
        asides, self._asides = self._asides, outer
        text = self._carried + ((marker + text) if text.strip() else text)
        self._carried = ""
        if child(properties, "rPr", "del") is not None:
            self._carried = text
            return []
        style = child(properties, "pStyle")
        if text.strip() and self._is_contents(text, attribute(style, "val") if style is not None else None):
            self.removed.append(Removed(text.strip(), "目录"))
            text = ""
        out: list[str | RawTable] = [line for line in text.split("\n") if line.strip()]
        for aside in asides:
            out += self._aside(aside)
        return out

    def _is_contents(self, text: str, style: str | None) -> bool:
        return (
            len(text) < 300
            and _CONTENTS_LINE.fullmatch(text.strip()) is not None
            and (style in self.contents_styles or "..." in text or "……" in text)
        )

    def _aside(self, aside: etree._Element) -> list[str | RawTable]:
        """A text box as it stands; a foot- or endnote with its name before it."""
        name = local(aside)
        if name == "txbxContent":
            return self.blocks(aside)
        label = "脚注" if name == "footnoteReference" else "尾注"
        ident = attribute(aside, "id") or ""
        note = self.notes.pop(f"{name.removesuffix('Reference')} {ident}", None)
        if note is None:
            return []
        inside = self.blocks(note)
        first = inside[0].strip() if inside and isinstance(inside[0], str) else ""
        return [f"{label}{ident}：{first}", *inside[1:]] if inside else []

    def _inline(self, container: etree._Element) -> Iterator[str]:
        for element in container:
            name = local(element)
            if name == "t":
                yield element.text or ""
            elif name in ("tab", "ptab"):
                yield "\t"
            elif name in ("br", "cr"):
                yield "\n"
            elif name == "noBreakHyphen":
                yield "-"
            elif name == "sym":
                yield _SYMBOLS.get((attribute(element, "char") or "").upper()[-2:], "")
            elif name in ("del", "moveFrom"):
                self._strike(element)
            elif name == "AlternateContent":
                yield from self._inline(_alternative(element))
            elif name in ("drawing", "pict", "object"):
                self._asides += _boxes(element)
            elif name in ("footnoteReference", "endnoteReference"):
                self._asides.append(element)
            elif name in ("oMath", "oMathPara"):
                yield "".join(t.text or "" for t in element.iter() if local(t) == "t")
            elif name == "r" and _is_hidden(element):
                self._hide(element)
            elif name in _AROUND:
                yield from self._inline(element)

    def _strike(self, element: etree._Element) -> None:
        text = "".join(t.text or "" for t in element.iter() if local(t) in ("t", "delText"))
        self.changes += 1
        if text.strip():
            self.removed.append(Removed(text, "修订中删除的文字"))

    def _hide(self, run: etree._Element) -> None:
        text = "".join(t.text or "" for t in run.iter() if local(t) == "t")
        if text.strip():
            self.removed.append(Removed(text, "隐藏文字"))

    def _table(self, table: etree._Element) -> list[str | RawTable]:
        places: list[tuple[int, int, Place]] = []
        cells: list[list[list[str | RawTable]]] = []
        above: dict[int, int] = {}  # column → index in places of the cell that may reach down
        heads = 0
        for row in _below(table, "tr"):
            properties = child(row, "trPr")
            if child(properties, "del") is not None:
                self._strike(row)
                continue
            at = len(cells)
            repeated = child(properties, "tblHeader")
            if repeated is not None and attribute(repeated, "val") not in ("0", "false") and heads == at:
                heads += 1
            cells.append(self._row(row, at, places, above, _number(child(properties, "gridBefore"))))
        if lays_out(cells):
            return [block for row in cells for cell in row for block in cell]
        grid = grid_at(places, len(cells), self.limits, head_rows=heads)
        return with_titles(grid) if grid else []

    def _row(
        self, row: etree._Element, at: int, places: list[tuple[int, int, Place]], above: dict[int, int], column: int
    ) -> list[list[str | RawTable]]:
        out: list[list[str | RawTable]] = []
        starts: dict[int, int] = {}
        for cell in _below(row, "tc"):
            properties = child(cell, "tcPr")
            blocks = self.blocks(cell)
            span = max(1, _number(child(properties, "gridSpan"), 1))
            down = child(properties, "vMerge")
            across = child(properties, "hMerge")
            if across is not None and attribute(across, "val") != "restart" and places and places[-1][0] == at:
                r, c, place = places[-1]
                places[-1] = (r, c, Place(place.text, place.rowspan, place.colspan + span, place.head))
            elif down is not None and attribute(down, "val") != "restart" and column in above:
                r, c, place = places[above[column]]
                places[above[column]] = (r, c, Place(place.text, at - r + 1, place.colspan, place.head))
                starts[column] = above[column]
            else:
                if down is not None:
                    starts[column] = len(places)
                places.append((at, column, Place(cell_text(blocks), 1, span)))
                out.append(blocks)
            column += span
        above.clear()
        above.update(starts)
        return out


def _below(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """The rows of a table, the cells of a row: also those inside a content control or a tracked insertion."""
    for inner in element:
        if local(inner) == name:
            yield inner
        elif local(inner) in ("sdt", "sdtContent", "customXml", "ins", "moveTo"):
            yield from _below(inner, name)


def _alternative(element: etree._Element) -> etree._Element:
    """Of two descriptions of one thing, the newer; the older where only that has a text box."""
    choices = [c for c in element if local(c) in ("Choice", "Fallback")]
    with_text = [c for c in choices if any(local(e) in ("t", "txbxContent") for e in c.iter())]
    return (with_text or choices or [element.makeelement("none")])[0]


def _boxes(element: etree._Element) -> Iterator[etree._Element]:
    """The text boxes drawn in a run, each once; boxes inside a box are met on its own walk."""
    if local(element) == "txbxContent":
        yield element
        return
    for inner in _alternative(element) if local(element) == "AlternateContent" else element:
        yield from _boxes(inner)


def _is_hidden(run: etree._Element) -> bool:
    hidden = child(run, "rPr", "vanish")
    return hidden is not None and attribute(hidden, "val") not in ("0", "false")


def _number(element: etree._Element | None, otherwise: int = 0) -> int:
    value = attribute(element, "val") if element is not None else None
    return int(value) if value is not None and value.isdigit() and len(value) < 5 else otherwise


def contents_styles(styles: etree._Element | None) -> frozenset[str]:
    """The ids of the styles of a table of contents (``toc 1``)."""
    found = set()
    for style in styles if styles is not None else ():
        name = child(style, "name")
        if name is not None and _CONTENTS_STYLE.fullmatch(attribute(name, "val") or ""):
            found.add(attribute(style, "styleId") or "")
    return frozenset(found)
