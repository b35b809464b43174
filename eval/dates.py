"""Years and deadlines in an answer: which year a figure belongs to, whether 2030年底前 or 每5年 is said."""

from __future__ import annotations

import re

from corpus.numerals import to_chinese

_YEAR = re.compile(
    r"(?<![\d.])((?:19|20)\d{2})(?=\s?(?:年(?!级)|[-—–~至到]\s?(?:19|20)\d{2}\s?年|-\d{2}|\)|$|[,，。;；、:]))"
)
_CHINESE_YEAR = re.compile(r"二[〇○零][一二三四五六七八九〇○零]{2}(?=年)")
_DIGIT = {c: str(i) for i, c in enumerate("零一二三四五六七八九")} | {"〇": "0", "○": "0"}
_RECURRING = {
    "每年": "每一?年|每年度|逐年|按年(?!度)|年度(?=考核|报告)", "每季度": "每个?季度?|按季度?|逐季", "每月": "每个?月|按月|逐月", "每半年": "每半年|半年一次",
    "每周": "每周|按周", "每天": "每天|每日", "每学期": "每学期",
}  # fmt: skip
_YEAR_END = "(?:年底|年末|年终|年内|12月底|12月31日)"


def arabic_years(text: str) -> str:
    """二〇二五年 as 2025年; the length stays."""
    return _CHINESE_YEAR.sub(lambda m: "".join(_DIGIT[c] for c in m[0]), text)


def years(text: str) -> list[tuple[int, str]]:
    """The years of a text with their places."""
    return [(m.start(), m[1]) for m in _YEAR.finditer(arabic_years(text))]


def years_of(text: str, start: int, end: int) -> frozenset[str]:
    """The year (or the two ends of a period) that governs the words from start to end of one sentence; empty for none.

    The last year before a figure governs it, else the first one behind it: 到2025年,达到4人; 4人（2025年）.
    """
    found = years(text)
    # A year that stands right behind the figure in brackets is the figure's own: 4人（2025年）.
    behind = [y for at, y in found if 0 <= at - end <= 4 and re.match(r"^\s*[(（]", text[end:at] + " ")]
    if behind:
        return frozenset(behind[:1])
    before = [(at, y) for at, y in found if at < start]
    if before:
        last_at, last = before[-1]
        period = [y for at, y in before[:-1] if re.fullmatch(r"\s?年?\s?[-—–~至到]{1,2}\s?", text[at + 4 : last_at])]
        return frozenset([last, *period[-1:]])
    after = [y for at, y in found if at >= end]
    return frozenset(after[:1])


def says_date(text: str, value: str) -> bool:
    """Whether a deadline in the case's form (2025, 2025-06, 2030-12-31, 每5年, 年底前) stands in the text."""
    return bool(re.search(date_pattern(value), arabic_years(text)))


def date_pattern(value: str) -> str:
    """What a deadline looks like in an answer, as a regular expression."""
    if match := re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", value):
        year, month, day = match[1], int(match[2]), int(match[3])
        spelled = rf"(?<!\d){year}(?:年\s?0?{month}月\s?0?{day}日|[-./]0?{month}[-./]0?{day}(?!\d))"
        return (
            rf"{spelled}|(?<!\d){year}\s?{_YEAR_END}|到{year}年(?!前|\d|中|[初上下])"
            if (month, day) == (12, 31)
            else spelled
        )
    if match := re.fullmatch(r"(\d{4})-(\d{2})", value):
        return rf"(?<!\d){match[1]}(?:年\s?0?{int(match[2])}月|[-./]0?{int(match[2])}(?!\d))"
    if re.fullmatch(r"\d{4}", value):
        return rf"(?<![\d.]){value}(?!\d|\.\d|\s?年\s?(?:\d{{1,2}}月|初|上半年))"
    if value in _RECURRING:
        return _RECURRING[value]
    if match := re.fullmatch(r"每(\d+)(.+)", value):
        spelled = to_chinese(int(match[1])) if 0 < int(match[1]) < 10_000 else match[1]
        two = "|两" if int(match[1]) == 2 else ""
        return f"每隔?(?:{match[1]}|{spelled}{two})个?{re.escape(match[2])}"
    if value == "年底前":
        return f"(?<!\\d){_YEAR_END}|\\d{_YEAR_END}"
    return re.escape(value)
