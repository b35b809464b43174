"""Markers, citations and notes: every quote is an exact piece of its clause, every marker is used."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from assistant.answer import Answer
from assistant.cite import build_answer, cite, warnings
from assistant.statement import Composition, Statement, Support, refused
from corpus.model import Span
from tests.builders_assistant import clause_of, small_assistant, small_library, understood

LISHUI, JIAXING = small_library().documents
QUERY = understood("丽水护理试点医院不超过多少所?", small_library())


def piece(path: str, words: str, document: int = 0) -> Support:
    held = small_library().documents[document]
    clause = clause_of(held, path)
    start = clause.span.start + clause.text.index(words)
    return Support(held, clause, Span(start, start + len(words)))


NURSES = piece("一", "每千人口注册护士数达到4.2人")
PILOTS = piece("二/（一）", "护理试点医院不超过3所")
DRAFT = piece("二/（一）", "护理试点医院不超过5所", 1)


def answer(*statements: Statement, today: date = date(2025, 1, 1), **more: Any) -> Answer:
    return build_answer(QUERY, Composition(statements, **more), small_library(), today)


def test_a_citation_says_where_and_quotes_exactly() -> None:
    citation = cite(PILOTS, 3)
    assert citation.marker == 3
    assert citation.quote == "护理试点医院不超过3所"
    assert citation.span.of(LISHUI.text) == citation.quote
    assert citation.text == clause_of(LISHUI, "二/（一）").text
    assert citation.headings == ("重点任务", "加强护理队伍建设")
    assert (citation.label, citation.source, citation.number) == ("二、（一）", "lishui.txt", "丽政办发〔2024〕8号")
    assert citation.formal == (
        "《丽水市医疗服务能力提升行动方案》（丽政办发〔2024〕8号）第二部分第（一）项规定：“护理试点医院不超过3所”。"
    )


def test_markers_run_from_one_and_one_place_has_one_marker() -> None:
    made = answer(
        Statement("甲", (NURSES, PILOTS)), Statement("乙", (PILOTS,)), Statement("丙", (PILOTS, NURSES, NURSES))
    )
    assert [c.marker for c in made.citations] == [1, 2]
    assert [c.markers for c in made.claims] == [(1, 2), (2,), (2, 1)]
    assert made.text.splitlines() == ["甲[1][2]", "乙[2]", "丙[2][1]"]
    assert made.status == "grounded"


def test_two_pieces_of_one_clause_are_two_citations() -> None:
    other = piece("二/（一）", "不低于95%")
    made = answer(Statement("甲", (PILOTS,)), Statement("乙", (other,)))
    assert [c.quote for c in made.citations] == ["护理试点医院不超过3所", "不低于95%"]
    assert len({c.clause for c in made.citations}) == 1


def test_items_are_numbered_where_there_are_several() -> None:
    items = Statement("甲", (NURSES,), item=True), Statement("乙", (PILOTS,), item=True)
    assert answer(Statement("共2项：", (NURSES,)), *items).text.splitlines() == ["共2项：[1]", "1. 甲[1]", "2. 乙[2]"]
    assert answer(items[0]).text == "甲[1]"


@pytest.mark.parametrize(
    ("statements", "status"),
    [
        ((Statement("甲", (NURSES,)),), "grounded"),
        ((Statement("甲", (NURSES,)), Statement("没有查到。")), "partly"),
        ((Statement("没有查到。"),), "refused"),
        ((), "refused"),
    ],
)
def test_the_status_is_derived(statements: tuple[Statement, ...], status: str) -> None:
    assert answer(*statements).status == status


def test_a_refusal_has_reading_and_no_citations() -> None:
    made = build_answer(QUERY, refused("not_found", "没有查到。", (PILOTS, NURSES)), small_library(), date(2025, 1, 1))
    assert made.status == "refused"
    assert made.citations == ()
    assert [c.quote for c in made.reading] == [PILOTS.quote, NURSES.quote]
    assert made.text.splitlines()[0] == "没有查到。"
    assert not re.search(r"\[\d+\]", made.text)


def test_reading_is_shown_beside_a_refusal_only() -> None:
    assert answer(Statement("甲", (NURSES,)), reading=(PILOTS,)).reading == ()


def test_a_draft_is_told_wherever_it_is_cited() -> None:
    made = answer(Statement("甲", (DRAFT,)))
    assert f"《{JIAXING.name}》是征求意见稿，不是正式印发的文件。" in made.notes
    assert "提示：" in made.text
    assert made.citations[0].warnings
    assert answer(Statement("甲", (PILOTS,))).notes == ()
    assert cite(PILOTS, 1).warnings == ()


@pytest.mark.parametrize(("today", "passed"), [(date(2026, 12, 31), False), (date(2027, 1, 1), True)])
def test_a_deadline_has_passed_only_after_its_last_day(today: date, passed: bool) -> None:
    dated = Statement("甲", (piece("一", "到2026年,每千人口注册护士数达到4.2人"),))
    notes = warnings([dated], small_library(), today)
    assert bool([n for n in notes if "时限已过" in n]) is passed


def test_how_a_question_was_read_comes_first() -> None:
    made = small_assistant().ask("丽水市护理试点一院不超过多少所?")
    for reading in made.understood:
        assert made.text.startswith(f"（{reading}）")
    assert made.citations
