"""corpus.values, corpus.relations, corpus.sentences: numbers with units and bounds, and what surrounds them."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.relations import bounds, relation_of
from corpus.sentences import brackets, masked, segments, sentences
from corpus.values import values

# text → (as printed, number, unit, bound behind)
VALUES = [
    ("县域内基层就诊率达到65%以上", [("65%以上", "65", "%", "以上")]),
    ("每千人口执业医师数3.9人", [("3.9人", "3.9", "人", "")]),
    ("床人比由1:0.95提高到１：１．２０", [("1:0.95", "1:0.95", "", ""), ("1:1.20", "1:1.20", "", "")]),
    ("死亡率控制在12/10万以下", [("12/10万以下", "12/10万", "/10万", "以下")]),
    ("不低于4.0人/10万人口", [("4.0人/10万人口", "4.0", "人/10万人口", "")]),
    ("新发展1—2家", [("1—2家", "1-2", "家", "")]),
    ("培养1-2名骨干", [("1-2名", "1-2", "名", "")]),
    ("培养1～2名骨干", [("1~2名", "1-2", "名", "")]),
    ("培养1至2名骨干", [("1至2名", "1-2", "名", "")]),
    ("按床位的2-3%设置", [("2-3%", "2-3", "%", "")]),
    ("每年不少于两次", [("两次", "2", "次", "")]),
    ("至少一个统筹地区", [("一个", "1", "个", "")]),
    ("百分之三十五点二", [("百分之三十五点二", "35.2", "%", "")]),
    ("三分之二以上的县", [("三分之二以上", "2/3", "", "以上")]),
    ("1/4的住院床位", [("1/4", "1/4", "", "")]),
    ("清偿一半以上", [("一半以上", "1/2", "", "以上")]),
    ("2小时内救援", [("2小时内", "2", "小时", "内")]),
    ("办好1 所卫生院", [("1 所", "1", "所", "")]),
    ("投入1,234.5万元", [("1,234.5万元", "1234.5", "万元", "")]),
    ("60%及以上", [("60%及以上", "60", "%", "及以上")]),
    ("选建3所以上中心卫生院", [("3所以上", "3", "所", "以上")]),
    ("提高5个百分点左右", [("5个百分点左右", "5", "个百分点", "左右")]),
    ("12.5‰", [("12.5‰", "12.5", "‰", "")]),
]


@pytest.mark.parametrize(("text", "expected"), VALUES)
def test_values(text: str, expected: list[tuple[str, str, str, str]]) -> None:
    plain = masked(text)
    assert [(plain[v.start : v.end], v.number, v.unit, v.suffix) for v in values(plain)] == expected


NOT_VALUES = [
    "二级医院和三级医院",  # grades
    "每千人口",  # a base
    "落实“1310”具体部署和“5+3”培养",  # slogans
    "《行动方案(2022—2025年)》(粤办函〔2022〕245号)",  # a document's name and number
    "建设5G智慧医院，控制PM2.5、H1N1",  # names
    "工作时间8:30-17:00",  # a clock
    "第一批试点",
    "2023—2027年",  # a period
    "三年级学生",
]


@pytest.mark.parametrize("text", NOT_VALUES)
def test_no_values(text: str) -> None:
    assert values(masked(text)) == []


RELATIONS = [
    ("不低于85%", ">="), ("不得低于25%", ">="), ("至少1名", ">="), ("不少于3个", ">="), ("超过90%", ">="),
    ("不超过5公里", "<="), ("控制在12%", "<="), ("不高于5克", "<="), ("低于10%", "<="),
    ("约100间", "~"), ("达到4人", "="), ("1—2家", "range"), ("至少1—2个", ">="), ("达到65%以上", ">="),
    ("控制在9%以下", "<="), ("约30个左右", "~"), ("2小时内", "<="),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), RELATIONS)
def test_relation(text: str, expected: str) -> None:
    value = values(text)[0]
    found = bounds(text, 0, value.start)
    assert relation_of(value, found[-1] if found else None) == expected


def test_signed_contract_is_no_about() -> None:
    assert bounds("签约服务费80%", 0, 5) == []


def test_masked_keeps_the_length() -> None:
    text = "落实“1310”部署，２０２５年建成5G基站２个"
    assert len(masked(text)) == len(text)
    assert masked(text) == "落实“□□□□”部署,2025年建成□G基站2个"


def test_the_five_year_plan_stays_readable() -> None:
    assert "十四五" in masked("“十四五”期末")


def test_sentences_and_segments() -> None:
    text = masked("到2025年,比例为1:1.20,达12,345人(其中男,女各半);完成。第二句!\n第三句")
    found = sentences(text)
    assert [p.of(text) for p in found] == ["到2025年,比例为1:1.20,达12,345人(其中男,女各半);完成", "第二句", "第三句"]
    assert [p.of(text) for p in segments(text, found[0])] == [
        "到2025年",
        "比例为1:1.20",
        "达12,345人(其中男,女各半)",
        "完成",
    ]


def test_a_full_stop_inside_a_bracket_ends_no_sentence() -> None:
    text = "(甲局负责。以下均需落实)完成。(没有闭合。第二句"
    assert [p.of(text) for p in sentences(text)] == ["(甲局负责。以下均需落实)完成", "(没有闭合", "第二句"]


def test_nested_and_broken_brackets() -> None:
    text = "甲(乙(丙)丁)戊)己(庚"
    piece = sentences(text)[0]
    assert [b.of(text) for b in brackets(text, piece)] == ["乙(丙)丁"]


@given(
    st.text(
        alphabet="到2025年每千万分之一二两三十0123456789.%:/—-~至、,(（）)家所名个次不低于至少以上左右。 ", max_size=120
    )
)
def test_any_text_gives_ordered_values_inside_it(text: str) -> None:
    plain = masked(text)
    found = values(plain)
    assert all(0 <= v.start < v.end <= len(text) for v in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


@pytest.mark.parametrize("unit", ["6", "12-", "1:", "(", "百分之", "至少", "每千人口", "1/"])
def test_a_long_clause_stays_linear(unit: str) -> None:
    """Twice the text takes about twice the time; a backtracking trap would take four times as long or far more."""
    text = masked(unit * (20_000 // len(unit)))
    begun = time.process_time()
    values(text)
    sentences(text)
    assert time.process_time() - begun < 2
