"""A sentence held against the one stretch of its clauses that it restates, not against all that they say.

「力争到2027年…不少于5家」 said as 到2025年…不少于5家 has both numbers in the clause; they only don't belong together. So each
stretch of the sentence that does not stand word for word in the clause is laid beside the stretch that it is most like,
and everything that carries meaning must agree there: figures with unit and bound, years, negation (不得, 除外), what
softens a duty (力争, 原则上, 鼓励), whom it holds for (大部分县, 有条件的), and the bodies named.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.organizations import bodies_in, matches
from index.words import normal

_STOPS = re.compile(r"[,，。；;：:！？!?\n|“”]+")
_BARE = re.compile(r"[^\w%‰.]|_")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_FIGURE = re.compile(r"(?<![\d.])\d+(?:\.\d+)?(?:[:/]\d+(?:\.\d+)?)?(?:-\d+(?:\.\d+)?)?(?![\d.]*\d)")
_UNIT = re.compile(
    r"(?:个百分点|[%‰]|[万亿]?(?:人口|人|名|位|张|个|家|所|天|日|岁|小时|公里|次|项|类|支|元|级|种|件|年|月)|[万亿])?"
)
_LOW = re.compile(r"不得?低于|不少于|至少|不小于|≥|以上")
_HIGH = re.compile(r"不得?超过|不高于|不多于|至多|≤|以下|以内|控制在")
_ABOUT = re.compile(r"左右|大约|约(?!束|定|为)")
_NEGATION = re.compile(r"不|非|未|无(?!偿)|禁|除外|除")
_BOUNDS = (
    ("low", re.compile(r"不得?低于|不得?少于|不小于|至少|≥|以上")),
    ("high", re.compile(r"不得?超过|不得?高于|不多于|至多|≤|以下|以内")),
    ("about", re.compile("左右|大约")),
    ("below", re.compile("低于|少于|小于|不足")),
    ("above", re.compile("超过|高于|多于|大于")),
)
_LEFT_OUT = re.compile("(?:[不非未无]|不得|不再|不能|不予|严禁|禁止|力争|原则上|鼓励|争取)$")
_HEDGES = ("力争", "原则上", "鼓励", "争取", "探索", "试点", "试行", "逐步", "支持", "有条件", "符合条件", "基本", "可")
_SCOPES = ("大部分", "部分", "以县为单位")
_WIDENED = ("全部", "所有", "各级", "各县", "二级", "三级")
_CONDITION = re.compile(r"(?:服务|常住)?人口(?:超过|达到|在)?\d+万")
_LONGEST = 12
LIKE = 0.55
"""Below this share of common pairs of characters two stretches are held to be about different things."""
NEAR = 0.8


@dataclass(frozen=True, slots=True)
class Difference:
    """What a stretch says otherwise than the clause: the kind, and the words."""

    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of a sentence between commas, with the words that open its sentence (到2025年) and the years before it."""

    text: str
    pairs: frozenset[str]
    years: frozenset[str]


def differences(text: str, evidence: Sequence[str]) -> list[Difference]:
    """Where a sentence says otherwise than the clause stretch that it restates; ``evidence`` are the clauses' texts."""
    whole = [bare(e) for e in evidence]
    out: list[Difference] = []
    known: tuple[Stretch, ...] = ()
    for stretch in _stretches(text):
        if len(stretch.pairs) < 3 or any(_stands(bare(stretch.text), w) for w in whole):
            continue
        known = known or tuple(s for e in evidence for s in _kept(e))
        likeness = [(_like(stretch, s), s) for s in known]
        best = max((n for n, _ in likeness), default=0.0)
        if best < LIKE:
            continue
        close = [s for n, s in likeness if n >= max(best - 0.05, LIKE)]
        faults = min((_compared(stretch, s, near=best >= NEAR) for s in close), key=len)
        out += faults
    return out


def _stands(words: str, text: str) -> bool:
    """Whether words stand in a text, and not just behind a 不 or a 力争 that they leave out."""
    at = text.find(words)
    while at >= 0:
        if not _LEFT_OUT.search(text[max(0, at - 4) : at]):
            return True
        at = text.find(words, at + 1)
    return False


@lru_cache(maxsize=512)
def bare(text: str) -> str:
    """A text without marks and blanks, to find words in it however they are punctuated."""
    return _BARE.sub("", normal(text))


@lru_cache(maxsize=256)
def _kept(text: str) -> tuple[Stretch, ...]:
    return tuple(_stretches(text))


def _stretches(text: str) -> Iterable[Stretch]:
    """The pieces between marks; one too short to say anything (到2025年) goes with the next."""
    for sentence in re.split(r"[。！？!?\n|]", normal(text)):
        opening, years = "", frozenset[str]()
        for piece in _STOPS.split(sentence):
            if not piece.strip():
                continue
            joined = f"{opening},{piece}" if opening else piece
            if len(_pairs(joined)) < 5 and _YEAR.search(joined):
                opening = joined
                continue
            years = frozenset(_YEAR.findall(joined)) or years
            yield Stretch(joined, _pairs(joined), years)
            opening = ""
        if opening:
            yield Stretch(opening, _pairs(opening), years)


@lru_cache(maxsize=4096)
def _pairs(text: str) -> frozenset[str]:
    """The pairs of neighbouring Chinese characters."""
    words = re.sub("[^\\u4e00-\\u9fff]", "", text)
    return frozenset(words[i : i + 2] for i in range(len(words) - 1))


def _like(one: Stretch, other: Stretch) -> float:
    """The share of a stretch's pairs that the other has."""
    return len(one.pairs & other.pairs) / max(len(one.pairs), 1)


def _compared(said: Stretch, there: Stretch, *, near: bool) -> list[Difference]:
    out = [*_figures(said, there, near=near), *_years(said, there), *_bodies(said, there)]
    if near or len(said.pairs & there.pairs) >= 0.6 * len(there.pairs):
        out += _words(said, there)
    return out


def _figures(said: Stretch, there: Stretch, *, near: bool) -> list[Difference]:
    """Each figure must stand there with its unit and its bound, and as often where the stretches are all but the same."""
    known = Counter(_figure(there.text, m) for m in _FIGURE.finditer(there.text) if not _YEAR.fullmatch(m[0]))
    out = []
    for match in _FIGURE.finditer(said.text):
        if _YEAR.fullmatch(match[0]):
            continue
        figure = _figure(said.text, match)
        if known[figure] < 1:
            out.append(Difference("数字、单位或比较词与原文不符", said.text[match.start() : match.end() + 3]))
        elif near:
            known[figure] -= 1
    return out


def _figure(text: str, match: re.Match[str]) -> tuple[str, str, str]:
    after = text[match.end() :]
    unit = _UNIT.match(after)
    printed = unit[0] if unit else ""
    around = text[max(0, match.start() - _LONGEST) : match.start()][-6:] + "#" + after[len(printed) : len(printed) + 3]
    bound = (
        "low" if _LOW.search(around) else "high" if _HIGH.search(around) else "about" if _ABOUT.search(around) else ""
    )
    return match[0], {"名": "人", "位": "人", "日": "天"}.get(printed, printed), bound


def _years(said: Stretch, there: Stretch) -> list[Difference]:
    """A year must stand there, or govern the stretch from earlier in its sentence."""
    printed = set(_YEAR.findall(said.text))
    known = set(_YEAR.findall(there.text)) or set(there.years)
    return [Difference("年份与原文不符", y) for y in sorted(printed - known)] if known or printed else []


def _bodies(said: Stretch, there: Stretch) -> list[Difference]:
    known = [m.body for m in bodies_in(there.text)]
    if not known:
        return []
    return [
        Difference("机构与原文不符", m.body.text)
        for m in bodies_in(said.text)
        if m.body.text not in there.text and not any(matches(m.body, b) for b in known)
    ]


def _words(said: Stretch, there: Stretch) -> list[Difference]:
    """Negation, bounds, softening and scope must be the same in a stretch that restates the whole of another."""
    one, other = _counted(said.text), _counted(there.text)
    out = [Difference("否定词或比较词与原文不符", said.text[:20])] if one != other else []
    out += [Difference("限定语气的词与原文不符", w) for w in _HEDGES if (w in said.text) != (w in there.text)]
    out += [Difference("适用范围与原文不符", w) for w in _SCOPES if (w in said.text) != (w in there.text)]
    out += [Difference("适用范围与原文不符", w) for w in _WIDENED if w in said.text and w not in there.text]
    if set(_CONDITION.findall(said.text)) != set(_CONDITION.findall(there.text)):
        out.append(Difference("适用范围与原文不符", said.text[:20]))
    return out


def _counted(text: str) -> Counter[str]:
    """How often each kind of bound and each word of negation stands in a stretch; 不低于 and 至少 are one kind."""
    found: Counter[str] = Counter()
    for name, pattern in _BOUNDS:
        text, count = pattern.subn("#", text)
        found[name] += count
    found.update(_NEGATION.findall(text))
    return +found
