"""When a document's force begins and ends by its own words: 本办法自2020年5月1日起施行，有效期5年.

Only what the text says of itself counts: a licence that is valid for 5 years, a price that is charged from a day on, or
a law named in passing say nothing of this document. Two places that disagree give no date and a note.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from corpus.dates import read_date
from corpus.model import Document, Span
from corpus.numerals import half_width, ordinal
from corpus.resolve import title_keys

_C = "〇○零一二三四五六七八九十"
_DAY = (
    rf"(?:[0-9]{{4}}|[{_C}]{{4}})\s*年\s*(?:[0-9]{{1,2}}|[{_C}]{{1,2}})\s*月(?:\s*(?:[0-9]{{1,2}}|[{_C}]{{1,3}})\s*日)?"
)
_N = "[0-9]{1,4}|[一二两三四五六七八九十百]{1,5}"
_ISSUED = "印发|发布|公布|颁布|签发|下发|发文|通过|批准|签署"
_IN_FORCE = "施行|实施|执行|生效|试行"
_START = re.compile(
    rf"(?:自|从|于)?\s*(?:(?P<day>{_DAY})\s*(?:起|开始)?|(?:{_ISSUED})(?:之日|当日|日)?(?:起|后)?(?:满)?\s*(?:(?P<n>{_N})\s*个?(?P<unit>工作日|日|天|月|年)(?:之|以)?后)?(?:起|开始)?)"
    rf"\s*(?:正式|开始|组织)?(?P<verb>{_IN_FORCE})"
)
_LASTS = re.compile(
    rf"(?:有效期限?|试行期限?|施行期限?|实施期限?|执行期限?|有效时间)\s*(?:暂?定?为|暂定|是|[:：])?\s*"
    rf"(?:(?:(?:自|从)?(?P<from>{_DAY})\s*起?)?\s*(?:截至|截止到?|至|到|—+|-+)\s*(?P<to>{_DAY})|(?:自|从)?(?:{_IN_FORCE}|{_ISSUED})之日起\s*(?P<m>{_N})\s*(?P<munit>年|个月)|(?P<n>{_N})\s*(?P<unit>年|个月))"
)
_UNTIL = re.compile(
    rf"(?:[,，、]|施行|实施|执行|试行)\s*(?:有效期?)?(?:截至|截止到?|至|到)\s*(?P<to>{_DAY})\s*(?:止|截止|失效|废止|终止|结束)?"
)
_TRIAL = re.compile(rf"[,，]\s*试行\s*(?P<n>{_N})\s*(?P<unit>年|个月)")
_ENDS = re.compile(rf"自?(?P<day>{_DAY})\s*(?P<from>起)?\s*(?:自动|自行|同时)?(?:失效|废止|停止执行)")
_KIND = "(?:实施|管理|行动|工作|暂行|试行)?(?:办法|规定|方案|意见|通知|规划|条例|细则|计划|纲要|措施|预案|章程|制度|标准|指南|决定|规范|规程|规则|文件|政策|法|公告|通告|目录)"
_OWN = re.compile(
    rf"(?:(?:本|此|该)(?![省市县区州院校])[^的,，]{{0,6}}?{_KIND}|(?:以上|上述)[^的,，]{{0,4}}(?:措施|政策|规定|条款))(?:[（(](?:试行|暂行)[)）])?(?:的|,|，)?$"
)
_NUMBER = re.compile(r"^\s*(?:第[^条章]{1,8}[条章]|[（(]?[0-9一二三四五六七八九十]{1,3}[)）]?[、.．]?)\s*")
_HEADING = re.compile(
    r"^(?:附则|施行日期|实施日期|生效日期|实施时间|执行时间|有效期限?|其他事项?|施行时间|[^,，]{0,6}与?(?:施行|有效期))\s*[。:： ]?"
)
_ENACTED = re.compile("公布|印发|发布|通过|批准|修订|遵照执行|贯彻执行|认真执行|组织实施|负责解释|解释$")


@dataclass(frozen=True, slots=True)
class Term:
    """The days in force by the text itself; ``until`` is the last one. ``None`` is what the text doesn't give."""

    since: date | None = None
    since_span: Span | None = None
    until: date | None = None
    until_span: Span | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Found:
    day: date | None
    span: Span
    note: str | None = None


def term_of(document: Document) -> Term:
    """The term that a document sets itself.

    本办法自2020年5月1日起施行，有效期5年 → since 2020-05-01, until 2025-04-30.
    """
    starts: list[_Found] = []
    ends: list[_Found] = []
    before_started = False
    for sentence in _sentences(document.text):
        started = False
        for found in _starts(document, sentence):
            starts.append(found)
            started = True
        ends += _ends(document, sentence, _agreed(starts).day, started or before_started)
        before_started = started
    start, end = _agreed(starts), _agreed(ends)
    notes = tuple(dict.fromkeys(f.note for f in (start, end, *starts, *ends) if f.note))
    return Term(start.day, start.span if starts else None, end.day, end.span if ends else None, notes)


def _agreed(found: list[_Found]) -> _Found:
    """The one day that all places give; two of them are none."""
    days = {f.day for f in found if f.day}
    if len(days) > 1:
        shown = "、".join(sorted(d.isoformat() for d in days))
        return _Found(None, found[0].span, f"原文有不止一个日期（{shown}），无法确定施行或失效日期。")
    return next((f for f in found if f.day), found[0] if found else _Found(None, Span(0, 0)))


def _said(text: str) -> str:
    """The sentence in half width, quoted sentences blotted out: 将第三十条修改为：“本办法自…起施行。” sets no term."""
    return re.sub("“[^“”]*(?:。|施行|有效期)[^“”]*”", lambda m: "□" * len(m[0]), half_width(text))


def _sentences(text: str) -> Iterator[Span]:
    """Sentences that may speak of force; a quotation is never cut."""
    depth = 0
    start = 0
    for match in re.finditer(r"[“”。；;\n]", text + "\n"):
        sign = match[0]
        if sign == "“":
            depth += 1
        elif sign == "”":
            depth = max(0, depth - 1)
        elif sign == "\n" or not depth:
            span = Span(start, match.start())
            if re.search("施行|实施|执行|生效|有效|试行|失效|废止", span.of(text)):
                yield span
            start = match.end()
            depth = 0 if sign == "\n" else depth


def _starts(document: Document, sentence: Span) -> Iterator[_Found]:
    text = _said(sentence.of(document.text))
    for match in _START.finditer(text):
        if not _speaks_of_itself(document, text, match.start(), plain=match["verb"] in ("施行", "试行")):
            continue
        if not match["day"] and not re.search("之日|当日|日起|起|后", match[0]):
            continue
        if re.match("(?:方案|细则|办法|情况|意见|过程|主体|单位|中的?|期间)", text[match.end() :]):
            continue
        span = Span(match.start(), match.end()).shift(sentence.start)
        yield _start(document, match, span)


def _start(document: Document, match: re.Match[str], span: Span) -> _Found:
    if match["day"]:
        return _Found(_day(match["day"]), span)
    base = document.issued_on or document.published_on
    if base is None:
        return _Found(None, span, f"原文写“{match[0].strip()}”，但成文日期不详，无法推算施行日期。")
    if not match["n"]:
        return _Found(base, span)
    count = ordinal(match["n"].replace("两", "二"))
    if count is None or match["unit"] == "工作日":
        return _Found(None, span, f"原文写“{match[0].strip()}”，无法推算施行日期。")
    return _Found(_later(base, count, match["unit"]) + timedelta(days=1), span)  # the day of issue doesn't count


def _ends(document: Document, sentence: Span, since: date | None, started: bool) -> Iterator[_Found]:
    text = _said(sentence.of(document.text))
    for match in _LASTS.finditer(text):
        bare = _bare_before(text, match.start())
        if (started and bare) or _speaks_of_itself(document, text, match.start(), plain=False):
            if since is None and match["from"]:
                since = _day(match["from"])
            yield _end(match, since, sentence)
    for pattern in (_UNTIL, _TRIAL):
        for match in pattern.finditer(text):
            if started and _START.search(text) and not _LASTS.search(text):
                yield _end(match, since, sentence)
    for match in _ENDS.finditer(text):
        before = text[: match.start()].rstrip(" ,，")
        own = _OWN.search(before) or (started and _START.search(before) and "《" not in before)
        if own and (day := _day(match["day"])):
            last = day - timedelta(days=1) if match["from"] else day  # 自2月1日起失效, but 1月31日失效
            yield _Found(last, Span(*match.span()).shift(sentence.start))


def _bare_before(text: str, at: int) -> bool:
    """Whether 有效期5年 follows the day of force or stands alone: 许可证有效期5年 does neither."""
    last = re.split("[,，:：]", _NUMBER.sub("", text[:at]))[-1].strip()
    return not last or bool(_OWN.search(last) or _START.search(last) or re.fullmatch("其中|并|且|和", last))


def _end(match: re.Match[str], since: date | None, sentence: Span) -> _Found:
    groups = match.groupdict()
    span = Span(*match.span()).shift(sentence.start)
    if groups.get("to"):
        return _Found(_day(groups["to"], last=True), span)
    printed, unit = groups.get("n") or groups.get("m"), groups.get("unit") or groups.get("munit")
    count = ordinal((printed or "").replace("两", "二"))
    if since is None or count is None:
        return _Found(None, span, f"原文写“{match[0].strip(' ,，')}”，但施行日期不详，无法推算失效日期。")
    return _Found(_later(since, count, "年" if unit == "年" else "月") - timedelta(days=1), span)


def _speaks_of_itself(document: Document, text: str, at: int, *, plain: bool) -> bool:
    """Whether the words before a date name this document or nothing; ``plain`` verbs (施行) need no 本办法."""
    before = _HEADING.sub("", _NUMBER.sub("", text[:at])).rstrip(" ")
    pieces = [p.strip() for p in re.split("[,，:：]", before)]
    last = pieces[-1] or (pieces[-2] if len(pieces) > 1 else "")
    if _OWN.search(last) or re.fullmatch("[(（]?", before):
        return True
    if titled := re.search(r"《([^》]+)》(?:[（(][^（()）]*[)）])?$", last):
        return bool(set(title_keys(titled[1])) & {k for t in (document.name, document.title) for k in title_keys(t)})
    whole = any(_OWN.search(p) or re.match(rf"本[^的,，省市县区]{{0,6}}?{_KIND}", p) for p in pieces)
    if pieces[-1]:
        return plain and bool(re.search("通过|公布|发布|修订|修正|批准|现予", last)) and "《" not in last
    return (whole or plain) and bool(_ENACTED.search(last) or whole)


def _day(text: str, *, last: bool = False) -> date | None:
    """A day; of a month alone its first, or its ``last``."""
    found = read_date(text)
    if found or "日" in text:
        return found
    first = read_date(text.strip() + "1日") or read_date(text.strip() + "一日")
    if first and last:
        return first.replace(day=calendar.monthrange(first.year, first.month)[1])
    return first


def _later(day: date, count: int, unit: str) -> date:
    """The same day so many years or months on, its month's last where there is no such day."""
    if unit in ("日", "天"):
        return day + timedelta(days=count)
    months = day.month - 1 + (count * 12 if unit == "年" else count)
    year, month = day.year + months // 12, months % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
