"""Which run of a Word file holds which characters of the plain text, and how a run is cut without changing its looks.

A mark begins and ends between runs; where the words at issue begin inside one, the run is cut in two that carry the
same properties, as Word itself does.
"""

from __future__ import annotations

import copy
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count

from lxml import etree

from assistant.drafts.package import keep_blanks
from corpus.read.archive import local

Field = tuple[etree._Element, etree._Element]


@dataclass(slots=True)
class Piece:
    """Some characters of the plain text and the element that prints them: 「w:t」, or a tab or break of one character.

    ``run`` is the run around it; ``None`` for what cannot be cut (a formula). ``anchor`` is where a mark must go
    instead, for words that Word lets nobody comment on (a header, a text box). ``field`` are the first and the last
    element of the field whose result it is: Word writes results anew, so marks stand outside and nothing is changed.
    """

    start: int
    text: str
    element: etree._Element
    run: etree._Element | None
    anchor: etree._Element | None = None
    field: Field | None = None

    @property
    def end(self) -> int:
        """One past its last character."""
        return self.start + len(self.text)

    @property
    def outer(self) -> etree._Element:
        """What a mark stands before or behind."""
        return self.element if self.run is None else self.run


@dataclass(slots=True)
class Runs:
    """All pieces of a file in the order of the plain text; ``fresh`` numbers what is put into it."""

    pieces: list[Piece] = field(default_factory=list)
    fresh: Callable[[], int] = field(default_factory=lambda: count().__next__)
    _starts: list[int] = field(default_factory=list)

    def add(self, piece: Piece) -> None:
        """Pieces come in the order of the text."""
        self.pieces.append(piece)
        self._starts.append(piece.start)

    def first(self, at: int) -> Piece | None:
        """The piece that holds the character at ``at``, else the next."""
        found = bisect_right(self._starts, at) - 1
        if found >= 0 and self.pieces[found].end > at:
            return self.pieces[found]
        return self.pieces[found + 1] if found + 1 < len(self.pieces) else None

    def last(self, at: int) -> Piece | None:
        """The piece that holds the character before ``at``, else the one before."""
        found = bisect_left(self._starts, at) - 1
        return self.pieces[found] if found >= 0 else None

    def within(self, start: int, end: int) -> list[Piece]:
        """The pieces that hold characters of a stretch."""
        low = max(bisect_right(self._starts, start) - 1, 0)
        return [p for p in self.pieces[low : bisect_left(self._starts, end)] if p.end > start]

    def cut(self, at: int) -> None:
        """See to it that at ``at`` one run ends and another begins; a formula stays whole.

        What hangs on the words before (a note's mark, a picture) gets a run of its own behind the cut.
        """
        found = bisect_right(self._starts, at) - 1
        if found < 0:
            return
        piece = self.pieces[found]
        if piece.run is not None and piece.start < at < piece.end:
            self._cut_text(found, at - piece.start)
            found += 1
        elif piece.start < at:
            found += 1
        if found < len(self.pieces) and (behind := self.pieces[found]).start == at:
            if any(local(e) != "rPr" for e in behind.element.itersiblings(preceding=True)):
                self._cut_run(found, behind.element)
        before = self.pieces[found - 1] if found else None
        if before is not None and before.end == at and (rest := before.element.getnext()) is not None:
            self._cut_run(found - 1, rest)

    def _cut_text(self, index: int, kept: int) -> None:
        piece = self.pieces[index]
        rest = etree.Element(piece.element.tag, piece.element.attrib, nsmap=piece.element.nsmap)
        rest.text, piece.element.text = piece.text[kept:], piece.text[:kept]
        for element in (piece.element, rest):
            if element.text != element.text.strip():
                keep_blanks(element)
        piece.element.addnext(rest)
        new = Piece(piece.start + kept, piece.text[kept:], rest, piece.run, piece.anchor, piece.field)
        piece.text = piece.text[:kept]
        self.pieces.insert(index + 1, new)
        self._starts.insert(index + 1, new.start)

    def _cut_run(self, index: int, element: etree._Element) -> None:
        """Give an element and all behind it in the run of the piece at ``index`` a run of their own."""
        run = self.pieces[index].run
        if run is None:
            return
        new = etree.Element(run.tag, run.attrib, nsmap=run.nsmap)
        properties = next((e for e in run if local(e) == "rPr"), None)
        if properties is not None:
            new.append(copy.deepcopy(properties))
            for change in (e for e in new.iter() if local(e) == "rPrChange"):
                number(change, self.fresh())
        new.extend([element, *element.itersiblings()])
        new.tail, run.tail = run.tail, None
        run.addnext(new)
        for piece in self.pieces[index:]:
            if piece.run is not run:
                break
            if piece.element.getparent() is new:
                piece.run = new


def looks_of(run: etree._Element) -> etree._Element | None:
    """A copy of a run's properties for words that are put beside it: without somebody's tracked change of them."""
    properties = next((e for e in run if local(e) == "rPr"), None)
    if properties is None:
        return None
    made = copy.deepcopy(properties)
    for change in [e for e in made if local(e) == "rPrChange"]:
        made.remove(change)
    return made


def number(element: etree._Element, given: int) -> None:
    """Give an annotation its number, in the namespace of its own name."""
    element.set(f"{{{etree.QName(element).namespace}}}id", str(given))
