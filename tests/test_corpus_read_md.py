from __future__ import annotations

import pytest

from corpus.raw import RawTable, RawText
from corpus.read import read_bytes
from corpus.read.marks import strip_marks


def read(text: str) -> RawText:
    return read_bytes(text.encode(), "方案.md")


@pytest.mark.parametrize(
    ("source", "blocks"),
    [
        ("# 某市方案\n\n## 一、总体要求\n\n正文。", ("某市方案", "一、总体要求", "正文。")),
        ("**（一）加强领导。**各地要落实。", ("（一）加强领导。各地要落实。",)),
        ("**“十四五”**期间", ("“十四五”期间",)),
        ("床位数*不少于*6张", ("床位数*不少于*6张",)),
        ("*注：斜体说明*", ("注：斜体说明",)),
        ("带*号的为约束性指标，带*号的另行说明。", ("带*号的为约束性指标，带*号的另行说明。",)),
        ("面积5*3*2米", ("面积5*3*2米",)),
        ("死亡率<1%，受灾<15000人次", ("死亡率<1%，受灾<15000人次",)),
        ("1. 加强领导\n2. 落实经费", ("1. 加强领导", "2. 落实经费")),
        ("1. 甲\n1. 乙\n1. 丙", ("1. 甲", "2. 乙", "3. 丙")),
        ("3. 丙\n5. 戊", ("3. 丙", "5. 戊")),
        ("3) 丙\n4) 丁", ("3) 丙", "4) 丁")),
        ("- 加强领导\n- 落实经费", ("加强领导", "落实经费")),
        ("1. 甲：\n   - 子项一\n   - 子项二\n2. 乙", ("1. 甲：", "子项一", "子项二", "2. 乙")),
        ("1.加强领导。\n2.落实经费。", ("1.加强领导。", "2.落实经费。")),
        ("    缩进的段落，不是代码。", ("缩进的段落，不是代码。",)),
        ("国务院\n2021年12月30日", ("国务院", "2021年12月30日")),
        ("总则\n---\n第一条 内容。", ("总则", "第一条 内容。")),
        ("依据[《条例》](http://example.com/a)执行。", ("依据《条例》执行。",)),
        ("[注]: 见附件", ("[注]: 见附件",)),
        ("> 引用的一段。", ("引用的一段。",)),
        ("甲&amp;乙\\*丙", ("甲&乙*丙",)),
        ("第一行<br>第二行", ("第一行", "第二行")),
        ("![图](a.png)文字", ("文字",)),
    ],
)
def test_marks_go_words_stay(source: str, blocks: tuple[str, ...]) -> None:
    assert read(source).blocks == blocks


def test_table_is_a_grid() -> None:
    (table,) = read("| 指标 | 2025年 |\n| --- | ---: |\n| **床位** | <1% |\n| 医师 | |\n").blocks
    assert isinstance(table, RawTable)
    assert table.rows == (("指标", "2025年"), ("床位", "<1%"), ("医师", ""))
    assert table.head_rows == 1


def test_html_table_inside() -> None:
    raw = read("前文\n\n<table><tr><td rowspan=2>甲</td><td>乙</td></tr><tr><td>丙</td></tr></table>\n\n后文")
    assert raw.blocks[0] == "前文"
    assert raw.blocks[1] == RawTable((("甲", "乙"), ("甲", "丙")), frozenset({(1, 0)}))
    assert raw.blocks[2] == "后文"


def test_script_is_never_text() -> None:
    assert read("前文\n\n<script>\nalert(1)\n</script>\n\n后文").blocks == ("前文", "后文")


def test_front_matter_and_exported_fields() -> None:
    raw = read("---\ntitle: 某市方案\ndate: 2024-05-01\n---\n# 某市方案\n")
    assert raw.metadata == {"标题": "某市方案", "发布日期": "2024-05-01"}
    raw = read(
        "# 某市规划\n\n**发布日期**: 2021年12月\n**发布机构**: 某市人民政府\n**来源**: http://example.com\n\n---\n\n"
        "## 政策全文\n\n一、背景\n\n**更新时间**: 2026-01-26\n"
    )
    assert raw.blocks == ("某市规划", "一、背景")
    assert raw.metadata["发布日期"] == "2021年12月"
    assert raw.metadata["发文机关"] == "某市人民政府"
    assert {r.text for r in raw.removed} >= {"政策全文", "发布日期: 2021年12月", "更新时间: 2026-01-26"}


def test_leftover_marks_need_two_kinds() -> None:
    assert strip_marks(["## 一、总则", "正文**重点**"])[0] == ["一、总则", "正文重点"]
    assert strip_marks(["# 号说明", "正文"])[0] == ["# 号说明", "正文"]
