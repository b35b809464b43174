"""Rows of the ledger: every cell's proof, who answers for what, what is said where nothing is named."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assistant.ledger.ground import Ground
from assistant.ledger.ledger import Ledger
from assistant.ledger.rows import VIEWS, View
from assistant.ledger.views import sheet_of
from assistant.ledger.wording import NO_BODIES, NONE_HERE, deadline_words, duty_words, target_words, value_words
from corpus.facts import Deadline, Facts, Relation, Target, TargetType
from corpus.library import Library
from corpus.model import ClauseId, Span
from corpus.path import ClausePath
from tests.builders_facts import clause, document
from tests.builders_ledger import COUNTY, library_of, small_ledger


@pytest.fixture(scope="module")
def five() -> Ledger:
    return Ledger(Library.load(), date(2025, 11, 22))


@pytest.mark.parametrize("view", VIEWS)
def test_every_row_of_the_five_documents_is_proved_by_its_clause(five: Ledger, view: View) -> None:
    rows = five.rows(view)
    assert rows
    for row in rows:
        assert row.quotes, row.clause.id
        assert row.state
        assert row.clause.label
        assert five.library.clause(row.clause.id) is row.clause
        for quote in row.quotes:
            text = five.library.document(quote.document).text
            assert quote.text.strip()
            assert text[quote.span.start : quote.span.end] == quote.text


def test_the_first_quote_stands_in_the_row_s_own_clause(five: Ledger) -> None:
    for view in ("tasks", "targets", "bodies"):
        for row in five.rows(view):
            assert row.clause.span.contains(row.quotes[0].span), row.clause.id


def test_one_row_a_clause_in_the_order_of_the_text(five: Ledger) -> None:
    rows = five.rows("tasks")
    ids = [r.clause.id for r in rows]
    assert len(ids) == len(set(ids))
    for one in five.library.documents:
        mine = [r.clause.id for r in rows if r.document.id == one.id]
        assert mine == [c.id for c in one.walk() if c.id in set(mine)]
    facts = five.library.facts()
    assert {t.clause for t in facts.targets} | {r.clause for r in facts.responsibilities} <= set(ids)


def test_no_target_and_no_body_is_lost(five: Ledger) -> None:
    facts = five.library.facts()
    assert [r.target for r in five.rows("targets")] == list(facts.targets)
    named = {
        (r.clause, b.name)
        for r in facts.responsibilities
        for b in (*r.lead, *r.support, *r.responsible, *r.implementers)
    }
    assert {(r.clause.id, r.duty.body.name) for r in five.rows("bodies")} == named
    assert len(five.rows("conflicts")) == len(facts.conflicts) + len(facts.undecided)


def test_a_document_without_bodies_says_so_and_invents_none(five: Ledger) -> None:
    guangxi = [d for d in five.library.documents if not five.library.facts(d.id).responsibilities]
    assert [d.region for d in guangxi] == ["广西壮族自治区"]
    for view in ("tasks", "targets"):
        rows = [r for r in five.rows(view) if r.document.id == guangxi[0].id]
        sheet = sheet_of(view, rows)
        column = [c.head for c in sheet.columns].index("责任单位")
        assert {line.values[column] for line in sheet.lines} == {NO_BODIES}
    assert not [r for r in five.rows("bodies") if r.document.id == guangxi[0].id]


def test_a_clause_without_bodies_in_a_document_that_names_some(five: Ledger) -> None:
    row = next(r for r in five.rows("tasks") if r.document.region == "梅州市" and r.clause.label == "一、")
    sheet = sheet_of("tasks", [row])
    assert NONE_HERE in sheet.lines[0].values
    assert NO_BODIES not in sheet.lines[0].values


def test_the_draft_s_rows_carry_their_status(five: Ledger) -> None:
    for view in VIEWS:
        rows = [r for r in five.rows(view) if r.document.region == "蛟河市"]
        assert rows
        sheet = sheet_of(view, rows)
        column = [c.head for c in sheet.columns].index("文件状态")
        assert {line.values[column] for line in sheet.lines} == {"征求意见稿"}


def test_a_damaged_body_stays_marked(five: Ledger) -> None:
    damaged = [r for r in five.rows("bodies") if r.duty.body.damaged]
    assert len(damaged) == 1
    assert "损坏" in damaged[0].duty.body.name
    assert any("损坏" in n for n in damaged[0].notes)
    others = [r for r in five.rows("bodies") if r.clause.id == damaged[0].clause.id and not r.duty.body.damaged]
    assert others
    assert not any("损坏" in n for r in others for n in r.notes)


def test_inherited_bodies_say_where_they_come_from(five: Ledger) -> None:
    rows = {r.clause.label: r for r in five.rows("tasks") if r.document.region == "梅州市"}
    assert duty_words(rows["二、（一）"].duties, "落实") == "各县(市、区)人民政府"
    assert duty_words(rows["二、（二）"].duties, "落实") == "各县(市、区)人民政府「承前：二、（一）」"
    assert "以下均需各县(市、区)人民政府落实,不再列出" in [q.text for q in rows["二、（二）"].quotes]
    assert duty_words(rows["二、（二）"].duties, "负责").endswith("市政务服务和数据管理局等")
    assert duty_words(rows["四、（十六）"].duties, "负责") == "市卫生健康局"


def test_a_clause_below_a_bracket_is_covered_by_it_and_says_so(tmp_path: Path) -> None:
    rows = {r.clause.label: r for r in small_ledger(tmp_path).rows("tasks")}
    below = rows["二、（三）1."]
    assert duty_words(below.duties, "牵头") == "市民政局「见上级条款：二、（三）」"
    assert "（市民政局牵头）" in [q.text for q in below.quotes]
    assert below.task == "到2026年，新建养老机构5家"
    bodies = [r.clause.label for r in small_ledger(tmp_path).rows("bodies") if r.duty.body.name == "市民政局"]
    assert bodies == ["二、（三）"]  # stated once: the clause below has no words of its own for it


def test_a_body_s_rows_stand_together(five: Ledger) -> None:
    for one in five.library.documents:
        bodies = [r.duty.body.name for r in five.rows("bodies") if r.document.id == one.id]
        assert len([n for n, b in enumerate(bodies) if n == 0 or bodies[n - 1] != b]) == len(set(bodies))


def test_rows_tell_of_conflicts_that_touch_them(five: Ledger) -> None:
    assert any("存疑" in n and "低于" in n for r in five.rows("targets") for n in r.notes)


def test_states_of_a_row_with_several_deadlines(tmp_path: Path) -> None:
    rows = {r.clause.label: r for r in small_ledger(tmp_path, date(2026, 1, 1)).rows("tasks") if r.document.number}
    assert rows["一、"].state == "已到期"
    assert rows["二、（一）"].state == "未到期；每年"
    assert rows["二、（二）"].state == "无期限"
    due = rows["二、（一）"].first_due
    assert due is not None and due.by == date(2027, 12, 31) and due.days_left == 729


def test_a_library_without_facts_has_no_rows(tmp_path: Path) -> None:
    ledger = Ledger(library_of(tmp_path, "关于召开会议的通知\n定于近期召开会议，请准时参加。\n"))
    assert [ledger.rows(v) for v in VIEWS] == [(), (), (), ()]


def _target(
    indicator: str, relation: Relation, value: str | None, unit: str | None = None, scope: str | None = None
) -> Target:
    kind: TargetType = "table_row" if unit else "target"
    clause = ClauseId("试", ClausePath.parse("一"))
    return Target(clause, Span(0, 1), kind, indicator, relation, value, None, unit, None, scope=scope)


@pytest.mark.parametrize(
    ("target", "words"),
    [
        (_target("就诊率", ">=", "65%以上"), "65%以上"),
        (_target("床位使用率", ">=", "70%"), "不低于70%"),
        (_target("住院率", "~", "85%"), "约85%"),
        (_target("素养水平", ">=", "≥22%"), "≥22%"),
        (_target("专科", "range", "1—2个"), "1—2个"),
        (_target("专科", ">=", "1—2个"), "不低于1—2个"),
        (_target("护士数", "=", "4.65", "人"), "4.65人"),
        (_target("床人比", "=", "1:1.62"), "1:1.62"),
        (_target("全部设置康复科室", "=", None), ""),
    ],
)
def test_values_read_as_one_says_them(target: Target, words: str) -> None:
    assert value_words(target) == words


def test_a_target_in_one_line() -> None:
    assert (
        target_words(_target("中医特色专科", "=", "2个", scope="每个县级中医医院"))
        == "每个县级中医医院 中医特色专科：2个"
    )
    assert target_words(_target("绩效评价全覆盖", "=", "全覆盖")) == "绩效评价全覆盖"


def test_document_order_and_region_of_a_draft(tmp_path: Path) -> None:
    ledger = Ledger(library_of(tmp_path, COUNTY), date(2025, 1, 1))
    assert {r.document.status for r in ledger.rows("targets")} == {"征求意见稿"}


@pytest.mark.parametrize(
    ("text", "by", "words"),
    [
        ("到2022年和2030年", date(2030, 12, 31), "到2030年"),
        ("2025年、2027年", date(2025, 12, 31), "到2025年"),
        ("2023—2027年", date(2027, 12, 31), "2023—2027年"),
        ("2030年底前", date(2030, 12, 31), "2030年底前"),
    ],
)
def test_a_deadline_tells_its_own_year(text: str, by: date, words: str) -> None:
    deadline = Deadline(ClauseId("试", ClausePath.parse("一")), Span(0, 1), text, str(by.year), by, "year")
    assert deadline_words(deadline) == words


@pytest.mark.parametrize(
    ("text", "words", "sentence"),
    [
        ("开展评估。市有关机构按季度通报，及时整改。抓好落实。", "按季度", "市有关机构按季度通报，及时整改"),
        ("每周一次", "每周", "每周一次"),
        ("一、监测\n  每月报送；逐级汇总", "每月", "每月报送"),
    ],
)
def test_a_deadline_without_a_target_is_quoted_with_its_sentence(text: str, words: str, sentence: str) -> None:
    whole = document(clause("前一条。", "一"), clause(text, "二"))
    second = whole.clauses[1]
    at = whole.text.index(words)
    quote = Ground(whole, Facts()).sentence(second, Span(at, at + len(words)))
    assert quote.text == sentence == quote.span.of(whole.text)


def test_a_doubt_is_told_of_its_own_target_alone(five: Ledger) -> None:
    told = [(r.target.indicator, n) for r in five.rows("targets") for n in r.notes if "目标值" in n and "低于" in n]
    assert told
    for indicator, note in told:
        assert indicator in note
