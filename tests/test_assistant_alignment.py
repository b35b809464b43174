"""A sentence against the stretch it restates: what carries meaning must agree there, however else it is worded."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from assistant.alignment import differences
from assistant.ask import Assistant
from assistant.compose_bodies import _statements
from assistant.compose_lists import plain_statement
from assistant.query import Query
from assistant.statement import Statement
from assistant.verify import verify
from tests.builders_mutations import mutations

CLAUSE = (
    "(四)加强县级医院能力建设。推进县级医院综合服务能力提升,力争到2027年,全市不少于5家县级公立医院达到三级医院医疗服务能力水平。"
    "到2025年,县域内就诊率达到90%以上;到2030年,全面建成整合型县域医疗卫生服务体系。"
    "大部分县(市、区)的县域内住院率达85%左右。医疗机构不得擅自增设床位,原则上每个街道设置1所社区卫生服务中心。"
    "力争实现服务人口超过80万的县级医院达到三级医院服务水平。乡镇卫生院编制不低于总编制数的30%,由市财政局、市委编办核定。"
)
AGREES = (
    "力争到2027年,全市不少于5家县级公立医院达到三级医院医疗服务能力水平",
    "梅州市：到2025年，县域内就诊率达到90%以上。",
    "2025年县域内就诊率要达到90%以上",
    "到2030年全面建成整合型县域医疗卫生服务体系",
    "大部分县(市、区)的县域内住院率达85%左右",
    "医疗机构不得擅自增设床位",
    "原则上每个街道设置1所社区卫生服务中心",
    "力争服务人口超过80万的县级医院达到三级医院服务水平",
    "乡镇卫生院的编制不低于总编制数的30%",
    "由市财政局、市委编办核定",
    "与本条无关的另一件事情，不必比对。",
)
DIFFERS = (
    ("到2027年,全市不少于5家县级公立医院达到三级医院医疗服务能力水平", "限定"),
    ("力争到2025年,全市不少于5家县级公立医院达到三级医院医疗服务能力水平", "年份"),
    ("力争到2027年,全市不少于6家县级公立医院达到三级医院医疗服务能力水平", "数字"),
    ("力争到2027年,全市不超过5家县级公立医院达到三级医院医疗服务能力水平", "比较词"),
    ("力争到2027年,全市不少于5个县级公立医院达到三级医院医疗服务能力水平", "单位"),
    ("到2030年,县域内就诊率达到90%以上", "年份"),
    ("到2025年,全面建成整合型县域医疗卫生服务体系", "年份"),
    ("到2025年,县域内就诊率达到85%以上", "数字"),
    ("各县(市、区)的县域内住院率达85%左右", "范围"),
    ("力争实现县级医院达到三级医院服务水平", "范围"),
    ("县域内住院率达85%以上", "比较词"),
    ("医疗机构擅自增设床位", "限定"),
    ("医疗机构可擅自增设床位", "否定"),
    ("每个街道设置1所社区卫生服务中心", "限定"),
    ("力争实现服务人口超过30万的县级医院达到三级医院服务水平", "数字"),
    ("乡镇卫生院编制低于总编制数的30%", "否定"),
    ("由市公安局、市委编办核定", "机构"),
)


@pytest.mark.parametrize("text", AGREES)
def test_the_same_in_other_words_passes(text: str) -> None:
    assert differences(text, [CLAUSE]) == []


@pytest.mark.parametrize(("text", "kind"), DIFFERS, ids=[t for t, _ in DIFFERS])
def test_what_changes_the_meaning_is_found(text: str, kind: str) -> None:
    found = differences(text, [CLAUSE])
    assert found
    if kind != "限定":  # a word left out is named by what stands before or by what differs
        assert any(kind in d.kind for d in found)


def statements(assistant: Assistant) -> list[Statement]:
    """Every sentence, table row and list of bodies of the five documents, as an answer says it."""
    asked = Query(text="", asked="落实", kind="bodies", terms=())
    out = []
    for document in assistant.library.documents:
        for clause in document.walk():
            out += [plain_statement(u) for u in assistant.gatherer.of_clause(clause)]
        for fact in assistant.library.facts(document.id).responsibilities:
            if fact.form == "bracket":
                clause = assistant.library.clause(fact.clause)
                out += _statements(fact, clause, asked, assistant.library, "")
    return out


def test_lies_made_of_true_sentences_do_not_leave_the_house(assistant: Assistant) -> None:
    """Figures and years one off, units and bounds changed, roles swapped, 不 and 力争 struck, bodies renamed."""
    made: Counter[str] = Counter()
    missed: list[str] = []
    for statement in statements(assistant)[::3]:
        assert verify(statement, assistant.library) == (), statement.text
        for kind, lie in mutations(statement.text):
            made[kind] += 1
            if not verify(replace(statement, text=lie), assistant.library):
                missed.append(f"{kind}: {lie}")
    assert sum(made.values()) > 250
    assert set(made) >= {"number", "year", "unit", "bound", "negation", "hedge", "body"}
    assert len(missed) <= 0.01 * sum(made.values()), missed
