"""The chunk check: each finding on a text made for it, and none on the project's own well-formed documents."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.check import check
from corpus.library import Library
from corpus.parse import parse_text

HEAD = "甲市人民政府关于印发甲市方案的通知\n甲府〔2022〕1号\n"
TAIL = "\n甲市人民政府\n2022年7月20日"
WORDS = "坚持预防为主，推进基层医疗卫生机构建设，完善医保支付方式，落实经费保障，强化监督考核。"


def kinds(body: str, head: str = HEAD) -> list[str]:
    return [f.kind for f in check(parse_text(head + body + TAIL, "方案.txt"))]


def plan(*numbers: str) -> str:
    return "一、主要任务\n" + "\n".join(f"（{n}）{WORDS}" for n in numbers)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (plan("一", "二", "三"), []),
        (plan("一", "二", "四"), ["缺号"]),
        (plan("一", "三", "五"), ["缺号", "缺号"]),
        (plan("一", "二") + f"\n二、保障\n（三）{WORDS}\n（四）{WORDS}", []),
        (plan("一", "二") + f"\n二、保障\n（一）{WORDS}\n（二）{WORDS}", []),
        (plan("一", "二") + f"\n三、保障\n{WORDS}", ["缺号"]),
        ("第一条 " + WORDS + "\n第二条 " + WORDS + "\n第四条 " + WORDS, ["缺号"]),
        ("一、任务\n" + "\n".join(f"{n}.做好{n}。" for n in range(1, 21)), ["碎"]),
        ("一、任务\n" + WORDS * 100, ["过长"]),
        (WORDS * 10, ["空"]),
        (plan("一", "二") + "\n（三）由市□□局负责，" + WORDS, ["受损"]),
    ],
)
def test_rows(body: str, expected: list[str]) -> None:
    assert kinds(body) == expected


def test_hardly_any_text_and_no_head() -> None:
    found = check(parse_text("一、认真落实。", "甲.txt"))
    assert [f.kind for f in found] == ["空", "抬头"]
    assert "发文字号、发文机关、成文日期" in found[-1].text


def test_a_table_that_lost_its_rows_is_named() -> None:
    found = [
        f for f in check(Library.load().document("蛟河市“十四五”医疗卫生服务体系规划(征求意见稿)")) if f.kind == "受损"
    ]
    assert any("护比" in f.text for f in found) and all(f.clause is not None for f in found)


def test_every_finding_is_a_sentence_with_its_place() -> None:
    for document in Library.load().documents:
        clauses = {id(c) for c in document.walk()}
        for finding in check(document):
            assert finding.text.endswith("。")
            assert finding.clause is None or id(finding.clause) in clauses
            assert finding.kind not in ("缺号", "重号", "碎", "空", "过长"), finding.text


@given(st.text(st.sampled_from("一二三、（）1.第条章附件表\n 落实。\ufffd"), max_size=200))
def test_it_takes_any_text(text: str) -> None:
    check(parse_text("方案\n" + text + "。", "甲.txt"))
