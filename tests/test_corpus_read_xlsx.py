from __future__ import annotations

import datetime
from io import BytesIO

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import UnreadableFile
from corpus.raw import RawTable
from corpus.read import read_bytes
from corpus.read.xlsx import shown
from tests.builders_documents import zipped


def book(fill: object = None) -> bytes:
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.title = "任务分工"
    sheet["A1"] = "附件1\n某市任务分工表"
    sheet.merge_cells("A1:D1")
    for row in (["类别", "任务", "目标", "日期"], ["一、床位", "甲", 0.85, datetime.date(2024, 4, 22)],
                [None, "乙", 6.2, None], ["二、医师", "丙", 1234.5, None]):  # fmt: skip
        sheet.append(row)
    sheet.merge_cells("A3:A4")
    sheet["C3"].number_format = "0%"
    sheet["C5"].number_format = "#,##0.0"
    sheet["D3"].number_format = 'yyyy"年"m"月"d"日"'
    sheet["A6"] = "注：目标为2025年数。"
    sheet["A9"], sheet["B9"] = "指标", "值"
    sheet["A10"], sheet["B10"] = "另一个表", 3
    secret = made.create_sheet("底稿")
    secret["A1"] = "内部"
    secret.sheet_state = "hidden"
    text = made.create_sheet("说明")
    text["A1"], text["A2"] = "一、填报要求", "各单位应当如实填报。"
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def test_sheets_as_tables() -> None:
    raw = read_bytes(book(), "分工.xlsx")
    assert raw.blocks == (
        "附件1",
        "某市任务分工表",
        RawTable(
            (
                ("类别", "任务", "目标", "日期"),
                ("一、床位", "甲", "85%", "2024年4月22日"),
                ("一、床位", "乙", "6.2", ""),
                ("二、医师", "丙", "1,234.5", ""),
            ),
            frozenset({(2, 0)}),
            title="任务分工",
        ),
        "注：目标为2025年数。",
        RawTable((("指标", "值"), ("另一个表", "3")), title="任务分工"),
        "一、填报要求",
        "各单位应当如实填报。",
    )
    assert [r.text for r in raw.removed] == ["工作表“底稿”"]


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (0.85, "0%", "85%"), (0.1234, "0.0%", "12.3%"), (0.1 + 0.2, "General", "0.3"), (3.0, "General", "3"),
        (6, "0.00", "6.00"), (1234567, "#,##0", "1,234,567"), (5, '0"张"', "5张"), (-2.5, "0.0;[Red]-0.0", "-2.5"),
        (12, "@", "12"), (True, "General", "TRUE"), ("6.20", "General", "6.20"), (44, "[$-804]0", "44"),
        (datetime.datetime(2024, 4, 22), "yyyy-mm-dd", "2024-04-22"),
        (datetime.datetime(2024, 4, 22, 9, 30), "yyyy-mm-dd h:mm", "2024-04-22 09:30"),
        (datetime.datetime(2025, 12, 1), 'yyyy"年"m"月"', "2025年12月"), (1e20, "General", "1e+20"),
    ],
)  # fmt: skip
def test_numbers_as_displayed(value: object, form: str, text: str) -> None:
    assert shown(value, form) == text


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (book()[:400], "损坏"),
        (zipped({"xl/workbook.xml": "<a/>"}), "损坏"),
        (zipped({"xl/workbook.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "实体声明"),
        (zipped({"xl/worksheets/sheet1.xml": b" " * 30_000_000}), "过大"),
    ],
)
def test_damage_is_refused(data: bytes, words: str) -> None:
    with pytest.raises(UnreadableFile, match=words):
        read_bytes(data, "分工.xlsx")


GOOD = book()


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(GOOD) - 1), st.binary(min_size=1, max_size=6))
def test_bit_rot_never_raises_another_exception(at: int, junk: bytes) -> None:
    try:
        read_bytes(GOOD[:at] + junk + GOOD[at + len(junk) :], "a.xlsx")
    except UnreadableFile as error:
        assert "意外" not in str(error)


@settings(deadline=None)
@given(st.one_of(st.floats(), st.integers()), st.text('0#.,%";@年-E[]\\_', max_size=8))
def test_any_format_prints(value: float, form: str) -> None:
    assert isinstance(shown(value, form), str)
