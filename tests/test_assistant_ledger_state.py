"""Where a deadline stands on a day, and which days a user may name."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.ledger.state import STATES, dues_of, groups_of, parse_day, state_of
from corpus.errors import PolicyError
from corpus.facts import Deadline
from corpus.model import ClauseId, Span
from corpus.path import ClausePath

CLAUSE = ClauseId("试", ClausePath.parse("一"))


def _deadline(normal: str, by: date | None = None, recurring: str | None = None, note: str | None = None) -> Deadline:
    return Deadline(CLAUSE, Span(0, 1), normal, normal, by, "day", recurring, note)


END = _deadline("2025", date(2025, 12, 31))


@pytest.mark.parametrize(
    ("deadline", "day", "state", "left"),
    [
        (END, date(2025, 12, 31), "90天内到期", 0),
        (END, date(2026, 1, 1), "已到期", -1),
        (END, date(2025, 10, 2), "90天内到期", 90),
        (END, date(2025, 10, 1), "未到期", 91),
        (_deadline("每年", recurring="每年"), date(2025, 1, 1), "每年", None),
        (_deadline("每季度", recurring="每季度"), date(2025, 1, 1), "每季度", None),
        (_deadline("年底前", note="没有成文日期"), date(2025, 1, 1), "期限不明", None),
    ],
)
def test_state_of_one_deadline(deadline: Deadline, day: date, state: str, left: int | None) -> None:
    (due,) = dues_of([deadline], day)
    assert (due.state, due.days_left) == (state, left)
    assert groups_of((due,)) <= set(STATES)


def test_the_earliest_day_comes_first_and_the_same_one_once() -> None:
    later, yearly = _deadline("2027", date(2027, 12, 31)), _deadline("每年", recurring="每年")
    dues = dues_of([yearly, later, END, None, _deadline("2025", date(2025, 12, 31))], date(2026, 1, 1))
    assert [d.deadline.normal for d in dues] == ["2025", "2027", "每年"]
    assert state_of(dues) == "已到期；未到期；每年"
    assert groups_of(dues) == {"已到期", "未到期", "每年"}


def test_recurrences_are_found_as_every_year() -> None:
    assert groups_of(dues_of([_deadline("每5年", recurring="每5年")], date(2026, 1, 1))) == {"每年"}


def test_no_deadline_at_all() -> None:
    assert state_of(()) == "无期限"
    assert groups_of(()) == {"无期限"}


@pytest.mark.parametrize("text", ["2026-01-01", "2026年1月1日", "2026/1/1"])
def test_days_that_can_be_named(text: str) -> None:
    assert parse_day(text) == date(2026, 1, 1)


def test_today_where_none_is_named() -> None:
    assert parse_day(None) == date.today()


@pytest.mark.parametrize(
    "text", ["", "明天", "2026-02-30", "2026-13-01", "2026", "2026-01", "大约2026-01-01前后", "１"]
)
def test_days_that_cannot(text: str) -> None:
    with pytest.raises(PolicyError, match="看不懂日期"):
        parse_day(text)
