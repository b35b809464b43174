"""What answers and what doesn't: coverage, missing words, the kind of thing asked for."""

from __future__ import annotations

import pytest

from assistant.accept import accepts, missing, other_year
from assistant.rows import readings
from corpus.model import Column
from tests.builders_assistant import small_assistant, small_library, unit_with
from tests.builders_facts import table_clause

NURSES, PILOTS, BODIES = "每千人口注册护士数达到4.2人", "三级医院优质护理病房覆盖率", "城市急救站服务半径"


@pytest.mark.parametrize(
    ("words", "question"),
    [
        (NURSES, "丽水每千人口注册护士数到2026年要达到多少?"),
        (PILOTS, "丽水优质护理病房覆盖率是多少?"),
        (PILOTS, "丽水护理试点医院不超过几所?"),
        (BODIES, "丽水急救站服务半径不超过多少公里?"),
        (NURSES, "丽水什么时候全面建成整合型服务体系?"),
    ],
)
def test_a_unit_that_answers(words: str, question: str) -> None:
    unit, query = unit_with(words, question, small_library())
    assert accepts(unit, query)
    assert missing(unit, query) == ()


@pytest.mark.parametrize(
    ("words", "question", "word"),
    [
        (PILOTS, "丽水护理试点医院的核磁共振不超过几台?", "核磁共振"),
        (NURSES, "丽水每千人口助产士数要达到多少?", "助产士"),
    ],
)
def test_one_telling_word_that_is_missing_decides(words: str, question: str, word: str) -> None:
    unit, query = unit_with(words, question, small_library())
    assert any(t.text in word or word in t.text for t in missing(unit, query))
    assert not accepts(unit, query, own=0.0, whole=0.0)
    assert small_assistant().ask(question).status == "refused"


@pytest.mark.parametrize(
    ("words", "question"),
    [
        (BODIES, "丽水急救站投入多少万元?"),
        ("支持社会力量举办托育机构", "丽水社会力量举办托育机构多少家?"),
        ("支持社会力量举办托育机构", "丽水社会力量什么时候举办托育机构?"),
        (BODIES, "丽水急救站主任叫什么名字?"),
    ],
)
def test_the_kind_of_thing_asked_for_must_be_there(words: str, question: str) -> None:
    unit, query = unit_with(words, question, small_library())
    assert not accepts(unit, query, own=0.0, whole=0.0)
    assert small_assistant().ask(question).status == "refused"


@pytest.mark.parametrize(("year", "other"), [("2026", False), ("2028", True), ("2030", True)])
def test_another_year(year: str, other: bool) -> None:
    unit, query = unit_with(NURSES, f"丽水{year}年每千人口注册护士数要达到多少?", small_library())
    assert other_year(unit, query) is other


def test_a_row_is_read_with_each_value_under_its_own_head() -> None:
    columns = (Column(("指标",), "label"), Column(("2020年", "数值")), Column(("2025年", "目标值")))
    rows = [["注册护士数(人)", "3.17", "4.65"], ["寿命(岁)", "——", "78"]]
    table = table_clause("主要指标", columns, rows).table
    assert table is not None
    assert [r.sentence() for r in readings(table)] == [
        "注册护士数(人) 2020年：数值3.17",
        "注册护士数(人) 2025年：目标值4.65",
        "寿命(岁) 2020年：数值未填（原文为“——”）",
        "寿命(岁) 2025年：目标值78",
    ]


def test_what_describes_a_row_is_told_where_it_is_asked_for() -> None:
    columns = (Column(("指标",), "label"), Column(("2025年",)), Column(("指标性质",)))
    table = table_clause("主要指标", columns, [["注册护士数(人)", "4.65", "约束性"]]).table
    assert table is not None
    (row,) = readings(table)
    assert row.sentence() == "注册护士数(人)：2025年4.65"
    assert row.sentence("指标性质是什么") == "注册护士数(人)：2025年4.65，指标性质约束性"
