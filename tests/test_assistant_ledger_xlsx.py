"""The workbook, opened again: sheets, links, dates, and no formula whatever a document says."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from assistant.ledger.export import export
from assistant.ledger.ledger import Ledger
from assistant.ledger.sheet import Book, Column, Line, Sheet
from assistant.ledger.xlsx import CLAUSES, MATRIX, write_xlsx
from corpus.library import Library
from tests.builders_ledger import small_ledger

DANGEROUS = (
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    '=HYPERLINK("http://x","y")',
    "{=1+1}",
    "\t=1+1",
    "http://example.invalid",
    "mailto:a@b.c",
    "=cmd|' /C calc'!A0",
)


@pytest.fixture(scope="module")
def five() -> Any:
    return openpyxl.load_workbook(io.BytesIO(export(Ledger(Library.load(), date(2025, 11, 22)), "xlsx")))


def _heads(page: Any) -> list[str]:
    return [cell.value for cell in page[1]]


def _column(page: Any, head: str) -> list[Any]:
    at = _heads(page).index(head)
    return [row[at] for row in page.iter_rows(min_row=2)]


def test_a_sheet_a_view_and_one_of_the_clauses(five: Any) -> None:
    assert {"任务", "指标", "机构", "存疑", CLAUSES, MATRIX, "指标比较", "说明"} == set(five.sheetnames)


@pytest.mark.parametrize("name", ["任务", "指标", "机构", "存疑", CLAUSES])
def test_a_sheet_works_as_clerks_expect(five: Any, name: str) -> None:
    page = five[name]
    assert page.freeze_panes is not None and page.freeze_panes.endswith("2")
    assert page.auto_filter.ref.startswith("A1:")
    assert page.page_setup.orientation == "landscape"
    assert page.print_title_rows in ("$1:$1", "1:1")
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert all(cell.alignment.wrap_text for cell in page[2] if cell.value is not None)
    assert all(page.column_dimensions[cell.column_letter].width > 3 for cell in page[1])


@pytest.mark.parametrize("name", ["任务", "指标", "机构", "存疑"])
def test_every_row_links_to_its_clause(five: Any, name: str) -> None:
    page, clauses = five[name], five[CLAUSES]
    rows = list(page.iter_rows(min_row=2))
    at = _heads(page).index("条款")
    documents = _heads(page).index("文件")
    assert rows
    for row in rows:
        sheet, cell = row[at].hyperlink.location.replace("'", "").split("!")
        assert sheet == CLAUSES
        number = int(re.sub("[A-Z]", "", cell))
        assert clauses.cell(number, 3).value == row[at].value
        assert clauses.cell(number, 2).value == row[documents].value


def test_every_quote_of_a_target_stands_in_the_linked_clause(five: Any) -> None:
    page, clauses = five["指标"], five[CLAUSES]
    at, quotes = _heads(page).index("条款"), _heads(page).index("原文依据")
    for row in page.iter_rows(min_row=2):
        number = int(row[at].hyperlink.location.rpartition("A")[2])
        assert row[quotes].value in clauses.cell(number, 5).value


def test_dates_are_dates_and_numbers_numbers(five: Any) -> None:
    days = [c for c in _column(five["指标"], "截止日期") if c.value is not None]
    assert days and all(isinstance(c.value, datetime) and c.number_format == "yyyy-mm-dd" for c in days)
    assert all(isinstance(c.value, int) for c in _column(five["指标"], "剩余天数") if c.value is not None)
    assert {c.value for c in _column(five["任务"], "状态")} >= {"90天内到期", "未到期", "已到期", "无期限"}


def test_no_cell_is_a_formula_whatever_the_text(tmp_path: Path) -> None:
    content = export(small_ledger(tmp_path), "xlsx")
    workbook = openpyxl.load_workbook(io.BytesIO(content))
    values = [str(c.value) for page in workbook for row in page.iter_rows() for c in row if c.value is not None]
    assert any(v.startswith("=1+1改善服务") for v in values)
    _no_formula(content)


def test_dangerous_cells_stay_text() -> None:
    columns = (Column("=2+2", width=10), Column("条款", "clause", 10))
    sheet = Sheet("任务", columns, tuple(Line((text, text)) for text in DANGEROUS))
    content = write_xlsx(Book("=3+3", date(2025, 1, 1), "", (sheet,), (), ()))
    _no_formula(content)
    page = openpyxl.load_workbook(io.BytesIO(content))["任务"]
    assert [page.cell(n, 2).value for n in range(2, 2 + len(DANGEROUS))] == list(DANGEROUS)
    assert not [c for row in page.iter_rows() for c in row if c.hyperlink]


def _no_formula(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/sheet"):
                assert not re.search(rb"<f[ >]", archive.read(name)), name
            assert b"externalLink" not in archive.read(name)


def test_odd_characters_and_long_cells_do_not_break_the_file() -> None:
    texts = ("控制\x00\x0b符\ud800", "很长" * 30_000, "表\t行\n二")
    sheet = Sheet("任务", (Column("词", width=10),), tuple(Line((t,)) for t in texts))
    page = openpyxl.load_workbook(io.BytesIO(write_xlsx(Book("题", date(2025, 1, 1), "", (sheet,), (), ()))))["任务"]
    assert page["B2"].value == "控制符"
    assert len(page["B3"].value) < 32_768 and page["B3"].value.endswith("（未完，见原文件）")
    assert page["B4"].value == "表\t行\n二"


def test_an_empty_view_says_so(tmp_path: Path) -> None:
    workbook = openpyxl.load_workbook(io.BytesIO(export(small_ledger(tmp_path), "xlsx", ("conflicts",))))
    assert workbook["存疑"]["A2"].value == "没有发现前后不一致或期限不明之处。"


def test_the_same_ledger_gives_the_same_file(tmp_path: Path) -> None:
    ledger = small_ledger(tmp_path)
    assert export(ledger, "xlsx") == export(ledger, "xlsx")


def test_the_cover_tells_day_filters_and_what_to_know(five: Any) -> None:
    told = "\n".join(str(c.value) for row in five["说明"].iter_rows() for c in row if c.value)
    assert "2025-11-22" in told
    assert "文件未列责任单位" in told
    assert "征求意见稿" in told
