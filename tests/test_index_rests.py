from __future__ import annotations

import time

import pytest

from corpus.library import Library
from corpus.model import ClauseId, Document, Span
from corpus.parse import parse_text
from corpus.path import ClausePath
from index.rests import BEFORE, DUTY, HEAD, HEADING, LEAD, YEAR, Rest, beside, rests
from tests.builders_index import table_document

PLAN = """星海市卫生发展实施方案

一、主要目标
到2025年,实现以下目标:
1.县域内就诊率达到90%。
2.全科医生数达到4人。
二、主要任务
(一)建强队伍。培养全科医生。(市卫生健康局、市教育局负责。以下均需各县(市、区)人民政府落实,不再列出)
(二)加强医养结合。发展医养结合机构。(市民政局牵头,市卫生健康局配合)
"""
LAW = """星海市医疗条例

第一章 总则
第一条 为了保障健康,制定本条例。
第二条 举办医疗机构，应当具备下列条件：
（一）有符合规定的名称；
（二）有与其开展的业务相适应的经费。
第三条 医疗机构应当登记。
前款规定的登记由市卫生健康部门办理。
"""


def held(document: Document, path: str) -> list[tuple[str, str, str]]:
    """(clause, words, why) that a clause rests on."""
    found = rests(document).get(str(ClauseId(document.id, ClausePath.parse(path))), ())
    return [(str(r.clause.path), r.span.of(document.text), r.why) for r in found]


@pytest.mark.parametrize(
    ("text", "path", "expected"),
    [
        (PLAN, "一/1", [("一", "一、主要目标", HEADING), ("一", "到2025年,实现以下目标:", YEAR)]),
        (PLAN, "一/2", [("一", "一、主要目标", HEADING), ("一", "到2025年,实现以下目标:", YEAR)]),
        (PLAN, "二/（一）", [("二", "二、主要任务", HEADING)]),
        (
            PLAN,
            "二/（二）",
            [("二", "二、主要任务", HEADING), ("二/（一）", "以下均需各县(市、区)人民政府落实,不再列出", DUTY)],
        ),
        (PLAN, "二", []),
        (LAW, "第一章/第二条/（一）", [("第一章/第二条", "第二条 举办医疗机构，应当具备下列条件：", LEAD)]),
        (LAW, "第一章/第三条/第二款", [("第一章/第三条", "第三条 医疗机构应当登记。", BEFORE)]),
        (LAW, "第一章/第一条", [("第一章", "第一章 总则", HEADING)]),
    ],
)
def test_what_a_clause_rests_on(text: str, path: str, expected: list[tuple[str, str, str]]) -> None:
    found = [(clause, words.strip(), why) for clause, words, why in held(parse_text(text, "plan.txt"), path)]
    assert found == expected


def test_a_table_rests_on_its_head() -> None:
    found = held(table_document(), "二/表1")
    assert found == [("二/表1", "主要指标\n指标\n2020年\n2025年\n", HEAD)]


def test_a_passage_is_given_what_it_lacks() -> None:
    clause = ClauseId("甲", ClausePath.parse("一"))
    first, second, third = (Rest(clause, Span(at, at + 10), YEAR) for at in (0, 100, 300))
    heading = Rest(ClauseId("甲", ClausePath.parse("二")), Span(500, 510), HEADING)
    every = (first, second, third, heading)
    assert beside(every, clause, Span(200, 290)) == (second, heading)
    assert beside(every, clause, Span(0, 200)) == (heading,)
    assert beside(every, clause, Span(295, 400)) == (second, heading)


def test_the_five_documents() -> None:
    library = Library.load()
    started = time.process_time()
    found = [(document, rests(document)) for document in library.documents]
    clauses = sum(1 for document in library.documents for _ in document.walk())
    assert clauses / (time.process_time() - started) > 1000  # 10,000 a second on the development machine
    for document, by_clause in found:
        for key, each in by_clause.items():
            library.clause(ClauseId.parse(key))
            for rest in each:
                assert rest.span.of(document.text).strip()
                assert library.clause(rest.clause).span.contains(rest.span)
    meizhou = next(by_clause for document, by_clause in found if document.region == "梅州市")
    assert sum(rest.why == DUTY for each in meizhou.values() for rest in each) == 28
