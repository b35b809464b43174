"""Versions: what was added, changed, moved, removed, word by word, and where an old citation stands now."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.model import ClauseId, Document
from corpus.numerals import to_chinese
from corpus.parse import parse_text
from corpus.path import ClausePath
from corpus.versions import diff, resolve_citation
from corpus.wording import shown, word_diff

HEAD = "甲市人民政府关于印发甲市卫生方案的通知\n甲府〔2022〕1号\n"
CLAUSES = [
    ("加强基层建设", "到2025年，每千人口床位数达到7.5张，由市卫生健康局牵头落实。"),
    ("完善医保支付", "推进按病种付费为主的多元复合式支付方式改革，覆盖全部统筹地区。"),
    ("培养人才队伍", "每年选派200名骨干医师到省级医院进修，提高专科服务水平。"),
    ("推进信息互通", "建设全民健康信息平台，二级以上医院全部接入并共享检查结果。"),
]


def plan(clauses: list[tuple[str, str]]) -> Document:
    lines = [f"（{to_chinese(i + 1)}）{heading}。{text}" for i, (heading, text) in enumerate(clauses)]
    return parse_text(HEAD + "一、主要任务\n" + "\n".join(lines), "方案.txt")


def at(path: str) -> ClauseId:
    return ClauseId("甲府〔2022〕1号", ClausePath.parse(path))


OLD = plan(CLAUSES)


def kinds(new: Document) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for change in diff(OLD, new).changes:
        clause = change.new or change.old
        assert clause is not None
        found.setdefault(change.kind, []).append(clause.heading)
    return found


def test_nothing_changed() -> None:
    assert diff(OLD, plan(CLAUSES)).changes == () and diff(OLD, OLD).summary == "条款没有变化"


def test_one_word_changed() -> None:
    heading, text = CLAUSES[0]
    new = plan([(heading, text.replace("7.5", "7.8")), *CLAUSES[1:]])
    (change,) = diff(OLD, new).changes
    assert change.kind == "changed"
    assert [(e.old, e.new) for e in change.edits if e.op != "same"] == [("7.5", "7.8")]
    assert "[-7.5-]{+7.8+}" in shown(change.edits)


def test_a_clause_put_in_moves_the_others_and_changes_none() -> None:
    new = plan([CLAUSES[0], ("发展中医药", "县级中医医院全部设置治未病科，乡镇卫生院设中医馆。"), *CLAUSES[1:]])
    assert kinds(new) == {"added": ["发展中医药"], "moved": ["完善医保支付", "培养人才队伍", "推进信息互通"]}
    assert diff(OLD, new).summary == "新增1条，移动3条"


def test_a_clause_struck_is_told_where_it_stood() -> None:
    found = diff(OLD, plan([CLAUSES[0], *CLAUSES[2:]]))
    assert [c.kind for c in found.changes] == ["removed", "moved", "moved"]
    assert found.changes[0].old is not None and found.changes[0].old.heading == "完善医保支付"


def test_reworded_and_renumbered_at_once() -> None:
    new = plan([CLAUSES[1], (CLAUSES[0][0], CLAUSES[0][1].replace("牵头", "负责")), *CLAUSES[2:]])
    found = kinds(new)
    assert found["changed"] == ["加强基层建设"] and "added" not in found and "removed" not in found


def test_another_text_is_removed_and_added() -> None:
    new = plan([CLAUSES[0], ("开展爱国卫生运动", "整治农村人居环境，普及卫生厕所。"), *CLAUSES[2:]])
    assert kinds(new) == {"removed": ["完善医保支付"], "added": ["开展爱国卫生运动"]}


@given(st.lists(st.integers(0, 3), unique=True, max_size=4), st.lists(st.integers(0, 3), unique=True, max_size=4))
def test_every_clause_has_one_fate(first: list[int], second: list[int]) -> None:
    old, new = plan([CLAUSES[i] for i in first]), plan([CLAUSES[i] for i in second])
    found = diff(old, new)
    before = [id(a) for a, _ in found.pairs] + [id(c.old) for c in found.of("removed")]
    after = [id(b) for _, b in found.pairs] + [id(c.new) for c in found.of("added")]
    assert sorted(before) == sorted(id(c) for c in old.walk() if c.text)
    assert sorted(after) == sorted(id(c) for c in new.walk() if c.text)


_words = st.text(st.sampled_from("建立健全制度达到6057.%年市Ab ，。\n"), max_size=60)


@given(_words, _words)
def test_the_edits_give_both_texts_back(old: str, new: str) -> None:
    edits = word_diff(old, new)
    assert "".join(e.old for e in edits) == old and "".join(e.new for e in edits) == new
    assert all((e.op == "same") == (e.old == e.new) for e in edits)


@pytest.mark.parametrize(
    ("old", "new", "changed"),
    [
        ("达到60%左右", "达到65%左右", [("60%", "65%")]),
        ("到2025年底前完成", "到2027年底前完成", [("2025", "2027")]),
        ("由市卫生健康局牵头", "由市卫生健康局、市财政局牵头", [("", "、市财政局")]),
        ("覆盖率10.5%", "覆盖率15%", [("10.5%", "15%")]),
        ("试行三年", "试行三年", []),
    ],
)
def test_words_and_numbers_stay_whole(old: str, new: str, changed: list[tuple[str, str]]) -> None:
    assert [(e.old, e.new) for e in word_diff(old, new) if e.op != "same"] == changed


@pytest.mark.parametrize(
    ("path", "quote", "standing", "now"),
    [
        ("一/（三）", "每年选派200名骨干医师", "一致", "一/（三）"),
        ("一/（三）", "每年选派２００名 骨干医师", "一致", "一/（三）"),
        ("一/（一）", "每千人口床位数达到7.5张", "改动", "一/（一）"),
        ("一/（二）", "推进按病种付费为主", "删除", None),
        ("一/（四）", "二级以上医院全部接入", "移动", "一/（二）"),
        ("一/（一）", "每千人口床位数达到9张", "查无", "一/（一）"),
        ("九", "每千人口床位数达到9张", "查无", None),
    ],
)
def test_an_old_citation(path: str, quote: str, standing: str, now: str | None) -> None:
    first = (CLAUSES[0][0], CLAUSES[0][1].replace("7.5", "7.8"))
    current = plan([first, CLAUSES[3], CLAUSES[2]])
    found = resolve_citation(at(path), quote, current, [OLD])
    assert (found.standing, str(found.now.path) if found.now else None) == (standing, now)
    assert found.note.endswith("。")
    if standing == "改动":
        assert [(e.old, e.new) for e in found.edits if e.op != "same"] == [("7.5", "7.8")]


def test_a_citation_through_two_versions_and_of_a_document_taken_out() -> None:
    middle = plan([CLAUSES[0], CLAUSES[2], CLAUSES[3]])
    current = plan([CLAUSES[0], CLAUSES[3]])
    assert resolve_citation(at("一/（三）"), "选派200名骨干医师", current, [middle, OLD]).standing == "删除"
    assert resolve_citation(at("一/（三）"), "二级以上医院全部接入", current, [middle, OLD]).standing == "移动"
    assert resolve_citation(at("一/（三）"), "选派200名骨干医师", None, [OLD]).standing == "删除"


def test_two_long_and_wholly_different_versions_are_compared_in_time() -> None:
    one = plan([(f"甲任务{i}", f"第{i}项工作按照甲类标准{i * 7}认真落实到位。") for i in range(10)] * 40)
    two = plan([(f"乙事项{i}", f"乙类机构完成{i * 3}个项目的验收并公布。") for i in range(10)] * 40)
    start = time.perf_counter()
    diff(one, two)
    word_diff("甲乙丙丁。" * 4000, "乙丙丁戊。" * 4000)
    assert time.perf_counter() - start < 5
