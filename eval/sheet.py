"""Cases as a sheet that staff fill in: one row a question, short Chinese columns, xlsx or csv.

The sheet holds plain questions of one turn; conversations are written as jsonl. A cell with several entries has one a
line (or ；between them). Facts are written as people write them and read by type: ``每万人口全科医生数|4.32人|>=|2025``.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from corpus.errors import BadSettings, PolicyError, UnreadableFile

HEADS = (
    "编号", "问题", "类型", "措辞", "难度", "应如何答", "数值", "时限", "牵头", "配合", "负责", "落实",
    "是否", "地区", "要点", "数量", "应引条款", "可引条款", "不得出现", "应有提示", "参考答案", "备注",
)  # fmt: skip
_EXAMPLE = (
    "s-001", "梅州2025年每万人口全科医生数要达到多少？", "target", "formal", "easy", "answer",
    "每万人口全科医生数|4|人|=|2025", "", "", "", "", "", "", "", "", "", "梅市府办〔2024〕1号 二、（一）", "", "5人", "已到期",
    "4人。", "示例，请删去",
)  # fmt: skip
HELP = (
    ("编号", "不重复的短编号"),
    ("类型", "target 目标、responsibility 责任、deadline 时限、table 表格、list 清单、compare 比较、locate 定位、definition 释义、document 文件、yes_no 是否、count 数量、why 为何、summary 概括、unanswerable 不可回答、adversarial 诱导"),
    ("措辞", "formal 书面、colloquial 口语、lay 外行话、abbreviated 简称、slip 有错字"),
    ("难度", "easy、medium、hard"),
    ("应如何答", "answer 回答、refuse 拒答、correct 纠正、ask_back 反问"),
    ("数值", "一行一个：说的是什么|数|单位|关系（=、>=、<=、>、<、~）|年份；后两项可空。例：医护比|1:1.20||=|2025"),
    ("时限", "一行一个：2025、2030-12-31、每年、每5年、年底前"),
    ("牵头、配合、负责、落实", "机构名称，顿号分开"),
    ("是否", "是 或 否"),
    ("地区", "答案是哪些地区，顿号分开"),
    ("要点", "一行一个要点；同一要点的几种说法用 | 分开"),
    ("数量", "一共几项"),
    ("应引条款", "一行一条：发文字号或《标题》，空格，条款；任一即可的几条用 | 分开。例：粤办函〔2022〕245号 二、（五）"),
    ("应有提示", "征求意见稿、已到期、低于基期、前后不一致、名称损坏、非现行有效，顿号分开"),
)  # fmt: skip


class BadSheet(PolicyError):
    """A sheet that isn't the template's."""


def write_template(path: Path) -> None:
    """An empty sheet with one example row (and, in an xlsx, a page of explanations)."""
    if path.suffix == ".csv":
        out = io.StringIO()
        csv.writer(out).writerows([HEADS, _EXAMPLE])
        path.write_text("\ufeff" + out.getvalue(), encoding="utf-8")
        return
    if path.suffix != ".xlsx":
        raise BadSettings(f"不能写成“{path.name}”，请用 .xlsx 或 .csv 作扩展名。")
    write_xlsx(path, {"题目": [HEADS, _EXAMPLE], "填写说明": [("列", "怎么填"), *HELP]})


def write_xlsx(path: Path, pages: dict[str, Sequence[Sequence[Any]]]) -> None:
    """Pages of rows with a bold, frozen head; every cell is text and wraps."""
    import xlsxwriter  # only where a sheet is written

    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        head = book.add_format({"bold": True, "bg_color": "#E8EEF4", "text_wrap": True, "valign": "top"})
        cell = book.add_format({"text_wrap": True, "valign": "top"})
        for name, rows in pages.items():
            page = book.add_worksheet(name)
            page.freeze_panes(1, 0)
            page.set_column(0, max(len(r) for r in rows) - 1, 18)
            for i, row in enumerate(rows):
                for j, value in enumerate(row):
                    page.write_string(i, j, str(value), head if i == 0 else cell)


def read_sheet(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows that hold something, as head → cell, with their line numbers; raises ``BadSheet`` on foreign heads."""
    rows = _csv_rows(path) if path.suffix == ".csv" else _xlsx_rows(path)
    if not rows:
        raise BadSheet(f"“{path.name}”是空的，请用 python -m eval template 得到的表填写。")
    heads = [h.strip() for h in rows[0]]
    foreign = [h for h in heads if h and h not in HEADS]
    missing = [h for h in ("编号", "问题", "应如何答") if h not in heads]
    if foreign or missing:
        told = f"不认识的列“{foreign[0]}”" if foreign else f"缺少“{missing[0]}”这一列"
        raise BadSheet(f"“{path.name}”{told}，请用 python -m eval template 得到的表填写。")
    for number, row in enumerate(rows[1:], 2):
        cells = {h: v.strip() for h, v in zip(heads, row, strict=False) if h and v.strip()}
        if cells:
            yield number, cells


def _csv_rows(path: Path) -> list[list[str]]:
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030", errors="replace")  # what Excel writes as CSV on a Chinese system
    return list(csv.reader(io.StringIO(text, newline="")))


def _xlsx_rows(path: Path) -> list[list[str]]:
    import openpyxl  # only where a sheet is read

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (OSError, ValueError, KeyError) as error:
        raise UnreadableFile(f"“{path.name}”不是可读的 xlsx，请重新另存。") from error
    except Exception as error:
        raise UnreadableFile(f"“{path.name}”不是可读的 xlsx，请重新另存。") from error
    try:
        return [["" if c is None else str(c) for c in row] for row in book.worksheets[0].iter_rows(values_only=True)]
    finally:
        book.close()


def row_case(row: dict[str, str]) -> dict[str, Any]:
    """A row as the case's JSON; what can't be read stays as it is and is refused by the model with its field."""
    answer = row.get("应如何答", "answer")
    gold: dict[str, Any] = {
        "outcome": answer,
        "facts": _facts(row),
        "clauses": [_either(entry) for entry in _entries(row.get("应引条款", ""))],
        "also_clauses": _entries(row.get("可引条款", "")),
        "must_not": _entries(row.get("不得出现", "")),
        "warnings": _names(row.get("应有提示", "")),
        "reference": row.get("参考答案", ""),
        "note": row.get("备注", ""),
    }
    case = {"id": row.get("编号", ""), "turns": [{"question": row.get("问题", ""), "gold": gold}]}
    named = {"类型": "kind", "措辞": "wording", "难度": "difficulty"}
    return case | {field: row[head] for head, field in named.items() if head in row}


def _facts(row: dict[str, str]) -> list[dict[str, Any]]:
    facts: list[dict[str, Any]] = [_number(entry) for entry in _entries(row.get("数值", ""))]
    facts += [{"type": "date", "value": entry} for entry in _entries(row.get("时限", ""))]
    roles = {"牵头": "lead", "配合": "support", "负责": "responsible", "落实": "implementers"}
    if any(head in row for head in roles):
        facts.append({"type": "bodies"} | {r: _names(row.get(head, "")) for head, r in roles.items()})
    if "是否" in row:
        facts.append({"type": "yes_no", "value": {"是": True, "否": False}.get(row["是否"], row["是否"])})
    if "地区" in row:
        facts.append({"type": "place", "values": _names(row["地区"])})
    facts += [{"type": "text", "accept": entry.split("|")} for entry in _entries(row.get("要点", ""))]
    if "数量" in row:
        facts.append({"type": "count", "number": row["数量"].removesuffix(".0")})
    return facts


def _number(entry: str) -> dict[str, Any]:
    about, number, unit, relation, year = ([p.strip() for p in entry.split("|")] + [""] * 5)[:5]
    fact: dict[str, Any] = {
        "type": "number",
        "about": about,
        "number": number,
        "unit": unit,
        "relation": relation or "=",
    }
    if year:
        fact["year"] = year
    if match := re.fullmatch(r"(\d+(?:\.\d+)?)\s*[-—~至]\s*(\d+(?:\.\d+)?)", number):
        fact |= {"number": match[1], "upper": match[2], "relation": "range"}
    return fact


def _either(entry: str) -> str | list[str]:
    parts = [p.strip() for p in entry.split("|")]
    return parts[0] if len(parts) == 1 else parts


def _entries(cell: str) -> list[str]:
    return [e.strip() for e in re.split(r"[\n；;]", cell) if e.strip()]


def _names(cell: str) -> list[str]:
    return [n.strip() for n in re.split(r"[、\n]", cell) if n.strip()]
