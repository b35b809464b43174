"""Plots as inline SVG: bars with their intervals, and the times as a histogram."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from eval.metrics import Mean

_WIDE, _ROW, _LEFT = 640, 22, 190


def bars(rows: Sequence[tuple[str, Mean]], title: str) -> str:
    """One bar a row from 0 to 1 with its 95% interval as a line; rows that don't apply are left out."""
    held = [(name, m) for name, m in rows if m.value is not None and m.low is not None and m.high is not None]
    if not held:
        return ""
    height = _ROW * len(held) + 34
    scale = _WIDE - _LEFT - 90
    out = [
        f'<svg viewBox="0 0 {_WIDE} {height}" role="img" aria-label="{escape(title)}"><text x="0" y="14" class="t">{escape(title)}</text>'
    ]
    for i, (name, mean) in enumerate(held):
        y = 24 + i * _ROW
        value, low, high = (max(0.0, min(1.0, v or 0.0)) for v in (mean.value, mean.low, mean.high))
        out.append(
            f'<text x="{_LEFT - 8}" y="{y + 14}" text-anchor="end">{escape(_short(name))}</text>'
            f'<rect x="{_LEFT}" y="{y + 3}" width="{scale:.0f}" height="14" class="bg"/>'
            f'<rect x="{_LEFT}" y="{y + 3}" width="{value * scale:.1f}" height="14" class="bar"/>'
            f'<line x1="{_LEFT + low * scale:.1f}" x2="{_LEFT + high * scale:.1f}" y1="{y + 10}" y2="{y + 10}" class="ci"/>'
            f'<text x="{_LEFT + scale + 6:.0f}" y="{y + 14}">{value:.3f}（{mean.n}）</text>'
        )
    return "".join(out) + "</svg>"


def histogram(values: Sequence[float], title: str, bins: int = 24) -> str:
    """How often which value; the last bin holds all above the 99th percentile."""
    if not values:
        return ""
    ordered = sorted(values)
    top = max(ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))], 1e-9)
    counts = [0] * bins
    for value in values:
        counts[min(int(value / top * bins), bins - 1)] += 1
    wide = (_WIDE - 20) / bins
    most = max(counts)
    out = [
        f'<svg viewBox="0 0 {_WIDE} 140" role="img" aria-label="{escape(title)}"><text x="0" y="14" class="t">{escape(title)}</text>'
    ]
    for i, count in enumerate(counts):
        high = 90 * count / most
        out.append(
            f'<rect x="{10 + i * wide:.1f}" y="{118 - high:.1f}" width="{wide - 1:.1f}" height="{high:.1f}" class="bar"><title>{count}</title></rect>'
        )
    return (
        "".join(out)
        + f'<text x="10" y="134">0</text><text x="{_WIDE - 10}" y="134" text-anchor="end">{top:.0f}</text></svg>'
    )


def _short(name: str) -> str:
    return name if len(name) <= 14 else name[:13] + "…"
