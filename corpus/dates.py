"""Dates of issue as heads and signatures print them: 2022年7月20日, 2022-07-20, 二〇二二年七月二十日, 二OO六年四月十三日.

Deadlines and spans of time are another matter (date_words.py); here a date is one day of the calendar or nothing.
"""

from __future__ import annotations

import re
from datetime import date

from corpus.numerals import from_chinese, half_width

_ZERO = "〇○零OoＯｏ0０"
_YEAR = f"[二一][{_ZERO}一二三四五六七八九]{{3}}"
_DIGITS = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})\s*[-年/.]\s*([0-9]{1,2})\s*[-月/.]\s*([0-9]{1,2})(?![0-9])\s*日?")
_CHINESE = re.compile(rf"({_YEAR})\s*年\s*([一二三四五六七八九十]{{1,2}})\s*月\s*([一二三四五六七八九十]{{1,3}})\s*日")
_MONTH = re.compile(rf"(?:(?:19|20)[0-9]{{2}}|{_YEAR})\s*年\s*(?:[0-9]{{1,2}}|[一二三四五六七八九十]{{1,2}})\s*月")


def read_date(text: str) -> date | None:
    """The first date of a text; ``None`` where there is none, or one that no calendar has (2022年2月30日)."""
    plain = half_width(text)
    found = [m for m in (_DIGITS.search(plain), _CHINESE.search(text)) if m]
    if not found:
        return None
    match = min(found, key=lambda m: m.start())
    year, month, day = (_number(g) for g in match.groups())
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _number(printed: str) -> int:
    if printed.isdigit() and printed.isascii():
        return int(printed)
    return from_chinese(re.sub(f"[{_ZERO}]", "〇", printed)) or 0


def is_date(text: str) -> bool:
    """Whether a line is a date and no more: 2022年7月20日, （2022年7月20日印发）, 二〇二二年七月.

    A month without a day counts: it stands where a signature's date does.
    """
    plain = half_width(text.strip())
    if len(plain) > 40:
        return False
    match = _DIGITS.search(plain) or _CHINESE.search(plain) or _MONTH.search(plain)
    if match is None:
        return False
    before, after = plain[: match.start()].strip(" ("), plain[match.end() :].strip(" )")
    return not before and after in ("", "印发", "发布", "公布", "施行", "起施行", "通过", "日")
