"""corpus.deadlines, corpus.date_words: by when, how exactly, and where a deadline stands on a day."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.date_words import mentions
from corpus.deadlines import deadlines_of, state
from corpus.facts import Deadline
from corpus.mention import Basis
from corpus.model import Span
from corpus.sentences import masked
from tests.builders_facts import clause, document

BASIS = Basis(date(2022, 2, 6), 2022, date(2022, 2, 6))

# text → (normal, last day, precision, recurring)
ROWS = [
    ("到2025年,基本形成机制", ("2025", "2025-12-31", "year", None)),
    ("至2027年,建成1个", ("2027", "2027-12-31", "year", None)),
    ("力争到２０３０年，全面建成", ("2030", "2030-12-31", "year", None)),
    ("到 2025 年", ("2025", "2025-12-31", "year", None)),
    ("2025年底前,全部达标", ("2025-12-31", "2025-12-31", "day", None)),
    ("2030年底前市级机构均达到标准", ("2030-12-31", "2030-12-31", "day", None)),
    ("到2025年末", ("2025-12-31", "2025-12-31", "day", None)),
    ("到2019年年底前", ("2019-12-31", "2019-12-31", "day", None)),
    ("2024年2月底前完成", ("2024-02-29", "2024-02-29", "day", None)),
    ("于2024年6月30日前报送", ("2024-06-30", "2024-06-30", "day", None)),
    ("2024年第三季度完成", ("2024-09-30", "2024-09-30", "quarter", None)),
    ("2024年上半年完成", ("2024-06-30", "2024-06-30", "half", None)),
    ("2023年,选取部分机构试点", ("2023", "2023-12-31", "year", None)),
    ("二〇二五年底前完成", ("2025-12-31", "2025-12-31", "day", None)),
    ("“十四五”期末,床位达到8张", ("2025", "2025-12-31", "period", None)),
    ("“十四五”期间,完成改造", ("2025", "2025-12-31", "period", None)),
    ("到“十五五”末", ("2030", "2030-12-31", "period", None)),
    ("在2023—2027年实施", ("2027", "2027-12-31", "period", None)),
    ("2023年5月至12月,集中整治", ("2023-12-31", "2023-12-31", "period", None)),
    ("力争年内建成2家", ("年内", "2022-12-31", "day", None)),
    ("年底前要完成备案", ("年底前", "2022-12-31", "day", None)),
    ("今年年底前完成", ("今年年底前", "2022-12-31", "day", None)),
    ("明年年底前完成", ("明年年底前", "2023-12-31", "day", None)),
    ("6月底前报送", ("2022-06-30", "2022-06-30", "day", None)),
    ("自印发之日起30日内报送", ("2022-03-08", "2022-03-08", "day", None)),
    ("自本方案印发之日起三个月内出台", ("2022-05-06", "2022-05-06", "day", None)),
    ("于本文印发后3个月内出台", ("2022-05-06", "2022-05-06", "day", None)),
    ("每年建设3个", ("每年", None, "year", "每年")),
    ("每季度通报", ("每季度", None, "quarter", "每季度")),
    ("按季度通报工作进展", ("每季度", None, "quarter", "每季度")),
    ("每5年动态调整", ("每5年", None, "year", "每5年")),
    ("每两年一次", ("每2年", None, "year", "每2年")),
    ("每个月调度", ("每月", None, "month", "每月")),
    ("每半年开展一次", ("每半年", None, "half", "每半年")),
    ("每年3月底前报送", ("每年", None, "day", "每年")),
]


@pytest.mark.parametrize(("text", "expected"), ROWS)
def test_deadline(text: str, expected: tuple[str, str | None, str, str | None]) -> None:
    found = deadlines_of(document(clause(text)))
    assert [(d.normal, d.by and d.by.isoformat(), d.precision, d.recurring) for d in found] == [expected]


NONE = [
    "截至2020年末，全市医疗机构达到426所",
    "自2022年1月1日起施行",
    "从2023年起实施",
    "2021年以来，成效明显",
    "2020年，全市共有床位100张",
    "落实联合国2030年可持续发展议程",
    "《健康广东行动(2022—2025年)》",
    "粤府办〔2023〕19号",
    "“十四五”时期是关键五年",
    "《“十四五”规划》和“十四五”规划纲要",
    "每千人口床位数",
    "每年龄组人数",
    "下降至2021年的2.95‰",
    "三年内取消评先资格，近年内",
    "每人每年5000元",
    "实施五年(2023—2027年)行动计划",
]


@pytest.mark.parametrize("text", NONE)
def test_no_deadline(text: str) -> None:
    assert deadlines_of(document(clause(text))) == ()


UNSURE = [
    ("2025年前完成", "2025年前"),
    ("自收到申请之日起20日内办结", None),
    ("自印发之日起5个工作日内报送", None),
    ("1月底前报送", "1月底前"),
]


@pytest.mark.parametrize(("text", "normal"), UNSURE)
def test_a_day_that_cannot_be_told_is_not_guessed(text: str, normal: str | None) -> None:
    (found,) = deadlines_of(document(clause(text)))
    assert found.by is None
    assert found.note
    if normal:
        assert found.normal == normal


def test_without_a_date_of_issue_nothing_relative_is_computed() -> None:
    found = deadlines_of(document(clause("年底前完成。自印发之日起30日内报送。"), issued_on=None))
    assert found[0].normal == "年底前"
    by_number = document(clause("年底前完成"), issued_on=None)
    assert deadlines_of(by_number)[0].by == date(2022, 12, 31)  # the year stands in 试〔2022〕1号
    assert found[1].by is None


def test_a_month_takes_the_year_said_before_it() -> None:
    found = mentions(masked("2023年6月底前完成甲,12月底前完成乙。每年2月底前报送,3月底前汇总"), BASIS)
    assert [m.normal for m in found] == ["2023-06-30", "2023-12-31", "每年", "每年"]


def test_two_years_in_one() -> None:
    (found,) = mentions("到2022年和2030年,分别不低于22%和30%", BASIS)
    assert found.years == (2022, 2030)


def test_no_such_day() -> None:
    assert mentions("2024年2月30日前完成", BASIS) == ()


def test_the_span_is_the_printed_words() -> None:
    doc = document(clause("一、总则"), clause("到 2025 年，完成。每年评估。"))
    assert [d.span.of(doc.text) for d in deadlines_of(doc)] == ["到 2025 年", "每年"]
    assert all(d.span.of(doc.text) == d.text for d in deadlines_of(doc))


def _by(day: date | None, recurring: str | None = None) -> Deadline:
    return Deadline(clause("x").id, Span(0, 1), "x", "x", day, "day", recurring)


STATES = [
    (_by(date(2025, 12, 31)), date(2026, 1, 1), "已到期", -1),
    (_by(date(2025, 12, 31)), date(2025, 12, 31), "90天内到期", 0),
    (_by(date(2025, 12, 31)), date(2025, 10, 2), "90天内到期", 90),
    (_by(date(2025, 12, 31)), date(2025, 10, 1), "未到期", 91),
    (_by(None, "每年"), date(2025, 1, 1), "每年", None),
    (_by(None), date(2025, 1, 1), "期限不明", None),
    (None, date(2025, 1, 1), "无期限", None),
]


@pytest.mark.parametrize(("due", "as_of", "name", "left"), STATES)
def test_state(due: Deadline | None, as_of: date, name: str, left: int | None) -> None:
    assert (state(due, as_of).name, state(due, as_of).days_left) == (name, left)


@given(
    st.text(alphabet="到至自从2025199月年底前末日起度每按季半第一二三十四五“”期间内印发之个工作、,。( )—-", max_size=60)
)
def test_any_text_gives_ordered_mentions(text: str) -> None:
    found = mentions(masked(text), BASIS)
    assert all(0 <= m.start < m.end <= len(text) for m in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(m.by is None or m.kind != "recurring" for m in found)
