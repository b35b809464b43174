"""Hard line wraps undone: which printed lines are one paragraph.

A line goes on the one before if that one reaches the right edge and this one is not set in. Where a text sets no
paragraph in, a new number (第二条, （一）, 1.) after a full stop begins a new one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from corpus.read.characters import joined
from corpus.read.layout import Line, lines_of, unraised
from corpus.read.ruled import Cell

NUMBERED = re.compile(
    "第[一二三四五六七八九十百千零〇]+[编章节条]|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]"
    "|[0-9０-９]{1,3}[.．、](?![0-9])|[（(][0-9０-９]{1,3}[）)]|[①-⑳]|附件[0-9一二三四五六七八九十]*[：:]?$|——"
)
_END = re.compile("[。；！？：!?;:][”’）)】〕]*$")
_SENTENCE_END = re.compile("[。；！？][”’）)】]*$")
_FULL_STOP = re.compile("[。；！？!?;][”’）)】〕]*$|）$")


@dataclass(frozen=True, slots=True)
class Frame:
    """The edges of the text on the pages of one size, and its habits.

    ``indents``: paragraphs are set in. ``justified``: lines reach the right edge exactly. ``short``: most sentences are
    paragraphs of their own, as in a statute; so a full stop at the end of a full line ends its paragraph, too.
    """

    left: float
    right: float
    indents: bool
    justified: bool = False
    short: bool = False


def frames_of(lines: Iterable[Line], widths: dict[int, float]) -> dict[int, Frame]:
    """The frame of every page; pages of one width share it."""
    by_width: dict[int, list[Line]] = {}
    for line in lines:
        by_width.setdefault(round(widths.get(line.page, 0) / 10), []).append(line)
    frames = {width: frame(found, width * 10.0) for width, found in by_width.items()}
    nothing = Frame(0, 0, False)
    return {page: frames.get(round(width / 10), nothing) for page, width in widths.items()}


def frame(lines: Sequence[Line], width: float) -> Frame:
    """The edges that many lines share: the leftmost and the rightmost; of few lines, the margins mirrored."""
    long = [line for line in lines if len(line.text) >= 10] or list(lines)
    if not long:
        return Frame(0, 0, False)
    left = _common([line.x0 for line in long], min)
    right = _common([line.x1 for line in long], max)
    em = sorted(line.size for line in long)[len(long) // 2]
    set_in = sum(1 for line in long if 1.2 * em < line.x0 - left < 3.2 * em)
    few = sum(1 for line in long if right - line.x1 < 1.2 * em) < max(3, 0.04 * len(long))
    if few or right - left < 0.55 * width:
        right = max(right, width - left)
    full = [line for line in long if right - line.x1 < 2.1 * em]
    exact = sum(1 for line in full if abs(right - line.x1) < max(0.25 * em, 3))
    inside = sum(line.text[:-1].count("。") for line in lines)
    ends = sum(1 for line in lines if line.text.endswith("。") and right - line.x1 > 2.1 * em)
    indents = set_in >= max(2, 0.08 * len(long))
    return Frame(left, right, indents, exact >= 0.7 * len(full), ends >= inside)


def _common(values: Sequence[float], outermost: object) -> float:
    assert callable(outermost)
    bins = Counter(round(v / 4) for v in values)
    least = max(1.0, 0.08 * len(values)) if len(values) > 12 else 1.0
    found: float = outermost(b for b, n in bins.items() if n >= least) * 4.0
    return found


def goes_on(before: Line, line: Line, frame: Frame) -> bool:
    """Whether ``line`` continues the paragraph that ``before`` belongs to."""
    em = max(line.size, before.size, 1.0)
    if abs(line.size - before.size) > 0.15 * em or before.x1 <= before.x0:
        return False
    text, last = line.text.lstrip("\x0e"), before.text.rstrip("\x0f")
    ended = bool(_FULL_STOP.search(last))
    set_in = line.x0 - frame.left
    full = frame.right - before.x1 < 2.1 * em
    if before.x0 - frame.left > 0.4 * (frame.right - frame.left):
        return False  # a date or signature at the right
    if NUMBERED.match(text) and (ended or _END.search(last) or not full):
        return False
    if line.page == before.page and line.top - before.bottom > 1.6 * em:
        return False
    if full and before.x0 - frame.left < 2.1 * em and not ended and _centred(line, frame, em):
        return True  # the end of a title that did not fit on its line
    if _centred(line, frame, em):
        return False
    if not full:
        # A ragged edge, or a bracket that may not stand alone: only in the middle of a sentence, not after a heading.
        reach = 0.25 * (frame.right - frame.left) if frame.indents else 3.7 * em
        return frame.right - before.x1 < reach and not _END.search(last) and set_in < 0.6 * em
    if set_in < 1.2 * em:
        return frame.indents or not _stops(before, last, frame, em)
    return abs(line.x0 - before.x0) < 0.6 * em and not ended and not frame.indents


def _stops(before: Line, text: str, frame: Frame, em: float) -> bool:
    """Whether a full line ends its paragraph though none is set in: its full stop, and one more sign of it."""
    if not _SENTENCE_END.search(text):
        return False
    return before.spaced or frame.short or (frame.justified and frame.right - before.x1 > 0.6 * em)


def _centred(line: Line, frame: Frame, em: float) -> bool:
    left, right = line.x0 - frame.left, frame.right - line.x1
    return left > 2.5 * em and right > 2.5 * em and abs(left - right) < 2 * em


def with_paragraphs(cell: Cell) -> Cell:
    """A cell's lines put together: narrow columns break anywhere, so only a full stop or a number ends a paragraph."""
    out: list[str] = []
    last: Line | None = None
    for line in lines_of(cell.glyphs):
        text = unraised(line.text)
        if last is None or _new_in_cell(last, line, cell):
            out.append(text)
        else:
            out[-1] = joined(out[-1], text)
        last = line
    full = last is not None and cell.x1 - last.x1 < 1.9 * last.size
    return replace(cell, glyphs=(), paragraphs=tuple(out), full=full)


def _new_in_cell(before: Line, line: Line, cell: Cell) -> bool:
    """After a full stop short of the edge, or before a number that follows one; in a broad cell after any short line."""
    room = cell.x1 - before.x1 - 0.6 * before.size
    ended = bool(_FULL_STOP.search(before.text)) or (bool(_END.search(before.text)) and room > before.size)
    if NUMBERED.match(line.text):
        return ended or room > 2 * before.size
    broad = cell.x1 - cell.x0 > 24 * before.size
    return (ended and room > 1.5 * before.size) or (broad and room > 6 * before.size)
