"""Filters: what stays, alone and together, and which filter is told to have left nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assistant.ledger.filters import Filters
from assistant.ledger.ledger import Ledger
from assistant.ledger.rows import VIEWS
from corpus.errors import PolicyError
from corpus.library import Library
from tests.builders_ledger import small_ledger


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return small_ledger(tmp_path, date(2026, 1, 1))


@pytest.mark.parametrize(
    ("filters", "labels"),
    [
        (Filters(), ["一、", "二、（一）", "二、（二）", "二、（三）", "二、（三）1.", "一、", "二、"]),
        (Filters(document="甲府办〔2024〕3号"), ["一、", "二、（一）", "二、（二）", "二、（三）", "二、（三）1."]),
        (Filters(document="《乙县卫生健康规划"), ["一、", "二、"]),
        (Filters(document="01.txt"), ["一、", "二、"]),
        (Filters(region="乙县"), ["一、", "二、"]),
        (Filters(region="某省乙县"), ["一、", "二、"]),
        (Filters(region="乙"), ["一、", "二、"]),
        (Filters(body="市医保局"), ["二、（二）"]),
        (Filters(body="医疗保障局"), ["二、（二）"]),
        (Filters(body="卫健局"), ["二、（一）", "二、（二）"]),
        (Filters(body="省医保局"), []),
        (Filters(role="牵头"), ["二、（一）", "二、（三）", "二、（三）1."]),
        (Filters(role="负责", body="市卫生健康局"), ["二、（二）"]),
        (Filters(role="配合", body="市卫生健康局"), []),
        (Filters(year=2027), ["二、（一）"]),
        (Filters(year=2025), ["一、", "一、", "二、"]),
        (Filters(state="已到期"), ["一、", "一、", "二、"]),
        (Filters(state="每年"), ["二、（一）"]),
        (Filters(state="无期限"), ["二、（二）", "二、（三）"]),
        (Filters(state="期限不明"), []),
        (Filters(words="老年医学科"), ["二、（一）", "二、"]),
        (Filters(words="老年医学科 培训"), ["二、（一）"]),
        (Filters(words="重点任务 服务"), ["二、（二）"]),
        (Filters(words="９０％"), ["一、"]),
        (Filters(year=2025, region="乙县", words="全科医生"), ["一、"]),
    ],
)
def test_tasks_that_stay(ledger: Ledger, filters: Filters, labels: list[str]) -> None:
    assert [r.clause.label for r in ledger.rows("tasks", filters)] == labels


def test_words_of_a_target_are_its_own(ledger: Ledger) -> None:
    found = ledger.rows("targets", Filters(words="县域内就诊率"))
    assert [r.target.indicator for r in found] == ["县域内就诊率"]


def test_a_body_s_row_is_found_by_that_body_alone(ledger: Ledger) -> None:
    found = ledger.rows("bodies", Filters(body="市教育局"))
    assert [(r.duty.body.name, r.duty.role) for r in found] == [("市教育局", "配合")]


def test_kinds_are_types_of_facts_and_of_conflicts() -> None:
    five = Ledger(Library.load(), date(2025, 1, 1))
    assert {r.target.type for r in five.rows("targets", Filters(kind="表格指标"))} == {"table_row"}
    below = five.rows("conflicts", Filters(kind="目标低于基数"))
    assert below and {r.conflict.kind for r in below} == {"目标低于基数"}


def test_clauses_behind_an_answer(ledger: Ledger) -> None:
    wanted = frozenset(r.clause.id for r in ledger.rows("tasks")[:2])
    assert {r.clause.id for r in ledger.rows("targets", Filters(clauses=wanted))} == wanted


@pytest.mark.parametrize(
    ("filters", "name", "before"),
    [
        (Filters(document="丙市"), "document", 7),
        (Filters(region="乙县", body="市医保局"), "body", 2),
        (Filters(body="市教育局", role="牵头"), "role", 1),
        (Filters(region="乙县", year=2027), "year", 2),
        (Filters(words="没有这个词"), "words", 7),
    ],
)
def test_the_filter_that_left_nothing_is_named(ledger: Ledger, filters: Filters, name: str, before: int) -> None:
    sifted = ledger.sift(["tasks"], filters)
    assert (sifted.kept, sifted.emptied_by, sifted.before) == ((), name, before)


def test_sifting_and_keeping_agree(ledger: Ledger) -> None:
    for filters in (Filters(), Filters(role="牵头"), Filters(year=2025, words="目标")):
        kept = [r.clause.id for v in VIEWS for r in ledger.rows(v, filters)]
        assert [r.clause.id for r in ledger.sift(VIEWS, filters).kept] == kept


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"role": "主办"}, "没有“主办”这种角色"),
        ({"state": "过期"}, "没有“过期”这种状态"),
        ({"year": 25}, "超出范围"),
        ({"words": "  "}, "是空的"),
        ({"body": ""}, "是空的"),
    ],
)
def test_filters_that_cannot_be(given: dict[str, Any], message: str) -> None:
    with pytest.raises(PolicyError, match=message):
        Filters(**given)
