"""Document numbers (发文字号) in any form: 粤办函〔2022〕245号, 国发[2024]7号, 汉政办函【2022】 6 号, 国务院令第649号.

One normal form each, so that 粤办函[2022]245 in a question finds 粤办函〔2022〕245号.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.model import Span
from corpus.numerals import half_width, ordinal

_OPEN = "[〔\\[【(（［〈《{「﹝〖]"
_SHUT = "[〕\\]】)）］〉》}」﹞〗]"
_HAN = "[\u3400-\u9fff〇]"
# The last letter of an issuer's code: what kind of paper it is, or the office's own letter.
_TAIL = "发函办字规令通文电明综告纪政医教财社计督监党委改复呈请任批示议公审议秘疗保基科技农建民人司药疾"
# Each pattern begins right after the issuer's code; the code is then read backwards, so that a long text without a
# number costs one pass.
_BRACKETED = re.compile(
    rf"{_OPEN}\s{{0,2}}(?P<year>(?:19|20)\s?[0-9]{{2}})\s{{0,2}}年?{_SHUT}"
    r"\s{0,3}(?:第\s?)?(?P<serial>[0-9]{1,5}(?:-[0-9]{1,3})?)\s{0,3}(?P<hao>号)?"
)
_LOOSE = re.compile(
    rf"(?<=[{_TAIL}])\s{{0,2}}{_OPEN}?\s?(?P<year>(?:19|20)[0-9]{{2}})\s?(?:年|{_SHUT}|[-—－–_/])?\s{{0,2}}(?:第\s?)?"
    r"(?P<serial>[0-9]{1,5})\s{0,2}(?P<hao>号)"
)
_ORDER = re.compile(
    rf"(?<=[令告])\s{{0,2}}(?:{_OPEN}?\s?(?P<year>(?:19|20)[0-9]{{2}})\s?年?{_SHUT}?)?\s{{0,2}}第\s?"
    r"(?P<serial>[0-9]{1,5}|[一二三四五六七八九十百零〇]{1,7})\s?号"
)
_CODE = re.compile(rf"{_HAN}(?:[ \t\u3000\xa0]?{_HAN}){{0,20}}[ \t\u3000\xa0\n]{{0,3}}$")
# Words of the sentence that stand right before a number; the code begins after the last of them.
_BEFORE = re.compile(
    "根据|按照|按|依据|依照|参照|落实|贯彻|执行|印发|转发|下发|发布|公布|文件|关于|参见|详见|废止|停止|替代|代替|修订|发文字号|发文号|文号|字号|即|原文|以及|以|和|及|与|或|的|由"
    "|见|对|在|将|把|从|为|是|符合|这份|那份|请问|查找|查询|引用|文件号|通知"
)
# In an order's name 和 may belong to the body (中华人民共和国, 国家发展和改革委员会).
_BEFORE_ORDER = re.compile(
    "发文字号|文号|根据|按照|依据|依照|参照|落实|贯彻|执行|以及|(?:和|与|及|、|由)(?=国务院|中华|国家|原|[^和]{2,6}部)"
)
_NOT_CODE = re.compile(
    "年|月|日|号|第|条|款|计划$|方案$|规划$|行动$|纲要$|报告$|办法$|意见$|试行$|规定$|条例$|情况$|万元$|工程$"
)
_AFTER_BARE = re.compile(
    rf"\s*(?:$|{_SHUT}|[，,。；;、：:！？?!\n]|文件|文|等|精神|要求|规定|是|的|和|与|有|里|中|谁|由|什么|哪)"
)


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """One number as printed, its normal form, and where it stands in the text."""

    text: str
    normal: str
    span: Span


def find_numbers(text: str) -> list[DocumentNumber]:
    """All document numbers of a text in order: "(粤府办[2019]18号)" → 粤府办〔2019〕18号.

    A year in brackets with no issuer's code before it ("(2022)12号") is none, nor is 方案(2022—2025年).
    """
    plain = half_width(text) if not text.isascii() else text
    found: list[DocumentNumber] = []
    taken = 0
    matches = [(m, kind) for kind, pattern in enumerate((_BRACKETED, _LOOSE, _ORDER)) for m in pattern.finditer(plain)]
    for match, kind in sorted(matches, key=lambda pair: (pair[0].start("serial"), pair[1])):
        one = _read(text, plain, match, kind)
        if one and one.span.start >= taken:
            found.append(one)
            taken = one.span.end
    return found


def _read(text: str, plain: str, match: re.Match[str], kind: int) -> DocumentNumber | None:
    before = _CODE.search(plain, max(0, match.start() - 48), match.start())
    if before is None:
        return None
    start, code = before.start(), before[0].rstrip()
    cuts = [m.end() for m in _BEFORE.finditer(code) if m.end() < len(code)]
    if cuts and kind < 2:
        start += cuts[-1]
        code = code[cuts[-1] :]
    start += len(code) - len(code.lstrip())
    letters = re.sub(r"\s+", "", code)
    if letters.endswith(("令", "公告")):
        return _order(text, match, start, letters)
    if kind == 2 or not 1 < len(letters) <= 16 or _NOT_CODE.search(letters):
        return None
    end = match.end()
    if not match["hao"]:
        if letters[-1] not in _TAIL or not _AFTER_BARE.match(plain, end):
            return None
        end = match.end("serial")
    return DocumentNumber(text[start:end], _normal(letters, match["year"], match["serial"]), Span(start, end))


def _order(text: str, match: re.Match[str], start: int, letters: str) -> DocumentNumber | None:
    cut = max((m.end() for m in _BEFORE_ORDER.finditer(letters) if m.end() < len(letters) - 1), default=0)
    printed = [at for at in range(start, match.start()) if not text[at].isspace()]
    letters, start = letters[cut:], printed[cut]
    serial = ordinal(match["serial"])
    if serial is None or len(letters) < 2:
        return None
    normal = f"{letters}{match['year'] + '年' if match['year'] else ''}第{serial}号"
    return DocumentNumber(text[start : match.end()], normal, Span(start, match.end()))


def _normal(code: str, year: str, serial: str) -> str:
    head, _, tail = serial.partition("-")
    return f"{code}〔{re.sub(r' ', '', year)}〕{int(head)}{'-' + tail if tail else ''}号"


def normalize_number(text: str) -> str | None:
    """The normal form of a text that is one document number: "国发 [2024] 7 号" → 国发〔2024〕7号; else ``None``."""
    stripped = text.strip().strip("《》“”\"'（）()")
    numbers = find_numbers(stripped)
    if len(numbers) != 1 and not stripped.endswith("号"):
        numbers = find_numbers(stripped + "号")
    if len(numbers) != 1:
        return None
    return numbers[0].normal if len(numbers[0].text) >= len(stripped) - 1 else None
