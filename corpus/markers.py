"""The number that opens a clause: 一、 （一） 1. （1） ① 第三章 第十二条 附件1 专栏2, and its rank among them.

A marker is only what stands at a line's start; whether it really opens a clause is the structure's to decide,
by the numbers before it (落实“三、四、五”条 at a line's start is none).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.numerals import circled, ordinal, to_chinese

_C = "[一二三四五六七八九十百零〇两]"
_PATTERNS: tuple[tuple[str, int, re.Pattern[str]], ...] = (
    (
        "attachment",
        0,
        re.compile(
            r"附(?:件|录|表)\s*(?P<n>\d{1,2}|[一二三四五六七八九十]{1,2})?\s*(?:[:：]\s*)?$|附(?:件|录)\s*(?P<m>\d{1,2})\s*[:：]?\s*(?=\S{2,40}$)"
        ),
    ),
    ("编", 1, re.compile(rf"第(?P<n>{_C}{{1,4}}|\d{{1,3}})编(?=[\s《“（(]|\w)")),
    ("章", 2, re.compile(rf"第(?P<n>{_C}{{1,4}}|\d{{1,3}})(?:章|篇|部分)(?=[\s《“（(]|\w)")),
    ("节", 3, re.compile(rf"第(?P<n>{_C}{{1,4}}|\d{{1,3}})节(?=[\s《“（(]|\w)")),
    (
        "条",
        4,
        re.compile(rf"第(?P<n>{_C}{{1,5}}|\d{{1,4}})条(?P<zhi>之{_C}{{1,2}})?(?=[\s【《“（(]|[^\s的规款第、，,和])"),
    ),
    ("part", 5, re.compile(rf"(?P<n>{_C}{{1,4}})(?:、|[.．])\s*(?=\S)")),
    ("section", 6, re.compile(rf"[（(]\s*(?P<n>{_C}{{1,4}})\s*[)）][、.]?\s*(?=\S)")),
    ("box", 7, re.compile(r"专栏\s*(?P<n>\d{1,2}|[一二三四五六七八九十]{1,2})?\s*[:：]?\s*(?=\S{0,40}$)")),
    (
        "dotted",
        9,
        re.compile(
            r"(?P<n>\d{1,2}(?:[.．]\d{1,2}){1,3})(?:[.．、]|\s+|(?=[^\d\s%％.．])(?![人张个名家所倍万亿岁天元米%]))\s*(?=\S)"
        ),
    ),
    ("item", 8, re.compile(r"(?P<n>\d{1,3})\s*[.．、]\s*(?=[^\d\s])")),
    ("subitem", 13, re.compile(r"[（(]\s*(?P<n>\d{1,2})\s*[)）][、.]?\s*(?=\S)")),
    ("circle", 14, re.compile(r"(?P<n>[\u2460-\u2473\u2776-\u277f])\s*(?=\S)")),
)


@dataclass(frozen=True, slots=True)
class Marker:
    """A number at the start of a line: its kind, rank (lower is higher up), step, value, and where the words begin."""

    kind: str
    rank: int
    step: str
    number: int
    end: int


def marker(line: str) -> Marker | None:
    """The marker that opens a line, if any.

    >>> marker("（五）巩固医疗卫生高地建设。").step
    '（五）'
    """
    for kind, rank, pattern in _PATTERNS:
        if match := pattern.match(line):
            if kind == "dotted":
                return _dotted(match, rank)
            return _single(kind, rank, match)
    return None


def _dotted(match: re.Match[str], rank: int) -> Marker:
    step = match["n"].replace("．", ".")
    return Marker("dotted", rank + step.count("."), step, int(step.rsplit(".", 1)[1]), match.end())


def _single(kind: str, rank: int, match: re.Match[str]) -> Marker | None:
    groups = match.groupdict()
    printed = groups.get("n") or groups.get("m")
    number = ordinal(printed) if printed else 0
    if number is None or (number == 0 and kind not in ("attachment", "box")):
        return None
    chinese = to_chinese(number) if 0 < number < 10_000 else ""
    step = {
        "attachment": f"附件{number or ''}",
        "box": f"专栏{number or ''}",
        "part": chinese,
        "section": f"（{chinese}）",
        "item": str(number),
        "subitem": f"（{number}）",
        "circle": chr(0x2460 + (circled(printed or "") or 1) - 1),
    }.get(kind, f"第{chinese}{kind}{groups.get('zhi') or ''}")
    return Marker(kind, rank, step, number, match.end())
