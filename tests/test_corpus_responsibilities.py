from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.assignment import Assignment, read_assignment
from corpus.brackets import find_brackets, split_outside
from corpus.duties import find_duties
from corpus.facts import Responsibility
from corpus.inheritance import find_inheritance
from corpus.model import Cell, Clause, ClauseId, Column, Document, Span, Table
from corpus.parse import parse_file
from corpus.path import ClausePath
from corpus.responsibilities import Found, find_responsibilities, responsibilities_of, undecided_responsibilities
from corpus.task_tables import column_roles, table_assignments

LOST = "〔此处机构名称原文损坏，无法辨认〕"


def parts(one: Assignment | Responsibility | None) -> dict[str, list[str]] | None:
    if one is None:
        return None
    named = {"牵头": one.lead, "配合": one.support, "负责": one.responsible, "落实": one.implementers}
    return {role: [b.text for b in bodies] for role, bodies in named.items() if bodies}


GRAMMAR: list[tuple[str, dict[str, list[str]] | None]] = [
    # (inside of a bracket, parts; None: not a responsibility or not understood)
    (
        "省卫生健康委牵头、省有关部门配合,各市、县政府负责",
        {"牵头": ["省卫生健康委"], "配合": ["省有关部门"], "落实": ["各市、县政府"]},
    ),
    (
        "省医保局、省卫生健康委牵头,各市、县级政府负责",
        {"牵头": ["省医保局", "省卫生健康委"], "落实": ["各市、县级政府"]},
    ),
    ("市卫生健康委牵头,市财政局、市医保局配合", {"牵头": ["市卫生健康委"], "配合": ["市财政局", "市医保局"]}),
    ("市卫生健康委、市财政局等按职责分工负责,各县区落实", {"负责": ["市卫生健康委", "市财政局"], "落实": ["各县区"]}),
    ("市医改领导小组秘书处、市医疗保障局等相关部门按职责分工负责", {"负责": ["市医改领导小组秘书处", "市医疗保障局"]}),
    ("卫生健康委牵头，教育部按职责负责", {"牵头": ["卫生健康委"], "负责": ["教育部"]}),
    (
        "卫生健康委牵头，财政部等按职责分工负责，各省级人民政府分别负责",
        {"牵头": ["卫生健康委"], "负责": ["财政部"], "落实": ["各省级人民政府"]},
    ),
    ("国家发展改革委、财政部会同有关部门负责", {"牵头": ["国家发展改革委", "财政部"], "配合": ["有关部门"]}),
    ("市卫生健康委员会同有关部门负责", {"牵头": ["市卫生健康委员会"], "配合": ["有关部门"]}),
    ("市卫生健康委牵头会同市财政局负责", {"牵头": ["市卫生健康委"], "配合": ["市财政局"]}),
    ("由市卫生健康委牵头，会同市财政局、市医保局落实", {"牵头": ["市卫生健康委"], "配合": ["市财政局", "市医保局"]}),
    ("财政部负责", {"负责": ["财政部"]}),
    ("人民银行、银保监会、证监会负责", {"负责": ["人民银行", "银保监会", "证监会"]}),
    (
        "市财政局、市卫生健康委,各区市县人民政府、园区管委会负责",
        {"负责": ["市财政局", "市卫生健康委"], "落实": ["各区市县人民政府", "园区管委会"]},
    ),
    (
        "省卫生健康委及各设区市人民政府、赣江新区管委会按职责分工负责",
        {"负责": ["省卫生健康委"], "落实": ["各设区市人民政府", "赣江新区管委会"]},
    ),
    (
        "市卫生健康局负责,各县(市、区)人民政府(管委会)负责落实",
        {"负责": ["市卫生健康局"], "落实": ["各县(市、区)人民政府(管委会)"]},
    ),
    ("市卫生健康局、开发区(含管委会)负责", {"负责": ["市卫生健康局", "开发区(含管委会)"]}),
    (
        "市人力资源和社会保障局、市文化和旅游局和市体育局负责",
        {"负责": ["市人力资源和社会保障局", "市文化和旅游局", "市体育局"]},
    ),
    ("县财政局、县医保局等有关部门和各乡镇人民政府配合", {"配合": ["县财政局", "县医保局", "各乡镇人民政府"]}),
    ("教育、卫生健康等部门牵头，财政部门配合", {"牵头": ["教育", "卫生健康"], "配合": ["财政部门"]}),
    ("责任单位:市卫生健康委、市医保局", {"负责": ["市卫生健康委", "市医保局"]}),
    ("责任单位：各区政府、市卫生健康委；完成时限：2023年6月", {"负责": ["市卫生健康委"], "落实": ["各区政府"]}),
    (
        "牵头单位:市卫生健康委;配合单位:市财政局、市医保局;完成时限:2025年12月",
        {"牵头": ["市卫生健康委"], "配合": ["市财政局", "市医保局"]},
    ),
    ("责任单位：市卫生健康委牵头，市医保局配合", {"牵头": ["市卫生健康委"], "配合": ["市医保局"]}),
    ("牵头部门：市卫健委 责任部门：市财政局 市医保局", {"牵头": ["市卫健委"], "负责": ["市财政局", "市医保局"]}),
    ("市卫生健康委牵头，2024年12月底前完成", {"牵头": ["市卫生健康委"]}),
    ("市卫生健康委牵头,持续推进", {"牵头": ["市卫生健康委"]}),
    ("市卫生健康委、市财政局，各区人民政府", {"负责": ["市卫生健康委", "市财政局"], "落实": ["各区人民政府"]}),
    ("市卫生健康委牵头，其他部门配合", {"牵头": ["市卫生健康委"], "配合": ["其他部门"]}),
    ("市卫生健康局牵头负责方案制定，市财政局负责资金保障", {"牵头": ["市卫生健康局"], "负责": ["市财政局"]}),
    ("市卫健委牵头，各医疗机构落实", {"牵头": ["市卫健委"], "落实": ["各医疗机构"]}),
    (f"市卫生健康委、市{LOST}、市医保局负责", {"负责": ["市卫生健康委", f"市{LOST}", "市医保局"]}),
    ("市卫生健康委、市卫健委负责", {"负责": ["市卫生健康委"]}),
    (
        "市卫健委（牵头）、市财政局（配合）、市医保局",
        {"牵头": ["市卫健委"], "配合": ["市财政局"], "负责": ["市医保局"]},
    ),
    (
        "市卫生健康委为牵头单位，市财政局、市医保局为配合单位",
        {"牵头": ["市卫生健康委"], "配合": ["市财政局", "市医保局"]},
    ),
    ("牵头领导：张三；牵头单位：市卫健委；责任单位：市财政局", {"牵头": ["市卫健委"], "负责": ["市财政局"]}),
    ("【责任单位】市卫健委", {"负责": ["市卫健委"]}),
    (
        "牵头单位：市农业局，配合单位：市科协，各有关区、县级市",
        {"牵头": ["市农业局"], "配合": ["市科协", "各有关区、县级市"]},
    ),
    (
        "牵头单位：市委组织部，配合单位：各项目牵头单位，各区、县级市",
        {"牵头": ["市委组织部"], "配合": ["各项目牵头单位", "各区、县级市"]},
    ),
    (
        "省科技厅、工业和信息化厅负责，各地级以上市人民政府结合实际落实",
        {"负责": ["省科技厅", "工业和信息化厅"], "落实": ["各地级以上市人民政府"]},
    ),
    (
        "人民银行广东省分行牵头，省委金融办，广东金融监管局按职责分工负责",
        {"牵头": ["人民银行广东省分行"], "负责": ["省委金融办", "广东金融监管局"]},
    ),
    (
        "省医保局配合;各市（含定州、辛集市）人民政府、雄安新区管委会负责落实",
        {"配合": ["省医保局"], "落实": ["各市（含定州、辛集市）人民政府", "雄安新区管委会"]},
    ),
    ("省卫生健康委等14个部门按职责分工负责", {"负责": ["省卫生健康委"]}),
    ("各级党委、政府负责", {"落实": ["各级党委、政府"]}),
    # No responsibility.
    ("责任单位", None),
    ("含中医医院,下同", None),
    ("2022—2025年", None),
    ("以下简称医管委", None),
    ("试行", None),
    ("国务院办公厅负责解释", None),
    ("主要领导负责", None),
    ("完成时限：2023年6月", None),
    ("", None),
    # Not understood: none rather than half.
    ("市卫生健康委牵头，推进某项新的工作举措", None),
]


@pytest.mark.parametrize(("text", "expected"), GRAMMAR)
def test_the_grammar_of_parts(text: str, expected: dict[str, list[str]] | None) -> None:
    assert parts(read_assignment(text, "市")) == expected


def test_open_and_closed_lists() -> None:
    opened, closed = read_assignment("市财政局等按职责分工负责"), read_assignment("市财政局按职责分工负责")
    assert opened is not None
    assert closed is not None
    assert (opened.open_list, closed.open_list) == (True, False)


def test_a_list_says_that_its_first_body_leads() -> None:
    read = read_assignment("市卫生健康委、市财政局负责。排在第一位的为牵头单位")
    assert parts(read) == {"牵头": ["市卫生健康委"], "负责": ["市财政局"]}
    assert read is not None
    assert "文件写明：排在第一位的为牵头单位" in read.notes


def test_bodies_without_a_part_beside_a_lead_are_told() -> None:
    read = read_assignment("市卫生健康委牵头，市财政局、市医保局")
    assert parts(read) == {"牵头": ["市卫生健康委"], "负责": ["市财政局", "市医保局"]}
    assert read is not None
    assert read.notes == ["原文未写明市财政局、市医保局承担什么职责"]


def test_the_same_below_is_not_guessed_at() -> None:
    read = read_assignment("市卫生健康委牵头，各区政府落实，下同")
    assert read is not None
    assert read.notes == ["原文写有“下同”，其他条款是否沿用未作推定"]


def test_damage_and_slips_are_told() -> None:
    read = read_assignment(f"市卫生健康委员、市{LOST}负责")
    assert read is not None
    assert [b.damaged for b in read.responsible] == [False, True]
    assert len(read.notes) == 2


PLACES: list[tuple[str, list[str]]] = [
    # (clause, the words that state its responsibilities)
    ("一、做好工作。推进改革。(市财政局负责)", ["(市财政局负责)"]),
    ("一、做好工作。推进改革。（市财政局负责）", ["（市财政局负责）"]),
    ("一、做好工作。推进改革。［市财政局负责］", ["［市财政局负责］"]),
    ("一、做好工作。推进改革。[市财政局负责，各县(市、区)政府落实]", ["[市财政局负责，各县(市、区)政府落实]"]),
    ("一、做好工作。推进改革。【市财政局负责】", ["【市财政局负责】"]),
    ("一、做好工作。推进改革。〔市财政局负责〕", ["〔市财政局负责〕"]),
    ("一、做好工作。推进改革。(市财政局负责）", ["(市财政局负责）"]),
    ("一、做好工作（市财政局负责）。", ["（市财政局负责）"]),
    ("一、做好工作（市财政局负责）；推进改革（市医保局负责）。", ["（市财政局负责）", "（市医保局负责）"]),
    ("一、做好工作。\n推进改革。\n（市财政局负责）\n", ["（市财政局负责）"]),
    ("一、做好工作。推进改革。（市财政局、市医保局）", ["（市财政局、市医保局）"]),
    ("一、做好工作。\n责任单位：市财政局\n完成时限：2023年", ["责任单位：市财政局\n完成时限：2023年"]),
    ("一、做好工作。\n牵头单位：市财政局\n\n参与单位：市医保局", ["牵头单位：市财政局\n\n参与单位：市医保局"]),
    ("一、做好工作。推进改革。责任单位:市财政局、市医保局。", ["责任单位:市财政局、市医保局"]),
    ("一、做好工作。推进改革。（市财政局负责", ["（市财政局负责"]),
    # Brackets that are no responsibility.
    ("四、加强县级医院(含中医医院,下同)服务能力。", []),
    ("一、实行党委领导下的院长负责制(试行)。", []),
    ("一、向上级主管部门(市卫生健康局)报告。", []),
    ("一、建设传染病院区(市应急收治中心)。", []),
    ("一、建立分级负责(市级负责统筹)的机制并完善。", []),
    ("一、落实《意见》(国办发〔2021〕1号)。", []),
    ("一、本方案(2022—2025年)由市政府办公室负责解释。", []),
]


@pytest.mark.parametrize(("text", "expected"), PLACES)
def test_where_a_responsibility_stands(text: str, expected: list[str]) -> None:
    assert [one.span.of(text) for one in find_responsibilities(text)] == expected


PROSE: list[tuple[str, dict[str, list[str]]]] = [
    ("卫生健康部门负责牵头编制实施规划并适时调整。", {"牵头": ["卫生健康部门"]}),
    ("自然资源部门要在国土空间规划中统筹考虑。", {"负责": ["自然资源部门"]}),
    ("教育、财政、人力资源和社会保障等部门要加强政策协同。", {"负责": ["教育", "财政", "人力资源和社会保障"]}),
    ("市卫生健康委员会同有关部门成立工作小组，组织开展评价。", {"牵头": ["市卫生健康委员会"], "配合": ["有关部门"]}),
    ("各县(市、区)人民政府要高度重视，健全机制。", {"落实": ["各县(市、区)人民政府"]}),
    ("各县区、各有关部门要切实加强组织领导。", {"负责": ["各有关部门"], "落实": ["各县区"]}),
    ("市医改领导小组秘书处要加强统筹协调。", {"负责": ["市医改领导小组秘书处"]}),
    ("省政府办公厅牵头，省信息中心配合，年内出台办法。", {"牵头": ["省政府办公厅"], "配合": ["省信息中心"]}),
    ("日常工作由县(市、区)卫生健康部门承担。", {"负责": ["县(市、区)卫生健康部门"]}),
    ("评估工作由市医保局牵头，市财政局配合。", {"牵头": ["市医保局"], "配合": ["市财政局"]}),
    ("国务院卫生健康主管部门负责统筹协调全国医疗卫生与健康促进工作。", {"负责": ["国务院卫生健康主管部门"]}),
    # Not a named body, or no duty.
    ("各医疗机构要规范诊疗行为。", {}),
    ("社会办医疗机构可牵头组建医疗联合体。", {}),
    ("支持有条件的中医医院牵头建设医疗联合体。", {}),
    ("学校按规定设置保健科。", {}),
    ("其他部门要各司其职。", {}),
    ("完善党委领导下的院长负责制。", {}),
    ("财政投入要求不断提高。", {}),
    ("按照卫生健康部门要求开展工作。", {}),
    ("由市财政局主要负责同志担任主任。", {}),
    ("本办法由市卫生健康局负责解释。", {}),
]


@pytest.mark.parametrize(("text", "expected"), PROSE)
def test_duties_in_running_text(text: str, expected: dict[str, list[str]]) -> None:
    duties = find_duties(text, "市")
    assert [parts(d.assignment) for d in duties] == ([expected] if expected else [])
    assert all(d.span.of(text) == d.task for d in duties)


def test_running_text_is_not_read_beside_a_bracket() -> None:
    text = "(四)深化改革。各级医保部门要强化监管。(省医保局牵头)"
    assert [f.form for f in find_responsibilities(text)] == ["bracket"]


@pytest.mark.parametrize(
    ("text", "where", "listed_only", "bodies"),
    [
        ("(甲局负责。以下均需各县(市、区)人民政府落实,不再列出)", "later", False, ["各县(市、区)人民政府"]),
        (
            "（以下责任单位均包括各设区市人民政府、赣江新区管委会，不再列出）",
            "later",
            True,
            ["各设区市人民政府", "赣江新区管委会"],
        ),
        ("以上任务均由各县区人民政府负责落实。", "earlier", False, ["各县区人民政府"]),
        ("以下任务分工中,各区政府均为责任单位,不再单列。", "later", False, ["各区政府"]),
        ("各项任务均需各市、县政府落实。", "all", False, ["各市、县政府"]),
    ],
)
def test_sentences_about_other_items(text: str, where: str, listed_only: bool, bodies: list[str]) -> None:
    (rule,) = find_inheritance(text)
    assert (rule.where, rule.listed_only, [b.text for b in rule.assignment.all()]) == (where, listed_only, bodies)


@pytest.mark.parametrize("text", ["以下均为简称。", "各项指标均为预期性。", "所有医院均要落实。", "以下简称医管委"])
def test_sentences_that_are_no_rule(text: str) -> None:
    assert find_inheritance(text) == []


def document(*texts: str, level: str = "市") -> Document:
    """A document of numbered items, one a text, each with the heading up to its first full stop."""
    clauses, at = [], 0
    for number, text in enumerate(texts, 1):
        clause_id = ClauseId("甲", ClausePath((f"{number}",)))
        clauses.append(Clause(clause_id, "item", text.split("。")[0], text, Span(at, at + len(text))))
        at += len(text) + 1
    joined = "\n".join(texts)
    return Document(
        "甲", "甲方案", "甲方案", None, None, None, None, "方案", "现行", "甲市", level, "a.txt", joined, tuple(clauses)
    )


def test_implementers_are_inherited_by_later_items_only() -> None:
    doc = document(
        "总体要求。(市政府办公室负责)",
        "人才。(市财政局负责,各县(市、区)政府负责落实。以下均需各县(市、区)政府落实,不再列出)",
        "服务。(市医保局等按职责分工负责)",
        "宣传。做好宣传。",
    )
    facts = responsibilities_of(doc)
    assert [parts(f) for f in facts] == [
        {"负责": ["市政府办公室"]},
        {"负责": ["市财政局"], "落实": ["各县(市、区)政府"]},
        {"负责": ["市医保局"], "落实": ["各县(市、区)政府"]},
        {"落实": ["各县(市、区)政府"]},
    ]
    assert [f.form for f in facts] == ["bracket", "bracket", "bracket", "inherited"]
    assert [str(f.inherited_from.path) if f.inherited_from else None for f in facts] == [None, None, "2", "2"]
    third = facts[2]
    assert third.inherited_span is not None
    assert third.inherited_span.of(doc.text) == "以下均需各县(市、区)政府落实,不再列出"
    assert all(f.span.of(doc.text) for f in facts)


def test_a_rule_about_listed_bodies_adds_to_lists_only() -> None:
    doc = document(
        "甲。（市财政局负责。以下责任单位均包括各县区人民政府，不再列出）", "乙。（市医保局负责）", "丙。做好宣传。"
    )
    assert [parts(f) for f in responsibilities_of(doc)] == [
        {"负责": ["市财政局"], "落实": ["各县区人民政府"]},
        {"负责": ["市医保局"], "落实": ["各县区人民政府"]},
    ]


def test_first_body_leads_from_there_on() -> None:
    doc = document(
        "甲。（市财政局负责）",
        "乙。（市医保局、市民政局负责。排在第一位的为牵头单位，下同）",
        "丙。（市教育局、市体育局负责）",
    )
    assert [parts(f) for f in responsibilities_of(doc)] == [
        {"负责": ["市财政局"]},
        {"牵头": ["市医保局"], "负责": ["市民政局"]},
        {"牵头": ["市教育局"], "负责": ["市体育局"]},
    ]


def test_one_name_a_body_within_a_clause() -> None:
    doc = document("职责。教育、财政等部门要加强协同。财政部门要落实经费。")
    assert [parts(f) for f in responsibilities_of(doc)] == [{"负责": ["教育", "财政"]}, {"负责": ["财政"]}]


def test_a_document_that_addresses_everybody_names_nobody() -> None:
    doc = document(
        "组织领导。各级各有关部门要加强领导。设区市、县(市、区)人民政府要高度重视。", "推进。各地要建立机制。"
    )
    assert responsibilities_of(doc) == ()


def test_what_cannot_be_read_is_told() -> None:
    doc = document("甲。（市财政局牵头，推进某项新的工作举措）")
    assert responsibilities_of(doc) == ()
    (conflict,) = undecided_responsibilities(doc)
    assert "市财政局牵头" in conflict.text
    assert conflict.spans[0].of(doc.text) == "（市财政局牵头，推进某项新的工作举措）"


DOCUMENTS = Path(__file__).parent.parent / "corpus" / "documents"


@pytest.fixture(scope="module")
def facts() -> dict[str, tuple[Document, tuple[Responsibility, ...]]]:
    """The five documents' responsibilities by region."""
    documents = [parse_file(path) for path in sorted(DOCUMENTS.glob("*.txt"))]
    return {
        (d.region or "").removesuffix("市").removesuffix("省").removesuffix("壮族自治区"): (d, responsibilities_of(d))
        for d in documents
    }


def test_every_bracket_of_the_five_documents_is_read(
    facts: dict[str, tuple[Document, tuple[Responsibility, ...]]],
) -> None:
    for document, found in facts.values():
        brackets = [
            b.span
            for b in find_brackets(document.text)
            if b.depth == 0 and re.search("(?:负责|落实|列出)$", b.inner.of(document.text))
        ]
        assert [f.span for f in found if f.form == "bracket"] == brackets
        assert undecided_responsibilities(document) == ()
    assert {region: sum(f.form == "bracket" for f in found) for region, (_, found) in facts.items()} == {
        "梅州": 27,
        "广西": 0,
        "广东": 15,
        "蛟河": 0,
        "汉中": 20,
    }


def test_every_body_stands_in_its_document(facts: dict[str, tuple[Document, tuple[Responsibility, ...]]]) -> None:
    for document, found in facts.values():
        for fact in found:
            quote = fact.span.of(document.text) + (fact.inherited_span.of(document.text) if fact.inherited_span else "")
            for body in (*fact.lead, *fact.support, *fact.responsible, *fact.implementers):
                assert body.text in quote


def test_guangxi_names_nobody(facts: dict[str, tuple[Document, tuple[Responsibility, ...]]]) -> None:
    assert facts["广西"][1] == ()


def test_meizhou_counties_carry_out_every_item(facts: dict[str, tuple[Document, tuple[Responsibility, ...]]]) -> None:
    items = {str(f.clause.path) for f in facts["梅州"][1]}
    assert len(items) == 30
    for item in items:
        bodies = {b.name for f in facts["梅州"][1] if str(f.clause.path) == item for b in f.implementers}
        assert bodies == {"各县(市、区)人民政府"}


def test_hanzhong_keeps_the_damaged_body_marked(facts: dict[str, tuple[Document, tuple[Responsibility, ...]]]) -> None:
    (fact,) = [f for f in facts["汉中"][1] if f.clause.path.steps[0] == "二十"]
    assert [b.text for b in fact.responsible if not b.damaged] == ["市卫生健康委", "市市场监管局", "市医保局"]
    (lost,) = [b for b in fact.responsible if b.damaged]
    assert LOST in lost.text
    assert fact.notes == ("有一个机构名称原文损坏，无法辨认",)


def table(heads: list[str], *rows: list[str]) -> Table:
    cells, at = [], 0
    for row in rows:
        line = []
        for words in row:
            line.append(Cell(words, Span(at, at + len(words))))
            at += len(words) + 1
        cells.append(tuple(line))
    return Table("任务分工表", tuple(Column((h,)) for h in heads), tuple(cells))


def test_task_tables() -> None:
    one = table(
        ["序号", "工作事项", "牵头单位", "配合单位", "内设牵头处室"],
        ["1", "扩大供给", "各区政府", "市卫生健康委、市人社局", "基层处"],
        ["2", "提升服务", "市卫生健康委\n市医保局", "/", "基层处"],
        ["3", "宣传", "", "", ""],
    )
    assert column_roles(one) == {2: "lead", 3: "support"}
    found = table_assignments(one, "市")
    assert [(task, parts(a)) for _, task, a in found] == [
        ("扩大供给", {"牵头": ["各区政府"], "配合": ["市卫生健康委", "市人社局"]}),
        ("提升服务", {"牵头": ["市卫生健康委", "市医保局"]}),
    ]


def test_a_table_of_indicators_gives_none() -> None:
    assert table_assignments(table(["指标", "2020年", "单位"], ["床位", "5", "张"])) == []


@pytest.mark.parametrize(
    ("text", "outer"),
    [
        ("(甲(含乙)负责)", ["(甲(含乙)负责)"]),
        ("[甲(市、区)落实]", ["[甲(市、区)落实]"]),
        ("(甲（乙)丙）", ["(甲（乙)丙）"]),
        ("甲)乙(丙)", ["(丙)"]),
        ("(甲", ["(甲"]),
        ("(甲\n乙)", ["(甲"]),
        ("[甲(乙]", ["[甲(乙]"]),
    ],
)
def test_brackets_balance_whatever_their_shape(text: str, outer: list[str]) -> None:
    assert [b.span.of(text) for b in find_brackets(text) if b.depth == 0] == outer


def test_splitting_outside_brackets() -> None:
    assert split_outside("各县(市、区)政府、市财政局", "、") == ["各县(市、区)政府", "市财政局"]


@given(st.text(alphabet="甲市财政局负责牵头配合落实等、，。；()（）[]〔\n各县区以下均需不再列出单位：", max_size=120))
def test_any_text_is_read_without_fault(text: str) -> None:
    found: list[Found] = find_responsibilities(text)
    assert all(text[one.span.start : one.span.end] == one.span.of(text) and one.assignment.all() for one in found)
    find_inheritance(text)


@pytest.mark.parametrize(
    "text",
    [
        "（" * 5000,
        "市财政局、" * 2000 + "负责",
        "（市财政局" * 1000,
        "由" * 5000 + "要" * 50,
        "各市、" * 3000 + "政府负责",
        "等" * 4000 + "负责",
    ],
)
def test_long_clauses_stay_fast(text: str) -> None:
    started = time.perf_counter()
    find_responsibilities(text)
    find_responsibilities(f"一、做好工作。（{text}）")
    assert time.perf_counter() - started < 5
