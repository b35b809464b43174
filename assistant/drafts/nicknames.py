"""Titles that a draft prints without 《》: 自治区政府办公厅印发关于…的实施方案（下称《方案》）."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.model import Span

_KIND = "方案|通知|意见|规划|办法|规定|条例|细则|纲要|计划|措施|决定|指南|规范"
_NAMED = rf"(?:{_KIND})(?:[（(](?:征求意见稿|试行|20\d\d[^（()）]{{0,8}})[)）])?"
_BARE = re.compile(
    rf"(?:印发|出台|发布|制定|下发|转发|公布|按照|根据|依据|落实)(?:了|的)?(?P<title>[一-龥“”‘’、0-9]{{5,60}}?{_NAMED})"
    r"(?=[（(][^（()）\n]{0,24}称)"
)


_HEADED = re.compile(r"[^\n。；]{0,30}\n")
"""A name that ends its line is a heading: the draft's own title."""


def bare_titles(text: str, titles: Sequence[Span], known: Sequence[Span] = ()) -> list[Span]:
    """The titles without 《》: those that a bracket behind them gives a short name, and the ``known`` ones."""
    found = [Span(m.start("title"), m.end("title")) for m in _BARE.finditer(text)]
    found += [
        k
        for k in known
        if not _HEADED.match(text, k.end) and not any(f.start < k.end and k.start < f.end for f in found)
    ]
    return [f for f in found if not any(t.start < f.end and f.start < t.end for t in titles)]


def unmarked(text: str, title: Span) -> str:
    """A title without 《》 and blanks."""
    return re.sub(r"\s+", "", title.of(text).removeprefix("《").removesuffix("》"))
