"""Documents side by side: alike sentences in one row, differing words marked, one-sided rows said, all of it exported."""

from __future__ import annotations

import io
from typing import cast

import docx
import openpyxl
import pytest

from assistant.ask import Assistant
from assistant.ledger.export import write_book
from assistant.ledger.facing import face, themes
from assistant.ledger.side_by_side import book_of, side_by_side
from corpus.errors import BadQuestion
from index.retriever import Retriever
from tests.builders_assistant import (
    GUANGDONG,
    GUANGXI,
    HANZHONG,
    MEIZHOU,
    TODAY,
    Everything,
    five_documents,
    parsed,
    small_assistant,
)
from tests.builders_index import library

NORTH = """甲市医养结合方案
一、总体目标
到2025年,每万人口全科医生数达到4人。
二、医养结合
(一)发展医养结合机构。到2025年,全市医养结合机构不少于10家,每家护理床位占比不低于60%。
(二)建立医养结合协作机制。医疗机构与养老机构签约率达到90%。
"""
SOUTH = """乙市医养结合方案
一、总体目标
到2026年,每万人口全科医生数达到4.5人。
二、医养结合
(一)发展医养结合机构。到2026年,全市医养结合机构不少于12家,每家护理床位占比不低于60%。
"""
WEST = """丙市托育方案
一、发展普惠托育。到2025年,每千人口托位数达到4.5个。
"""


@pytest.fixture(scope="module")
def three() -> Assistant:
    held = library(parsed(NORTH, "甲市", "a.txt"), parsed(SOUTH, "乙市", "b.txt"), parsed(WEST, "丙市", "c.txt"))
    return Assistant(held, cast(Retriever, Everything(held)), TODAY)


def ids(assistant: Assistant) -> list[str]:
    return [d.id for d in assistant.library.documents]


def test_alike_sentences_stand_in_one_row_with_their_differences(three: Assistant) -> None:
    faced = face(three, three.library.documents, "医养结合机构")
    row = next(r for r in faced.rows if r.sides[0] and "不少于10家" in r.sides[0].text)
    assert row.sides[1] is not None
    assert [(e.old, e.new) for e in row.sides[1].edits if e.op != "same"] == [("2025", "2026"), ("10", "12")]
    for side in (s for r in faced.rows for s in r.sides if s):
        assert side.text in " ".join(side.document.text.split())
        assert side.text in " ".join(side.clause.text.split())


def test_a_document_that_says_nothing_is_named_and_a_missing_sentence_too(three: Assistant) -> None:
    found = side_by_side(three, ids(three), "医养结合")
    assert found.told[0] == "丙市的文件没有写“医养结合”。"
    assert found.faced is not None
    alone = [r for r in found.faced.rows if r.sides[0] and "签约率" in r.sides[0].text]
    assert alone
    assert alone[0].sides[1:] == (None, None)


def test_indicators_of_the_theme_only_and_all_without_one(three: Assistant) -> None:
    by_theme = side_by_side(three, ids(three)[:2], "全科医生")
    assert [c.verdict for c in by_theme.compared] == ["甲市、乙市有（数值不同、时限不同）"]
    every = side_by_side(three, ids(three)[:2], " ")
    assert every.faced is None
    assert len(every.compared) > 1


@pytest.mark.parametrize(
    ("chosen", "theme", "words"),
    [(0, "医养结合", "两到四份"), (1, "医养结合", "两到四份"), (2, "怎么样", "不是能对照的主题")],
)
def test_what_cannot_be_compared_is_said(three: Assistant, chosen: int, theme: str, words: str) -> None:
    with pytest.raises(BadQuestion, match=words):
        side_by_side(three, ids(three)[:chosen], theme)


def test_the_same_goes_out_as_a_sheet_and_as_a_document(three: Assistant) -> None:
    book = book_of(side_by_side(three, ids(three), "医养结合机构"))
    sheets = openpyxl.load_workbook(io.BytesIO(write_book(book, "xlsx")))
    cells = [str(c) for row in sheets["条款对照"].iter_rows(values_only=True) for c in row if c]
    assert any("不少于12家" in c for c in cells)
    assert "没有写" in cells
    assert any("[-10-]{+12+}" in c for c in cells)
    paper = docx.Document(io.BytesIO(write_book(book, "docx")))
    words = [c.text for t in paper.tables for r in t.rows for c in r.cells]
    assert any("不少于10家" in w for w in words)
    with pytest.raises(BadQuestion, match="没有可以对照"):
        book_of(side_by_side(three, ids(three)[:2], "地铁票价"))


def test_real_documents_have_themes_in_common_and_each_says_something() -> None:
    held = five_documents()
    assistant = Assistant(held, cast(Retriever, Everything(held)), TODAY)
    found = themes([held.document(MEIZHOU), held.document(GUANGXI)])
    assert "家庭医生签约服务" in found
    faced = face(assistant, [held.document(MEIZHOU), held.document(GUANGXI)], "薪酬制度改革")
    assert faced.silent == ()
    assert any(all(r.sides) for r in faced.rows)
    metro = side_by_side(assistant, [GUANGDONG, HANZHONG], "地铁票价")
    assert metro.is_empty
    assert len(metro.told) == 2


def test_a_draft_among_them_is_said() -> None:
    assistant = small_assistant()
    found = side_by_side(assistant, ids(assistant), "护理")
    assert any("征求意见稿" in line for line in found.told)
