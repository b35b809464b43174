"""Numbers as policy texts print them: 十二, 两, 三分之一, ①, full and half width.

Everything here is a pure function on short strings. What cannot be read gives ``None``:
a number is right or absent, so nothing is guessed.
"""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction

DIGITS = "零一二三四五六七八九"
_VALUE = {c: i for i, c in enumerate(DIGITS)} | {"〇": 0, "○": 0, "两": 2, "俩": 2}
_UNIT = {"十": 10, "百": 100, "千": 1000}
_BIG = (("亿", 100_000_000), ("万", 10_000))
_ONE_SPELLING = str.maketrans("〇○两俩", "零零二二")
_LONGEST = 24
NUMERAL = "零〇一二两三四五六七八九十百千万亿"
_CIRCLED = {chr(0x2460 + i): i + 1 for i in range(20)} | {chr(0x2776 + i): i + 1 for i in range(10)}


def half_width(text: str) -> str:
    """Turn full-width digits, letters and signs into half width, one character for one.

    >>> half_width("每１０万人口，（１）")
    '每10万人口,(1)'

    The length never changes, so spans into the result are spans into the text.
    """
    return text.translate(_HALF)


_HALF = {0x3000: " "} | {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}


def from_chinese(text: str) -> int | None:
    """Read a Chinese cardinal or digit string: 十二 → 12, 二百零三 → 203, 二〇二五 → 2025, 两 → 2.

    Returns ``None`` for anything that is not wholly a numeral, and where two readings are left: 二三十 (20 to 30),
    一百五 (150 in speech, 105 by the book).
    """
    if not text or len(text) > _LONGEST or any(c not in NUMERAL and c not in "○俩" for c in text):
        return None
    plain = text.translate(_ONE_SPELLING)
    if all(c in _VALUE for c in plain):
        return int("".join(str(_VALUE[c]) for c in plain))
    total = 0
    for big, scale in _BIG:
        head, sign, tail = plain.partition(big)
        if sign:
            part = from_chinese(head)
            if not part or total:
                return None
            total, plain = part * scale, tail
    rest = _below_ten_thousand(plain, after=total > 0) if plain else 0
    return None if rest is None else total + rest


def _below_ten_thousand(text: str, *, after: bool) -> int | None:
    """One group of four places; ``after`` 万 or 亿, where a small number needs its 零 (三万零五百)."""
    words = text.removeprefix("零") if after else text
    usual = re.sub("(?<![一二三四五六七八九])(?=[十百千])", "一", words)
    total, digit = 0, 0
    for char in usual:
        if char in _UNIT:
            total, digit = total + digit * _UNIT[char], 0
        elif char in _VALUE:
            digit = _VALUE[char]
        else:
            return None
    total += digit
    if not 0 < total < 10_000 or (after and words == text and total < 1000):
        return None
    return total if to_chinese(total) == usual.removeprefix("一" if usual.startswith("一十") else "") else None


def to_chinese(number: int) -> str:
    """Print 1 … 9999 as ordinals do: 12 → 十二, 20 → 二十, 103 → 一百零三.

    Raises ``ValueError`` outside that range.
    """
    if not 0 < number < 10_000:
        raise ValueError(f"to_chinese takes 1 to 9999, not {number}")
    out, zero = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            out += ("零" if zero and out else "") + DIGITS[digit] + name
            zero = False
        else:
            zero = bool(out)
    return out.removeprefix("一") if out.startswith("一十") else out


def circled(char: str) -> int | None:
    """The number in a circle: ① → 1; ``None`` for any other character."""
    return _CIRCLED.get(char)


def ordinal(text: str) -> int | None:
    """The number of an ordinal in any script: 十二, 12, １２, ③ → 12, 12, 12, 3."""
    text = text.strip()
    if len(text) == 1 and text in _CIRCLED:
        return _CIRCLED[text]
    text = half_width(text)
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else from_chinese(text)


def parse_number(text: str) -> Fraction | None:
    """Read one number: 4.32, 85%, 百分之三十, 三分之一, 1/4, 十分之三, 3万, 两, 12,345.

    A percentage is read as its printed number (85% and 百分之八十五 → 85): the unit is kept beside it
    by the caller. ``None`` when two readings are left or it is no number.
    """
    text = unicodedata.normalize("NFKC", text).strip().replace(",", "")
    if len(text) > 2 * _LONGEST:
        return None
    if match := re.fullmatch(r"百分之([零〇一二两三四五六七八九十百]+|\d+(?:\.\d+)?)", text):
        return parse_number(match[1])
    if match := re.fullmatch(r"(.+)分之(.+)", text):
        below, above = parse_number(match[1]), parse_number(match[2])
        return above / below if below and above is not None else None
    if match := re.fullmatch(r"(\d+)/(\d+)", text):
        return Fraction(int(match[1]), int(match[2])) if int(match[2]) else None
    if match := re.fullmatch(r"(\d+(?:\.\d+)?)([%‰]|[万亿千百十])?", text):
        scale = {"万": 10_000, "亿": 100_000_000, "千": 1000, "百": 100, "十": 10}.get(match[2] or "", 1)
        return Fraction(match[1]) * scale
    value = from_chinese(text)
    return None if value is None else Fraction(value)
