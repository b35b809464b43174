"""One page of an OFD file: its text and path objects placed on the page, in points."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from lxml import etree

from corpus.read.archive import attribute, child, local
from corpus.read.characters import is_wide
from corpus.read.layout import Edge, Glyph, Page

_POINT = 72 / 25.4
_MOST_GLYPHS = 60_000
_MOST_STEPS = 100_000
_PATH = re.compile(r"[SMLQBAC]|[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")
# How many numbers follow each letter of a path; the last two are where it leads.
_TAKES = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
_Matrix = tuple[float, float, float, float, float, float]


def numbers(text: str) -> list[float]:
    """The numbers of an attribute: "10 20.5 180 5"; what is none is left out."""
    out = []
    for piece in text.split()[:_MOST_STEPS]:
        try:
            value = float(piece)
        except ValueError:
            continue
        if math.isfinite(value):
            out.append(value)
    return out


class Drawing:
    """Draws the objects of a page (and of its template) onto ``page``."""

    def __init__(self, number: int, box: tuple[float, float, float, float]) -> None:
        self._left, self._top = box[0], box[1]
        self.page = Page(number, box[2] * _POINT, box[3] * _POINT)

    def draw(self, root: etree._Element) -> None:
        """Take in every text, path and picture of a page's content."""
        content = child(root, "Content")
        if content is None:
            return
        for element in content.iter():
            name = local(element)
            if name == "TextObject" and attribute(element, "Visible") != "false":
                self.page.glyphs += self._text(element)
            elif name == "PathObject" and attribute(element, "Visible") != "false":
                self.page.edges += self._path(element)
            elif name == "ImageObject":
                box = numbers(attribute(element, "Boundary") or "")
                if len(box) == 4 and box[2] * box[3] * _POINT**2 > 0.3 * self.page.width * self.page.height:
                    self.page.pictured = True
            if len(self.page.glyphs) > _MOST_GLYPHS:
                return

    def _text(self, element: etree._Element) -> Iterator[Glyph]:
        place = _matrix(element)
        size = (numbers(attribute(element, "Size") or "") or [3.7])[0]
        scale = (numbers(attribute(element, "HScale") or "") or [1.0])[0] or 1.0
        upright = attribute(element, "ReadDirection") in (None, "0") and attribute(element, "CharDirection") in (
            None,
            "0",
        )
        x = y = 0.0
        for code in element:
            if local(code) != "TextCode" or not code.text:
                continue
            text = code.text.strip("\r\n")
            x = (numbers(attribute(code, "X") or "") or [x])[0]
            y = (numbers(attribute(code, "Y") or "") or [y])[0]
            across, down = steps(attribute(code, "DeltaX")), steps(attribute(code, "DeltaY"))
            at_x, at_y = x, y
            for at, char in enumerate(text):
                wide = size * scale * (1.0 if is_wide(char) or ord(char) > 0x2E80 else 0.55)
                glyph = self._glyph(char, at_x, at_y, wide, size, place)
                if glyph is not None and upright:
                    yield glyph
                elif glyph is not None:
                    self.page.slanting += char
                step = across[at] if at < len(across) else (across[-1] if across else (0.0 if down else wide))
                at_x += step if not down or across else 0.0
                at_y += down[at] if at < len(down) else 0.0

    def _glyph(self, char: str, x: float, y: float, wide: float, size: float, place: _Matrix) -> Glyph | None:
        x0, base = self._point(place, x, y)
        x1, base1 = self._point(place, x + wide, y)
        height = math.hypot(place[2], place[3]) * size * _POINT
        if x1 <= x0 or abs(base1 - base) > 0.2 * (x1 - x0) or not 0 < height < 400:
            self.page.slanting += char
            return None
        if "\ue000" <= char <= "\uf8ff" or char == "\ufffd":
            self.page.unmapped += 1
            return None
        return Glyph(char, x0, base - 0.85 * height, x1, base + 0.15 * height, height)

    def _path(self, element: etree._Element) -> Iterator[Edge]:
        stroked, filled = attribute(element, "Stroke") != "false", attribute(element, "Fill") == "true"
        data = child(element, "AbbreviatedData")
        if data is None or not data.text or not (stroked or filled) or _is_white(element, stroked):
            return
        place = _matrix(element)
        start = last = None
        for letter, point in _points(data.text):
            end = start if letter == "C" else (self._point(place, *point) if point else None)
            if letter in ("L", "C") and last is not None and end is not None:
                wide, high = abs(last[0] - end[0]), abs(last[1] - end[1])
                if wide >= 4 and high < 1:
                    y = (last[1] + end[1]) / 2
                    yield Edge(min(last[0], end[0]), y, max(last[0], end[0]), y)
                elif high >= 4 and wide < 1:
                    x = (last[0] + end[0]) / 2
                    yield Edge(x, min(last[1], end[1]), x, max(last[1], end[1]))
            if letter in ("S", "M"):
                start = end
            last = end

    def _point(self, place: _Matrix, x: float, y: float) -> tuple[float, float]:
        a, b, c, d, e, f = place
        return (a * x + c * y + e - self._left) * _POINT, (b * x + d * y + f - self._top) * _POINT


def steps(text: str | None) -> list[float]:
    """The steps from character to character; 「g 3 4.2 5」 is short for 4.2 4.2 4.2 5.

    >>> steps("g 3 4.2 5")
    [4.2, 4.2, 4.2, 5.0]
    """
    out: list[float] = []
    pieces = (text or "").split()
    at = 0
    while at < len(pieces) and len(out) < _MOST_STEPS:
        if pieces[at] == "g" and at + 2 < len(pieces):
            count, value = numbers(pieces[at + 1]), numbers(pieces[at + 2])
            if count and value:
                out += value * min(max(int(count[0]), 0), _MOST_STEPS)
            at += 3
        else:
            out += numbers(pieces[at])
            at += 1
    return out[:_MOST_STEPS]


def _matrix(element: etree._Element) -> _Matrix:
    """From an object's own coordinates to the page's: its matrix, then the corner of its box."""
    box = numbers(attribute(element, "Boundary") or "")
    left, top = (box[0], box[1]) if len(box) == 4 else (0.0, 0.0)
    found = numbers(attribute(element, "CTM") or "")
    a, b, c, d, e, f = found if len(found) == 6 else (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    return a, b, c, d, e + left, f + top


def _points(text: str) -> Iterator[tuple[str, tuple[float, float] | None]]:
    pieces = _PATH.findall(text)[:_MOST_STEPS]
    at = 0
    while at < len(pieces):
        letter = pieces[at]
        takes = _TAKES.get(letter)
        if takes is None:
            at += 1
            continue
        found = numbers(" ".join(pieces[at + 1 : at + 1 + takes]))
        yield letter, (found[-2], found[-1]) if takes and len(found) == takes else None
        at += 1 + takes


def _is_white(element: etree._Element, stroked: bool) -> bool:
    color = child(element, "StrokeColor" if stroked else "FillColor")
    value = numbers(attribute(color, "Value") or "") if color is not None else []
    return bool(value) and min(value) >= 250
