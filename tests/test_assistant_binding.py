"""A figure and a year answer only where they belong to what was asked."""

from __future__ import annotations

import pytest

from assistant.binding import bound_segments, bound_years
from tests.builders_assistant import five_documents, small_assistant, small_library, unit_with

TARGETS, SHORT = "每千人口注册护士数达到4.2人", "精神科医师数量"

BOUND = (
    (SHORT, "丽水精神科医师数量要多少?", "不低于4.5人/10万人口"),
    (SHORT, "丽水每千人口药师数要多少?", "0.62人"),
    (TARGETS, "丽水每千人口注册护士数要多少?", "4.2人"),
    (TARGETS, "丽水县域内就诊率要达到多少?", "90%以上"),
    ("优质护理病房", "丽水护理试点医院不超过几所?", "3所"),
    ("服务半径", "丽水应急演练每年几次?", "2次"),
)
YEARS = (
    (TARGETS, "丽水县域内就诊率要达到多少?", {"2026"}),
    (TARGETS, "丽水整合型服务体系什么时候建成?", {"2030"}),
    (SHORT, "丽水每千人口药师数要多少?", {"2026"}),
)


@pytest.mark.parametrize(("words", "question", "figure"), BOUND, ids=[q for _, q, _ in BOUND])
def test_the_figure_of_what_was_asked(words: str, question: str, figure: str) -> None:
    bound = "，".join(bound_segments(*unit_with(words, question, small_library())))
    assert figure in bound


def test_no_figure_is_bound_to_a_body_without_one() -> None:
    assert bound_segments(*unit_with(SHORT, "丽水心理治疗师要配多少?", small_library())) == []
    real = unit_with("心理治疗技师", "蛟河心理治疗技师要配多少名?", five_documents())
    assert bound_segments(*real) == []


@pytest.mark.parametrize("question", ["丽水心理治疗师要配多少?", "丽水心理治疗师数量是多少人?"])
def test_no_figure_is_given_where_none_is_bound(question: str) -> None:
    answer = small_assistant().ask(question)
    assert not {"4.5", "0.62"} & {n for claim in answer.claims for n in claim.text.split()}
    assert "4.5" not in answer.text
    assert "0.62" not in answer.text


@pytest.mark.parametrize(("words", "question", "years"), YEARS, ids=[q for _, q, _ in YEARS])
def test_the_year_of_what_was_asked(words: str, question: str, years: set[str]) -> None:
    unit, query = unit_with(words, question, small_library())
    assert bound_years(unit, query) == years


@pytest.mark.parametrize(
    ("question", "refused"),
    [
        ("丽水县域内就诊率2026年要达到多少?", False),
        ("丽水县域内就诊率2030年要达到多少?", True),
        ("丽水每千人口注册护士数2030年要达到多少?", True),
        ("丽水每千人口注册护士数要达到多少?", False),
    ],
)
def test_a_year_that_stands_beside_something_else_is_refused(question: str, refused: bool) -> None:
    answer = small_assistant().ask(question)
    assert (answer.status == "refused") is refused
    if refused:
        assert answer.refusal is not None
        assert answer.refusal.reason == "wrong_year"
        assert answer.reading
