"""The number that opens a clause: 一、 （一） 1. （1） ① 第三章 第十二条 附件1 专栏2, and its rank among them.

A marker is only what stands at a line's start; whether it really opens a clause is the structure's to decide,
by the numbers before it. What can never be one is left out here: 落实“三、四、五”条, 一、二级医院, 1.5亿元,
第三条规定.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.numerals import circled, ordinal, to_chinese

_C = "[一二三四五六七八九十百零〇两]"
_D = "[0-9０-９]"
_UNIT = (
    r"(?:人(?![员才口力民事社群])|张|个(?![人体性])|名(?![称单录额])|家(?![庭属长])|所(?![有在属])|倍|万|亿|岁|天(?!然)|元|米|年(?![度龄检])|月|日(?![常间])"
    r"|时(?![间限效])|分钟|秒|公[里斤顷]|平方|立方|千|百分|吨|例(?!外)|次(?!要)|项(?!目)|户(?![籍口外])|[%％‰℃])"
)
_ALONE = r"(?=$|[\s《“（(【:：]|\w)"
_NO_ARTICLE = "(?!规定|的|款|项|第|[、，,；;。]|和|至|到|及|或|与|所(?:列|称|述|规定)|中(?:的|规定)|之)"
_NO_CHAPTER = "(?!规定|的|第|[、，,；;。]|和|至|及|与|所(?:列|称|述|规定)|中(?:的|规定))"

RANK = {
    "attachment": 0,
    "编": 10,
    "篇": 10,
    "部分": 12,
    "章": 14,
    "节": 16,
    "条": 20,
    "part": 30,
    "section": 40,
    "box": 45,
    "item": 50,
    "dotted": 60,
    "subitem": 70,
    "circle": 80,
}
"""Lower stands higher up. Dotted numbers add one a level: 1.1 is 61, 1.1.1 is 62."""

_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "attachment",
        re.compile(
            rf"(?P<name>附\s*(?:件|录|表))\s*(?:(?P<n>{_D}{{1,2}}|[一二三四五六七八九十]{{1,3}})?\s*[:：]?\s*$"
            rf"|(?P<m>{_D}{{1,2}})(?!{_D}|[-—~～.．、]?{_D})\s*[:：]?\s*(?=\S[^。]{{1,60}}$))"
        ),
    ),
    *(
        (unit, re.compile(rf"第\s?(?P<n>{_C}{{1,4}}|{_D}{{1,3}})\s?{unit}{_NO_CHAPTER}{_ALONE}[\s:：]*"))
        for unit in ("编", "篇", "部分", "章", "节")
    ),
    (
        "条",
        re.compile(
            rf"第\s?(?P<n>{_C}{{1,6}}|{_D}{{1,4}})\s?条(?P<zhi>(?:之{_C}{{1,2}})?){_NO_ARTICLE}{_ALONE}[\s:：]*"
        ),
    ),
    ("part", re.compile(rf"(?P<n>{_C}{{1,4}})\s?[、.．](?!\s*{_C}{{1,3}}、)\s*")),
    (
        "section",
        re.compile(
            rf"[（(]\s?(?P<n>{_C}{{1,4}})\s?[)）](?!项(?!目)|款(?!项)|目(?![标的录前])|至[（(]|到[（(]|[、和及][（(])[、.．]?\s*"
        ),
    ),
    ("section", re.compile(r"(?P<n>[\u3220-\u3229])[、.．]?\s*(?=\S)")),
    (
        "box",
        re.compile(
            rf"专\s?栏\s*(?P<n>{_D}{{1,2}}|[一二三四五六七八九十]{{1,3}})?(?!{_D})(?:(?<=\d)|(?<=[一二三四五六七八九十])|(?=$|[\s:：“《]))\s*[:：]?\s*(?=.{{0,40}}$)"
        ),
    ),
    (
        "dotted",
        re.compile(
            rf"(?P<n>{_D}{{1,2}}(?:[.．]{_D}{{1,2}}){{1,3}})"
            rf"(?:[.．、](?!{_D})|\s+|(?=[^\d\s.．:：~～—\-/×xX*+]))(?!{_UNIT})\s*(?=\S)"
        ),
    ),
    (
        "item",
        re.compile(rf"(?P<n>{_D}{{1,3}})\s?[.．、](?:\s+(?=\S)|(?=[^\d\s.．、]|(?:19|20)\d\d年))(?!{_UNIT}(?!\w))"),
    ),
    ("item", re.compile(r"(?P<n>[\u2488-\u249b])\s*(?=\S)")),
    ("subitem", re.compile(rf"(?:[（(]\s?(?P<n>{_D}{{1,2}})\s?[)）]|(?P<m>{_D}{{1,2}})[)）])[、.．]?\s*(?=\S)")),
    ("subitem", re.compile(r"(?P<n>[\u2474-\u2487])\s*(?=\S)")),
    ("circle", re.compile("(?P<n>[\u2460-\u2473\u2776-\u277f])\\s*[、.．]?\\s*(?=\\S)")),
)
_FIRST = re.compile("[0-9０-９一二三四五六七八九十百零〇两第附专（(\u2460-\u249b\u2776-\u277f\u3220-\u3229]")
_GRADE = re.compile(rf"({_C})(?:[、和及]{_C})?[级类期线产审胎孩次批线楼层季档等]")


@dataclass(frozen=True, slots=True)
class Marker:
    """A number at the start of a line: its kind, rank (lower is higher up), step, value, and where the words begin."""

    kind: str
    rank: int
    step: str
    number: int
    end: int
    prefix: str = ""


def marker(line: str) -> Marker | None:
    """The marker that opens a line, if any.

    >>> marker("（五）巩固医疗卫生高地建设。").step
    '（五）'
    """
    if not _FIRST.match(line):
        return None
    for kind, pattern in _PATTERNS:
        if match := pattern.match(line):
            if kind == "dotted":
                return _dotted(match)
            return _single(kind, match, line)
    return None


def _dotted(match: re.Match[str]) -> Marker | None:
    numbers = [ordinal(n) or 0 for n in re.split("[.．]", match["n"])]
    if 0 in numbers:
        return None
    step = ".".join(str(n) for n in numbers)
    return Marker("dotted", RANK["dotted"] + len(numbers) - 1, step, numbers[-1], match.end(), step.rpartition(".")[0])


def _single(kind: str, match: re.Match[str], line: str) -> Marker | None:
    groups = match.groupdict()
    printed = groups.get("n") or groups.get("m")
    number = _number(printed) if printed else 0
    if number is None or (number == 0 and kind not in ("attachment", "box")):
        return None
    if kind == "part" and number == 1 and (grade := _GRADE.match(line, match.end())) and ordinal(grade[1]) == 2:
        return None
    return Marker(kind, RANK[kind], _step(kind, number, groups), number, match.end())


def _number(printed: str) -> int | None:
    if "\u2474" <= printed <= "\u2487":
        return ord(printed) - 0x2473
    if "\u2488" <= printed <= "\u249b":
        return ord(printed) - 0x2487
    if "\u3220" <= printed <= "\u3229":
        return ord(printed) - 0x321F
    return ordinal(printed)


def _step(kind: str, number: int, groups: dict[str, str | None]) -> str:
    chinese = to_chinese(number) if number else ""
    if kind == "attachment":
        return re.sub(r"\s", "", groups["name"] or "") + (str(number) if number else "")
    if kind == "circle":
        return chr(0x2460 + (circled(groups["n"] or "") or 1) - 1)
    return {
        "box": f"专栏{number or ''}",
        "部分": chinese,
        "part": chinese,
        "section": f"（{chinese}）",
        "item": str(number),
        "subitem": f"（{number}）",
    }.get(kind, f"第{chinese}{kind}{groups.get('zhi') or ''}")
