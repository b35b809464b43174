"""Tables of contents: their lines look like clauses and are none.

A contents page is known by its name (目录), by leaders and page numbers (总体要求……3), or because every one of its
lines comes again further down, without a word of text between them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.headings import heading_of
from corpus.lines import Block, Line
from corpus.markers import Marker, marker
from corpus.model import Removed

_NAME = re.compile(r"目\s*[录次]")
_LEADERS = re.compile(r"\s*(?:[.．…·•\-—_\s]{3,}|\s)(?:\d{1,3}|[IVXivx]{1,5})$|[.．…·]{4,}$")
_DOTS = re.compile(r"[.．…·]{3,}\s*\d{0,3}$")
_LEAST = 3


def without_contents(blocks: Sequence[Block]) -> tuple[list[Block], list[Removed]]:
    """The blocks without their tables of contents."""
    texts = [b.text if isinstance(b, Line) else None for b in blocks]
    found = contents_lines(texts, [marker(t) if t is not None else None for t in texts])
    removed = [Removed(t, "目录") for at in sorted(found) if (t := texts[at]) is not None]
    return [b for at, b in enumerate(blocks) if at not in found], removed


def contents_lines(texts: Sequence[str | None], marks: Sequence[Marker | None]) -> frozenset[int]:
    """The lines that belong to a table of contents; ``None`` stands for a table among the lines."""
    keys = [_key(t, m) if t is not None and (m or len(t) <= 120) else None for t, m in zip(texts, marks, strict=True)]
    last = {key: at for at, key in enumerate(keys) if key}
    found: set[int] = set()
    at = 0
    while at < len(texts):
        named = texts[at] is not None and bool(_NAME.fullmatch(texts[at] or ""))
        end = _end(texts, marks, keys, last, at + 1 if named else at, named)
        if end - at >= (2 if named else _LEAST):
            found.update(range(at, end))
        at = max(end, at + 1)
    return frozenset(found)


def _end(
    texts: Sequence[str | None],
    marks: Sequence[Marker | None],
    keys: Sequence[str | None],
    last: dict[str, int],
    at: int,
    named: bool,
) -> int:
    """Where the entries that begin at ``at`` end."""
    start = at
    while at < len(texts):
        text, key = texts[at], keys[at]
        if text is None or key is None or "。" in text:
            break
        again = last[key] > at and (named or marks[at] is not None)
        if not again and not _DOTS.search(text):
            break
        at += 1
    # The entries must all come again behind the page, or a list that repeats itself would pass for one.
    while at > start and not _DOTS.search(texts[at - 1] or "") and last[keys[at - 1] or ""] < at:
        at -= 1
    return at


def _key(text: str, found: Marker | None) -> str:
    """What an entry and the heading it points to have in common: number and heading without leaders and blanks."""
    bare = _LEADERS.sub("", text[:200])
    if found is None:
        return re.sub(r"\s", "", bare)
    words = bare[found.end :]
    return re.sub(r"\s", "", f"{found.step}|{heading_of(words, found.kind) or words}")
