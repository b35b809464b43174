"""Draw SVG by hand: boxes, lines, text in the reader's own Chinese fonts; no script, no link, nothing fetched."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from assistant.ledger.sheet import printable

FONTS = "'Noto Sans CJK SC','Source Han Sans SC','Microsoft YaHei','PingFang SC','WenQuanYi Micro Hei',sans-serif"
COLOURS = {
    "ink": "#1f2933",
    "soft": "#616e7c",
    "rule": "#d9dee3",
    "band": "#eef2f6",
    "today": "#b03a2e",
}


def width_of(text: str, size: float) -> float:
    """About how wide a text is: a Chinese character is as wide as it is high, others a little over half."""
    return sum(size if ord(c) > 0x2E7F else size * 0.56 for c in text)


def shortened(text: str, room: float, size: float) -> str:
    """The text, cut with … where it is wider than the room for it."""
    if width_of(text, size) <= room:
        return text
    while text and width_of(text, size) + size > room:
        text = text[:-1]
    return text + "…"


class Canvas:
    """A picture that grows by one element a call; every text is escaped."""

    def __init__(self, width: float, height: float, title: str) -> None:
        self.width, self.height = width, height
        self._parts = [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}" '
            f'height="{height:g}" role="img" font-family={quoteattr(FONTS)}>',
            f"<title>{_safe(title)}</title>",
            f'<rect width="{width:g}" height="{height:g}" fill="#fff"/>',
        ]

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        size: float = 12,
        fill: str = COLOURS["ink"],
        anchor: str = "start",
        bold: bool = False,
        turn: float = 0,
        tip: str = "",
    ) -> None:
        """One line of text; ``tip`` shows on pointing at it."""
        weight = ' font-weight="600"' if bold else ""
        turned = f' transform="rotate({turn:g} {x:g} {y:g})"' if turn else ""
        clear = "" if tip else ' pointer-events="none"'  # a word on a box must not take the box's click
        self._parts.append(
            f'<text x="{x:g}" y="{y:g}" font-size="{size:g}" fill="{fill}" text-anchor="{anchor}"{weight}{turned}{clear}>'
            f"{_tip(tip)}{_safe(words)}</text>"
        )

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        fill: str,
        *,
        tip: str = "",
        round_by: float = 2,
        data: str = "",
    ) -> None:
        """A filled box; ``data`` names the clause for a page that wants to react to a click."""
        named = f" data-clause={quoteattr(printable(data))}" if data else ""
        self._parts.append(
            f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="{round_by:g}" fill="{fill}"{named}>'
            f"{_tip(tip)}</rect>"
        )

    def dot(self, x: float, y: float, radius: float, fill: str, *, tip: str = "", data: str = "") -> None:
        """A filled circle."""
        named = f" data-clause={quoteattr(printable(data))}" if data else ""
        self._parts.append(
            f'<circle cx="{x:g}" cy="{y:g}" r="{radius:g}" fill="{fill}" stroke="#fff" stroke-width="1.5"{named}>'
            f"{_tip(tip)}</circle>"
        )

    def line(
        self, x1: float, y1: float, x2: float, y2: float, stroke: str, *, width: float = 1, dash: str = ""
    ) -> None:
        """A straight line."""
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        self._parts.append(
            f'<line x1="{x1:g}" y1="{y1:g}" x2="{x2:g}" y2="{y2:g}" stroke="{stroke}" stroke-width="{width:g}"{dashed}/>'
        )

    def done(self) -> str:
        """The whole picture."""
        return "\n".join((*self._parts, "</svg>")) + "\n"


def _safe(text: str) -> str:
    return escape(printable(text))


def _tip(text: str) -> str:
    return f"<title>{_safe(text)}</title>" if text else ""
