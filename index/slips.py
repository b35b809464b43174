"""Slips of the keyboard mended against the documents' own words: 薪筹 → 薪酬, 一共体 → 医共体, 方试 → 方式.

A piece of the question is mended only where it is no word that the documents or the dictionary know, it sounds exactly
like one word of the documents, and no second word sounds so. What was read is shown to the user and never forced.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pypinyin import lazy_pinyin

from index.words import cut, frequency, is_word

_COMMON = 60
_LONGEST = 5
_GRAMMAR = frozenset(
    "是的了在和与有几个各这那哪就都也要不到多少什么谁吗呢吧一两三四五六七八九十其它他我你把被对给从向以由将市县省区局其而或及之所可能会没于为做用让说下上中里每该本某此还已最更很再又才先请问"
)


@dataclass(frozen=True)
class Slips:
    """The documents' words by their sound: ``sounding("xin chou")`` gives 薪酬.

    ``says`` tells whether the documents say a piece of text somewhere; it is asked only of a piece that sounds like a
    word of theirs.
    """

    sounding: Callable[[str], Sequence[str]]
    says: Callable[[str], bool]

    @classmethod
    def of(cls, words: Iterable[str], says: Callable[[str], bool]) -> Slips:
        """Slips of the words of documents in memory."""
        sounds: dict[str, list[str]] = {}
        for word in filter(is_spoken, words):
            sounds.setdefault(sound(word), []).append(word)
        return cls(lambda wanted: sounds.get(wanted, ()), says)

    def mend(self, question: str) -> tuple[str, tuple[str, ...]]:
        """The question with its slips mended, and what was read otherwise: ("…薪酬制度", ("按“薪酬”理解“薪筹”",))."""
        words = cut(question)
        out: list[str] = []
        readings: list[str] = []
        at = 0
        while at < len(words):
            for count in range(min(_LONGEST, len(words) - at), 0, -1):
                typed = "".join(words[at : at + count])
                meant = self._meant(typed, words[at : at + count])
                if meant is not None:
                    out.append(meant)
                    readings.append(f"按“{meant}”理解“{typed}”")
                    at += count
                    break
            else:
                out.append(words[at])
                at += 1
        return ("".join(out), tuple(readings)) if readings else (question, ())

    def _meant(self, typed: str, words: Sequence[str]) -> str | None:
        if not is_spoken(typed):
            return None
        if len(words) > 1 and all(len(w) > 1 and is_word(w) for w in words):
            return None
        found = [w for w in self.sounding(sound(typed)) if w != typed and self._near(typed, w)]
        if len(found) != 1 or self.says(typed):
            return None
        return None if is_word(typed) and frequency(typed) > _COMMON else found[0]

    @staticmethod
    def _near(typed: str, word: str) -> bool:
        """One character apart, and that character is none that sentences are made of (是, 个, 有): 目标是 is no 目标识."""
        apart = [a for a, b in zip(typed, word, strict=True) if a != b]
        return len(apart) == 1 and (apart[0] not in _GRAMMAR or (len(typed) > 2 and apart[0] == "一"))


def is_spoken(word: str) -> bool:
    """Whether a word is one that slips are looked for in: two to five Chinese characters."""
    return 2 <= len(word) <= _LONGEST and all("\u4e00" <= c <= "\u9fff" for c in word)


@lru_cache(maxsize=50_000)
def sound(word: str) -> str:
    """How a word is spoken, without tones: 薪酬 → 「xin chou」."""
    return " ".join(lazy_pinyin(word))
