"""From placed characters to printed lines: what a pdf and an ofd know of their text.

Coordinates run to the right and down. Lines come by place, not by the order in the file, so a bracket that a
program wrote out of turn stands where it is printed.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from corpus.read.characters import is_wide

# With more small characters than this on a page they are its text, not marks raised beside it.
_MOST_SMALL = 2000


class Glyph(NamedTuple):
    """One printed character (or a few that the file keeps together) and its box."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float


class Edge(NamedTuple):
    """A ruled line of a table: horizontal where ``top`` is ``bottom``, else vertical."""

    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line. ``spaced``: the file ends it with a blank, as Word does at the end of a paragraph.

    Raised characters stand between two control characters until it is known whether they are note marks.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    page: int = 0
    spaced: bool = False


@dataclass(slots=True)
class Page:
    """A page as a reader of a paged format sees it."""

    number: int
    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)
    pictured: bool = False
    unmapped: int = 0
    slanting: str = ""  # watermarks and what stands upright on the margin


def lines_of(glyphs: Sequence[Glyph], page: int = 0) -> list[Line]:
    """The lines from top to bottom; a small raised digit stays in its line."""
    if not glyphs:
        return []
    sizes = sorted(g.size for g in glyphs)
    body = sizes[len(sizes) // 2]
    rows: list[_Row] = []
    for glyph in sorted((g for g in glyphs if g.size >= 0.75 * body), key=_baseline):
        if not rows or not rows[-1].takes(glyph):
            rows.append(_Row())
        rows[-1].add(glyph)
    small = [g for g in glyphs if g.size < 0.75 * body]
    alone: list[Glyph] = []
    for glyph in small:
        home = next((r for r in rows if r.holds(glyph)), None) if len(small) <= _MOST_SMALL else None
        if home is None:
            alone.append(glyph)
        else:
            home.glyphs.append(glyph)
    found = [_line(row.glyphs, page) for row in rows]
    if alone and len(alone) < len(glyphs):
        found += lines_of(alone, page)
    return sorted((line for line in found if line.text), key=lambda line: (line.top + line.bottom) / 2)


class _Row:
    """Characters that stand side by side."""

    def __init__(self) -> None:
        self.glyphs: list[Glyph] = []
        self._base = self._size = 0.0

    def add(self, glyph: Glyph) -> None:
        self.glyphs.append(glyph)
        count = len(self.glyphs)
        self._base += (_baseline(glyph) - self._base) / count
        self._size += (glyph.size - self._size) / count

    def takes(self, glyph: Glyph) -> bool:
        """Whether a character of usual size belongs here: it stands on the row's baseline."""
        return abs(_baseline(glyph) - self._base) < 0.35 * min(self._size, glyph.size)

    def holds(self, glyph: Glyph) -> bool:
        """Whether a small character is a raised or lowered one of this row: within its height and next to a word."""
        if not self._base - 0.8 * self._size < _baseline(glyph) < self._base + 0.35 * self._size:
            return False
        return any(g.x0 - g.size < glyph.x1 and glyph.x0 < g.x1 + g.size for g in self.glyphs)


def _baseline(glyph: Glyph) -> float:
    return glyph.bottom - 0.15 * glyph.size


def unraised(text: str, marks: frozenset[str] = frozenset()) -> str:
    """The text without the signs around raised characters, and without those that are note marks (责任制² → 责任制)."""
    return _RAISED.sub(lambda m: "" if m[1] in marks else m[1], text)


_POINTS = "，。、；：？！（）《》〈〉〔〕【】「」『』“”‘’—…·"
_CAPTION = re.compile("(?:专栏|附件|附表|附图|表|图) ?[0-9]{1,2}(?:[-—][0-9]{1,2})?")
_RAISED = re.compile("\x0e(.*?)\x0f")


def _line(glyphs: Sequence[Glyph], page: int) -> Line:
    ordered = sorted(glyphs, key=lambda g: g.x0)
    words = [g for g in ordered if not g.text.isspace()]
    if not words:
        return Line("", 0, 0, 0, 0, 0, page)
    size = max(sorted(g.size for g in words)[len(words) // 2], 0.1)
    usual = _usual_gap(words)
    foot = max((g.bottom for g in words if g.size >= 0.75 * size), default=0.0)
    text, spaced = "", False
    last: Glyph | None = None
    for glyph in ordered:
        if glyph.text.isspace():
            spaced = True
            continue
        if last is not None:
            width = min(glyph.x1 - glyph.x0, last.x1 - last.x0)
            if glyph.text == last.text and glyph.x0 - last.x0 < 0.3 * width < 0.4 * glyph.size:
                continue  # bold by printing twice; a dash two characters wide is two dashes
            text += _between(last, glyph, spaced, usual, text)
        raised = glyph.size < 0.75 * size and glyph.bottom < foot - 0.2 * size
        text += f"\x0e{glyph.text}\x0f" if raised else glyph.text
        last, spaced = glyph, False
    text = text.replace("\x0f\x0e", "")
    top, bottom = min(g.top for g in words), max(g.bottom for g in words)
    return Line(text, words[0].x0, top, max(g.x1 for g in words), bottom, size, page, spaced)


def _usual_gap(words: Sequence[Glyph]) -> float:
    """How far a line sets its characters apart, in their size: a stretched title has no blanks for all that."""
    gaps = sorted(
        (right.x0 - left.x1) / max(left.size, 0.1)
        for left, right in itertools.pairwise(words)
        if is_wide(left.text[-1]) and is_wide(right.text[0])
    )
    return max(0.0, gaps[len(gaps) // 2]) if gaps else 0.0


def _between(left: Glyph, right: Glyph, spaced: bool, usual: float, before: str) -> str:
    """A blank or nothing: print sets Chinese and digits apart (到 2025 年) where the text has no blank.

    After the number of a box or table (专栏1 重点工程) it has one.
    """
    em = max(min(left.size, right.size), 0.1)
    gap = (right.x0 - left.x1) / em
    wide = is_wide(left.text[-1]), is_wide(right.text[0])
    if all(wide):
        # A point's own room is no blank.
        pointed = left.text[-1] in _POINTS or right.text[0] in _POINTS
        return " " if gap - usual > (0.9 if pointed else 0.15 if spaced else 0.25) else ""
    if any(wide):
        captioned = (spaced or gap > 0.4) and _CAPTION.fullmatch(before) is not None
        return " " if gap - usual > 0.9 or captioned else ""
    return " " if spaced or gap > 0.25 else ""
