"""The figures of a stretch of words, as a draft and its source are compared: number, unit, bound; grades and rhythms too.

65%以上, 不低于65% and 至少65% are one figure; 达到65% is another, because the bound is gone. 二级以上 is a figure of its own
(which hospitals), so is 每年 (how often). Years stand apart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from assistant.drafts.durations import durations
from corpus.facts import Relation
from corpus.numerals import from_chinese, half_width, parse_number
from corpus.relations import bounds, relation_of
from corpus.sentences import masked
from corpus.values import Value, values

_SAME = {"名": "人", "位": "人", "家": "个", "所": "个", "支": "个", "间": "个", "天": "日", "条": "项", "个": "个"}
_GRADE = re.compile(
    r"(?P<n>[一二三])级(?P<up>(?:及|或)?以上|(?:及|或)?以下)?(?=[^,，。;；]{0,12}(?:医院|医疗|机构|中医|公立|综合|甲等|保健))"
)
_RHYTHM = re.compile(
    r"(?:每(?P<n>[0-9一二两三四五六七八九十]{0,2})|按(?=半?[年月季周日]度?(?:通报|报送|报告|调度|汇总|公布|发布|考核|评估|开展|组织|召开|更新|统计|分析|对|向|上报|填报|拨付|结算)))"
    r"(?P<unit>年(?!龄)|个?季度|半年|个?月|周|日(?!间))"
)
_TENTHS = re.compile("(?P<n>[一二三四五六七八九])成(?P<half>半)?(?P<up>以上|以下|左右)?(?![立为员果功本人年])")
RHYTHM = "每一次"
_DAY = re.compile(
    r"[0-9]{1,2}月[0-9]{1,2}日|(?<![0-9个])[0-9]{1,2}日(?![之以]?[内后]|的)|[0-9]{1,2}月(?:份|底|末|初|中旬|上旬|下旬|前)?"
)
_TIE = re.compile(r"(?:达到?|提高到?|提升到?|增加到?|增至|为|至|到|控制在|保持在|有|设|建成|配备|配置)?$")
_NUMBERED = re.compile(r"(?:^|[\s(])[(（]?[0-9]{1,2}[.、)）]")


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure; ``start`` to ``end`` is the number with its unit and the bound behind it, ``lead`` where the bound in front begins."""

    start: int
    end: int
    lead: int
    number: str
    unit: str
    relation: Relation
    soft: bool = False

    @property
    def key(self) -> tuple[str, str, Relation]:
        """What two figures must share to be one."""
        return self.amount, _SAME.get(self.unit, self.unit), self.relation

    @property
    def amount(self) -> str:
        """The number in one spelling: 30.0 → 30, 1/4 and 四分之一 → 1/4."""
        return amount_of(self.number)

    @property
    def kind(self) -> str:
        """The unit in one spelling: 名 → 人, 所 → 个."""
        return _SAME.get(self.unit, self.unit)


@lru_cache(maxsize=4096)
def amount_of(number: str) -> str:
    """One spelling of a number."""
    if re.fullmatch(r"[0-9]+(?:\.[0-9]+)?(?::[0-9]+(?:\.[0-9]+)?)*", number):
        return ":".join(str(Fraction(part)) for part in number.split(":"))
    return number if parse_number(number) is None else str(parse_number(number))


@lru_cache(maxsize=8192)
def figures(text: str) -> tuple[Figure, ...]:
    """The figures of a piece of text in order; dates, years and the piece's own numbering are none.

    >>> [(f.number, f.unit, f.relation) for f in figures("二级以上医院达到60%以上，每年不少于3个")]
    [('2', '级', '>='), ('60', '%', '>='), ('1年', '每一次', '='), ('3', '个', '>=')]
    """
    mask = masked(_plain_dashes(text))
    days = [m.span() for m in _DAY.finditer(mask)]
    out = [*_grades(mask), *_rhythms(mask), *_tenths(mask)]
    held = [(f.start, f.end) for f in out]
    out += [f for f in _durations(mask) if not any(f.start < e and s < f.end for s, e in held)]
    taken = [(f.start, f.end) for f in out] + days
    last = 0
    for value in values(mask):
        if any(value.start < e and s < value.end for s, e in taken) or _is_numbering(mask, value):
            continue
        figure = _figure(mask, value, last)
        out.append(figure)
        last = value.end
    return tuple(sorted(out, key=lambda f: f.start))


def _plain_dashes(text: str) -> str:
    return text.replace("－", "—").replace("～", "—").replace("∶", ":")


def _is_numbering(mask: str, value: Value) -> bool:
    return (
        value.kind == "bare"
        and not value.suffix
        and bool(_NUMBERED.match(mask[max(0, value.start - 1) : value.end + 1]))
    )


def _figure(mask: str, value: Value, since: int) -> Figure:
    start = max([since, *(mask.rfind(c, 0, value.start) + 1 for c in ",;。:、(")])
    bound = None
    for found in reversed(bounds(mask, max(since, mask.rfind(",", 0, value.start) + 1), value.start)):
        gap = mask[found.end : value.start].strip()
        if (
            len(gap) <= 12
            and not re.search(r"[,;。、0-9]", gap)
            and (not gap or gap[-1] in "的到了为约" or found.word in ("至少", "不少于", "最少"))
        ):
            bound = found
        break
    number = value.number
    lead = bound.start if bound is not None else value.start
    soft = value.chinese and value.kind not in ("share", "measure") and bound is None and not value.suffix
    return Figure(
        value.start,
        value.end,
        max(lead, min(start, lead)),
        number,
        value.unit,
        relation_of(value, bound),
        soft or value.kind == "loose",
    )


def _grades(mask: str) -> list[Figure]:
    out = []
    for match in _GRADE.finditer(mask):
        relation: Relation = "=" if not match["up"] else ">=" if "上" in match["up"] else "<="
        out.append(
            Figure(match.start(), match.end(), match.start(), str(from_chinese(match["n"])), "级", relation, True)
        )
    return out


def _rhythms(mask: str) -> list[Figure]:
    out = []
    for match in _RHYTHM.finditer(mask):
        count = match["n"] or "1"
        number = from_chinese(count) if not count.isdigit() else int(count)
        often = f"{number or 1}{match['unit'].removeprefix('个')}"
        out.append(Figure(match.start(), match.end(), match.start(), often, RHYTHM, "=", True))
    return out


def _tenths(mask: str) -> list[Figure]:
    """六成以上 is 60%以上."""
    out = []
    for match in _TENTHS.finditer(mask):
        share = (from_chinese(match["n"]) or 0) * 10 + (5 if match["half"] else 0)
        up = match["up"]
        relation: Relation = "=" if not up else ">=" if up == "以上" else "<=" if up == "以下" else "~"
        out.append(Figure(match.start(), match.end(), match.start(), str(share), "%", relation))
    return out


def _durations(mask: str) -> list[Figure]:
    return [Figure(d.start, d.end, d.start, d.number, d.unit, d.relation, not d.firm) for d in durations(mask)]


def is_period(text: str) -> bool:
    """Whether a text has years from one to another: 2023—2027年."""
    return any(m["last"] for m in _YEAR.finditer(half_width(text)))


_YEAR = re.compile(
    r"(?<![0-9])(?P<first>(?:19|20)[0-9]{2})(?:\s?[-—–至到]{1,2}\s?(?P<last>(?:19|20)[0-9]{2}))?(?=\s?年)|(?<![0-9〔\[(（【])(?P<bare>20[0-9]{2})(?![0-9〕\])）】.%个家人张所名项])"
)


def years(text: str) -> list[tuple[str, int, int]]:
    """The years of a text with where they stand: 到2025年, 2023—2027年 (two)."""
    plain = half_width(text)
    out: list[tuple[str, int, int]] = []
    for match in _YEAR.finditer(plain):
        for name in ("first", "last", "bare"):
            if match[name]:
                out.append((match[name], *match.span(name)))
    return out


def tie(text: str, figure: Figure) -> int:
    """Where the verb that ties a figure begins: 达到|85%, so that a correction may put 不低于 in its place."""
    match = _TIE.search(text[max(0, figure.lead - 4) : figure.lead])
    return figure.lead - (len(match[0]) if match else 0)
