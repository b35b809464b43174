"""Document numbers that are all but the same: a year, a serial or a letter off, or a year left out."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

_ALIKE = 0.6
_PARTS = re.compile(r"(?P<code>.+)〔(?P<year>\d{4})〕(?P<serial>\d+)号")


def one_slip(one: str, other: str) -> bool:
    """Whether two numbers differ in their year, their serial or a little in their 代字: 汉政办发〔2022〕6号, 汉政办函〔2022〕6号."""
    a, b = _PARTS.fullmatch(one), _PARTS.fullmatch(other)
    if a is None or b is None:
        return False
    if a["code"][0] == b["code"][0] and (a["year"], a["serial"]) == (b["year"], b["serial"]):
        return True
    same = [a["code"] == b["code"], a["year"] == b["year"], a["serial"] == b["serial"]]
    codes = same[0] or _alike(a["code"], b["code"]) or _one_letter(a["code"], b["code"])
    return sum(same) == 2 and codes


def is_short(number: str, code: str, serial: str) -> bool:
    """Whether a number is meant by 粤办函245号."""
    parts = _PARTS.fullmatch(number)
    return parts is not None and parts["code"] == code and int(parts["serial"]) == int(serial)


def _one_letter(one: str, other: str) -> bool:
    """Whether two 代字 differ in one letter: 国函, 国发."""
    return len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) == 1


def _alike(one: str, other: str) -> bool:
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= _ALIKE
