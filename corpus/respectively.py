"""分别: which value belongs to which year, which to which name.

到2022年和2030年,…分别不低于22%和30%: the first value by the first year, the second by the second. Three indicators and
two years make six values (A、B、C分别提高到30%、18%、20%和45%、25%、30%). 医护比、床护比分别达到1:1.25、1:0.6 is one value a
name. Where they don't come out even, no year is given and the target says so.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from itertools import groupby

from corpus.facts import Target
from corpus.mention import Mention
from corpus.model import Span
from corpus.reading import Sentence

_UNSURE = "一句多个年份，与数值对不上，期限不定"
_MEASURE = re.compile(r"(?:率|比|比例|占比|比重|数|数量|水平|度|量|额)$")


def by_year(sentence: Sentence) -> list[Target]:
    """The sentence's targets, each with its own year where the sentence names several, its own name after 分别."""
    several = next((m for m in sentence.dates if m.years), None)
    out: list[Target] = []
    inside: set[int] = set()
    for part in sentence.parts:
        here = [(i, t) for i, _, t in sentence.goals if part.start <= i.value.start < part.end]
        inside |= {id(t) for _, t in here}
        mine = [t for _, t in here]
        if several is not None:
            said = sentence.reading.span(several.start, several.end)
            governed = [t for t in mine if t.deadline is not None and t.deadline.span == said]
            out += [t for t in mine if t not in governed]
            for _, group in groupby(governed, key=lambda t: t.indicator):
                out += _one_indicator(list(group), several)
        elif here and "分别" in sentence.text[part.start : here[0][0].value.start]:
            out += _by_name(mine)
        else:
            out += mine
    return out + [t for _, _, t in sentence.goals if id(t) not in inside]


def _names(indicator: str, wanted: int) -> list[str]:
    """The names that an indicator lists: by 、 where that gives as many as there are values, else by 和 too."""
    names = indicator.split("、")
    return names if len(names) == wanted else re.split("[、和]", indicator)


def _one_indicator(found: list[Target], several: Mention) -> list[Target]:
    years = several.years
    names = _names(found[0].indicator, len(found) // len(years))
    if len(found) == len(years):
        return [_dated(t, y, several, found[0], found[0].indicator) for t, y in zip(found, years, strict=True)]
    if len(names) > 1 and len(found) == len(years) * len(names):
        return [
            _dated(t, years[n // len(names)], several, found[0], names[n % len(names)]) for n, t in enumerate(found)
        ]
    return [replace(t, deadline=None, notes=(*t.notes, _UNSURE)) for t in found]


def _dated(target: Target, year: int, several: Mention, first: Target, indicator: str) -> Target:
    assert target.deadline is not None
    normal = f"{year}-12-31" if several.precision == "day" else str(year)
    when = replace(target.deadline, normal=normal, by=date(year, 12, 31), note=None)
    span = Span(first.span.start, target.span.end)
    return replace(target, deadline=when, indicator=indicator, scope=first.scope, span=span)


def _by_name(found: list[Target]) -> list[Target]:
    """高血压、糖尿病患者规范管理率分别达到65%、62%: the name as it can be completed, else the whole with its member."""
    whole = found[0].indicator
    names = _names(whole, len(found))
    same = len({t.indicator for t in found}) == 1 and len(names) == len(found) > 1
    if not same or any(len(n) < 2 for n in names):
        return found
    out = []
    for target, name in zip(found, names, strict=True):
        full = _completed(name, names[-1])
        span = Span(found[0].span.start, target.span.end)
        if full is not None:
            out.append(replace(target, indicator=full, span=span))
        else:
            out.append(replace(target, condition=target.condition or name, span=span))
    return out


def _completed(name: str, last: str) -> str | None:
    """三级医院 of 三级医院、二级医院日间手术占择期手术比例 → 三级医院日间手术占择期手术比例."""
    if name is last or _MEASURE.search(name):
        return name
    alike = last[: len(name)]
    return name + last[len(name) :] if len(last) > len(name) and alike[-1] == name[-1] else None
