"""Whoever wrote a sentence: what its clauses don't bear out is found, and does not leave the house."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.compose import Composer
from assistant.query import Query
from assistant.statement import Composition, Statement, Support
from assistant.verify import verify
from corpus.model import Span
from tests.builders_assistant import clause_of, small_assistant, small_library

HONEST = (
    ("到2026年,每千人口注册护士数达到4.2人。", ("一",)),
    ("到2026年，每千人口注册护士数达到４.２人。", ("一",)),
    ("优质护理病房覆盖率不低于95%。", ("二/（一）",)),
    ("优质护理病房覆盖率至少95%。", ("二/（一）",)),
    ("护理试点医院不超过3所，服务半径不超过8公里。", ("二/（一）", "二/（二）")),
    ("精神科医师数量不低于4.5人/10万人口。", ("二/（三）",)),
    ("由市卫生健康局牵头，市财政局配合。", ("二/（一）",)),
    ("“加强护理队伍建设”（二、（一））由市卫生健康局牵头。", ("二/（一）",)),
    ("原文是“城市急救站服务半径不超过8公里”。", ("二/（二）",)),
    ("《丽水市医疗服务能力提升行动方案》写明：服务半径不超过8公里。", ("二/（二）",)),
    ("文号是丽政办发〔2024〕8号，成文日期是2024年3月5日。", ("落款",)),
    ("“重点任务”（二、）共列4项：", ("二",)),
    ("每年开展两次应急演练。", ("二/（二）",)),
    ("嘉兴市没有查到相应规定。", ()),
)

FALSE = (
    ("到2026年,每千人口注册护士数达到4.3人。", ("一",), "4.3"),
    ("到2026年,每千人口注册护士数达到42人。", ("一",), "42"),
    ("到2028年,每千人口注册护士数达到4.2人。", ("一",), "2028"),
    ("每千人口注册护士数达到4.2人。", ("二/（一）",), "4.2"),
    ("服务半径不超过8%。", ("二/（二）",), "8%"),
    ("不低于4.5人/1万人口。", ("二/（三）",), "1万"),
    ("优质护理病房覆盖率不超过95%。", ("二/（一）",), "95"),
    ("优质护理病房覆盖率95%左右。", ("二/（一）",), "95"),
    ("护理试点医院不少于3所。", ("二/（一）",), "3"),
    ("由市财政局牵头，市卫生健康局配合。", ("二/（一）",), "市财政局"),
    ("由市公安局牵头。", ("二/（二）",), "市公安局"),
    ("由市卫生健康局牵头，市教育局配合。", ("二/（一）",), "市教育局"),
    ("原文是“城市急救站服务半径不得超过8公里”。", ("二/（二）",), "不得超过"),
    ("原文是“支持社会力量举办急救机构”。", ("二/（四）",), "急救机构"),
    ("《丽水市急救条例》写明：服务半径不超过8公里。", ("二/（二）",), "丽水市急救条例"),
    ("覆盖率达到95%。", (), "95"),
)


def statement(text: str, paths: tuple[str, ...]) -> Statement:
    document = small_library().documents[0]
    clauses = [clause_of(document, p) for p in paths]
    return Statement(text, tuple(Support(document, c, c.span) for c in clauses))


@pytest.mark.parametrize(("text", "paths"), HONEST, ids=[t for t, _ in HONEST])
def test_an_honest_sentence_passes(text: str, paths: tuple[str, ...]) -> None:
    assert verify(statement(text, paths), small_library()) == ()


@pytest.mark.parametrize(("text", "paths", "words"), FALSE, ids=[t for t, *_ in FALSE])
def test_a_false_sentence_is_found(text: str, paths: tuple[str, ...], words: str) -> None:
    faults = verify(statement(text, paths), small_library())
    assert faults
    assert any(words in f.words for f in faults)
    assert all(f.kind for f in faults)


LIE, TRUTH = statement("护理试点医院不超过7所。", ("二/（一）",)), statement("护理试点医院不超过3所。", ("二/（一）",))


def composing(*statements: Statement, monkeypatch: pytest.MonkeyPatch) -> None:
    def compose(self: Composer, query: Query) -> Composition:
        return Composition(statements)

    monkeypatch.setattr(Composer, "compose", compose)


def test_a_lie_is_dropped_and_the_truth_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    composing(LIE, TRUTH, monkeypatch=monkeypatch)
    answer = small_assistant().ask("丽水护理试点医院不超过多少所?")
    assert [c.text for c in answer.claims] == [TRUTH.text]
    assert "7所" not in answer.text
    (dropped,) = answer.trace.dropped
    assert "7所" in dropped.text
    assert (dropped.author, dropped.outcome) == ("规则", "删去")


def test_nothing_but_lies_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    composing(LIE, replace(LIE, text="护理试点医院不超过9所。"), monkeypatch=monkeypatch)
    answer = small_assistant().ask("丽水护理试点医院不超过多少所?")
    assert answer.status == "refused"
    assert answer.citations == ()
    assert answer.refusal is not None
    assert "7所" not in answer.text
    assert answer.reading[0].quote in answer.reading[0].text


def test_a_quotation_is_checked_in_its_own_clause_only() -> None:
    document = small_library().documents[0]
    elsewhere = clause_of(document, "二/（一）")
    support = Support(document, elsewhere, Span(elsewhere.span.start, elsewhere.span.start + 5))
    assert verify(Statement("原文是“城市急救站服务半径不超过8公里”。", (support,)), small_library())
