"""Words that make another thing of a sentence when one takes the place of the other: 主要负责同志 and 分管负责同志.

The sets are in contrasts.txt and turning.txt beside this file. A word counts only where the claim and the source have the same characters
beside it, so that a claim about something else is left alone.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from index.words import normal

_BESIDE = 2


@cache
def sets() -> tuple[tuple[str, ...], ...]:
    """The sets of contrasts.txt, longest words first."""
    lines = (Path(__file__).parent / "contrasts.txt").read_text(encoding="utf-8").splitlines()
    return tuple(
        tuple(sorted(line.split(), key=len, reverse=True))
        for line in lines
        if line.strip() and not line.startswith("#")
    )


def contrasts(words: str, source: str) -> list[tuple[int, int, str]]:
    """Words of a claim in whose place the source has another of their set: start, end, what the source has."""
    said, there = normal(words), normal(source)
    out = []
    for group in sets():
        for word in group:
            if word not in said or word in there:
                continue
            for other in group:
                if other != word and other in there and other not in said and _same_place(said, word, there, other):
                    at = said.index(word)
                    out.append((at, at + len(word), other))
                    break
    return out


_DENIED = re.compile("[不未](?=得|再|受|予|准|应|宜|允许|经|纳入)")


def denials(words: str, source: str) -> list[tuple[int, int, str]]:
    """A 不 or 未 that a claim drops from, or adds to, words that the source has: 不再增加床位 said as 再增加床位."""
    said, there = normal(words), normal(source)
    out = []
    for match in _DENIED.finditer(there):
        tail = there[match.end() : match.end() + 3]
        at = said.find(tail)
        if (
            len(_han(tail)) == 3
            and at >= 0
            and match[0] + tail not in said
            and said[max(0, at - 1) : at] not in tuple("不未无非")
        ):
            out.append((at, at, match[0]))
    for match in _DENIED.finditer(said):
        tail = said[match.end() : match.end() + 3]
        if len(_han(tail)) == 3 and tail in there and not re.search(f"[不未无非]{re.escape(tail)}", there):
            out.append((match.start(), match.end(), ""))
    return out


def turned(said: str, there: str) -> bool:
    """Whether one of two words stops, lessens or forbids what the other doesn't: 撤销 in the place of 编制."""
    return any((word in said) != (word in there) for word in _turning())


@cache
def _turning() -> tuple[str, ...]:
    lines = (Path(__file__).parent / "turning.txt").read_text(encoding="utf-8").splitlines()
    return tuple(word for line in lines if not line.startswith("#") for word in line.split())


def _same_place(said: str, word: str, there: str, other: str) -> bool:
    """Whether the characters right behind, or right before, are the same in both."""
    behind = _han(said[said.index(word) + len(word) :])[:_BESIDE]
    before = _han(said[: said.index(word)])[-_BESIDE:]
    for match in re.finditer(re.escape(other), there):
        if behind and _han(there[match.end() :])[:_BESIDE] == behind:
            return True
        if len(before) == _BESIDE and _han(there[: match.start()])[-_BESIDE:] == before:
            return True
    return False


def _han(text: str) -> str:
    return re.sub(r"[^\u4e00-\u9fff]", "", text)
