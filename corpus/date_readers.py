"""The patterns for words about time, each with the reader that judges what it found.

A reader tells a deadline from a start (自2022年起), a look back (截至2020年末) and a year inside a name
(2030年可持续发展议程); what no calendar has (2月30日) gives nothing.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from datetime import date, timedelta

from corpus.facts import Precision
from corpus.mention import Basis, Kind, Mention
from corpus.numerals import from_chinese

_Y = r"(?:(?:19|20)[0-9]{2}|二[〇○零][〇○零一二三四五六七八九]{2})"
_CN = "[一二两三四五六七八九十]{1,3}"
_EFFORT = r"(?P<effort>力争|争取|确保|努力|计划|预计|原则上)?"
_YEAR = re.compile(
    rf"{_EFFORT}(?P<lead>截至到?|截止到?|从|自|到|至|于|在)?\s?(?P<y>{_Y})\s?年\s?"
    r"(?:(?P<m>[0-9]{1,2})\s?月份?\s?(?:(?P<d>[0-9]{1,2})\s?[日号]|(?P<mend>底|末|上旬|中旬|下旬))?"
    r"|第?(?P<q>[一二三四1-4])季度(?:末|底)?|(?P<half>上半年|下半年)|(?P<yend>年?底|年?末))?"
    r"(?P<tail>以?前|之前|以来|以后|之后|后|起|开始|度)?"
)
_TWO_YEARS = re.compile(
    rf"{_EFFORT}(?P<lead>到|至)?(?P<years>{_Y}(?:年[底末]?)?(?:(?:和|、|与|,(?=20)){_Y}(?:年[底末]?)?){{1,4}})(?<=[年底末])"
)
_SPAN_YEARS = re.compile(rf"(?P<a>{_Y})\s?年?\s?(?:-{{1,2}}|[—–~]{{1,2}}|至|到)\s?(?P<b>{_Y})\s?年")
_SPAN_MONTHS = re.compile(
    rf"(?P<a>{_Y})年(?P<am>[0-9]{{1,2}})月(?:[0-9]{{1,2}}日)?(?:-{{1,2}}|[—–~]{{1,2}}|至|到)(?:(?P<b>{_Y})年)?(?P<bm>[0-9]{{1,2}})月(?:(?P<d>[0-9]{{1,2}})日|底|末)?(?:前|止)?"
)
_FIVE = re.compile(
    rf"{_EFFORT}(?P<lead>到|至)?“?十(?P<n>[一二三四五六七])五”?(?P<tail>规划期末|规划期间|规划期|期末|时期末|末期|末|时期|期间|期内|规划|)"
)
_YEAR_END = re.compile(
    r"(?<![0-9零〇○一二三四五六七八九十每])(?P<which>今年|本年|明年|当年)?(?P<what>年底以?前|年底之前|年末以?前|年内)"
)
_MONTH = re.compile(
    r"(?<![0-9年])(?P<which>今年|明年|每年|次年)?(?P<m>1[0-2]|[1-9])月(?:(?P<d>[0-3]?[0-9])日|(?P<end>底|末|上旬|中旬))?(?P<tail>以?前|之前)"
)
_QUARTER = re.compile(
    r"(?<!年)(?P<which>今年|明年|每年)?(?:第(?P<q>[一二三四1-4])季度|(?P<half>上半年|下半年))(?P<tail>末|底|以?前|内)?"
)
_WITHIN = re.compile(
    r"自?(?:本?[^\s,。;:、()自□]{0,10}?)(?P<from>印发|发布|公布|下发|通知|公告|施行|实施|收到|受理|生效|签订|批准|备案|送达)"
    rf"[^\s,。;:、]{{0,6}}?(?:之日起?|后)的?\s?(?P<n>[0-9]{{1,3}}|{_CN})\s?个?(?P<unit>工作日|日|天|月|年)(?:之?内|以内)"
)
_EVERY = re.compile(
    rf"(?<![人户床亩])每(?:隔)?(?P<n>[0-9]{{1,2}}|{_CN})?\s?个?(?P<unit>年度?|季度?|月|周|星期|半年|学期|学年)(?![岁龄级增日度份])"
)
_BY_PERIOD = re.compile(
    r"按(?P<unit>年度?|季度?|月度?|周|半年)(?=[^式型别份产度,。;]{0,12}(?:报|调度|通报|公布|公示|发布|评|考核|分析|开展|组织|监测|更新|推进|检查|会商))"
)
_NOT_A_GOAL = re.compile(
    r"\s?(?:的(?!目标)|版|修订|印发|发布|公布|施行|制定|国民|远景|可持续|议程|规划|纲要|行动|计划|目标任务|基础上|基础|相比|水平|第[0-9]+号|学年|财政|工作|全年|\)|公报|统计|调查|普查|出生|毕业|入学|及以前)"
)
_PAST_WORDS = ("以来", "以后", "之后", "后", "度")
_OPENERS = " ,;:。!?\n(、“其中"


def _mention(
    match: re.Match[str],
    kind: Kind,
    normal: str,
    by: date | None,
    precision: Precision,
    *,
    recurring: str | None = None,
    note: str | None = None,
    year: int | None = None,
    years: tuple[int, ...] = (),
    month: tuple[int, int] | None = None,
) -> Mention:
    effort = match.groupdict().get("effort")
    start, end = match.span()
    return Mention(start, end, kind, normal, by, precision, recurring, note, effort, year, years, month)


def _int(text: str) -> int:
    return int(text) if text.isdigit() else from_chinese(text.replace("○", "〇")) or 0


def _year_end(year: int) -> date:
    return date(year, 12, 31)


def month_end(year: int, month: int) -> date:
    """The last day of a month: 2024年2月底 → 2024-02-29."""
    return date(year, month, calendar.monthrange(year, month)[1])


def _read_year(match: re.Match[str], text: str, basis: Basis) -> Mention | None:
    year, lead, tail = _int(match["y"]), match["lead"], match["tail"] or ""
    day = _day(match, year)
    if day is None:
        return None
    by, normal, precision = day
    kind = _kind(match, text, year, basis)
    if tail.endswith("前") and kind == "deadline":
        if match["m"] is None and match["yend"] is None and match["q"] is None and match["half"] is None:
            return _mention(
                match,
                kind,
                f"{year}年前",
                None,
                "year",
                year=year,
                note=f"“{year}年前”可指{year - 1}年底，也可指{year}年内，未折算为日期",
            )
        return _mention(match, kind, by.isoformat(), by, "day", year=year)
    if kind == "deadline" and lead in ("自", "从"):
        kind = "start"
    return _mention(match, kind, normal, by, precision, year=year)


def _day(match: re.Match[str], year: int) -> tuple[date, str, Precision] | None:
    """The last day meant, its normal form, its precision; ``None`` for a day that no calendar has."""
    try:
        if match["d"]:
            by = date(year, int(match["m"]), int(match["d"]))
            return by, by.isoformat(), "day"
        if match["m"]:
            by = month_end(year, int(match["m"]))
            if match["mend"] in ("上旬", "中旬"):
                by = by.replace(day=10 if match["mend"] == "上旬" else 20)
            return by, by.isoformat(), "day" if match["mend"] else "month"
    except (ValueError, calendar.IllegalMonthError):
        return None
    if match["q"]:
        quarter = "一二三四".find(match["q"]) + 1 or int(match["q"])
        by = month_end(year, quarter * 3)
        return by, by.isoformat(), "quarter"
    if match["half"]:
        by = month_end(year, 6 if match["half"] == "上半年" else 12)
        return by, by.isoformat(), "half"
    by = _year_end(year)
    return (by, by.isoformat(), "day") if match["yend"] else (by, str(year), "year")


def _kind(match: re.Match[str], text: str, year: int, basis: Basis) -> Kind:
    lead, tail = match["lead"] or "", match["tail"] or ""
    if lead.startswith("截") or tail in _PAST_WORDS:
        return "past"
    if tail in ("起", "开始") or lead in ("自", "从"):
        return "start"
    if lead in ("到", "至") and _GREW.search(text, max(0, match.start() - 2), match.start()):
        if basis.year is None or year <= basis.year:
            return "past"  # 下降至2024年的2.95‰
        return "deadline"  # 提高到2025年的7.5张
    if lead in ("到", "至") or tail.endswith("前"):
        return "deadline"
    if _NOT_A_GOAL.match(text, match.end()):
        return "name"
    if basis.year is not None and year < basis.year:
        return "past"
    if match["d"] and not match["yend"]:
        return "name"  # a bare day is a date of signature or of an event
    if match["effort"] or _GOAL_AHEAD.match(text, match.end()):
        return "deadline"
    if basis.year is None:
        return "name"  # 2012年全国…率为30.1%: without a date of its own the text may look back or ahead
    return "deadline" if match["yend"] or _opens(text, match.start()) else "name"


_SAYS_DUTY = re.compile(r"(?:^|[\s,;:。!?(、]|力争|争取|确保|努力|于|在|要|应|须)$")
_GREW = re.compile(r"[降升长加高少增延提]$")
_GOAL_AHEAD = re.compile(
    r"\s?(?:达到|达|实现|完成|建成|基本|全面|全部|力争|争取|要|前|覆盖|提高|提升|控制|不低于|不少于)"
)


def _opens(text: str, at: int) -> bool:
    return at == 0 or text[at - 1] in _OPENERS


def _read_two_years(match: re.Match[str], text: str, basis: Basis) -> Mention | None:
    years = tuple(_int(y) for y in re.findall(_Y, match["years"]))
    if not match["lead"] and not match["effort"] and not _opens(text, match.start()):
        return None
    if basis.year is not None and years[0] < basis.year and not match["lead"]:
        return None
    note = f"“{match[0]}”有{len(years)}个年份，各对应自己的数值"
    return _mention(
        match,
        "deadline",
        str(years[0]),
        _year_end(years[0]),
        "day" if match["years"][-1] in "底末" else "year",
        year=years[0],
        years=years,
        note=note,
    )


def _read_span(match: re.Match[str], text: str, basis: Basis) -> Mention | None:
    first, last = _int(match["a"]), _int(match["b"])
    if not first < last <= first + 40:
        return None
    past = basis.year is not None and last < basis.year
    return _mention(match, "past" if past else "deadline", str(last), _year_end(last), "period", year=last)


def _read_span_months(match: re.Match[str], text: str, basis: Basis) -> Mention | None:
    """2023年3月—6月: a stage; its last day counts."""
    year, month = _int(match["b"] or match["a"]), int(match["bm"])
    try:
        by = date(year, month, int(match["d"])) if match["d"] else month_end(year, month)
        if date(_int(match["a"]), int(match["am"]), 1) > by:
            return None
    except ValueError:
        return None
    past = basis.year is not None and year < basis.year
    return _mention(match, "past" if past else "deadline", by.isoformat(), by, "period", year=year)


def _read_five(match: re.Match[str], text: str, basis: Basis) -> Mention | None:
    if not match["tail"] or match["tail"] == "规划":
        return None  # “十四五”规划 is a document's name
    last = 2010 + 5 * "一二三四五六七".index(match["n"])
    at_end = match["tail"].endswith("末") or match["tail"] == "末期"
    past = basis.year is not None and last < basis.year
    states_goal = (
        at_end
        or match["lead"]
        or match["effort"]
        or (_opens(text, match.start()) and not text.startswith("是", match.end()))
    )
    kind: Kind = "past" if past and not match["lead"] else "deadline" if states_goal else "name"
    return _mention(match, kind, str(last), _year_end(last), "period", year=last)


def _read_year_end(match: re.Match[str], text: str, basis: Basis) -> Mention | None:
    if match["what"] == "年内" and not match["which"] and not _SAYS_DUTY.search(text, 0, match.start()):
        return None  # 任期年内, 近年内: from when is not said
    if basis.year is None:
        return _mention(match, "deadline", match[0], None, "day", note="文件没有成文日期，年份不能推算")
    year = basis.year + (match["which"] == "明年")
    since = f"成文日期{basis.issued_on.isoformat()}" if basis.issued_on else f"发布或发文年份{basis.year}"
    return _mention(match, "deadline", match[0], _year_end(year), "day", year=year, note=f"按{since}推算年份")


def _read_month(match: re.Match[str], text: str, basis: Basis) -> Mention | None:
    month = int(match["m"])
    if match["which"] == "每年":
        return _mention(
            match, "recurring", "每年", None, "day", recurring="每年", note=f"每年{match[0].removeprefix('每年')}"
        )
    bare = None if match["which"] else (month, int(match["d"] or 0))
    year = None if basis.year is None or match["which"] == "次年" else basis.year + (match["which"] == "明年")
    if year is None or (not match["which"] and basis.month_from is not None and month < basis.month_from.month):
        return _mention(match, "deadline", match[0], None, "day", note="没有写明年份，未折算为日期", month=bare)
    try:
        by = date(year, month, int(match["d"])) if match["d"] else month_end(year, month)
    except ValueError:
        return None
    return _mention(match, "deadline", by.isoformat(), by, "day", year=year, note="按成文日期推算年份", month=bare)


def _read_quarter(match: re.Match[str], text: str, basis: Basis) -> Mention | None:
    if match["which"] == "每年":
        return _mention(match, "recurring", "每年", None, "quarter", recurring="每年", note=match[0])
    if not (_opens(text, match.start()) or match["which"] or match["tail"]):
        return None
    month = {"上半年": 6, "下半年": 12}.get(match["half"] or "") or (
        "一二三四".find(match["q"]) + 1 or int(match["q"])
    ) * 3
    precision: Precision = "half" if match["half"] else "quarter"
    year = None if basis.year is None else basis.year + (match["which"] == "明年")
    late = basis.month_from is not None and year == basis.year and month < basis.month_from.month
    if year is None or late:
        return _mention(match, "deadline", match[0], None, precision, note="没有写明年份，未折算为日期")
    return _mention(
        match, "deadline", match[0], month_end(year, month), precision, year=year, note="按成文日期推算年份"
    )


def _read_within(match: re.Match[str], text: str, basis: Basis) -> Mention | None:
    count, unit, issued_on = _int(match["n"]), match["unit"], basis.issued_on
    normal = match[0]
    if match["from"] not in ("印发", "发布", "公布", "下发") or issued_on is None:
        return _mention(match, "deadline", normal, None, "day", note="起算日期不在文中，未折算为日期")
    if unit == "工作日":
        return _mention(match, "deadline", normal, None, "day", note="工作日要按当年节假日安排计算，未折算为日期")
    if unit in ("日", "天"):
        by = issued_on + timedelta(days=count)
    else:
        months = issued_on.month - 1 + count * (12 if unit == "年" else 1)
        year, month = issued_on.year + months // 12, months % 12 + 1
        by = date(year, month, min(issued_on.day, calendar.monthrange(year, month)[1]))
    return _mention(
        match, "deadline", by.isoformat(), by, "day", year=by.year, note=f"自成文日期{issued_on.isoformat()}起算"
    )


_RECURS: dict[str, tuple[str, Precision]] = {
    "年": ("年", "year"), "年度": ("年", "year"), "季": ("季度", "quarter"), "季度": ("季度", "quarter"),
    "月": ("月", "month"), "月度": ("月", "month"), "周": ("周", "day"), "星期": ("周", "day"),
    "半年": ("半年", "half"), "学期": ("学期", "half"), "学年": ("学年", "year"),
}  # fmt: skip


def _read_every(match: re.Match[str], text: str, basis: Basis) -> Mention | None:
    unit, precision = _RECURS[match["unit"]]
    count = _int(match.groupdict().get("n") or "1")
    if count == 0:
        return None
    recurring = "每" + ("" if count == 1 else str(count)) + ("个月" if unit == "月" and count > 1 else unit)
    return _mention(match, "recurring", recurring, None, precision, recurring=recurring)


_Reader = Callable[[re.Match[str], str, Basis], Mention | None]
READERS: tuple[tuple[str, re.Pattern[str], _Reader], ...] = (
    ("年", _TWO_YEARS, _read_two_years),
    ("年", _SPAN_YEARS, _read_span),
    ("月", _SPAN_MONTHS, _read_span_months),
    ("年", _YEAR, _read_year),
    ("五", _FIVE, _read_five),
    ("年", _YEAR_END, _read_year_end),
    ("前", _MONTH, _read_month),
    ("每", _EVERY, _read_every),
    ("按", _BY_PERIOD, _read_every),
    ("内", _WITHIN, _read_within),
    ("季度", _QUARTER, _read_quarter),
    ("半年", _QUARTER, _read_quarter),
)
