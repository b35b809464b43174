"""Balanced brackets of any shape: where they open, where they close, what lies inside.

Policy files mix （ ( ［ [ 【 〔 and open with one width and close with the other, so brackets of one family pair
whatever their width. Linear in the text; a line break ends what was left open.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from corpus.model import Span

_FAMILIES = (("（(", "）)"), ("［[【〔", "］]】〕"), ("｛{", "｝}"))
_OPEN = {c: i for i, (opening, _) in enumerate(_FAMILIES) for c in opening}
_CLOSE = {c: i for i, (_, closing) in enumerate(_FAMILIES) for c in closing}
OPENING = "".join(_OPEN)
CLOSING = "".join(_CLOSE)


@dataclass(frozen=True, slots=True)
class Bracket:
    """One pair: ``span`` with its signs, ``inner`` without; ``depth`` 0 is an outermost one.

    ``whole`` is False where the closing sign is missing (``span`` then runs to the end of the line) or is of
    another family ("[…)").
    """

    span: Span
    inner: Span
    depth: int
    whole: bool


def find_brackets(text: str) -> list[Bracket]:
    """All brackets in the order in which they open: "(甲(含乙)负责)" gives the outer, then the inner one."""
    found: list[Bracket] = []
    stack: list[tuple[int, int]] = []
    count = [0] * len(_FAMILIES)
    for at, char in enumerate(text):
        if char in _OPEN:
            stack.append((at, _OPEN[char]))
            count[_OPEN[char]] += 1
        elif char == "\n":
            found.extend(_left_open(stack, at))
            stack.clear()
            count = [0] * len(_FAMILIES)
        elif char in _CLOSE and stack:
            family = _CLOSE[char]
            while count[family] and stack[-1][1] != family:
                start, opened = stack.pop()
                count[opened] -= 1
                found.append(Bracket(Span(start, at), Span(start + 1, at), len(stack), False))
            start, opened = stack.pop()
            count[opened] -= 1
            found.append(Bracket(Span(start, at + 1), Span(start + 1, at), len(stack), opened == family))
    found.extend(_left_open(stack, len(text)))
    return sorted(found, key=lambda b: (b.span.start, -b.span.end))


def _left_open(stack: list[tuple[int, int]], end: int) -> Iterator[Bracket]:
    for depth, (start, _) in enumerate(stack):
        yield Bracket(Span(start, end), Span(start + 1, end), depth, False)


def split_outside(text: str, separators: str) -> list[str]:
    """Split at separators that stand outside all brackets: "各县(市、区)政府、市财政局" → two pieces at 、.

    An unclosed bracket protects nothing after it.
    """
    covered: list[Span] = [b.span for b in find_brackets(text) if b.depth == 0 and b.span.end > b.inner.end]
    pieces: list[str] = []
    start = 0
    for at, char in enumerate(text):
        while covered and covered[0].end <= at:
            covered.pop(0)
        if char in separators and not (covered and covered[0].start <= at):
            pieces.append(text[start:at])
            start = at + 1
    pieces.append(text[start:])
    return pieces
