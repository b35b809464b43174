"""Spans of time and multiples among the figures: 3日内, 五年以上, 二年至五年内, 五倍以上二十倍以下.

What a rule allows is often one of these, and a draft that turns 三日内 into 五日内 is as wrong as one that turns 60% into 65%.
A day of the month (每月5日前) is a date, 2025年 a year: neither is a span.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from corpus.facts import Relation
from corpus.numerals import from_chinese

_N = r"(?:[0-9]+(?:\.[0-9]+)?|[一二两三四五六七八九十百]{1,4})"
_BOUND = "(?:之|以)?内|以上|以下|之?后|(?:之|以)?前"
_LONG = rf"(?P<unit>工作日|自然日|小时|分钟|学时|季度|周|天|倍)(?P<bound>{_BOUND})?"
_CALENDAR = rf"(?P<day>日|年)(?P<must>(?:之|以)?内|以上|以下|之?后|(?=[至到]{_N}[日年](?:之|以)?内))"
_SPAN = re.compile(rf"(?<![第0-9一二三四五六七八九十百每〔月.])(?P<n>{_N})个?(?:{_LONG}|{_CALENDAR})")
_YEAR = re.compile("(?:19|20)[0-9]{2}")


class Duration(NamedTuple):
    """One span of time or multiple; offsets into the words read. ``firm``: said in digits or with a bound."""

    start: int
    end: int
    number: str
    unit: str
    relation: Relation
    firm: bool


def durations(text: str) -> Iterator[Duration]:
    """Those of a text in order.

    >>> [(d.number, d.unit, d.relation) for d in durations("处违法所得五倍以上二十倍以下的罚款，三日内送达")]
    [('5', '倍', '>='), ('20', '倍', '<='), ('3', '日', '<=')]
    """
    for match in _SPAN.finditer(text):
        if match["day"] == "年" and _YEAR.fullmatch(match["n"]):
            continue
        number = match["n"] if match["n"][0].isdigit() else str(from_chinese(match["n"]) or "")
        bound = match["bound"] or match["must"] or ""
        unit = match["unit"] or match["day"]
        if number:
            yield Duration(
                match.start(), match.end(), number, unit, _relation(bound), bool(bound or match["n"][0].isdigit())
            )


def _relation(bound: str) -> Relation:
    if bound.endswith("内") or bound == "以下":
        return "<="
    return ">=" if bound == "以上" else "="
