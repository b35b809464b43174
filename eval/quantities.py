"""Numbers in an answer as values: 4.32人, 百分之三十 = 30% = 三成, 1/4 = 25%, 一至两个, 1.5万元, 12/10万.

Written apart from the assistant's own readers on purpose: a scorer that shares the reader shares its errors. A number is
read whole (24人 holds no 4人), with the bound beside it (不低于, 以上) and whether it is denied (不是4人, 4人是不对的).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Literal

from corpus.numerals import from_chinese, half_width

Bound = Literal["=", ">=", "<=", ">", "<", "~"]

_SAME_UNIT = {
    "名": "人", "位": "人", "日": "天", "个自然日": "天", "个工作日": "工作日", "个小时": "小时", "公里": "千米", "km": "千米",
    "所": "家", "间": "家", "RMB": "元", "个百分点": "百分点", "月": "个月", "周岁": "岁", "平方千米": "平方公里", "钟": "分钟",
}  # fmt: skip
_SCALED = {
    "小时": ("分钟", 60),
    "千米": ("米", 1000),
    "平方公里": ("平方米", 1_000_000),
    "星期": ("天", 7),
    "周": ("天", 7),
}
_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "十万": 100_000, "百万": 1_000_000, "千万": 10_000_000, "亿": 100_000_000}  # fmt: skip
_UNITS = (
    "个自然日", "个工作日", "工作日", "个百分点", "百分点", "平方千米", "平方公里", "平方米", "立方米", "个小时", "小时", "分钟", "人次", "例次",
    "床日", "学时", "学分", "学年", "个月", "星期", "公里", "千米", "公斤", "公顷", "方面", "周岁", "人", "名", "位", "个", "家", "所", "间", "张",
    "项", "类", "种", "支", "辆", "台", "套", "处", "座", "条", "次", "例", "岁", "年", "天", "日", "周", "元", "米", "吨", "亩", "倍", "门", "级",
    "户", "批", "期", "场", "株", "款", "点", "步", "床", "月",
)  # fmt: skip
_UNIT = "(?:" + "|".join(_UNITS) + ")"
_ARABIC = r"\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?"
_CN = "[零一二两三四五六七八九十百千]{1,7}"
_SCALE = "[十百千]?万|亿|千(?!米|克|瓦)|百(?!分)"
_PER = r"/\s?(?:\d*(?:十?万|千|百|亿)?(?:常住|户籍|服务)?(?:人口|活产|人|名|张)?|平方公里|床|日|年|天|次|户)(?<!/)"
_DASH = r"\s?(?:-{1,2}|—{1,2}|–|~|～|至|到)\s?"
_PATTERN = re.compile(
    rf"百分之(?P<percent>[零一二两三四五六七八九十百点]{{1,8}}|\d+(?:\.\d+)?)(?:{_DASH}(?:百分之)?(?P<percent2>[零一二两三四五六七八九十百点]{{1,8}}|\d+(?:\.\d+)?))?"
    rf"|(?P<below>{_CN}|\d+)分之(?P<above>{_CN}|\d+)"
    r"|(?P<tenths>[一二两三四五六七八九]|(?<!\d)\d)成(?P<half>半|[一二三四五六七八九](?!立))?(?![为立员果效本就长功绩都分熟因])"
    r"|(?P<one_half>(?<![另那这])一半|半数)"
    r"|(?P<ratio>(?<![\d.:])\d+(?:\.\d+)?\s?:\s?\d+(?:\.\d+)?(?:\s?:\s?\d+(?:\.\d+)?)?)(?![\d:])"
    rf"|(?<![\d.])(?P<low>{_ARABIC})\s?(?P<lowpercent>%)?(?P<lowunit>{_UNIT})?{_DASH}(?P<high>{_ARABIC})\s?(?P<highscale>{_SCALE})?\s?(?P<highunit>%|‰|{_UNIT})(?P<highper>{_PER})?"
    rf"|(?P<cnlow>[一二两三四五六七八九十])(?:{_UNIT})?(?:至|到)(?P<cnhigh>[一二两三四五六七八九十])(?P<cnrange>{_UNIT})"
    rf"|(?<![\d.])(?P<rated>{_ARABIC})\s?(?P<ratedunit>人|张|名|例|个)?(?P<per>/\s?\d*(?:十?万|千|百)(?:常住|户籍|服务)?(?:人口|活产|人)?|/(?:平方公里|床|日|年|天))"
    r"|(?<![\d./])(?P<top>\d{1,3})/(?P<bottom>\d{1,3})(?![\d/])"
    rf"|(?<![\d.])(?P<plain>{_ARABIC})\s?(?P<scale>{_SCALE})?[多余]?\s?(?P<unit>%|‰|{_UNIT})?(?P<plainper>{_PER})?"
    rf"|(?<![第几零一二两三四五六七八九十百千万每○〇\d])(?![百千])(?P<cn>{_CN})(?P<cnscale>万|亿)?[多余]?(?P<cnunit>{_UNIT})(?![年月]\d)"
)
_BEFORE = re.compile(
    r"(?P<ge>不(?:得)?(?:低于|少于|小于)|至少|最少|不下于|≥|>=|大于等于|起码)|(?P<le>不(?:得)?(?:超过|高于|多于|大于)|至多|最多|≤|<=|小于等于|控制在|以内)"
    r"|(?P<gt>(?<!不)(?:超过|大于|高于|多于|超)|>)|(?P<lt>(?<!不)(?<!不得)(?:低于|少于|小于|不足|不到)|<)|(?P<about>(?:大约|(?<!预)(?<!签)约|大概|接近|将近)为?$)"
)
_AFTER = re.compile(
    r"^(?:的|\(含[^()]{0,8}\))?(?:(?P<ge>[及或]?(?:其)?以上|之上|起)|(?P<le>[及或]?(?:其)?以[下内]|之内|内(?!容|部|涵))|(?P<about>左右|上下(?![一-龥])))"
)
_BOUNDS: dict[str, Bound] = {"ge": ">=", "le": "<=", "gt": ">", "lt": "<", "about": "~"}
_DENIED = re.compile(
    r"(?:不再是|不是|并非|并不是|而非|不等于|(?<![除莫])非|未达到|没有达到|没达到|不为)(?:要求|规定|达到|是|为|在|到|约|“|”|\s)*$"
)
_DENIED_AFTER = re.compile(
    r"^[^,，。；;]{0,12}?(?:的说法|这个说法|这一说法)?(?:是|并)?(?:不对|错误|有误|不正确|不准确|不属实|不成立|与(?:文件|原文)不符)"
)
_NUMBERED = re.compile(r"(?m)^\s*\d{1,2}[.、．](?=\s?[^\d])")
_MARK = re.compile(r"\[\d{1,3}\]")
_TITLE = re.compile(
    r"《[^《》]*(?:《[^《》]*》[^《》]*)*》|[一-龥]{2,8}[〔\[(]\d{4}[〕\])]\d+号|[〔\[(]\d{4}[〕\])]\d+号"
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """One number: its value (and the upper end of a range), canonical unit, per what, the bound and whether denied.

    A share (30%, 三成, 1/4) has unit "share" and the value as a fraction; a ratio (1:1.20) has unit "ratio" and its parts
    in ``ratio``. ``start`` and ``end`` are places in the text.
    """

    start: int
    end: int
    value: Fraction
    upper: Fraction | None = None
    unit: str = ""
    per: str = ""
    bound: Bound = "="
    denied: bool = False
    ratio: tuple[Fraction, ...] = ()
    printed: str = ""


def plain(text: str) -> str:
    """Half width, and with blanks in place of markers [1], list numbers, titles 《…》 and document numbers: places stay."""
    text = half_width(text)
    for pattern in (_MARK, _NUMBERED, _TITLE):
        text = pattern.sub(lambda m: " " * len(m[0]), text)
    return text


@cache
def quantities(text: str) -> tuple[Quantity, ...]:
    """Every number of a text that went through ``plain``; years are left to dates.py."""
    return tuple(_found(text))


def _found(text: str) -> Iterator[Quantity]:
    at = 0
    while (match := _PATTERN.search(text, at)) is not None:
        at = max(match.end(), match.start() + 1)
        if _is_date(text, match):
            continue
        read = _read(match)
        if read is not None:
            value, upper, unit, per, ratio = read
            bound, end = _bound(text, match)
            yield Quantity(match.start(), end, value, upper, unit, per, bound, denied(text, match.start(), end), ratio, match[0])  # fmt: skip


def _is_date(text: str, match: re.Match[str]) -> bool:
    """2025年, 12月31日 and 2022—2025年 are dates, 3年 is a length of time."""
    printed = match[0]
    if match["ratio"] is None and re.match(
        r"(?:19|20)\d{2}\s?(?:年|[-—–~至到])", text[match.start() : match.end() + 2]
    ):
        return True
    if re.fullmatch(r"(?:19|20)\d{2}", printed) and text[match.end() : match.end() + 1] in ("年", "-", "—", ")", "版"):
        return True
    before = text[max(0, match.start() - 6) : match.start()]
    if re.search(r"(?:19|20)\d{2}-(?:\d{2}-)?$", text[max(0, match.start() - 8) : match.start()]):
        return True  # 2023-05-26
    if re.search(r"\d月(?:底)?$", before) and printed.endswith("日"):
        return True
    if re.search(r"年\s?$", before) and printed.endswith("月"):
        return True
    return bool(re.fullmatch(r"\d{1,2}月", printed) and re.match(r"\d{1,2}日|底", text[match.end() : match.end() + 3]))


_Read = tuple[Fraction, Fraction | None, str, str, tuple[Fraction, ...]]


def _read(m: re.Match[str]) -> _Read | None:
    if m["percent"]:
        low, high = _chinese_decimal(m["percent"]), _chinese_decimal(m["percent2"]) if m["percent2"] else None
        return None if low is None else (low / 100, None if high is None else high / 100, "share", "", ())
    if m["below"]:
        below, above = _whole(m["below"]), _whole(m["above"])
        return (Fraction(above, below), None, "share", "", ()) if below and above is not None else None
    if m["tenths"]:
        tenths = _whole(m["tenths"]) or 0
        extra = 5 if m["half"] == "半" else _whole(m["half"]) or 0 if m["half"] else 0
        return Fraction(tenths * 10 + extra, 100), None, "share", "", ()
    if m["one_half"]:
        return Fraction(1, 2), None, "share", "", ()
    if m["ratio"]:
        parts = tuple(Fraction(p.strip()) for p in m["ratio"].split(":"))
        return parts[0] / parts[1] if parts[1] else Fraction(0), None, "ratio", "", parts
    if m["low"]:
        return _united(_decimal(m["low"]), m["highunit"], m["highper"], m["highscale"], _decimal(m["high"]))
    if m["cnlow"]:
        few, many = _whole(m["cnlow"]), _whole(m["cnhigh"])
        return _united(Fraction(few), m["cnrange"], None, None, Fraction(many)) if few and many else None
    if m["rated"]:
        return _united(_decimal(m["rated"]), m["ratedunit"], m["per"], None)
    if m["top"]:
        return (Fraction(int(m["top"]), int(m["bottom"])), None, "share", "", ()) if int(m["bottom"]) else None
    if m["plain"]:
        return _united(_decimal(m["plain"]), m["unit"], m["plainper"], m["scale"])
    value = _whole(m["cn"])
    return None if value is None else _united(Fraction(value), m["cnunit"], None, m["cnscale"])


def _united(
    value: Fraction, unit: str | None, per: str | None, scale: str | None, upper: Fraction | None = None
) -> _Read:
    """Value and unit brought to one measure: 2小时 → 120 分钟, 85% → 17/20 share, 1.5万元 → 15000 元."""
    factor = Fraction(_SCALES.get(scale or "", 1))
    name = _SAME_UNIT.get(unit or "", unit or "")
    if name in ("%", "‰"):
        name, factor = "share", Fraction(1, 100 if name == "%" else 1000)
    elif name in _SCALED:
        name, times = _SCALED[name]
        factor *= times
    rate = canonical_per(per or "")
    return value * factor, None if upper is None else upper * factor, name, rate, ()


def canonical_per(per: str) -> str:
    """/10万人口, /十万, /每10万活产 in one form: the number of what it is per."""
    match = re.search(r"(\d*)(十?万|千|百|亿)?", per.replace("/", "").replace(" ", "").replace("每", ""))
    if not per:
        return ""
    count = int(match[1]) if match and match[1] else 1
    scale = _SCALES.get(match[2] or "", 1) if match else 1
    return str(count * scale) if count * scale > 1 else per.strip("/ ")


def _decimal(text: str) -> Fraction:
    return Fraction(text.replace(",", ""))


def _whole(text: str) -> int | None:
    return int(text) if text.isdigit() else from_chinese(text)


def _chinese_decimal(text: str) -> Fraction | None:
    if text[0].isascii():
        return Fraction(text)
    head, point, tail = text.partition("点")
    whole = from_chinese(head)
    digits = [from_chinese(c) for c in tail]
    if whole is None or None in digits:
        return None
    return Fraction(f"{whole}." + "".join(map(str, digits))) if point and digits else Fraction(whole)


def _bound(text: str, match: re.Match[str]) -> tuple[Bound, int]:
    """The comparison word beside the number and the end of both; a word behind it (以上) goes before one in front."""
    after = _AFTER.match(text[match.end() : match.end() + 14])
    if after:
        return _BOUNDS[after.lastgroup or "about"], match.end() + after.end()
    window = re.split(r"[,，。；;、:：()\n]|\d", text[max(0, match.start() - 20) : match.start()])[-1]
    found = list(_BEFORE.finditer(window))
    # 不低于总编制数的30%: a short noun may stand between the word and the number.
    return (_BOUNDS[found[-1].lastgroup or "about"] if found else "="), match.end()


def denied(text: str, start: int, end: int) -> bool:
    """Whether what stands there is said not to be: 不是4人, 并非“4人”, 4人的说法有误."""
    before = re.split(r"[,，。；;\n]", text[max(0, start - 12) : start])[-1]
    return bool(_DENIED.search(before) or _DENIED_AFTER.match(text[end : end + 24]))
