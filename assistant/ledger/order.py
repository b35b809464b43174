"""In which order the rows stand: as in the text, or by deadline, state, region or body; equal ones stay as in the text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Literal, TypeVar

from assistant.ledger.rows import Row
from assistant.ledger.state import STATES, groups_of

Order = Literal["text", "due", "latest", "state", "region", "body"]
ORDERS: dict[Order, str] = {
    "text": "按原文顺序",
    "due": "截止日期从早到晚",
    "latest": "截止日期从晚到早",
    "state": "按状态",
    "region": "按地区",
    "body": "按责任单位",
}
_R = TypeVar("_R", bound=Row)


def ordered(rows: Sequence[_R], order: Order) -> tuple[_R, ...]:
    """The same rows in another order; rows without what it goes by come last."""
    if order == "text":
        return tuple(rows)
    return tuple(sorted(rows, key=_KEYS[order]))


def _due(row: Row) -> tuple[bool, date]:
    return row.first_due is None, (row.first_due.by if row.first_due else None) or date.max


def _latest(row: Row) -> tuple[bool, int]:
    days = [d.by.toordinal() for d in row.dues if d.by is not None]
    return not days, -max(days, default=0)


def _state(row: Row) -> int:
    return min(STATES.index(group) for group in groups_of(row.dues))


def _body(row: Row) -> tuple[bool, str]:
    """Who leads, else who is responsible, else whoever is named first."""
    first = min(row.duties, key=lambda d: _FIRST.index(d.role), default=None)
    return first is None, first.body.name if first else ""


_FIRST = ("牵头", "负责", "落实", "配合")
_KEYS: dict[Order, Callable[[Row], Any]] = {
    "due": _due,
    "latest": _latest,
    "state": _state,
    "region": lambda row: (not row.document.region, row.document.region or ""),
    "body": _body,
}
