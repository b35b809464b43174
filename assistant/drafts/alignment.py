"""A claim laid word by word beside the stretch that it restates: what each of its words rests on there, and what it doesn't.

「达到全国先进水平」 beside 「达到全国平均水平」: 先进 stands in the place of 平均. Figures and years are compared elsewhere; words that
only frame a claim (我市, 要, 进一步) rest on nothing and need nothing; a word that the source says elsewhere in the same
sentence or in its headings is carried.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, lru_cache
from pathlib import Path

from assistant.drafts.figures import RHYTHM, Figure, figures, years
from index.words import cut, normal

_HAN = re.compile(r"[a-z0-9\u3400-\u9fff]")
_STOP = re.compile(r"[,;:。!?\n]")
_PLACE = re.compile(
    r"^[（(]?[一二三四五六七八九十]{1,3}[)）、]?(?=要求|提出|明确|规定|对)|[（(](?:详?见|参见|出自|依据)[^（()）]*(?:[（(][^（()）]*[)）][^（()）]*)*[)）]?$"
)
"""What is left of a citation at the ends of a claim."""
_TURNING = re.compile("[不非未无禁除]|以[上下内外]")
_BOUND = re.compile(
    "(?:原则上)?不得?(?:低于|少于|高于|多于|超过|小于|大于)|至少|至多|最少|最多|超过|低于|高于|少于|多于|控制在|大约|约|近|力争|达到?|≥|≤"
)
_MARKS = re.compile(r"\W")
_WIDEST = 10
"""So many characters of the source, at most, are one word's place."""
_LIGHT = "轻："
_ANCHOR = 2


@dataclass(frozen=True, slots=True)
class Loose:
    """Words of a claim that don't stand in their place in the source: ``start`` to ``end`` of the claim.

    ``there`` is what the source has between the same neighbours (empty where nothing or too much stands there), ``firm``
    whether the neighbours on both sides are the same.
    """

    start: int
    end: int
    said: str
    there: str
    firm: bool


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    start: int
    end: int


def loose(words: str, source: str) -> list[Loose]:
    """The words of a claim that the source doesn't have in their place, framing words and figures aside.

    >>> [(one.said, one.there) for one in loose("医疗服务质量达到全国先进水平", "医疗服务质量达到全国平均水平")]
    [('先进', '平均')]
    """
    said, there = _unbound(words), _unbound(source)
    matched = _matched(said, there)
    passed = _passed(words, source)
    out = []
    for run in _runs(said, matched, passed):
        start, end = run[0].start, run[-1].end
        place, firm = _place(said, there, matched, start, end)
        light = all(word.text in light_words() for word in run)
        if (place and _same(said[start:end], place)) or (light and not place):
            continue
        out.append(Loose(start, end, words[start:end], place, firm))
    return out


def _unbound(text: str) -> str:
    """The normal text with what bounds its figures (不低于, 以上) blanked out: that is compared with the figures."""
    out = normal(text)
    for figure in figures(text):
        for start, end in _bounds(out, figure):
            out = out[:start] + " " * (end - start) + out[end:]
    return out


def _bounds(text: str, figure: Figure) -> tuple[tuple[int, int], tuple[int, int]]:
    """Where the bound before a figure and the one behind it stand: 不低于, 以上."""
    before = _BOUND.match(text, figure.lead, figure.start)
    tail = len(text[figure.start : figure.end].rstrip("以上下内左右及"))
    return (figure.lead, before.end() if before else figure.lead), (figure.start + tail, figure.end)


def frames(place: str) -> bool:
    """Whether what stands in a place says nothing of its own (加强, 工作), or nothing stands there."""
    return all(word.text in framing() or not _HAN.search(word.text) for word in words_of(place))


def _matched(said: str, there: str) -> list[int]:
    """For each character of the claim where it stands in the source in order, -1 for those that don't."""
    out = [-1] * len(said)
    for block in SequenceMatcher(None, said, there, autojunk=False).get_matching_blocks():
        if block.size >= _ANCHOR or (block.size and _alone(said, block.a)):
            for i in range(block.size):
                out[block.a + i] = block.b + i
    return out


def _alone(said: str, at: int) -> bool:
    """Whether a character is a word by itself, between marks or figures."""
    around = said[max(0, at - 1) : at] + said[at + 1 : at + 2]
    return _HAN.match(said[at]) is not None and not any("\u3400" <= c <= "\u9fff" for c in around)


def _passed(words: str, source: str) -> set[int]:
    """The characters that figures and years hold; a rhythm (每月) only where the source has one to lay it beside."""
    out: set[int] = set()
    kinds = {f.kind for f in figures(source)}
    for figure in figures(words):
        if figure.kind != RHYTHM or RHYTHM in kinds:
            out.update(range(figure.start, figure.end))
            out.update(range(*_bounds(words, figure)[0]))
    for _, start, end in years(words):
        out.update(range(start, end + 1))
    for match in _PLACE.finditer(words):
        out.update(range(*match.span()))
    return out


def _runs(said: str, matched: list[int], passed: set[int]) -> Iterator[list[_Word]]:
    """The loose words of a claim, neighbours together, light words apart from others."""
    run: list[_Word] = []
    for word in words_of(said):
        if not _HAN.search(word.text) and word.text in "()、":
            continue
        if _rests(word, said, matched, passed):
            if run:
                yield run
            run = []
            continue
        if run and (word.text in light_words()) != (run[-1].text in light_words()):
            yield run
            run = []
        run.append(word)
    if run:
        yield run


def _rests(word: _Word, said: str, matched: list[int], passed: set[int]) -> bool:
    """Whether a word stands in the source, or says nothing; of one cut otherwise (由市) what is left over must."""
    inside = range(word.start, word.end)
    rest = "".join(said[i] for i in inside if i not in passed and matched[i] < 0 and _HAN.match(said[i]))
    return not rest or word.text in empty_words() or (len(rest) < len(word.text) and rest in framing())


@lru_cache(maxsize=4096)
def words_of(text: str) -> tuple[_Word, ...]:
    """The words of a normal text with where they stand."""
    out, at = [], 0
    for word in cut(text):
        out.append(_Word(word, at, at + len(word)))
        at += len(word)
    return tuple(out)


def _place(said: str, there: str, matched: list[int], start: int, end: int) -> tuple[str, bool]:
    """What the source has between the neighbours of some words, and whether it has both neighbours."""
    before = next((i for i in range(start - 1, -1, -1) if matched[i] >= 0), None)
    behind = next((i for i in range(end, len(said)) if matched[i] >= 0), None)
    near_before = before is not None and _empty(said[before + 1 : start])
    near_behind = behind is not None and _empty(said[end:behind])
    if near_before and near_behind and before is not None and behind is not None:
        low, high = matched[before] + 1, matched[behind]
        if low <= high <= low + max(_WIDEST, 2 * (end - start)):
            return _trimmed(there[low:high]), True
        return "", False
    if near_before and before is not None and behind is None:
        low = matched[before] + 1
        stop = _STOP.search(there, low)
        place = there[low : stop.start() if stop else len(there)]
        return (_trimmed(place), False) if len(place) <= max(_WIDEST, 2 * (end - start)) else ("", False)
    if near_behind and behind is not None and before is None:
        high = matched[behind]
        stops = [m.end() for m in _STOP.finditer(there, 0, high)]
        place = there[stops[-1] if stops else 0 : high]
        return (_trimmed(place), False) if len(place) <= max(_WIDEST, 2 * (end - start)) else ("", False)
    return "", False


def _empty(between: str) -> bool:
    return all(word.text in framing() or not _HAN.search(word.text) for word in words_of(between))


def _trimmed(place: str) -> str:
    return re.sub(r"^\W+|\W+$", "", place)


def _same(said: str, there: str) -> bool:
    """Whether two words mean one thing: of one group of equivalents.txt, or one the other cut short (卫健委, 卫生健康委)."""
    if said == there:
        return True
    said, there = _MARKS.sub("", said), _MARKS.sub("", there)
    if any(said in group and there in group for group in equivalents()):
        return True
    if there in said and said.replace(there, "", 1) in framing():
        return True
    short, long = sorted((said, there), key=len)
    if len(short) < 2 or short == long or _TURNING.search("".join(c for c in long if c not in short)):
        return False
    held = iter(long)
    return short == said and short[0] == long[0] and short[-1] == long[-1] and all(c in held for c in short)


def carried(said: str, beside: str, *, alike: bool = False) -> bool:
    """Whether words stand somewhere in a text, whole or by their parts of two characters and more.

    ``alike`` also takes what is known to say the same: 组建 for 组成.
    """
    plain, bare = _MARKS.sub("", beside), _MARKS.sub("", said)
    if len(bare) < 2:
        return bare in {w.text for w in words_of(beside)}
    parts = [w.text for w in words_of(said) if _HAN.search(w.text)]
    return bare in plain or all(
        p in framing() or (len(p) > 1 and (p in plain or (alike and any(w in plain for w in _others(p)))))
        for p in parts
    )


@lru_cache(maxsize=4096)
def _others(word: str) -> frozenset[str]:
    """The words of two characters and more that say what a word says."""
    return frozenset(w for group in equivalents() if word in group for w in group if len(w) > 1)


@cache
def empty_words() -> frozenset[str]:
    """The words of framing.txt that say nothing wherever they stand: 我市, 要, 进一步."""
    return frozenset(word for line in _lines("framing.txt") if not line.startswith(_LIGHT) for word in line.split())


@cache
def light_words() -> frozenset[str]:
    """Those that say nothing beside others, yet something in another word's place: 推进 for 鼓励."""
    lines = [line.removeprefix(_LIGHT) for line in _lines("framing.txt") if line.startswith(_LIGHT)]
    return frozenset(word for line in lines for word in line.split())


@cache
def framing() -> frozenset[str]:
    """All words of framing.txt."""
    return empty_words() | light_words()


@cache
def equivalents() -> tuple[frozenset[str], ...]:
    """The groups of equivalents.txt, without marks."""
    return tuple(frozenset(_MARKS.sub("", w) for w in normal(line).split()) for line in _lines("equivalents.txt"))


def _lines(name: str) -> list[str]:
    lines = (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.strip() and not line.startswith("#")]
