"""Filters: an answer rests on the admitted documents alone, and says so."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.ask import Assistant
from assistant.scope import EVERYTHING, Scope
from corpus.errors import BadQuestion
from tests.builders_assistant import small_assistant

NURSES = "每千人口注册护士数要达到多少?"
LISHUI, DRAFT = "丽政办发〔2024〕8号", "嘉兴市医疗服务能力提升行动方案(征求意见稿)"


def cited(assistant: Assistant, question: str = NURSES) -> set[str]:
    return {c.clause.document for c in assistant.ask(question).citations}


def test_without_a_filter_it_is_the_same_assistant() -> None:
    assert small_assistant().within(EVERYTHING) is small_assistant()
    assert cited(small_assistant()) == {LISHUI, DRAFT}


@pytest.mark.parametrize(
    ("scope", "documents", "said"),
    [
        (Scope(regions=("丽水市",)), {LISHUI}, "只看丽水市的文件"),
        (Scope(documents=(DRAFT,)), {DRAFT}, f"只看《{DRAFT}》的文件"),
        (Scope(years=("2024",)), {LISHUI}, "只看2024年印发的文件"),
        (Scope(in_force=True), {LISHUI}, "只看现行有效的文件"),
        (Scope(as_of=date(2025, 6, 30)), {LISHUI, DRAFT}, "按2025-06-30的效力和时限"),
        (Scope(regions=("丽水市",), in_force=True), {LISHUI}, "只看丽水市、现行有效的文件"),
    ],
)
def test_only_the_admitted_documents_are_cited_and_the_answer_says_so(
    scope: Scope, documents: set[str], said: str
) -> None:
    narrowed = small_assistant().within(scope)
    answer = narrowed.ask(NURSES)
    assert {c.clause.document for c in answer.citations} == documents
    assert answer.understood[0] == said
    assert f"（{said}）" in answer.text


def test_a_document_that_the_filter_leaves_out_is_named_not_denied() -> None:
    answer = small_assistant().within(Scope(regions=("丽水市",))).ask("嘉兴每千人口注册护士数要达到多少?")
    assert answer.status == "refused"
    assert "嘉兴市医疗服务能力提升行动方案" in answer.text
    assert "不在所选范围里" in answer.text


def test_a_scope_that_admits_nothing_is_refused_before_it_is_asked() -> None:
    with pytest.raises(BadQuestion, match="没有符合所选范围的文件（只看1999年印发的文件）"):
        small_assistant().within(Scope(years=("1999",)))


def test_the_day_decides_what_is_in_force() -> None:
    """丽水's plan was issued in March 2024."""
    with pytest.raises(BadQuestion, match="现行有效"):
        small_assistant().within(Scope(in_force=True, as_of=date(2024, 1, 1)))
    assert cited(small_assistant().within(Scope(in_force=True, as_of=date(2024, 4, 1)))) == {LISHUI}


def test_a_deadline_counts_as_of_the_day() -> None:
    later = small_assistant().within(Scope(regions=("丽水市",), as_of=date(2028, 1, 1)))
    assert any("时限已过" in note for note in later.ask(NURSES).notes)
    assert not any("时限已过" in note for note in small_assistant().ask(NURSES).notes)


def test_the_same_filters_are_prepared_once() -> None:
    scope = Scope(regions=("丽水市",))
    assert small_assistant().within(scope) is small_assistant().within(Scope(regions=("丽水市",)))


def test_facts_and_force_are_those_of_the_whole_library() -> None:
    narrowed = small_assistant().library.only([LISHUI])
    assert [d.id for d in narrowed.documents] == [LISHUI]
    assert narrowed.facts(LISHUI) is small_assistant().library.facts(LISHUI)
    assert narrowed.forces is small_assistant().library.forces
