"""Words of a draft found in a source, marks and blanks aside: where they stand exactly, or where what is nearest stands.

A quotation is compared word by word, so that the reason can say 原文“乡镇卫生院”，引文作“卫生院”.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from corpus.model import Span
from index.words import normal, segmenter

_KEPT = re.compile(r"[\w%‰.]")
_DOTS = re.compile(r"…+|\.{3,}|。{3,}|——")
_LEAST = 4


@dataclass(frozen=True, slots=True)
class Bare:
    """A text without marks and blanks, and where each character left stands in it."""

    text: str
    at: tuple[int, ...]

    def span(self, start: int, end: int) -> Span:
        """The piece of the text that characters of the bare one stand for."""
        return Span(self.at[start], self.at[end - 1] + 1)


@lru_cache(maxsize=4096)
def bared(text: str) -> Bare:
    """``normal`` form without marks; 〔2022〕 and 《》 lose theirs too, so that they are found however typed."""
    kept = [(c, i) for i, c in enumerate(normal(text)) if _KEPT.match(c) and c != "_"]
    return Bare("".join(c for c, _ in kept), tuple(i for _, i in kept))


def parts_of(quote: str) -> list[str]:
    """A quotation between its dots: “……”."""
    return [p for p in _DOTS.split(quote) if len(bared(p).text) >= _LEAST] or [quote]


def pieces(quote: str, text: str) -> list[Span]:
    """Where a quotation stands word for word, piece by piece where dots leave something out; empty where it doesn't."""
    held = bared(text)
    start = 0
    out: list[Span] = []
    for part in parts_of(quote):
        asked = bared(part).text
        at = held.text.find(asked, start) if asked else -1
        if at < 0:
            return []
        start = at + len(asked)
        out.append(held.span(at, start))
    return out


def stands(quote: str, text: str) -> Span | None:
    """Where a quotation stands word for word, from its first piece to its last."""
    found = pieces(quote, text)
    return Span(found[0].start, found[-1].end) if found else None


@dataclass(frozen=True, slots=True)
class Near:
    """The piece of a text that a quotation is nearest to, and how near (1 is the same)."""

    span: Span
    likeness: float


def nearest(quote: str, text: str) -> Near | None:
    """The nearest piece of a text; ``None`` where not even four characters in a row are shared."""
    asked, held = bared(quote).text, bared(text)
    if len(asked) < _LEAST or not held.text:
        return None
    longest = SequenceMatcher(None, held.text, asked, autojunk=False).find_longest_match()
    if longest.size < _LEAST:
        return None
    slack = max(8, len(asked) // 3)
    begin = max(0, longest.a - longest.b - slack)
    end = min(len(held.text), longest.a - longest.b + len(asked) + slack)
    window = held.text[begin:end]
    blocks = [b for b in SequenceMatcher(None, window, asked, autojunk=False).get_matching_blocks() if b.size > 1]
    if not blocks:
        return None
    start = max(0, blocks[0].a - blocks[0].b)
    stop = min(len(window), blocks[-1].a + blocks[-1].size + len(asked) - blocks[-1].b - blocks[-1].size)
    found = window[start:stop]
    ratio = SequenceMatcher(None, found, asked, autojunk=False).ratio()
    return Near(held.span(begin + start, begin + stop), ratio) if found else None


@dataclass(frozen=True, slots=True)
class Change:
    """Words of the source and what the quotation has in their place; one of them may be empty."""

    there: str
    said: str


def changes(source: str, quote: str) -> list[Change]:
    """The differences word by word, marks aside."""
    one, two = tokens(source), tokens(quote)
    out = []
    for tag, a, b, c, d in SequenceMatcher(None, one, two, autojunk=False).get_opcodes():
        if tag != "equal":
            out.append(Change("".join(one[a:b]), "".join(two[c:d])))
    return out


@lru_cache(maxsize=1024)
def tokens(text: str) -> tuple[str, ...]:
    """The words of a text, marks aside."""
    return tuple(segmenter().lcut(bared(text).text))


def told(found: list[Change]) -> str:
    """The differences in one line: 原文“县级”，引文作“市级”；引文漏“力争”."""
    said = []
    for change in found[:4]:
        if not change.said:
            said.append(f"漏“{change.there}”")
        elif not change.there:
            said.append(f"多“{change.said}”")
        else:
            said.append(f"原文“{change.there}”，引文作“{change.said}”")
    return "；".join(said) + ("等" if len(found) > 4 else "")
