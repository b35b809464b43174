"""Where the 代字 of a number begins, when a verb stands right before it: 照梅市府办〔2024〕1号, 经查国卫办发〔2023〕5号.

Written Chinese puts no mark between them. A known 代字 ends the word by itself; an unknown one begins at the first place or
central body behind which only letters stand that offices use, else at the first that may open one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from corpus.document_number import DocumentNumber
from corpus.model import Span
from index.regions import all_places
from index.words import read_list

_CENTRAL = frozenset("国中财卫教工民医人农科商文发住交水自应审退银证药疾体林税")
"""What a 代字 without a place begins with: 国发, 中办发, 财社, 工信部联规."""
_VERBS = frozenset("照依据按查见对经如于引援")
"""What a place's name may begin or end with (日照, 依兰) and a sentence puts before a number far oftener."""


class IssuerCodes:
    """Cuts numbers to their 代字; ``known`` are those of the library's numbers."""

    def __init__(self, known: Iterable[str] = ()) -> None:
        self._known = sorted(known, key=len, reverse=True)

    def trimmed(self, numbers: Sequence[DocumentNumber]) -> list[DocumentNumber]:
        """The numbers without the words that stick to them."""
        return [self._trimmed(n) for n in numbers]

    def _trimmed(self, number: DocumentNumber) -> DocumentNumber:
        code, mark, rest = number.normal.partition("〔")
        begin = self.begin(code) if mark else 0
        if not begin:
            return number
        printed = [at for at, char in enumerate(number.text) if not char.isspace()]
        at = printed[begin]
        span = Span(number.span.start + at, number.span.end)
        return DocumentNumber(number.text[at:], f"{code[begin:]}{mark}{rest}", span)

    def begin(self, code: str) -> int:
        """Where the 代字 begins in the words before the year; 0 where nothing tells that it begins later.

        >>> IssuerCodes().begin("对照梅市府办")
        2
        """
        for known in self._known:
            before = len(code) - len(known)
            if before > 0 and code.endswith(known):
                if _opens(known) or not _may_open(code[:before]):
                    return before
        starts = [at for at in range(len(code) - 1) if _opening(code, at)]
        whole = [at for at in starts if all(c in _letters() for c in code[at + _opening(code, at) :])]
        if whole:
            return whole[0]
        return starts[0] if starts and not any(c in _letters() for c in code[: starts[0]]) else 0


def _opening(code: str, at: int) -> int:
    """How many characters a place or a central body takes where a 代字 may begin; 0 where none may."""
    if code.startswith("中国", at):
        return 0
    for length in (2, 1):
        if code[at : at + length] in _openings() and at + length < len(code):
            return length
    return int(code[at] in _CENTRAL)


def _opens(known: str) -> bool:
    """Whether a 代字 begins as whole ones do, so that nothing before it can belong to it: 梅市府办, 国发; not 卫办发."""
    return known[0] in "国中" or (known[0] not in _letters() and (known[:1] in _openings() or known[:2] in _openings()))


def _may_open(before: str) -> bool:
    """Whether words before a known 代字 are of a longer one: 国 before 卫办发."""
    return before in _openings() or all(char in _letters() for char in before)


@cache
def _letters() -> frozenset[str]:
    text = Path(__file__).with_name("issuer_codes.txt").read_text("utf-8")
    return frozenset("".join(line for line in text.splitlines() if not line.startswith("#")))


@cache
def _openings() -> frozenset[str]:
    """What a place puts before its offices: 粤, 梅 (梅州), 兴宁, 埔 (大埔)."""
    shorts = [place.short for place in all_places()]
    nicknames = [line.split("=")[0] for line in read_list("nicknames.txt")]
    return frozenset({*nicknames, *shorts, *(short[0] for short in shorts), *(short[-1] for short in shorts)} - _VERBS)
