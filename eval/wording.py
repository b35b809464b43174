"""An answer's words in one form, and pieces of it: for accepted wordings, must-nots, and what a sentence is about."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_PUNCTUATION = str.maketrans(
    {
        "，": ",",
        "。": ".",
        "；": ";",
        "：": ":",
        "（": "(",
        "）": ")",
        "—": "-",
        "–": "-",
        "～": "-",
        "〜": "-",
        "“": '"',
        "”": '"',
        "‘": "'",
        "’": "'",
        "％": "%",
        "、": ",",
        "！": "!",
        "？": "?",
        "〔": "[",
        "〕": "]",
    }
)
_DENIAL = re.compile(
    "不是|并非|并不|而非|与(?:文件|原文)不符|不对|有误|错误|不正确|不准确|没有|未(?!来)|不属于|不能|无法|不含|不包括|不再|不存在|不实"
)
_HAN = re.compile("[一-龥]")
_EMPTY = frozenset("的了是和与及在到年达以上下不于率数第各个")


def norm(text: str) -> str:
    """One spelling for comparing: half width, no blanks or markup, one form of each sign."""
    text = unicodedata.normalize("NFKC", text).translate(_PUNCTUATION)
    return re.sub(r"-{2,}", "-", re.sub(r"[\s*_`#>|]+", "", text))


def holds(text: str, words: str) -> bool:
    """Whether the words stand in the text, not as part of a longer number ("4人" is not in "24人", "2" not in "2.5")."""
    return bool(places(norm(text), words))


def places(normal: str, words: str) -> list[int]:
    """Where the words stand in a text that went through ``norm``."""
    wanted = norm(words)
    if not wanted:
        return []
    left = r"(?<![\d.])" if wanted[0].isdigit() else ""
    right = r"(?!\.?\d)" if wanted[-1].isdigit() else ""
    return [m.start() for m in re.finditer(left + re.escape(wanted) + right, normal)]


def asserts(text: str, words: str) -> bool:
    """Whether the text says the words and means them: a sentence that denies them (不是5人，与文件不符) does not."""
    return any(holds(s, words) and not _DENIAL.search(s) for s in sentences(text))


def denies(sentence: str) -> bool:
    """Whether a sentence holds a word of denial."""
    return bool(_DENIAL.search(sentence))


def sentences(text: str) -> Iterator[str]:
    """The sentences of a text: cut at 。；！？ and line ends."""
    yield from (s for s in re.split(r"[。；;！!？?\n]", text) if s.strip())


def sentence_at(text: str, start: int, end: int) -> tuple[int, int]:
    """The ends of the sentence around a place."""
    left = max(text.rfind(sign, 0, start) for sign in "。；;！!？?\n") + 1
    ends = [at for sign in "。；;！!？?\n" if (at := text.find(sign, end)) >= 0]
    return left, min(ends, default=len(text))


def pairs(text: str) -> frozenset[str]:
    """The pairs of neighbouring Chinese characters, those of mere function left aside."""
    runs = re.findall("[一-龥]+", text)
    found = {run[i : i + 2] for run in runs for i in range(len(run) - 1)}
    return frozenset(p for p in found if not set(p) <= _EMPTY)


def overlap(wanted: str, text: str) -> float:
    """How much of the wanted words' pairs stand in a text, 0 to 1; 1 where nothing is wanted."""
    pieces = pairs(wanted)
    return len(pieces & pairs(text)) / len(pieces) if pieces else 1.0


def han(text: str) -> int:
    """How many Chinese characters a text has."""
    return len(_HAN.findall(text))
