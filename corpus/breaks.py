"""Line breaks put back where a page lost them all: 一、（一）1. running on inside one long line.

Only a text whose lines are far longer than any paragraph is touched, and only at numbers that continue a sequence
after the end of a sentence; quoted numbers (落实“三、四、五”条) follow no full stop and stay.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.lines import Block, Line
from corpus.markers import Marker, marker

_LONG = 1500
_AFTER = re.compile(
    r"[。；：:）)\]】”》\u4e00-\u9fff](?=\s*(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）]|\d{1,2}[.．、](?!\d)|第[一二三四五六七八九十百]{1,4}[章条]))"
)
_SURE = re.compile(r"[。；：:）)\]】]")


def restore_breaks(blocks: Sequence[Block]) -> tuple[list[Block], int]:
    """The blocks with breaks put back, and how many."""
    if not any(isinstance(b, Line) and len(b.text) > _LONG for b in blocks):
        return list(blocks), 0
    out: list[Block] = []
    count = 0
    last: dict[str, int] = {}
    for block in blocks:
        if not isinstance(block, Line):
            out.append(block)
            continue
        pieces = _split(block.text, last)
        count += len(pieces) - 1
        out += [Line(p, block.gap if i == 0 else True) for i, p in enumerate(pieces)]
    return out, count


def _split(text: str, last: dict[str, int]) -> list[str]:
    cuts = [0]
    fresh: set[str] = set(_DEPTH)
    for match in _AFTER.finditer(text):
        found = marker(text[match.end() :].lstrip()[:60])
        if found and _continues(found, last, fresh, sure=bool(_SURE.match(text[match.start()]))):
            fresh |= {kind for kind, depth in _DEPTH.items() if depth > _DEPTH[found.kind]}
            fresh.discard(found.kind)
            last[found.kind] = found.number
            cuts.append(match.end())
    return [p for p in (text[a:b].strip() for a, b in zip(cuts, [*cuts[1:], len(text)], strict=True)) if p]


_DEPTH = {"编": 0, "章": 1, "节": 2, "条": 3, "part": 4, "section": 5, "item": 6}


def _continues(found: Marker, last: dict[str, int], fresh: set[str], *, sure: bool) -> bool:
    """Whether a number is next in line, or the first under a new heading (``fresh`` kinds may start again)."""
    if found.kind not in _DEPTH:
        return False
    return found.number == last.get(found.kind, 0) + 1 or (found.number == 1 and (sure or found.kind in fresh))
