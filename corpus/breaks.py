"""Line breaks put right: put back where a page lost them all, taken out where a file wraps its lines hard.

    …实施意见。一、健全服务体系（一）发展医疗服务。1.发展在线…   → a line each
    为了规范国务院行政机构的设置，加强编制管                      → one line with the next
    理，提高行政效率…

Breaks come back only in lines longer than any paragraph, and only at numbers that continue a sequence; quoted
numbers (落实“三、四、五”条) follow no full stop and stay. Breaks go only where most lines of a file are equally full.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from corpus.lines import Block, Line
from corpus.markers import Marker, marker

_LONG, _LONG_MEAN = 1000, 400
_NUMBER = r"(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）]|\d{1,2}[.．、](?!\d)|第[一二三四五六七八九十百]{1,5}[编章节条])"
_AFTER = re.compile(rf"[。；：!！?？)）\]】”》\u4e00-\u9fff](?=\s*{_NUMBER})")
_SURE = re.compile(r"[。；：!！?？)）\]】]")
_DEPTH = {"编": 0, "章": 1, "节": 2, "条": 3, "part": 4, "section": 5, "item": 6}
_HEADING = re.compile(r"(?P<heading>[^\s。；;，,：:]{2,30})\s(?=[^\s\d].{20})")
_FRONT_GAP = re.compile(r"(?<=[\u4e00-\u9fff）)》〕\]：:。日号])\s+(?=[\u4e00-\u9fff（(《])")
_ENDS = re.compile(r"[。！？!?；;：:”）)》]$")
_MIN_LINES, _FULL_SHARE, _MIN_WIDTH = 12, 0.5, 28


def mend_breaks(blocks: Sequence[Block]) -> tuple[list[Block], tuple[str, ...]]:
    """The blocks with their breaks put right, and what the reader should know of it."""
    unwrapped, joined = _unwrap(blocks)
    restored, count = _restore(unwrapped)
    notes = []
    if joined:
        notes.append(f"原文按固定宽度折行，已接回{joined}处。")
    if count:
        notes.append(f"原文丢失换行，已按条款编号恢复{count}处。")
    return restored, tuple(notes)


# ---- lost -----------------------------------------------------------------------------------------------------------


def _restore(blocks: Sequence[Block]) -> tuple[list[Block], int]:
    lengths = [len(b.text) for b in blocks if isinstance(b, Line)]
    long = _LONG if sum(lengths) < _LONG_MEAN * len(lengths) else _LONG_MEAN
    if max(lengths, default=0) <= long:
        return list(blocks), 0
    out: list[Block] = []
    count = 0
    last: dict[str, int] = {}
    for block in blocks:
        if not isinstance(block, Line):
            out.append(block)
            continue
        pieces = _split(block.text, last) if len(block.text) > long else [block.text]
        count += len(pieces) - 1
        out += [replace(block, text=p, gap=block.gap or i > 0) for i, p in enumerate(pieces)]
    return out, count


def _split(text: str, last: dict[str, int]) -> list[str]:
    """The lines that a long line was; it stays whole where it holds no sequence of clauses."""
    cuts: list[tuple[int, Marker]] = []
    fresh: set[str] = set(_DEPTH)
    seen = dict(last)
    first = marker(text[:80])
    if first and first.kind in _DEPTH:
        seen[first.kind] = first.number
        fresh.discard(first.kind)
    for match in _AFTER.finditer(text):
        at = match.end()
        while text[at].isspace():
            at += 1
        found = marker(text[at : at + 80])
        if found and _continues(found, seen, fresh, sure=bool(_SURE.match(match[0]))):
            fresh |= {kind for kind, depth in _DEPTH.items() if depth > _DEPTH[found.kind]}
            fresh.discard(found.kind)
            seen[found.kind] = found.number
            cuts.append((at, found))
    if len(cuts) < 3 and not any(m.kind not in ("item", "section") for _, m in cuts):
        return [text]
    last.update(seen)
    edges = [0, *(at for at, _ in cuts), len(text)]
    pieces = [text[a:b].strip() for a, b in pairwise(edges)]
    lines = _front_lines(pieces[0]) if first is None else _heading_apart(pieces[0], first)
    for piece, (_, found) in zip(pieces[1:], cuts, strict=True):
        lines += _heading_apart(piece, found)
    return [p for p in lines if p]


def _continues(found: Marker, last: dict[str, int], fresh: set[str], *, sure: bool) -> bool:
    """Whether a number is next in line, or the first under a new heading (``fresh`` kinds may start again)."""
    if found.kind not in _DEPTH:
        return False
    return found.number == last.get(found.kind, 0) + 1 or (found.number == 1 and (sure or found.kind in fresh))


def _heading_apart(piece: str, found: Marker) -> list[str]:
    """一、指导思想 认真贯彻…: the blank was a break."""
    heading = _HEADING.match(piece, found.end)
    return [piece[: heading.end("heading")], piece[heading.end() :]] if heading else [piece]


def _front_lines(front: str) -> list[str]:
    """Title, number, addressees and preamble, where blanks stand for the breaks between them."""
    pieces = _FRONT_GAP.split(front)
    return pieces if len(pieces) > 2 else [front]


# ---- too many -------------------------------------------------------------------------------------------------------


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)


def _unwrap(blocks: Sequence[Block]) -> tuple[list[Block], int]:
    """Join the lines of a file that breaks them at a fixed width; other files come back as they are."""
    widths = [_width(b.text) + (4 if b.indent else 0) if isinstance(b, Line) else 0 for b in blocks]
    full = _full_width(blocks, widths)
    if not full:
        return list(blocks), 0
    indents = sum(isinstance(b, Line) and b.indent for b in blocks) * 10 >= len(blocks)
    out: list[Block] = []
    joined = 0
    wrapped = False
    for block, width in zip(blocks, widths, strict=True):
        before = out[-1] if out else None
        if wrapped and isinstance(before, Line) and isinstance(block, Line) and _goes_on(before, block, indents):
            out[-1] = replace(before, text=_joined(before.text, block.text), hollow=block.hollow)
            joined += 1
        else:
            out.append(block)
        wrapped = isinstance(block, Line) and full - 4 <= width <= full + 4
    return out, joined


def _full_width(blocks: Sequence[Block], widths: Sequence[int]) -> int:
    """The width at which a file breaks its lines; 0 where it does not."""
    long = sorted(w for w in widths if w >= _MIN_WIDTH)
    if len(long) < _MIN_LINES:
        return 0
    full = long[len(long) * 3 // 4]
    near = [b for b, w in zip(blocks, widths, strict=True) if abs(w - full) <= 4]
    broken = sum(isinstance(b, Line) and not _ENDS.search(b.text) for b in near)
    if len(near) < _FULL_SHARE * len(long) or broken < 0.6 * len(near) or long[-1] > full * 1.5:
        return 0
    return full


def _goes_on(before: Line, line: Line, indents: bool) -> bool:
    if line.gap or line.indent or marker(line.text):
        return False
    return indents or not _ENDS.search(before.text)


def _joined(before: str, after: str) -> str:
    """Latin words keep their blank; Chinese ones have none."""
    return before + (" " if re.search("[A-Za-z]$", before) and re.match("[A-Za-z]", after) else "") + after
