"""The trend as a small picture: a line a suite, each point with its interval."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.ledger.svg import COLOURS, Canvas
from assistant.measured.report import SUITES
from assistant.measured.trend import Point

_WIDTH, _HEIGHT, _LEFT, _TOP, _BOTTOM, _RIGHT = 720, 260, 52, 52, 44, 24
_COLOURS = {"dev": "#1f5679", "gate": "#b03a2e", "ledger": "#1e6b3a"}
_OTHER = "#616e7c"


def trend_svg(points: Sequence[Point], title: str) -> str:
    """The picture of at least one point; values from 0 to 1, the lower edge as low as the figures need."""
    canvas = Canvas(_WIDTH, _HEIGHT, title)
    lows = [m.low for p in points for m in p.means.values()]
    floor = max(0.0, int(min(lows, default=0.0) * 10) / 10)
    names = list(dict.fromkeys(name for p in points for name in p.means))
    canvas.text(16, 24, title, size=14, bold=True)
    at = 16.0
    for name in names:
        words = SUITES.get(name, name)
        canvas.dot(at + 6, 39, 5, _COLOURS.get(name, _OTHER))
        canvas.text(at + 16, 43, words, size=11, fill=COLOURS["soft"])
        at += 34 + 11.5 * len(words)
    _grid(canvas, floor)
    for name in names:
        _line(canvas, points, name, floor)
    step = max(1, len(points) // 6)
    for number, point in enumerate(points):
        if number % step == 0 or number == len(points) - 1:
            words = f"{point.started[5:10]} {point.started[11:16]}"
            canvas.text(_x(number, len(points)), _HEIGHT - 22, words, size=11, fill=COLOURS["soft"], anchor="middle")
    return canvas.done()


def _x(number: int, count: int) -> float:
    room = _WIDTH - _LEFT - _RIGHT - 60
    return _LEFT + 30 + (room * number / (count - 1) if count > 1 else room / 2)


def _y(value: float, floor: float) -> float:
    room = _HEIGHT - _TOP - _BOTTOM
    return _TOP + room * (1 - (value - floor) / (1 - floor or 1))


def _grid(canvas: Canvas, floor: float) -> None:
    for number in range(5):
        value = floor + (1 - floor) * number / 4
        y = _y(value, floor)
        canvas.line(_LEFT, y, _WIDTH - _RIGHT, y, COLOURS["rule"])
        canvas.text(_LEFT - 8, y + 4, f"{value:.2f}", size=11, fill=COLOURS["soft"], anchor="end")


def _line(canvas: Canvas, points: Sequence[Point], name: str, floor: float) -> None:
    colour = _COLOURS.get(name, _OTHER)
    before: tuple[float, float] | None = None
    for number, point in enumerate(points):
        mean = point.means.get(name)
        if mean is None:
            continue
        x, y = _x(number, len(points)), _y(mean.value, floor)
        canvas.line(x, _y(mean.low, floor), x, _y(mean.high, floor), colour, width=1)
        if before is not None:
            canvas.line(*before, x, y, colour, width=2)
        before = (x, y)
    for number, point in enumerate(points):
        if (mean := point.means.get(name)) is not None:
            tip = f"{point.started[:16].replace('T', ' ')} {point.commit[:8]}：{mean.told}"
            canvas.dot(_x(number, len(points)), _y(mean.value, floor), 4.5, colour, tip=tip)
