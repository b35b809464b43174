"""到2022年和2030年,…分别不低于22%和30%: the first value by the first year, the second by the second.

Three indicators and two years make six values (A、B、C分别提高到30%、18%、20%和45%、25%、30%). Where years and values don't
come out even, no year is given and the target says so.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import groupby

from corpus.facts import Target
from corpus.model import Span
from corpus.reading import Sentence

_UNSURE = "一句两个年份，与数值对不上，期限不定"


def by_year(sentence: Sentence) -> list[Target]:
    """The sentence's targets, each with its own year where the sentence names two."""
    double = next((m for m in sentence.dates if m.years), None)
    if double is None:
        return [t for _, _, t in sentence.goals]
    said = sentence.reading.span(double.start, double.end)
    out = []
    for part in sentence.parts:
        mine = [t for i, _, t in sentence.goals if part.start <= i.value.start < part.end]
        governed = [t for t in mine if t.deadline is not None and t.deadline.span == said]
        out += [t for t in mine if t not in governed] + _shared_out(governed, double.years)
    inside = {id(t) for p in sentence.parts for i, _, t in sentence.goals if p.start <= i.value.start < p.end}
    return out + [t for _, _, t in sentence.goals if id(t) not in inside]


def _shared_out(found: list[Target], years: tuple[int, ...]) -> list[Target]:
    out: list[Target] = []
    for _, group in groupby(found, key=lambda t: t.indicator):
        out += _one_indicator(list(group), years)
    return out


def _one_indicator(found: list[Target], years: tuple[int, ...]) -> list[Target]:
    names = found[0].indicator.split("、")
    if len(found) == len(years):
        return [_dated(t, y, found[0], found[0].indicator) for t, y in zip(found, years, strict=True)]
    if len(names) > 1 and len(found) == len(years) * len(names):
        return [_dated(t, years[n // len(names)], found[0], names[n % len(names)]) for n, t in enumerate(found)]
    return [replace(t, deadline=None, notes=(*t.notes, _UNSURE)) for t in found]


def _dated(target: Target, year: int, first: Target, indicator: str) -> Target:
    assert target.deadline is not None
    when = replace(target.deadline, normal=str(year), by=date(year, 12, 31), note=None)
    span = Span(first.span.start, target.span.end)
    return replace(target, deadline=when, indicator=indicator, scope=first.scope, span=span)
