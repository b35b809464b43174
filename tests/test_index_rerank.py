from __future__ import annotations

import pytest

from corpus.model import ClauseId, Span
from index.rerank import by_kind, by_words, wants, with_duty
from index.rests import DUTY, HEADING, Rest


@pytest.mark.parametrize(
    ("question", "duty", "head", "years"),
    [
        ("医养结合工作在梅州谁负责、谁来落实?", True, False, set()),
        ("广东紧密型县域医共体行动方案的文号、印发日期？", False, True, set()),
        ("广西方案和梅州方案分别是哪个单位印发的", True, True, set()),
        ("到２０２３年要完成哪些", False, False, {"2023"}),
        ("每万人口全科医生数", False, False, set()),
        ("", False, False, set()),
    ],
)
def test_what_a_question_wants(question: str, duty: bool, head: bool, years: set[str]) -> None:
    asked = wants(question)
    assert (asked.duty, asked.head, set(asked.years)) == (duty, head, years)


def test_titles_count_where_the_document_is_asked_about() -> None:
    assert by_kind(wants("文号是什么"), "title") > 1 > by_kind(wants("全科医生数"), "title")
    assert by_kind(wants("文号是什么"), "heading") < 1
    assert by_kind(wants("全科医生数"), "item") == 1


def test_another_year_s_passages_count_less() -> None:
    asked = wants("到2023年完成的任务")
    assert by_words(asked, "到2025年,达到4人") < 1
    assert by_words(asked, "到2023年、2025年,达到4人") == 1
    assert by_words(wants("任务"), "到2025年") == 1


def test_the_clause_that_hands_on_a_duty_follows_the_first() -> None:
    def rests_of(clause: str) -> list[Rest]:
        source = ClauseId.parse("甲#二/（一）")
        return [Rest(source, Span(0, 1), HEADING if clause == "甲#四" else DUTY)]

    found = ["甲#三", "甲#四", "甲#二/（一）", "甲#五"]
    assert with_duty(wants("谁来落实"), found, rests_of) == ["甲#三", "甲#二/（一）", "甲#四", "甲#五"]
    assert with_duty(wants("是多少"), found, rests_of) == found
    assert with_duty(wants("谁来落实"), ["甲#四", "甲#三"], rests_of) == ["甲#四", "甲#三"]  # a heading is no duty
    assert with_duty(wants("谁来落实"), [], rests_of) == []
