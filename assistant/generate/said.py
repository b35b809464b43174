"""What a sentence says that can be checked: its figures with unit and bound, years, bodies, words of duty and denial.

Two sentences that say the same have the same of these; one that bears another has all of the other's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.numerals import from_chinese
from corpus.organizations import bodies_in
from index.words import normal

_UNIT = "个百分点|%|‰|[万亿]元|[万亿]人|[万亿]|人|名|位|张|个|家|所|天|日|岁|小时|公里|次|项|类|支|元|年|月"
FIGURE = re.compile(rf"(?<![\d.])(\d+(?:\.\d+)?(?:[:/]\d+(?:\.\d+)?)?)\s*({_UNIT})?(?!\d)")
_COUNT = re.compile(r"(?<![第“])([一二两三四五六七八九十百]+)(成|个|家|所|名|人(?!民)|张|次|项|年|天|条|类|支|级)")
_BOUND = re.compile(
    r"(?P<low>不低于|不少于|至少|不得低于|不小于|≥|以上)|(?P<high>不超过|不高于|不多于|至多|≤|以下|以内|控制在)|(?P<about>左右|约)"
)
EFFORT = ("力争", "争取", "原则上", "鼓励", "探索", "支持", "逐步", "基本")
DUTY = ("必须", "应当", "务必", "严禁", "禁止", "一律", "确保")
_DENIAL = re.compile(
    r"不得|不能|不再|不可|不准|不允许|不超过|不低于|不少于|不高于|严禁|禁止|无需|未经|尚未|没有|并非|不是|不需要|不"
)
_ROLE = re.compile(r"牵头|配合|负责|落实")


@dataclass(frozen=True, slots=True)
class Said:
    """The checkable content of one text, in ``normal`` form."""

    figures: frozenset[tuple[str, str, str]]
    years: frozenset[str]
    bodies: frozenset[str]
    denials: frozenset[str]
    efforts: frozenset[str]
    duties: frozenset[str]
    roles: frozenset[str]
    quotes: frozenset[str]

    def holds(self, other: Said) -> bool:
        """Whether all that ``other`` says is said here."""
        mine = (self.figures, self.years, self.bodies, self.denials, self.efforts, self.duties, self.roles)
        theirs = (other.figures, other.years, other.bodies, other.denials, other.efforts, other.duties, other.roles)
        return all(theirs_ <= mine_ for theirs_, mine_ in zip(theirs, mine, strict=True))


def said(text: str) -> Said:
    """What a text says."""
    plain = normal(text)
    bodies = frozenset(m.body.name for m in bodies_in(plain))
    return Said(
        figures=frozenset(_figures(plain)),
        years=frozenset(re.findall(r"(?<!\d)20\d\d(?!\d)", plain)),
        bodies=bodies,
        denials=frozenset(m[0] for m in _DENIAL.finditer(_BOUND.sub("", plain))),
        efforts=frozenset(w for w in EFFORT if w in plain),
        duties=frozenset(w for w in DUTY if w in plain),
        roles=frozenset(_ROLE.findall(plain)) if bodies else frozenset(),
        quotes=frozenset(re.findall(r"“([^“”]+)”|《([^《》]+)》", text)),
    )


def _figures(plain: str) -> list[tuple[str, str, str]]:
    out = []
    for match in FIGURE.finditer(plain):
        if match[2] == "年" and re.fullmatch(r"20\d\d", match[1]):
            continue
        out.append((match[1], _unit(match[2]), bound(plain, match.start(), match.end())))
    for match in _COUNT.finditer(plain):
        out.append((str(from_chinese(match[1]) or match[1]), _unit(match[2]), bound(plain, *match.span())))
    return out


def _unit(printed: str | None) -> str:
    return {"名": "人", "位": "人", "日": "天"}.get(printed or "", printed or "")


def bound(text: str, start: int, end: int) -> str:
    """The comparison beside a figure: "low" for 不低于…, …以上; "high", "about", or nothing."""
    before = re.split(r"[,，。；;、:：\n]", text[max(0, start - 6) : start])[-1]
    after = re.split(r"[,，。；;、\n]", text[end : end + 3])[0]
    match = _BOUND.search(f"{before}#{after}")
    return (match.lastgroup or "") if match else ""


def pairs(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters of a text's words, figures and punctuation left aside."""
    words = re.findall(r"[a-z\u3400-\u9fff]+", re.sub(r"\d+(?:\.\d+)?", " ", normal(text)))
    return frozenset(w[i : i + 2] for w in words for i in range(len(w) - 1))


def share(text: str, among: str) -> float:
    """How much of a text's wording stands among another's, 0 to 1; 1 for a text without words."""
    own = pairs(text)
    return len(own & pairs(among)) / len(own) if own else 1.0
