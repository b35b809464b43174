"""A Word draft as plain text, with the run behind every character.

The text is what a reader sees who accepts all tracked changes: paragraphs joined by line breaks, the cells of tables
in place; then text boxes, foot- and endnotes, headers and footers. Comments, field codes and hidden words are none of
it, nor are numbers that Word prints by itself (a list's 1. 2. 3.): nobody typed them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from assistant.drafts.numbers import Numbers
from assistant.drafts.package import Package
from assistant.drafts.runs import Field, Piece, Runs
from corpus.read.archive import attribute, child, local

_AROUND = frozenset(
    "sdt sdtContent customXml ins moveTo smartTag hyperlink fldSimple bdo dir ruby rubyBase object".split()
)
_BOXED = ("drawing", "pict", "object")
_FIXED = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "-"}
_SHORT_NAMES = {"footnotes": "脚注", "endnotes": "尾注", "header": "页眉", "footer": "页脚"}


@dataclass(slots=True)
class WordPaper:
    """What was read of one file: ``text``, its runs, ``places`` (where each paragraph stands, for people to find)."""

    package: Package
    lines: list[str] = field(default_factory=list)
    runs: Runs = field(default_factory=Runs)
    places: list[tuple[int, str]] = field(default_factory=list)
    pictures: int = 0
    changes: int = 0
    hidden: int = 0
    _at: int = 0
    _joins: bool = True  # the next paragraph goes on in the same line: at the start, and behind a deleted end mark
    _anchor: etree._Element | None = None
    _boxes: list[tuple[etree._Element, etree._Element]] = field(default_factory=list)
    _references: dict[tuple[str, str], etree._Element] = field(default_factory=dict)
    _paragraphs: int = 0
    _tables: int = 0

    @property
    def text(self) -> str:
        """The plain text."""
        return "".join(self.lines)

    @classmethod
    def read(cls, package: Package) -> WordPaper:
        """Read the whole file."""
        paper = cls(package)
        paper.runs.fresh = Numbers(package).fresh
        body = child(package.body, "body")
        if body is not None:
            paper._blocks(body, "")
        paper._all_boxes()
        # Without words in the body a mark has no run to stand at; the anchor then says so.
        top = next((p.element for p in paper.runs.pieces), package.body)
        for kind in ("footnotes", "endnotes"):
            paper._notes(kind, top)
        for kind in ("header", "footer"):
            for path in package.related(kind):
                paper._anchor = top
                paper._blocks(package.part(path), _SHORT_NAMES[kind])
                paper._all_boxes(top)
        return paper

    def _all_boxes(self, anchor: etree._Element | None = None) -> None:
        """The text boxes met so far, and those inside them; each is marked where it is drawn."""
        number = 0
        while self._boxes:
            drawn, content = self._boxes.pop(0)
            number += 1
            self._anchor = anchor if anchor is not None else drawn
            self._blocks(content, f"文本框{number}")
        self._anchor = None

    def _notes(self, kind: str, top: etree._Element) -> None:
        number = 0
        for path in self.package.related(kind):
            for note in self.package.part(path):
                if attribute(note, "type") not in (None, "normal") or not local(note).endswith("note"):
                    continue
                number += 1
                mark = self._references.get((local(note), attribute(note, "id") or ""), top)
                self._anchor = mark
                self._blocks(note, f"{_SHORT_NAMES[kind]}{number}")
                self._all_boxes(mark)

    def _blocks(self, container: etree._Element, place: str) -> None:
        for element in container:
            name = local(element)
            if name == "p":
                self._paragraph(element, place)
            elif name == "tbl":
                self._tables += 1
                self._blocks(element, place or f"表格{self._tables}")
            elif name == "tr":
                if child(element, "trPr", "del") is None:
                    self._blocks(element, place)
                else:
                    self.changes += 1
            elif name == "AlternateContent":
                self._blocks(chosen(element), place)
            elif name == "tc" or name in _AROUND:
                self._blocks(element, place)

    def _paragraph(self, paragraph: etree._Element, place: str) -> None:
        if not self._joins:
            self._put("\n")
        self._joins = child(paragraph, "pPr", "rPr", "del") is not None
        begun = self._at
        here = len(self.places)
        fields = fields_in(paragraph)
        for piece in self._inline(paragraph, None):
            piece.field = fields.get(piece.outer)
            self.runs.add(piece)
            self._put(piece.text)
        if self._at > begun and not place:
            self._paragraphs += 1
        self.places.insert(here, (begun, place or f"第{max(self._paragraphs, 1)}段"))

    def _put(self, text: str) -> None:
        self.lines.append(text)
        self._at += len(text)

    def _inline(self, container: etree._Element, run: etree._Element | None) -> Iterator[Piece]:
        for element in container:
            name = local(element)
            if name == "r":
                if _is_hidden(element):
                    self.hidden += 1
                else:
                    yield from self._inline(element, element)
            elif name in ("oMath", "oMathPara"):
                words = "".join(t.text or "" for t in element.iter() if local(t) == "t")
                if words:
                    yield Piece(self._at, words, element, None, self._anchor)
            elif text := _printed(element, name):
                yield Piece(self._at, text, element, run, self._anchor)
            elif name in ("del", "moveFrom"):
                self.changes += 1
            elif name == "AlternateContent":
                yield from self._inline(chosen(element), run)
            else:
                self._met(element, name)
                if name in _AROUND:
                    self.changes += name in ("ins", "moveTo")
                    yield from self._inline(element, run)

    def _met(self, element: etree._Element, name: str) -> None:
        """What hangs on a paragraph: text boxes, pictures, the marks of notes."""
        if name in _BOXED:
            self._boxes += [(element, box) for box in _boxes(element)]
            self.pictures += any(local(e) in ("blip", "imagedata") for e in element.iter())
        elif name in ("footnoteReference", "endnoteReference"):
            self._references[name.removesuffix("Reference"), attribute(element, "id") or ""] = element


def fields_in(paragraph: etree._Element) -> dict[etree._Element, Field]:
    """The outermost whole field around each run of a paragraph.

    A field that goes on in the next paragraph (a table of contents) is no business of a mark's. Words with their
    reading above them, and those of a form that fills or locks itself, are kept whole in the same way.
    """
    found: dict[etree._Element, Field] = {}
    for element in paragraph.iter():
        if _is_whole(element):
            found |= {e: (element, element) for e in element.iter() if e not in found}
    opened: list[etree._Element] = []
    inside: list[etree._Element] = []
    for run in paragraph.iter():
        if local(run) == "fldSimple":
            found |= {e: (run, run) for e in run.iter() if e not in found}
        if local(run) != "r":
            continue
        inside.append(run)
        for element in run:
            kind = attribute(element, "fldCharType") if local(element) == "fldChar" else None
            if kind == "begin":
                if not opened:
                    inside = [run]
                opened.append(run)
            elif kind == "end" and opened:
                begin = opened.pop()
                if not opened:
                    found |= dict.fromkeys(inside, (begin, run))
    return found


def _is_whole(element: etree._Element) -> bool:
    if local(element) == "r":
        return child(element, "ruby") is not None
    if local(element) != "sdt":
        return False
    lock = child(element, "sdtPr", "lock")
    locked = lock is not None and attribute(lock, "val") in ("contentLocked", "sdtContentLocked")
    return locked or child(element, "sdtPr", "dataBinding") is not None


def chosen(element: etree._Element) -> etree._Element:
    """Of two descriptions of one thing the newer: what Word shows."""
    return next(iter(e for e in element if local(e) in ("Choice", "Fallback")), element)


def _printed(element: etree._Element, name: str) -> str:
    """The characters that an element prints; a page break prints none."""
    if name == "t":
        return element.text or ""
    if name == "br":
        return "\n" if attribute(element, "type") in (None, "textWrapping") else ""
    return _FIXED.get(name, "")


def _boxes(element: etree._Element) -> Iterator[etree._Element]:
    """The text boxes drawn by an element; boxes inside a box are met when that one is read."""
    if local(element) == "txbxContent":
        yield element
        return
    for inner in chosen(element) if local(element) == "AlternateContent" else element:
        yield from _boxes(inner)


def _is_hidden(run: etree._Element) -> bool:
    hidden = child(run, "rPr", "vanish")
    return hidden is not None and attribute(hidden, "val") not in ("0", "false")
