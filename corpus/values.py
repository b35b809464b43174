"""Numbers with their units as policies print them: 65%以上, 1:1.20, 12/10万以下, 1—2家, 两次, 三分之二.

Finds every number that could be a value, with its unit and the bound behind it; whether it *is* a goal is judged
elsewhere (goals.py). Works on masked text (sentences.py). Grades (二级医院), years and dates are no values.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

from corpus.numerals import from_chinese

UnitKind = Literal["count", "list", "measure", "loose", "share", "bare"]


@dataclass(frozen=True, slots=True)
class Value:
    """A number in a text: from ``start`` to ``end`` as printed, with unit and the bound behind it (65%以上).

    ``number`` is a decimal string ("65", "1:1.20", "12/10万", "1-2", "2/3"), ``unit`` what is counted ("%", "张",
    "人/10万人口", empty for a ratio), ``suffix`` the bound printed behind (以上, 左右, 内). ``chinese`` tells a
    Chinese numeral, which needs stronger signs to be a goal: 一个, 三大, 两手 are mostly no quantities.
    """

    start: int
    end: int
    number: str
    unit: str
    kind: UnitKind
    suffix: str = ""
    is_range: bool = False
    chinese: bool = False


def _load_units() -> tuple[dict[str, UnitKind], dict[str, str]]:
    kinds: dict[str, UnitKind] = {}
    clashes: dict[str, str] = {}
    for line in (Path(__file__).parent / "units.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            kind, unit, *clash = line.split()
            kinds[unit] = cast(UnitKind, kind)  # units.txt is ours; a test reads every kind
            clashes[unit] = clash[0] if clash else ""
    return kinds, clashes


KINDS, _CLASHES = _load_units()
_UNIT = "(?:" + "|".join(re.escape(u) for u in sorted(KINDS, key=len, reverse=True)) + ")"
_N = r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?"
_SCALE = "[万亿千百]{1,2}"
_CN = "[一二两三四五六七八九十百千零]{1,6}"
_PER = r"/\s?(?:[0-9]*(?:十?万|千|百|亿)(?:常住|户籍|服务)?(?:人口|活产|人|名|张)?|平方公里|人|床|日|年|天|次|户|立方米|平方米|吨)"
_DASH = r"\s?(?:-{1,2}|[—–~～]{1,2}|至|到)\s?"
_FREE = r"(?<![0-9.A-Za-z:/第〔])(?<![0-9],)"
_PATTERN = re.compile(
    rf"(?P<base>百|千|万|{_CN})分之(?P<part>[零一二两三四五六七八九十百点]{{1,7}}|[0-9]+(?:\.[0-9]+)?)"
    r"|(?P<half>(?<![另那])(?:一半|半数|过半数))"
    rf"|{_FREE}(?P<ratio>[0-9]+(?:\.[0-9]+)?\s?(?::\s?[0-9]+(?:\.[0-9]+)?){{1,2}})(?![0-9:])"
    rf"|{_FREE}(?P<low>{_N})\s?(?P<lowscale>{_SCALE})?(?P<lowunit>{_UNIT})?"
    rf"{_DASH}(?P<high>{_N})\s?(?P<highscale>{_SCALE})?\s?(?P<highunit>{_UNIT})?(?P<highper>{_PER})?"
    rf"|{_FREE}(?P<over>{_N})\s?(?P<overunit>人|张|名|例|个)?(?P<per>{_PER})"
    rf"|{_FREE}(?P<top>[0-9]{{1,3}})/(?P<bottom>[0-9]{{1,3}})(?![0-9/年月万])"
    rf"|{_FREE}(?P<plain>{_N})\s?(?P<scale>{_SCALE})?[多余]?\s?(?P<unit>{_UNIT})"
    rf"|{_FREE}(?P<bare>{_N})(?P<barescale>{_SCALE})?(?![0-9A-Za-z.年月日号])"
    rf"|(?<![第几十百千万一二两三四五六七八九零每○〇])(?P<cn>{_CN})(?P<cnscale>[万亿])?[多余]?(?P<cnunit>{_UNIT})"
)
_SUFFIX = re.compile(
    r"(?:\(含[^()]{0,8}\))?(?P<bound>[及或](?:其)?以[上下内]|之?以[上下内]|左右|上下(?![\u4e00-\u9fff])|之内)?(?:\(含[^()]{0,8}\))?"
)
_TIME = ("小时", "分钟", "个小时", "秒钟", "工作日", "个工作日", "个月", "天", "日", "公里", "千米", "米")


def values(text: str, start: int = 0, end: int | None = None) -> list[Value]:
    """Every possible value between two offsets of a masked text.

    >>> [(v.number, v.unit, v.suffix) for v in values("使死亡率控制在12/10万以下,建成1—2家,三分之二以上")]
    [('12/10万', '/10万', '以下'), ('1-2', '家', ''), ('2/3', '', '以上')]
    """
    out: list[Value] = []
    for match in _PATTERN.finditer(text, start, len(text) if end is None else end):
        read = _share(match) or _ratio(match, text) or _range(match, text) or _per(match) or _plain(match, text)
        if read is not None:
            out.append(_with_suffix(read, match, text))
    return out


_Read = tuple[str, str, UnitKind]


def _with_suffix(read: _Read, match: re.Match[str], text: str) -> Value:
    number, unit, kind = read
    suffix = _SUFFIX.match(text, match.end())
    bound = (suffix["bound"] or "") if suffix else ""
    end = suffix.end() if suffix and bound else match.end()
    if (
        not bound
        and unit.endswith(_TIME)
        and text[end : end + 1] == "内"
        and text[end : end + 2] not in ("内容", "内部", "内涵")
    ):
        bound, end = "内", end + 1
    return Value(
        match.start(),
        end,
        number,
        unit,
        kind,
        bound,
        match["low"] is not None,
        bool(match["cn"] or match["base"] or match["half"]),
    )


def _share(match: re.Match[str]) -> _Read | None:
    """百分之三十五点二 → 35.2 %, 三分之二 → 2/3, 一半 → 1/2."""
    if match["half"]:
        return "1/2", "", "share"
    if not match["base"]:
        return None
    part = _decimal(match["part"])
    if part is None:
        return None
    if match["base"] in ("百", "千"):
        return part, "%" if match["base"] == "百" else "‰", "share"
    below = from_chinese(match["base"])
    return (f"{part}/{below}", "", "share") if below else None


def _decimal(text: str) -> str | None:
    if text[0].isascii():
        return text
    whole, point, rest = text.partition("点")
    value = from_chinese(whole)
    digits = [from_chinese(c) for c in rest]
    if value is None or None in digits or bool(point) != bool(rest):
        return None
    return f"{value}." + "".join(str(d) for d in digits) if point else str(value)


def _ratio(match: re.Match[str], text: str) -> _Read | None:
    """1:1.20, but not the clock's 8:30-17:00."""
    if not match["ratio"]:
        return None
    parts = [p.strip() for p in match["ratio"].split(":")]
    if all(p.isdigit() for p in parts) and len(parts[-1]) == 2 and int(parts[0]) < 25 and int(parts[1]) < 60:
        behind, before = text[match.end() : match.end() + 1], text[max(0, match.start() - 1) : match.start()]
        if behind in tuple("-—–~至开结前点") or before in tuple("日午晚早间时-—–~至"):
            return None
    return ":".join(parts), "", "share"


def _range(match: re.Match[str], text: str) -> _Read | None:
    if not match["low"]:
        return None
    unit = match["highunit"] or match["lowunit"]
    if unit is None and not match["highscale"] and not match["highper"]:
        return None
    if unit == "年" and len(match["low"]) == 4:
        return None  # 2023—2027年 is a period
    if match["highunit"] and _is_other_word(match["highunit"], text, match.end()):
        return None
    printed = (match["highscale"] or "") + (match["highunit"] or "") + (match["highper"] or "").replace(" ", "")
    number = f"{_clean(match['low'])}-{_clean(match['high'])}"
    return number, printed or (match["lowscale"] or "") + (unit or ""), KINDS[unit] if unit else "bare"


def _per(match: re.Match[str]) -> _Read | None:
    """4.0人/10万人口 → 4.0 人/10万人口; 12/10万 → 12/10万 /10万; 1/4 → 1/4."""
    if match["top"]:
        return f"{match['top']}/{match['bottom']}", "", "share"
    if not match["over"]:
        return None
    per = match["per"].replace(" ", "")
    if match["overunit"]:
        return _clean(match["over"]), match["overunit"] + per, "measure"
    return _clean(match["over"]) + per, per, "measure"


def _plain(match: re.Match[str], text: str) -> _Read | None:
    if match["bare"]:
        return _clean(match["bare"]), match["barescale"] or "", "bare"
    number, unit = (_clean(match["plain"]), match["unit"]) if match["plain"] else (match["cn"], match["cnunit"])
    if unit is None or _is_other_word(unit, text, match.end()):
        return None
    if match["plain"]:
        return None if unit == "年" and len(number) == 4 else (number, (match["scale"] or "") + unit, KINDS[unit])
    value = from_chinese(number)
    if value is None or KINDS[unit] == "loose":
        return None
    return str(value), (match["cnscale"] or "") + unit, KINDS[unit]


def _clean(number: str) -> str:
    return number.replace(",", "")


def _is_other_word(unit: str, text: str, end: int) -> bool:
    """Whether the unit is only the head of another word: 3年级, 5分类, 10日常."""
    behind = text[end : end + 1]
    return behind != "" and behind in _CLASHES[unit] and not text.startswith(("以上", "以下", "以内"), end)
