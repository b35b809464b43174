"""Names that a draft prints bare: a title without 《》 that it gives a short name, a number with a verb stuck to its 代字.

>>> 自治区政府办公厅印发关于…的实施方案（下称《方案》）; 重点报送粤办函（2022）245号
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.document_number import DocumentNumber
from corpus.model import Span

_KIND = "方案|通知|意见|规划|办法|规定|条例|细则|纲要|计划|措施|决定|指南|规范"
_NAMED = rf"(?:{_KIND})(?:[（(](?:征求意见稿|试行|20\d\d[^（()）]{{0,8}})[)）])?"
_BARE = re.compile(
    rf"(?:印发|出台|发布|制定|下发|转发|公布|按照|根据|依据|落实)(?:了|的)?(?P<title>[一-龥“”‘’、0-9]{{5,60}}?{_NAMED})"
    r"(?=[（(][^（()）\n]{0,24}称)"
)
_OFFICE_CODE = re.compile("[部委局联办厅府]$")


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


def trimmed_numbers(numbers: Sequence[DocumentNumber], codes: frozenset[str]) -> list[DocumentNumber]:
    """Numbers without the words that stick to a 代字 which the library knows."""
    return [_trimmed(number, codes) for number in numbers]


def _trimmed(number: DocumentNumber, codes: frozenset[str]) -> DocumentNumber:
    said, mark, rest = number.normal.partition("〔")
    for code in sorted(codes, key=len, reverse=True):
        before = said.removesuffix(code)
        at = number.text.find(code)
        if said.endswith(code) and len(before) >= 2 and at > 0 and not _OFFICE_CODE.search(before):
            span = Span(number.span.start + at, number.span.end)
            return DocumentNumber(number.text[at:], f"{code}{mark}{rest}", span)
    return number
