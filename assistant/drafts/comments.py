"""Native Word comments: an entry in ``comments.xml`` and three marks in the text, just as Word writes them.

The looks of a comment come from the styles ``annotation text`` and ``annotation reference`` where the file has them,
by whatever id; where it has none they are written out in the comment itself, and the file's styles stay untouched.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from lxml import etree

from assistant.drafts.package import Package, keep_blanks
from assistant.drafts.revisions import AUTHOR, stamp
from assistant.drafts.runs import Piece, Runs
from assistant.ledger.sheet import printable
from corpus.model import Span
from corpus.read.archive import attribute, child, local

INITIALS = "政策"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_SIZE = "21"  # half points, as Word's own style for the mark
_IN_TEXT = ("ins", "del", "moveTo", "moveFrom")


class Commenter:
    """Adds comments to one file."""

    def __init__(self, package: Package, runs: Runs, now: datetime) -> None:
        self._package = package
        self._runs = runs
        self._date = stamp(now)
        self._w = f"{{{package.word}}}"
        self._comments = self._part()
        self._styles = _styles(package)

    def _part(self) -> etree._Element:
        self._package.touch(self._package.main)
        known = self._package.related("comments")
        if known:
            return self._package.touch(known[0])
        folder = self._package.main.rpartition("/")[0]
        path = self._package.free_path(f"{folder}/comments.xml".lstrip("/"))
        root = f'<w:comments xmlns:w="{self._package.word}"/>'
        self._package.add(path, "comments", _TYPE, root.encode())
        return self._package.touch(path)

    def add(self, span: Span, lines: Iterable[str]) -> bool:
        """Comment on the words of ``span``; ``False`` where the file holds no place for it."""
        first, last = self._runs.first(span.start), self._runs.last(span.end)
        if first is None or last is None or first.start > last.start:
            return False
        if first.anchor is not None or last.anchor is not None:
            run = _outermost_run(first.anchor if first.anchor is not None else first.element)
            opening = closing = run
        else:
            opening, closing = self._cut(span, first, last)
        if opening is None or closing is None:
            return False
        ident = {f"{self._w}id": str(self._runs.fresh())}
        self._mark(opening, closing, ident)
        self._write(lines, ident)
        return True

    def _cut(self, span: Span, first: Piece, last: Piece) -> tuple[etree._Element | None, etree._Element | None]:
        """What the comment begins before and ends behind, after cutting the runs at both ends; a field stays whole."""
        start, end = max(span.start, first.start), min(span.end, last.end)
        for at, piece in ((start, first), (end, last)):
            if piece.field is None:
                self._runs.cut(at)
        begun, ended = self._runs.first(span.start), self._runs.last(span.end)
        opening = begun and (begun.field[0] if begun.field else begun.outer)
        closing = ended and (ended.field[1] if ended.field else ended.outer)
        return opening, closing

    def _mark(self, opening: etree._Element, closing: etree._Element, ident: dict[str, str]) -> None:
        start = etree.Element(f"{self._w}commentRangeStart", ident)
        end = etree.Element(f"{self._w}commentRangeEnd", ident)
        run = etree.Element(f"{self._w}r")
        run.append(self._looks_of_mark())
        etree.SubElement(run, f"{self._w}commentReference", ident)
        _outside(opening).addprevious(start)
        last = _outside(closing)
        last.addnext(run)
        last.addnext(end)

    def _looks_of_mark(self) -> etree._Element:
        looks = etree.Element(f"{self._w}rPr")
        style = self._styles.get("annotation reference")
        if style:
            etree.SubElement(looks, f"{self._w}rStyle", {f"{self._w}val": style})
        else:
            for name in ("sz", "szCs"):
                etree.SubElement(looks, f"{self._w}{name}", {f"{self._w}val": _SIZE})
        return looks

    def _write(self, lines: Iterable[str], ident: dict[str, str]) -> None:
        w = self._w
        said = {**ident, f"{w}author": AUTHOR, f"{w}date": self._date, f"{w}initials": INITIALS}
        comment = etree.SubElement(self._comments, f"{w}comment", said)
        for number, line in enumerate(lines):
            paragraph = etree.SubElement(comment, f"{w}p")
            paragraph.append(self._looks_of_paragraph())
            if number == 0:
                reference = etree.SubElement(paragraph, f"{w}r")
                reference.append(self._looks_of_mark())
                etree.SubElement(reference, f"{w}annotationRef")
            run = etree.SubElement(paragraph, f"{w}r")
            if "annotation text" not in self._styles:
                run.append(self._sized())
            words = etree.SubElement(run, f"{w}t")
            words.text = printable(line)
            keep_blanks(words)

    def _looks_of_paragraph(self) -> etree._Element:
        """The style, or its looks: official papers indent and space every line, which a balloon has no room for."""
        w = self._w
        looks = etree.Element(f"{w}pPr")
        if style := self._styles.get("annotation text"):
            etree.SubElement(looks, f"{w}pStyle", {f"{w}val": style})
        else:
            etree.SubElement(
                looks, f"{w}spacing",
                {f"{w}before": "0", f"{w}after": "0", f"{w}line": "240", f"{w}lineRule": "auto"},
            )  # fmt: skip
            etree.SubElement(looks, f"{w}ind", {f"{w}firstLineChars": "0", f"{w}firstLine": "0"})
            etree.SubElement(looks, f"{w}jc", {f"{w}val": "left"})
        return looks

    def _sized(self) -> etree._Element:
        looks = etree.Element(f"{self._w}rPr")
        for name in ("sz", "szCs"):
            etree.SubElement(looks, f"{self._w}{name}", {f"{self._w}val": _SIZE})
        return looks


def _styles(package: Package) -> dict[str, str]:
    """The ids of the file's styles for comments, by their names in every language's Word."""
    found = {}
    for path in package.related("styles"):
        for style in package.part(path):
            name = child(style, "name")
            shown = (attribute(name, "val") or "").casefold() if name is not None else ""
            if shown in ("annotation text", "annotation reference"):
                found[shown] = attribute(style, "styleId") or ""
    return found


def _outermost_run(element: etree._Element) -> etree._Element | None:
    """The run of the text that a note's mark or a drawing stands in, however deep it lies."""
    found = element if local(element) == "r" else None
    for above in element.iterancestors():
        if local(above) == "r":
            found = above
    return found


def _outside(element: etree._Element) -> etree._Element:
    """A run, or the tracked change around it where it fills that alone: the marks then stay outside, as Word has them."""
    around = element.getparent()
    if around is not None and local(around) in _IN_TEXT and len(around) == 1:
        return around
    return element
