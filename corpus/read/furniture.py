"""What repeats on the pages of a paged file and is no text: running heads, page numbers, contents, note marks."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from corpus.model import Removed
from corpus.read.layout import Line, Page, unraised
from corpus.read.wraps import NUMBERED

# Heads and feet stand in these parts of a page's height.
_HEAD, _FOOT = 0.1, 0.88
_DIGITS = re.compile("[0-9０-９]+")
_DASH = r"[-—–－‐―─~～·•.\s]*"
_NUMERAL = r"(?:[0-9０-９]{1,4}|[ivxlIVXL]{1,6}|[一二三四五六七八九十百〇零]{1,5})"
_PAGE_NUMBER = re.compile(
    rf"{_DASH}(?:第\s*{_NUMERAL}\s*页|{_NUMERAL}){_DASH}"
    rf"(?:[/／,，、]?\s*(?:共|总)?\s*{_NUMERAL}?\s*页?)?{_DASH}|[Pp]age\s*[0-9]+(?:\s*of\s*[0-9]+)?"
)
_CONTENTS = re.compile(
    r"(.*?)\s*(?:[.．]{4,}|…{2,}|[·•]{4,}|。{4,}|_{4,}|-{6,})[.．…·•。\s]*[-—(（]?\s*([0-9]{1,4})\s*[-—)）]?"
)
_CONTENTS_HEAD = re.compile(r"目\s*[录次]")
_NOTE = re.compile(r"(?:\x0e([0-9①-⑳*]{1,3})\x0f|([①-⑳])|\[([0-9]{1,2})\])\s*\S")


def without_running(pages: Sequence[Page], lines: Sequence[Sequence[Line]]) -> tuple[list[list[Line]], list[Removed]]:
    """Each page's lines without heads, feet and page numbers, told by repeating with other digits at one height."""
    seen: dict[str, list[tuple[int, float]]] = defaultdict(list)
    edges = [_edge_lines(page, found) for page, found in zip(pages, lines, strict=True)]
    for at, found in enumerate(edges):
        for line in found:
            seen[_blind(line.text)].append((at, line.top))
    numbered = sum(1 for found in edges if any(_is_number(line) for line in found))
    enough = max(2, round(0.25 * len(pages)))
    heads: dict[str, None] = {}
    numbers: list[str] = []
    out: list[list[Line]] = []
    for page, own, candidates in zip(pages, lines, edges, strict=True):
        drop: set[int] = set()
        for line in candidates:
            if _is_number(line) and (numbered >= 0.5 * len(pages) or re.search("[-—–－页]", line.text)):
                numbers.append(line.text)
                drop.add(id(line))
            elif _repeats(seen[_blind(line.text)], line.top, page, enough):
                heads.setdefault(line.text)
                drop.add(id(line))
        out.append([line for line in own if id(line) not in drop])
    removed = [Removed(unraised(text), "页眉页脚") for text in heads]
    if numbers:
        removed.append(Removed("、".join(n.strip() for n in numbers), "页码"))
    return out, removed


def without_contents(lines: Sequence[Line]) -> tuple[list[Line], list[Removed]]:
    """The lines without those of a contents page: 「一、总体要求……7」, and the heading 「目录」 above them."""
    drop: set[int] = set()
    for at, line in enumerate(lines):
        found = _CONTENTS.fullmatch(line.text) if len(line.text) < 300 else None
        if found is None:
            continue
        drop.add(at)
        above = lines[at - 1] if at else None
        if above is not None and not NUMBERED.match(line.text) and NUMBERED.match(above.text):
            if len(found[1]) < 12 and not re.search("[，。；]", above.text) and above.page == line.page:
                drop.add(at - 1)  # an entry of two lines
    for at in sorted(drop):
        for before in range(max(0, at - 3), at):
            if _CONTENTS_HEAD.fullmatch(lines[before].text.strip()):
                drop.add(before)
    removed = [Removed(unraised(lines[at].text), "目录") for at in sorted(drop)]
    return [line for at, line in enumerate(lines) if at not in drop], removed


def notes_of(lines: Sequence[Line]) -> tuple[list[Line], list[Line], frozenset[str]]:
    """A page's lines without the foot notes at its end, the lines of these, and their marks."""
    if not lines:
        return [], [], frozenset()
    body = sorted(line.size for line in lines)[len(lines) // 2]
    start = len(lines)
    while start and lines[start - 1].size <= 0.88 * body:
        start -= 1
    first = next((i for i in range(start, len(lines)) if _NOTE.match(lines[i].text)), len(lines))
    if first in (len(lines), 0):
        return list(lines), [], frozenset()
    marks = {next(g for g in m.groups() if g) for line in lines[first:] if (m := _NOTE.match(line.text))}
    return list(lines[:first]), list(lines[first:]), frozenset(marks)


def _edge_lines(page: Page, lines: Sequence[Line]) -> list[Line]:
    """The few lines at the top and at the bottom among which heads and feet are."""
    top = [line for line in lines[:3] if line.bottom < _HEAD * page.height]
    bottom = [line for line in lines[-3:] if line.top > _FOOT * page.height and line not in top]
    return top + bottom


def _blind(text: str) -> str:
    return _DIGITS.sub("#", re.sub(r"\s", "", text))


def _is_number(line: Line) -> bool:
    text = line.text.strip()
    return (
        len(text) <= 24
        and bool(_PAGE_NUMBER.fullmatch(text))
        and bool(re.search(r"[0-9０-９ivxIVX一二三四五六七八九十]", text))
    )


def _repeats(places: Sequence[tuple[int, float]], top: float, page: Page, enough: int) -> bool:
    near = {at for at, other in places if abs(other - top) < 0.02 * page.height}
    return len(near) >= enough
