"""The deadlines as a calendar: one event a dated deadline of a clause, with what is due and who answers for it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Alarm, Calendar, Event

from assistant.ledger.filters import EVERYTHING, Filters
from assistant.ledger.rows import ROLES, TaskRow
from assistant.ledger.sheet import printable
from assistant.ledger.state import OVERDUE, Due
from assistant.ledger.wording import NO_BODIES, NONE_HERE, deadline_words, duty_words, target_words
from corpus.errors import PolicyError
from corpus.model import Span

REMIND_DAYS = 30


def write_ics(rows: Sequence[TaskRow], title: str, as_of: date, filters: Filters = EVERYTHING) -> bytes:
    """A calendar of all-day events on the last day that counts; raises ``PolicyError`` where no row has a day.

    ``filters`` leaves out a row's other deadlines (2027 of a clause that was asked for by 2025). An event keeps its UID as long as clause, words and day stay, so a second import updates instead of doubling.
    """
    events = [_event(row, due, as_of) for row in rows for due in _dated(row) if filters.wants(due)]
    if not events:
        raise PolicyError("没有带明确日期的任务，没有可以写进日历的期限；请放宽筛选条件，或改用其他格式。")
    left_out = sum(1 for r in rows if r.first_due is None)
    calendar = Calendar()
    calendar.add("prodid", "-//Policy Assistant//Ledger//ZH")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", printable(title))
    told = f"状态截至{as_of.isoformat()}。"
    if left_out:
        told += f"另有{left_out}项每年、定期或没有日期的任务不在日历中。"
    calendar.add("x-wr-caldesc", told)
    for event in events:
        calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written


def _dated(row: TaskRow) -> Iterator[Due]:
    return (d for d in row.dues if d.by is not None)


def uid(row: TaskRow, due: Due) -> str:
    """The same for the same clause, words and day, in every export."""
    span: Span = due.deadline.span
    text = f"{due.deadline.clause}@{span.start}-{span.end}@{due.by}"
    return hashlib.sha256(text.encode("utf-8", errors="replace")).hexdigest()[:32] + "@policy-assistant"


def _event(row: TaskRow, due: Due, as_of: date) -> Event:
    day = due.by
    assert day is not None
    draft = f"【{row.document.status}】" if row.document.status not in ("现行", "不明") else ""
    place = row.document.region or row.document.name
    event = Event()
    event.add("uid", uid(row, due))
    event.add("dtstamp", datetime.combine(as_of, time(), UTC))
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("summary", printable(f"{draft}{place}{row.clause.label} {row.task}（{deadline_words(due.deadline)}）"))
    event.add("description", printable("\n".join(_lines(row, due))))
    event.add("categories", [printable(place), due.state])
    event.add("transp", "TRANSPARENT")
    event.add("status", "TENTATIVE" if draft else "CONFIRMED")
    if due.state != OVERDUE:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", printable(f"还有{REMIND_DAYS}天到期：{row.task}"))
        alarm.add("trigger", timedelta(days=-REMIND_DAYS))
        event.add_component(alarm)
    return event


def _lines(row: TaskRow, due: Due) -> Iterator[str]:
    yield f"文件：{row.document.citation}"
    yield f"条款：{row.clause.label} {row.clause.heading}".rstrip()
    goals = [t for t in row.targets if t.deadline is not None and t.deadline.by == due.by]
    if goals:
        yield "目标：" + "；".join(target_words(t) for t in goals)
    told = [f"{role}：{words}" for role in ROLES if (words := duty_words(row.duties, role))]
    yield from told or [NONE_HERE if row.names_bodies else NO_BODIES]
    yield f"期限：{deadline_words(due.deadline)}（最后一日{due.by}，截至导出时{due.state}）"
    yield "原文：" + row.quote
    yield from row.notes
