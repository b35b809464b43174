"""What PDFium knows of a page: characters with their boxes, ruled lines, whether it holds a picture."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from corpus.read.layout import Edge, Glyph, Page

# More characters on one page than any print has: a trap.
_MOST_CHARACTERS = 60_000
_MOST_OBJECTS = 60_000
_SHORTEST_EDGE = 4.0
_DEEPEST_FORM = 4
_UPRIGHT = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def read_page(document: pypdfium2.PdfDocument, number: int) -> Page:
    """Take one page apart; turned pages come out upright."""
    page = document[number]
    try:
        left, bottom, right, top = page.get_bbox()
        turn = int(page.get_rotation()) // 90 % 4
        turned = _Turned(left, bottom, right, top, turn)
        out = Page(number + 1, turned.width, turned.height)
        text = page.get_textpage()
        try:
            _read_text(text, turned, out)
        finally:
            text.close()
        _read_objects(page, turned, out)
        return out
    finally:
        page.close()


class _Turned:
    """From a page's own coordinates (upwards, unturned) to those of the reader (downwards, upright)."""

    def __init__(self, left: float, bottom: float, right: float, top: float, turn: int) -> None:
        self._left, self._bottom, self._right, self._top = left, bottom, right, top
        self.turn = turn
        wide, high = right - left, top - bottom
        self.width, self.height = (high, wide) if turn % 2 else (wide, high)

    def turn_by(self, quarter: int) -> None:
        """Turn on, where all the text lies on its side though the page does not say so."""
        self.turn = (self.turn + quarter) % 4
        if quarter % 2:
            self.width, self.height = self.height, self.width

    def point(self, x: float, y: float) -> tuple[float, float]:
        if self.turn == 0:
            return x - self._left, self._top - y
        if self.turn == 1:
            return y - self._bottom, x - self._left
        if self.turn == 2:
            return self._right - x, y - self._bottom
        return self._top - y, self._right - x

    def box(self, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        ax, ay = self.point(x0, y0)
        bx, by = self.point(x1, y1)
        return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)


def _read_text(text: pypdfium2.PdfTextPage, turned: _Turned, out: Page) -> None:
    found = list(_characters(text, out))
    # What counts is how the text runs on the page, not how the page says it is to be turned.
    runs = [0, 0, 0, 0]
    for character in found:
        runs[character.quarter] += 1
    upright = max(range(4), key=lambda quarter: runs[quarter])
    turned.turn_by((upright - turned.turn) % 4)
    out.width, out.height = turned.width, turned.height
    for char, quarter, box, origin, size in found:
        if quarter != upright:
            out.slanting += char
            continue
        x0, top, x1, bottom = turned.box(*box)
        # Fonts disagree on how high a line is; the baseline they share.
        height = size if 1.0 < size < 200.0 else max(bottom - top, 1.0)
        line = turned.point(*origin)[1]
        out.glyphs.append(Glyph(char, x0, line - 0.85 * height, x1, line + 0.15 * height, height))


class _Character(NamedTuple):
    char: str
    quarter: int  # how many quarters its line is turned against the page's own coordinates
    box: tuple[float, float, float, float]
    origin: tuple[float, float]
    size: float


def _characters(text: pypdfium2.PdfTextPage, out: Page) -> Iterator[_Character]:
    """The page's characters; those that no font explains are counted, slanting ones set aside."""
    raw = text.raw
    rect, matrix = pdfium.FS_RECTF(), pdfium.FS_MATRIX()
    x, y = ctypes.c_double(), ctypes.c_double()
    for at, code in _codes(raw):
        if code in (0, 0xFFFD, 0xFFFE, 0xFFFF) or pdfium.FPDFText_HasUnicodeMapError(raw, at) == 1:
            out.unmapped += 1
            continue
        if code < 0x20 or not pdfium.FPDFText_GetLooseCharBox(raw, at, rect):
            continue
        if not pdfium.FPDFText_GetMatrix(raw, at, matrix):
            continue
        # Not PDFium's own angle: that of a slanted font is not nought.
        slope = math.atan2(matrix.b, matrix.a)
        quarter = round(slope / (math.pi / 2))
        if abs(slope - quarter * math.pi / 2) > 0.1:
            out.slanting += chr(code)  # a watermark
            continue
        pdfium.FPDFText_GetCharOrigin(raw, at, x, y)
        size = pdfium.FPDFText_GetFontSize(raw, at) * math.hypot(matrix.c, matrix.d)
        box = (rect.left, rect.bottom, rect.right, rect.top)
        yield _Character(chr(code), quarter % 4, box, (x.value, y.value), size)


def _codes(raw: object) -> Iterator[tuple[int, int]]:
    """Place and code of each character that the file has; PDFium's own blanks and line ends are left out."""
    high = 0
    for at in range(min(pdfium.FPDFText_CountChars(raw), _MOST_CHARACTERS)):
        code = pdfium.FPDFText_GetUnicode(raw, at)
        if pdfium.FPDFText_IsGenerated(raw, at) == 1:
            continue
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0
            high = 0
        yield at, 0x2D if code == 2 else code  # 2 is PDFium's sign for a hyphen at a line's end


def _read_objects(page: pypdfium2.PdfPage, turned: _Turned, out: Page) -> None:
    seen = 0
    stack: list[tuple[object, tuple[float, ...], int]] = [
        (pdfium.FPDFPage_GetObject(page.raw, i), _UPRIGHT, 0) for i in range(pdfium.FPDFPage_CountObjects(page.raw))
    ]
    while stack and seen < _MOST_OBJECTS:
        item, matrix, depth = stack.pop()
        seen += 1
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            out.pictured = out.pictured or _is_large(item, matrix, out)
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST_FORM:
            inner = _times(_matrix(item), matrix)
            count = pdfium.FPDFFormObj_CountObjects(item)
            stack += [(pdfium.FPDFFormObj_GetObject(item, i), inner, depth + 1) for i in range(max(count, 0))]
        elif kind == pdfium.FPDF_PAGEOBJ_PATH:
            out.edges += _edges(item, matrix, turned)


def _is_large(item: object, matrix: tuple[float, ...], page: Page) -> bool:
    a, b, c, d, _, _ = _times(_matrix(item), matrix)
    return math.hypot(a, b) * math.hypot(c, d) > 0.3 * page.width * page.height


def _edges(item: object, matrix: tuple[float, ...], turned: _Turned) -> Iterator[Edge]:
    """The level and upright strokes of a path, without white ones and those of the page's own frame."""
    if not _is_drawn(item):
        return
    whole = _times(_matrix(item), matrix)
    x, y = ctypes.c_float(), ctypes.c_float()
    start: tuple[float, float] | None = None
    last: tuple[float, float] | None = None
    for at in range(min(pdfium.FPDFPath_CountSegments(item), 5000)):
        segment = pdfium.FPDFPath_GetPathSegment(item, at)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = turned.point(*_apply(whole, x.value, y.value))
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            start = last = point
        elif kind == pdfium.FPDF_SEGMENT_LINETO and last is not None:
            yield from _edge(last, point, turned)
            last = point
        else:
            last = point
        if pdfium.FPDFPathSegment_GetClose(segment) and last is not None and start is not None:
            yield from _edge(last, start, turned)
            last = start


def _edge(a: tuple[float, float], b: tuple[float, float], turned: _Turned) -> Iterator[Edge]:
    wide, high = abs(a[0] - b[0]), abs(a[1] - b[1])
    if wide >= _SHORTEST_EDGE and high < 1.0 and wide < 0.98 * turned.width:
        yield Edge(min(a[0], b[0]), (a[1] + b[1]) / 2, max(a[0], b[0]), (a[1] + b[1]) / 2)
    elif high >= _SHORTEST_EDGE and wide < 1.0 and high < 0.98 * turned.height:
        yield Edge((a[0] + b[0]) / 2, min(a[1], b[1]), (a[0] + b[0]) / 2, max(a[1], b[1]))


def _is_drawn(item: object) -> bool:
    """Whether a path leaves a visible mark: a stroke, or a filling that is not white."""
    fill, stroke = ctypes.c_int(), pdfium.FPDF_BOOL()
    if not pdfium.FPDFPath_GetDrawMode(item, fill, stroke):
        return False
    r, g, b, a = (ctypes.c_uint() for _ in range(4))
    if stroke.value:
        pdfium.FPDFPageObj_GetStrokeColor(item, r, g, b, a)
        return a.value > 0 and min(r.value, g.value, b.value) < 250
    if fill.value:
        pdfium.FPDFPageObj_GetFillColor(item, r, g, b, a)
        return a.value > 0 and min(r.value, g.value, b.value) < 250
    return False


def _matrix(item: object) -> tuple[float, ...]:
    found = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, found):
        return _UPRIGHT
    return (found.a, found.b, found.c, found.d, found.e, found.f)


def _times(inner: tuple[float, ...], outer: tuple[float, ...]) -> tuple[float, ...]:
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def _apply(matrix: tuple[float, ...], x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f
