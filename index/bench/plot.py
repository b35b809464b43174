"""A line chart against the number of clauses, as one self-contained SVG: sizes on a logarithmic scale, values from zero."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

_FONTS = "'Noto Sans CJK SC','Source Han Sans SC','Microsoft YaHei','PingFang SC','WenQuanYi Micro Hei',sans-serif"
_COLOURS = ("#1f6fb2", "#b0562e", "#3d8b54", "#7b5aa6")
_INK, _SOFT, _RULE = "#1f2933", "#616e7c", "#d9dee3"
_WIDTH, _HEIGHT = 720, 400
_LEFT, _RIGHT, _TOP, _BOTTOM = 70, 230, 50, 50


@dataclass(frozen=True, slots=True)
class Line:
    """One curve: (clauses, value), dashed for what ours is compared with."""

    name: str
    points: tuple[tuple[int, float], ...]
    dashed: bool = False


def plot(title: str, unit: str, lines: Sequence[Line]) -> str:
    """The chart; curves without points are left out."""
    lines = [line for line in lines if line.points]
    sizes = sorted({x for line in lines for x, _ in line.points})
    top = _ceiling(max((y for line in lines for _, y in line.points), default=1.0))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" height="{_HEIGHT}" '
        f'role="img" font-family={quoteattr(_FONTS)}>',
        f"<title>{escape(title)}</title>",
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#fff"/>',
        _text(_LEFT, 26, title + (f"（{unit}）" if unit else ""), 15, _INK, "start"),
    ]
    for i in range(5):
        value = top * i / 4
        y = _y(value, top)
        parts.append(f'<line x1="{_LEFT}" y1="{y:.1f}" x2="{_WIDTH - _RIGHT}" y2="{y:.1f}" stroke="{_RULE}"/>')
        parts.append(_text(_LEFT - 8, y + 4, f"{value:,.{0 if top >= 20 else 2}f}", 11, _SOFT, "end"))
    for size in sizes:
        parts.append(_text(_x(size, sizes), _HEIGHT - _BOTTOM + 20, f"{size:,}", 11, _SOFT, "middle"))
    parts.append(_text((_LEFT + _WIDTH - _RIGHT) / 2, _HEIGHT - 10, "条款数", 11, _SOFT, "middle"))
    solid = [line for line in lines if not line.dashed]
    names = {line.name.partition(" ")[2]: i for i, line in enumerate(solid)}
    for number, line in enumerate(lines):
        colour = _COLOURS[names.get(line.name.partition(" ")[2], number) % len(_COLOURS)]
        parts += _curve(line, sizes, top, colour)
        y = _TOP + 10 + 20 * number
        dash = ' stroke-dasharray="5 4"' if line.dashed else ""
        x = _WIDTH - _RIGHT + 14
        parts.append(
            f'<line x1="{x}" y1="{y - 4}" x2="{x + 24}" y2="{y - 4}" stroke="{colour}" stroke-width="2"{dash}/>'
        )
        parts.append(_text(x + 30, y, line.name, 12, _INK, "start"))
    return "\n".join((*parts, "</svg>")) + "\n"


def _curve(line: Line, sizes: Sequence[int], top: float, colour: str) -> list[str]:
    at = [(_x(x, sizes), _y(y, top)) for x, y in line.points]
    dash = ' stroke-dasharray="5 4"' if line.dashed else ""
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in at)
    out = [f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"{dash}/>']
    for (x, y), (clauses, value) in zip(at, line.points, strict=True):
        tip = f"<title>{escape(line.name)}，{clauses:,} 条：{value:,.2f}</title>"
        out.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{colour}" stroke="#fff">{tip}</circle>')
    return out


def _x(size: int, sizes: Sequence[int]) -> float:
    room = _WIDTH - _RIGHT - _LEFT - 40
    low, high = math.log(sizes[0]), math.log(sizes[-1])
    return _LEFT + 20 + (room / 2 if low == high else room * (math.log(size) - low) / (high - low))


def _y(value: float, top: float) -> float:
    return _HEIGHT - _BOTTOM - (_HEIGHT - _TOP - _BOTTOM) * value / top


def _ceiling(value: float) -> float:
    """The next round number: 1, 2, 4, 5 or 8 with zeros, all divisible by four marks."""
    if value <= 0:
        return 1.0
    scale = float(10 ** math.floor(math.log10(value)))
    return next((step * scale for step in (1, 1.2, 1.6, 2, 2.4, 3.2, 4, 6, 8, 10) if step * scale >= value), 10 * scale)


def _text(x: float, y: float, words: str, size: int, fill: str, anchor: str) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{fill}" text-anchor="{anchor}">{escape(words)}</text>'
    )
