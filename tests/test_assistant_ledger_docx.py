"""The Word document, opened again: page, type, tables with a head on every page, and the text as it is."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn

from assistant.ledger.docx import write_docx
from assistant.ledger.export import export
from assistant.ledger.ledger import Ledger
from assistant.ledger.sheet import Book, Column, Line, Sheet
from corpus.library import Library
from tests.builders_ledger import small_ledger


@pytest.fixture(scope="module")
def five() -> Any:
    return docx.Document(io.BytesIO(export(Ledger(Library.load(), date(2025, 11, 22)), "docx")))


def test_a_landscape_page_with_numbers(five: Any) -> None:
    section = five.sections[0]
    assert section.orientation == WD_ORIENT.LANDSCAPE
    assert section.page_width > section.page_height
    for footer in (section.footer, section.even_page_footer):
        assert " PAGE " in footer._element.xml
        assert footer.paragraphs[0].text.startswith("— ")


def test_a_table_a_document_with_its_head_on_every_page(five: Any) -> None:
    assert len(five.tables) == 5
    for table in five.tables:
        assert [c.text for c in table.rows[0].cells][:3] == ["序号", "条款", "任务"]
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert table.rows[1]._tr.trPr is None or table.rows[1]._tr.trPr.find(qn("w:tblHeader")) is None


def test_columns_fill_the_page(five: Any) -> None:
    section = five.sections[0]
    room = section.page_width - section.left_margin - section.right_margin
    for table in five.tables:
        assert abs(sum(c.width for c in table.columns) - room) < room * 0.01
        assert [c.width for c in table.rows[1].cells] == [c.width for c in table.columns]


def test_empty_columns_are_left_out(five: Any) -> None:
    heads = [[c.text for c in table.rows[0].cells] for table in five.tables]
    assert sum("牵头单位" in h for h in heads) in (1, 2)  # Guangdong leads, Jiaohe in prose; the others name no lead
    assert all("责任单位" in h and "状态" in h and "原文依据" in h for h in heads)


def test_official_type_with_alternates(five: Any) -> None:
    names = {s.name: s.element.rPr.rFonts.get(qn("w:eastAsia")) for s in five.styles if s.name.startswith("台账")}
    assert names["台账标题"] == "方正小标宋简体"
    assert names["台账正文"] == "仿宋_GB2312"
    part = next(r.target_part for r in five.part.rels.values() if r.reltype.endswith("/fontTable"))
    assert "宋体" in part.blob.decode() and 'w:altName w:val="仿宋' in part.blob.decode()


def test_draft_and_missing_bodies_are_told(five: Any) -> None:
    told = "\n".join(p.text for p in five.paragraphs)
    assert "【征求意见稿】" in told
    assert "文件未列责任单位" in told
    assert "2025年11月22日" in told


def test_all_views_have_a_part_each(tmp_path: Path) -> None:
    content = export(small_ledger(tmp_path), "docx", ("tasks", "targets", "bodies", "conflicts", "compare"))
    told = [p.text for p in docx.Document(io.BytesIO(content)).paragraphs]
    for name in ("一、任务", "二、指标", "三、机构", "四、存疑", "五、指标比较", "没有发现前后不一致或期限不明之处。"):
        assert name in told


def test_any_text_is_text() -> None:
    texts = ("<w:t>&amp;", "控制\x00符\ud800", "一\n二", "=1+1", "长" * 40_000)
    sheet = Sheet("任务", (Column("词", share=5),), tuple(Line((t,)) for t in texts))
    table = docx.Document(io.BytesIO(write_docx(Book("题&<", date(2025, 1, 1), "", (sheet,), (), ())))).tables[0]
    assert [table.rows[n].cells[1].text for n in range(1, 6)] == [
        "<w:t>&amp;",
        "控制符",
        "一\n二",
        "=1+1",
        "长" * 40_000,
    ]


def test_no_link_leaves_the_file(tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(export(small_ledger(tmp_path), "docx"))) as archive:
        assert not [n for n in archive.namelist() if b'TargetMode="External"' in archive.read(n)]
