from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.model import Clause, ClauseId, ClauseKind, Document, Span
from corpus.path import ClausePath
from corpus.references import Reference, find_references
from corpus.resolve import Catalogue, bases_of, find_clause, references_of, resolve, title_keys

ROWS: list[tuple[str, list[tuple[str | None, str | None, str | None]]]] = [
    # (text, [(title, number, clause)])
    ("落实《甲实施方案》（粤府办〔2019〕18号）关于人员的要求", [("甲实施方案", "粤府办〔2019〕18号", None)]),
    ("落实《甲实施方案》(粤府办[2019]18号)要求", [("甲实施方案", "粤府办〔2019〕18号", None)]),
    ("根据《甲办法》第三条规定", [("甲办法", None, "第三条")]),
    ("根据《甲办法》（国发〔2020〕3号）第三条第二款", [("甲办法", "国发〔2020〕3号", "第三条/第二款")]),
    (
        "违反《甲办法》第三条、第十二条第二款第（三）项的",
        [("甲办法", None, "第三条"), ("甲办法", None, "第十二条/第二款/（三）")],
    ),
    ("《甲方案》第二部分第（五）项明确", [("甲方案", None, "二/（五）")]),
    (
        "《关于印发〈乙方案(试行)〉的通知》(陕政办函〔2021〕99号)",
        [("关于印发〈乙方案(试行)〉的通知", "陕政办函〔2021〕99号", None)],
    ),
    ("《甲规程》《乙规范》和《丙标准》", [("甲规程", None, None), ("乙规范", None, None), ("丙标准", None, None)]),
    ("按照国办发〔2018〕26号文件精神", [(None, "国办发〔2018〕26号", None)]),
    ("本办法第五条规定的情形", [(None, None, "第五条")]),
    ("按照本方案第二部分要求", [(None, None, "二")]),
    ("有前款规定行为的", [(None, None, None)]),
    ("依照本条第一款处理", [(None, None, "第一款")]),
    ("依照第三十条的规定", [(None, None, "第三十条")]),
    ("坚持“三医”联动,第一条生产线", []),
    ("未写完的《标题", []),
    ("", []),
]


@pytest.mark.parametrize(("text", "expected"), ROWS)
def test_mentions_are_found(text: str, expected: list[tuple[str | None, str | None, str | None]]) -> None:
    found = find_references(text)
    assert [(r.title, r.number, str(r.path) if r.path else None) for r in found] == expected
    assert all(r.span.of(text) == r.text for r in found)


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("根据国家有关规定和《甲方案》（国发〔2020〕3号）精神，制定本方案。", "basis"),
        ("为贯彻落实《甲意见》（国办发〔2018〕26号）、《乙方案》精神，", "basis"),
        ("自本通知印发之日起，《甲通知》（国办发〔2016〕82号）停止执行。", "repeals"),
        ("《甲办法》《乙办法》同时废止。", "repeals"),
        ("现将《甲方案》印发给你们，请遵照执行。", "issues"),
        ("制定《甲评价指南》，每年发布指数。", "mentions"),
    ],
)
def test_what_a_mention_is_for(text: str, relation: str) -> None:
    assert {r.relation for r in find_references(text)} == {relation}


@pytest.mark.parametrize(
    ("text", "issuer"),
    [
        ("根据中共中央办公厅、国务院办公厅《关于完善体系的意见》,结合实际", "中共中央办公厅、国务院办公厅"),
        ("用好市委组织部等六部门《关于加强队伍建设的意见》", "市委组织部"),
        ("按照国务院办公厅《甲意见》", "国务院办公厅"),
        ("认真落实《甲意见》", None),
    ],
)
def test_who_issued_what_is_mentioned(text: str, issuer: str | None) -> None:
    assert [r.issuer for r in find_references(text)] == [issuer]


def document(number: str | None, name: str, *clauses: tuple[str, str], title: str | None = None) -> Document:
    """A document of clauses (path, text), flat or one level deep."""
    made, at = [], 0
    for path, text in clauses:
        kind: ClauseKind = "article" if "条" in path else "item"
        made.append(Clause(ClauseId(number or name, ClausePath.parse(path)), kind, "", text, Span(at, at + len(text))))
        at += len(text) + 1
    text = "\n".join(t for _, t in clauses)
    return Document(
        number or name,
        title or name,
        name,
        number,
        None,
        None,
        None,
        "方案",
        "现行",
        None,
        None,
        "a",
        text,
        tuple(made),
    )


LAW = document(
    "国发〔2020〕3号", "甲管理办法", ("第一条", "总则。"), ("第二条", "职责。"), ("第三条", "处罚。有前款规定行为的。")
)
PLAN = document(
    "粤府办〔2023〕19号",
    "广东省乙方案(试行)",
    ("引言", "根据《甲管理办法》（国发〔2020〕3号）制定。"),
    ("一", "总体。"),
    ("二/（五）", "巩固。按照《甲管理办法》第二条和粤府办〔2023〕19号"),
    title="广东省人民政府办公厅关于印发广东省乙方案(试行)的通知",
)
CATALOGUE = Catalogue.of([LAW, PLAN])


@pytest.mark.parametrize(
    ("text", "document_id", "clause"),
    [
        ("《甲管理办法》（国发〔2020〕3号）第二条", "国发〔2020〕3号", "第二条"),
        ("《甲管理办法》第二条", "国发〔2020〕3号", "第二条"),
        ("国发[2020]3号", "国发〔2020〕3号", None),
        ("《广东省乙方案》", "粤府办〔2023〕19号", None),
        ("《关于印发〈广东省乙方案(试行)〉的通知》", "粤府办〔2023〕19号", None),
        ("《广东省乙方案(试行)》第二部分第（五）项", "粤府办〔2023〕19号", "二/（五）"),
        ("《甲管理办法》第二条第一款", "国发〔2020〕3号", "第二条"),
        ("《甲管理办法》第九条", "国发〔2020〕3号", None),
        ("《丙规划》", None, None),
        ("《甲管理办法》（国发〔1999〕9号）", None, None),
    ],
)
def test_mentions_lead_to_documents_and_clauses(text: str, document_id: str | None, clause: str | None) -> None:
    (reference,) = find_references(text)
    found = resolve(reference, CATALOGUE)
    assert (found.document.id if found.document else None) == document_id
    assert (str(found.clause.path) if found.clause else None) == clause
    if document_id is None:
        assert found.note


def test_two_documents_of_one_title_are_not_guessed_between() -> None:
    catalogue = Catalogue.of([document("甲发〔2020〕1号", "工作方案甲"), document("乙发〔2021〕1号", "工作方案甲")])
    (reference,) = find_references("《工作方案甲》")
    found = resolve(reference, catalogue)
    assert found.document is None
    assert "不止一份" in (found.note or "")


def test_mentions_within_a_document() -> None:
    third = LAW.clauses[2]
    relative = Reference("前条", Span(0, 2), "relative")
    assert resolve(relative, CATALOGUE, LAW, third).clause == LAW.clauses[1]
    assert resolve(Reference("前款", Span(0, 2), "relative"), CATALOGUE, LAW, third).clause == third
    assert resolve(relative, CATALOGUE, LAW, LAW.clauses[0]).clause is None
    (own,) = find_references("按照本办法第二条")
    assert resolve(own, CATALOGUE, LAW, third).clause == LAW.clauses[1]
    assert resolve(own, CATALOGUE).document is None


def test_what_a_document_carries_out() -> None:
    ((clause, reference),) = bases_of(PLAN)
    assert (clause.path.steps, reference.number) == (("引言",), "国发〔2020〕3号")
    assert reference.span.of(PLAN.text) == reference.text
    # Its own number is no mention of another document.
    assert [r.title for _, r in references_of(PLAN)] == ["甲管理办法", "甲管理办法"]


def test_a_clause_is_found_by_its_path() -> None:
    found, note = find_clause(PLAN, ClausePath.parse("第（五）项"))
    assert found is not None
    assert note is None
    assert find_clause(PLAN, ClausePath.parse("三"))[0] is None


def test_titles_have_several_spellings() -> None:
    keys = title_keys("广东省人民政府办公厅关于印发《广东省乙方案（试行）》的通知")
    assert {"广东省乙方案(试行)", "广东省乙方案"} <= set(keys)


@given(st.text(alphabet="《》〈〉（）()〔〕第一二三条款项、和前本办法方案粤府办2019号18根据\n", max_size=80))
def test_any_text_is_read_without_fault(text: str) -> None:
    for reference in find_references(text):
        assert reference.span.of(text) == reference.text
        resolve(reference, CATALOGUE, PLAN, PLAN.clauses[0])


@pytest.mark.parametrize(
    "text", ["《" * 20_000, "《甲》" * 5_000, "第一条" * 5_000, "根据" * 20_000 + "《甲乙》", "第一条、" * 5_000]
)
def test_long_texts_stay_fast(text: str) -> None:
    started = time.perf_counter()
    find_references(text)
    assert time.perf_counter() - started < 5
