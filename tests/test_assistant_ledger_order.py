"""The rows in another order, and what there is to filter by."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assistant.ledger.choices import choices_of
from assistant.ledger.ledger import Ledger
from assistant.ledger.order import ORDERS, Order
from assistant.ledger.rows import TaskRow
from tests.builders_ledger import small_ledger


@pytest.mark.parametrize("order", ORDERS)
def test_every_order_holds_the_same_rows(tmp_path: Path, order: Order) -> None:
    ledger = small_ledger(tmp_path)
    plain = ledger.rows("tasks")
    assert sorted(map(str, (r.clause.id for r in Ledger(ledger.library, ledger.as_of, order).rows("tasks")))) == sorted(
        str(r.clause.id) for r in plain
    )


def rows(tmp_path: Path, order: Order) -> tuple[TaskRow, ...]:
    ledger = small_ledger(tmp_path)
    return Ledger(ledger.library, ledger.as_of, order).rows("tasks")


def test_deadlines_come_first_and_rows_without_one_last(tmp_path: Path) -> None:
    days = [r.first_due.by if r.first_due else None for r in rows(tmp_path / "a", "due")]
    dated = [d for d in days if d is not None]
    assert dated == sorted(dated)
    assert days[: len(dated)] == dated
    latest = [max((d.by for d in r.dues if d.by), default=date.min) for r in rows(tmp_path / "b", "latest")]
    assert latest == sorted(latest, reverse=True)


def test_by_state_region_and_body(tmp_path: Path) -> None:
    assert (
        rows(tmp_path / "a", "state")[0].state.startswith("已到期")
        or "90天内" in rows(tmp_path / "c", "state")[0].state
    )
    names = [next((d.body.name for d in r.duties), "") for r in rows(tmp_path / "b", "body")]
    assert names[-1] == ""
    assert names[0] != ""


def test_the_exported_sheet_follows_the_order(tmp_path: Path) -> None:
    ledger = small_ledger(tmp_path)
    book = Ledger(ledger.library, ledger.as_of, "due").book(("tasks",), compared=False)
    clauses = [line.clause for line in book.sheets[0].lines]
    assert clauses == [r.clause.id for r in Ledger(ledger.library, ledger.as_of, "due").rows("tasks")]
    assert clauses != [r.clause.id for r in ledger.rows("tasks")]


def test_choices_are_what_the_rows_hold(tmp_path: Path) -> None:
    held = small_ledger(tmp_path).rows("tasks")
    found = choices_of(held)
    assert [id_ for id_, _ in found.documents] == list(dict.fromkeys(r.document.id for r in held))
    assert dict(found.years)["2025"] == sum(any(d.by and d.by.year == 2025 for d in r.dues) for r in held)
    assert sum(1 for r in held if any(d.body.name == found.bodies[0][0] for d in r.duties)) == found.bodies[0][1]
    assert choices_of(()).documents == ()
