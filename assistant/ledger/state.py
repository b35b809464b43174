"""Where deadlines stand as of a day: 已到期, 90天内到期, 未到期, 每年 (and every other recurrence), 无期限, 期限不明."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from corpus.dates import is_date, read_date
from corpus.deadlines import SOON_DAYS, state
from corpus.errors import BadSettings
from corpus.facts import Deadline

OVERDUE, SOON, LATER, RECURRING, NONE, UNCLEAR = (
    "已到期",
    f"{SOON_DAYS}天内到期",
    "未到期",
    "每年",
    "无期限",
    "期限不明",
)
STATES = (OVERDUE, SOON, LATER, RECURRING, NONE, UNCLEAR)


@dataclass(frozen=True, slots=True)
class Due:
    """One deadline and where it stands: 到2025年, 已到期, -1 as of 2026-01-01."""

    deadline: Deadline
    state: str
    days_left: int | None

    @property
    def by(self) -> date | None:
        """The last day that counts; ``None`` for 每年 and for a deadline that can't be told."""
        return self.deadline.by

    @property
    def group(self) -> str:
        """The state as a filter names it: 每季度 and 每5年 go with 每年."""
        return RECURRING if self.deadline.by is None and self.deadline.recurring else self.state


def dues_of(deadlines: Iterable[Deadline | None], as_of: date) -> tuple[Due, ...]:
    """The different deadlines of a row: the earliest day first, then what recurs, then what can't be told."""
    found: dict[tuple[str, date | None], Due] = {}
    for deadline in deadlines:
        if deadline is not None:
            stands = state(deadline, as_of)
            found.setdefault((deadline.normal, deadline.by), Due(deadline, stands.name, stands.days_left))
    return tuple(sorted(found.values(), key=lambda d: (d.by is None, d.by or date.max, d.deadline.recurring is None)))


def state_of(dues: tuple[Due, ...]) -> str:
    """A row's state in words; two where its deadlines stand differently: 已到期；未到期."""
    return "；".join(dict.fromkeys(d.state for d in dues)) or NONE


def groups_of(dues: tuple[Due, ...]) -> frozenset[str]:
    """The states that a filter finds a row by."""
    return frozenset(d.group for d in dues) or frozenset((NONE,))


def parse_day(text: str | None) -> date:
    """The day that states are told for: 2026-01-01 or 2026年1月1日; today where none is given."""
    if text is None:
        return date.today()
    found = read_date(text) if is_date(text) else None
    if found is None:
        raise BadSettings(f"看不懂日期“{text}”，请写成 2026-01-01 这样的形式。")
    return found
