"""Does a unit answer the question at all: the line between an answer and a refusal.

A unit is accepted when it and its headings cover most of the question's weight, it covers a fair share itself, no telling
word of the question is missing altogether, and it holds the kind of thing asked for (money, a figure, a date).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.binding import bound_segments, bound_years
from assistant.counted import lists_asked
from assistant.evidence import Unit, has_date, has_figure, has_money
from assistant.query import Query
from assistant.terms import Term, coverage, covered, plain, telling
from corpus.numerals import from_chinese
from index.words import normal

WHOLE = 0.62
OWN = 0.34
TELLING = 0.28
"""A missing word with at least this share of the question's weight decides against."""


def accepts(unit: Unit, query: Query, *, own: float = OWN, whole: float = WHOLE) -> bool:
    """Whether a unit answers, the year aside."""
    if telling(query.terms) < 0.2:
        return bool(query.anchor) and unit.clause.id in query.anchor and fits_kind(unit, query)
    if unit.whole < whole or (unit.own < own and not _by_heading(unit, query)):
        return False
    return not missing(unit, query) and fits_kind(unit, query) and same_scale(unit, query)


_RANKS = re.compile(r"排名|名次|排行|位次|排第[一二三几]")
_ASKS_GRADE = re.compile(r"(?:什么|啥|哪个?|第?几)(?:等级|级别)|(?:等级|级别)(?:是|为)?(?:什么|啥|哪|几|多少)")
_GRADE = re.compile(r"[一二三四五六七八九十\d]级|[甲乙丙]等|A级|等级[为是]")
_SCALE = re.compile(r"(10万|十万|百万|1万|万|千|百)(?=名?(?:常住)?(?:人|居民))")


def same_scale(unit: Unit, query: Query) -> bool:
    """Whether a figure asked for per so many people (每万人要有多少家庭医生) is given per as many, not as a plain count."""
    asked = {_scale(m[1]) for m in re.finditer("每" + _SCALE.pattern, query.asked)}
    if not asked or query.kind not in ("value", "deadline", "general"):
        return True
    return bool(asked & {_scale(m[1]) for m in _SCALE.finditer(unit.words)})


def _scale(printed: str) -> str:
    return {"10万": "十万", "1万": "万"}.get(printed, printed)


def _by_heading(unit: Unit, query: Query) -> bool:
    """Whether the clause's own heading is what was asked, and the unit the date or figure that it gives."""
    if query.kind not in ("deadline", "value") or unit.heading_only:
        return False
    heading = coverage(query.terms, (plain(unit.clause.heading), 1.0))
    return heading >= 0.8 or (heading >= 0.5 and unit.whole >= 0.8)


def fits_kind(unit: Unit, query: Query) -> bool:
    """Whether a unit holds what is asked for: an amount of money, a figure, a date."""
    if query.measure == "person":
        return False
    if _RANKS.search(query.asked) and not _RANKS.search(unit.words):
        return False
    if _ASKS_GRADE.search(query.asked) and not _GRADE.search(unit.words):
        return False
    if query.measure == "money" and query.kind in ("value", "general"):
        return has_money(unit)
    if query.kind in ("value", "meaning") and lists_asked(unit, query):
        return True
    if query.kind == "meaning":
        return explains(unit, query) or lists_counted(unit, query)
    if query.kind == "value":
        return has_figure(unit) and bool(bound_segments(unit, query))
    if query.kind == "deadline":
        return has_date(unit)
    return True


def explains(unit: Unit, query: Query) -> bool:
    """Whether a unit does more than mention what a question in quotation marks asks the meaning of.

    「“两个允许”是哪两个」: a sentence that only says 落实“两个允许”要求 explains nothing, one without the words even less;
    「“四个统一”」 is explained where 统一 is said again and again.
    """
    quoted = re.findall(r"[“\"「]([^”\"」]{2,12})[”\"」]", query.asked)
    if not quoted:
        return True
    if any(re.match("[两二三四五六七八九十]个", q) and unit.words.count(q[2:]) >= 2 for q in quoted):
        return True
    return any(
        re.search(
            rf"{re.escape(q)}[^。]{{0,40}}(?:[(（:：]|是指|指|即|包括|就是)|简称[^。]{{0,3}}{re.escape(q)}|所称[^。]{{0,4}}{re.escape(q)}",
            unit.words,
        )
        for q in quoted
    )


def lists_counted(unit: Unit, query: Query) -> bool:
    """Whether a unit lists as many things as a counted name in quotation marks says: 电子病历、智慧服务、智慧管理“三位一体”."""
    for quoted in re.findall(r"[“\"「]([两二三四五六七八九十][^”\"」]{1,8})[”\"」]", query.asked):
        count = from_chinese(quoted[0]) or 0
        things = r"[\u4e00-\u9fff]{2,14}" + r"[、,][\u4e00-\u9fff]{2,14}" * (count - 1)
        if count > 1 and re.search(rf"{things}.{{0,4}}{re.escape(quoted)}", unit.words):
            return True
    return False


def missing(unit: Unit, query: Query) -> tuple[Term, ...]:
    """The telling words of the question that neither the unit, its headings nor its clause hold."""
    total = sum(t.weight for t in query.terms)
    around = f"{unit.words}，{unit.context}，{unit.around}"
    return tuple(
        t
        for t in query.terms
        if (_tells(t, total) and not covered(t, around))
        or (query.kind in ("value", "members") and t.noun and t.short and covered(t, around) < 0.3)
    )


def _tells(term: Term, total: float) -> bool:
    return term.weight >= 0.3 and term.weight >= TELLING * total


def other_year(unit: Unit, query: Query) -> bool:
    """Whether what was asked has years in the unit, and none of those asked for."""
    years = bound_years(unit, query)
    return bool(query.years) and bool(years) and not years & set(query.years)


def out_of_time(unit: Unit, query: Query) -> bool:
    """Whether a year is asked for that the unit doesn't give and its document nowhere speaks of.

    「2025年网上可办率」 of a plan of 2019 that names no later year is not answered with its undated figure.
    """
    if not query.years or query.loose_years or bound_years(unit, query):
        return False
    text = normal(unit.document.text)
    if any(y in text for y in query.years):
        return False
    spans = re.findall(r"(20\d\d)年?-(20\d\d)年", text)
    spans += [("2021", "2025")] if "十四五" in text else []
    return not any(a <= y <= b for a, b in spans for y in query.years)


def first_accepted(units: Sequence[Unit], query: Query, look: int = 8) -> Unit | None:
    """The best unit that answers; where years are asked for, one as good that is of those years.

    An undated sentence never stands in for one of another year: 「2030年…多少」 is then refused.
    """
    accepted = [u for u in units[:look] if accepts(u, query)]
    if not accepted:
        return None
    best = accepted[0]
    if not query.years or bound_years(best, query) & set(query.years):
        return best
    close = [u for u in accepted[1:] if u.own >= best.own - 0.2]
    right = [u for u in close if bound_years(u, query) & set(query.years)]
    other = [u for u in close if bound_years(u, query)]
    if right or bound_years(best, query):
        return right[0] if right else best
    return other[0] if other else best


def elsewhere_without(best: Unit, units: Sequence[Unit], query: Query, look: int = 8) -> bool:
    """Whether what is asked stands in so many words in another clause, without a figure, and the accepted sentence hardly has it.

    「安宁疗护病床每个镇要设多少张」: 设立安宁疗护病床 names no figure; the 1—2家 of a sentence on 医养结合 that only
    shares 床 and 镇 is another matter.
    """
    if query.kind != "value" or best.own >= 0.6:
        return False
    return any(
        u.own >= max(0.9, best.own + 0.4) and u.clause.id != best.clause.id and not u.heading_only for u in units[:look]
    )
