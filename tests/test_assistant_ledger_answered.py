"""An answer exported: its own table, the citations it rests on, and the ledger's rows behind it."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from assistant.answer import Answer, Citation, Claim, Refusal, Rows
from assistant.ledger.answered import answer_book, clauses_of
from assistant.ledger.export import write_book
from assistant.ledger.ledger import Ledger
from corpus.errors import PolicyError
from corpus.model import Span
from tests.builders_ledger import small_ledger


def _citation(ledger: Ledger, marker: int, quote: str) -> Citation:
    for document in ledger.library.documents:
        for clause in document.walk():
            at = clause.text.find(quote)
            if at >= 0:
                span = Span(at, at + len(quote)).shift(clause.span.start)
                headings = (clause.heading,)
                return Citation(
                    marker, clause.id, document.source, document.name, document.number, clause.label, headings, quote, span, clause.text
                )  # fmt: skip
    raise AssertionError(quote)


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return small_ledger(tmp_path)


def _answer(ledger: Ledger, rows: Rows | None = None) -> Answer:
    citations = (_citation(ledger, 1, "县域内就诊率达到90%以上"), _citation(ledger, 2, "建成医养结合机构2所"))
    claims = (Claim("甲市县域内就诊率达到90%以上[1]。", (1,)), Claim("乙县建成医养结合机构2所[2]。", (2,)))
    return Answer("=两地目标？", "…", claims, citations, rows, notes=("乙县的文件是征求意见稿",))


def test_sentences_and_their_clauses(ledger: Ledger) -> None:
    book = answer_book(_answer(ledger), ledger.library, date(2025, 1, 1))
    told, cited = book.sheets
    assert told.lines[0].values[0] == "甲市县域内就诊率达到90%以上。"
    assert [line.values[3] for line in cited.lines] == ["县域内就诊率达到90%以上", "建成医养结合机构2所"]
    workbook = openpyxl.load_workbook(io.BytesIO(write_book(book, "xlsx")))
    page, clauses = workbook["依据"], workbook["条款"]
    link = page.cell(3, 4).hyperlink.location
    assert "建成医养结合机构2所" in clauses.cell(int(link.rpartition("A")[2]), 5).value
    assert write_book(book, "docx").startswith(b"PK")
    assert write_book(book, "csv").decode("utf-8-sig").startswith("回答,依据\r\n")


def test_a_table_is_kept_as_shown(ledger: Ledger) -> None:
    title = ledger.library.documents[1].name
    rows = Rows(
        ("地区", "规定", "条款"), (("甲市", "90%以上[1]", "一、"), (title, "2所", "一、"), ("丙市", "没有查到", ""))
    )
    sheet = answer_book(_answer(ledger, rows), ledger.library, date(2025, 1, 1)).sheets[0]
    assert [line.values for line in sheet.lines] == list(rows.rows)
    assert [line.clause and line.clause.document for line in sheet.lines] == [
        ledger.library.documents[0].id,
        ledger.library.documents[1].id,
        None,
    ]


def test_the_rows_behind_an_answer(ledger: Ledger) -> None:
    found = ledger.rows("targets", clauses_of(_answer(ledger)))
    assert {r.target.indicator for r in found} >= {"县域内就诊率", "建成医养结合机构"}
    assert {(r.document.source, r.clause.label) for r in found} == {("00.txt", "一、"), ("01.txt", "一、")}


def test_a_refusal_has_nothing_to_export(ledger: Ledger) -> None:
    refused = Answer("天气？", "没有规定。", refusal=Refusal("off_topic", "没有规定。"))
    with pytest.raises(PolicyError, match="没有可以导出的内容"):
        answer_book(refused, ledger.library, date(2025, 1, 1))
