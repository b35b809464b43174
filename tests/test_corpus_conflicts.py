"""corpus.conflicts: where a document disagrees with itself, and where it does not."""

from __future__ import annotations

from datetime import date

import pytest

from corpus.conflicts import conflicts_of, key, number_of, undecided_of
from corpus.deadlines import deadlines_of
from corpus.facts import Conflict, Facts
from corpus.model import Clause, Column, Document
from corpus.targets import targets_of
from tests.builders_facts import clause, document, table_clause

LIST = (Column(("指标",), "label"), Column(("2020年",)), Column(("2025年",)))


def _facts(doc: Document) -> Facts:
    return Facts(targets_of(doc), (), deadlines_of(doc))


def _conflicts(*clauses: Clause, issued_on: date | None = date(2023, 5, 26)) -> list[tuple[str, str]]:
    doc = document(*clauses, issued_on=issued_on)
    found: tuple[Conflict, ...] = conflicts_of(doc, _facts(doc))
    for one in found:
        assert len(one.clauses) == len(one.spans)
        assert all(span.of(doc.text) for span in one.spans)
    return [(c.kind, c.text) for c in found]


def test_a_target_below_its_start() -> None:
    table = table_clause(
        "主要指标", LIST, [["每万人口全科医生数(人)", "5.32", "4.32"], ["每千人口床位数(张)", "6.82", "8.2左右"]]
    )
    assert _conflicts(table) == [("目标低于基数", "“每万人口全科医生数”2025年目标值4.32低于2020年的5.32。")]


@pytest.mark.parametrize(
    "row",
    [
        ["孕产妇死亡率(1/10万)", "19.6", "12"],
        ["平均住院日(天)", "9", "8"],
        ["吸烟率(%)", "27", "≤20"],
        ["人均预期寿命(岁)", "78以上", "提高1岁左右"],
        ["甲比例(%)", "——", "60"],
    ],
)
def test_what_is_meant_to_fall_or_says_no_level(row: list[str]) -> None:
    assert _conflicts(table_clause("主要指标", LIST, [row])) == []


def test_text_and_table_differ() -> None:
    text = clause("到2025年,全市设立老年医学科的比例达到60%以上", "三")
    rows = [["设置老年病医学科的比例(%)", "50", "55"]]
    (found,) = _conflicts(text, table_clause("主要指标", LIST, rows))
    assert found == ("指标不一致", "“设立老年医学科的比例”在三、为60%以上，在《主要指标》表为55，前后不一致。")
    assert _conflicts(text, table_clause("主要指标", LIST, [["设置老年医学科的比例(%)", "50", "60"]])) == []


def test_two_tables_differ_in_a_start() -> None:
    one = table_clause("指标", LIST, [["床人(卫生人员)比", "1:1.54", "1:1.62"]])
    two = table_clause("参考", LIST, [["床人比", "1:54", "1:1.62"]], "三/表1")
    (found,) = _conflicts(one, two)
    assert found[0] == "基数不一致"
    assert "1:1.54" in found[1]
    assert "1:54" in found[1]


def test_rows_of_different_places_agree_to_differ() -> None:
    columns = (Column(("县(市)区",), "label"), Column(("医护比", "2020年")), Column(("医护比", "2025年")))
    assert _conflicts(table_clause("参考", columns, [["甲县", "1:1", "1:1.2"], ["乙县", "1:0.9", "1:1.3"]])) == []


def test_two_goals_are_not_one_told_twice() -> None:
    assert _conflicts(clause("到2025年,建成2个重点专科。", "一"), clause("到2025年,建成3个重点专科。", "二")) == []
    assert _conflicts(clause("到2025年,就诊率达到80%。到2030年,就诊率达到90%。")) == []
    assert _conflicts(clause("专业技术人员比例不低于85%。", "一"), clause("专业技术人员比例不低于70%。", "二")) == []


def test_a_deadline_before_the_documents_own_date() -> None:
    text = clause("到2022年,至少建成1所医养结合机构", "七")
    assert [kind for kind, _ in _conflicts(text)] == ["期限早于成文日期"]
    assert _conflicts(text, issued_on=date(2021, 1, 1)) == []
    assert _conflicts(text, issued_on=None) == []
    assert _conflicts(clause("年底前完成")) == []


def test_a_stock_in_prose_and_table() -> None:
    columns = (
        Column(("县(市)区",), "label"),
        Column(("", "2020年", "床位总数")), Column(("", "2020年", "千人口数")), Column(("", "2025年", "千人口数")),
    )  # fmt: skip
    table = table_clause("床位配置参考", columns, [["某市", "2242", "6.82", "8.2"]])
    (found,) = _conflicts(clause("截至2020年末，卫生技术人员2357名，床位1859张。", "一"), table)
    assert found == ("基数不一致", "2020年床位数在一、为1859，在《床位配置参考》表为2242，前后不一致。")
    assert _conflicts(clause("截至2020年末，床位2242张。", "一"), table) == []


def test_one_conflict_is_told_once_with_all_places() -> None:
    rows = [["每万人口全科医生数(人)", "5.32", "4.32"]]
    doc = document(table_clause("甲", LIST, rows), table_clause("乙", LIST, rows, "三/表1"), issued_on=date(2023, 1, 1))
    (found,) = conflicts_of(doc, _facts(doc))
    assert len(found.clauses) == 2


def test_what_is_left_open_is_said() -> None:
    doc = document(
        clause("2025年前完成改造。到2022年和2030年，覆盖率均达到90%。每年评估。"), issued_on=date(2019, 1, 1)
    )
    assert [c.text for c in undecided_of(_facts(doc))] == [
        "一、“2025年前”：“2025年前”可指2024年底，也可指2025年内，未折算为日期。",
        "一、“覆盖率”：一句多个年份，与数值对不上，期限不定。",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("78以上", "78"), ("8.2左右", "8.2"), ("1:1.20", "1.20"), ("12/10万以下", "12"), ("1—2", None), ("全覆盖", None), ("提高1岁左右", None), (None, None), ("1,859张", "1859")],
)  # fmt: skip
def test_number_of(text: str | None, expected: str | None) -> None:
    number = number_of(text)
    assert (None if number is None else str(number)) == expected


def test_two_wordings_share_a_key() -> None:
    assert key("每千人口药师(士)数") == key("每千人口药师(士)数量")
    assert key("全市每千常住人口医生数") == key("每千人口医师数")
    assert key("每千人口床位数") != key("每万人口床位数")
