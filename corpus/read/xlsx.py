"""Excel workbooks: each sheet as the table it shows, numbers as they are displayed (85%, 2024年4月22日).

Titles above and notes below a table come out as paragraphs; a sheet of one column is text.
"""

from __future__ import annotations

import datetime
import io
import re
import sys
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from xml.etree.ElementTree import ParseError

import openpyxl
from lxml.etree import LxmlError

from corpus.errors import UnreadableFile
from corpus.model import Removed
from corpus.raw import RawTable, RawText
from corpus.read.archive import Archive, refuse_entities
from corpus.read.fields import take_fields
from corpus.read.grid import Place, grid_at, lays_out, with_titles
from corpus.read.limits import MEGABYTE, Limits

_DAMAGE = (
    KeyError, ValueError, TypeError, AttributeError, IndexError, OSError, EOFError, AssertionError, ParseError,
    LxmlError, zipfile.BadZipFile, ArithmeticError, NotImplementedError,
)  # fmt: skip
_PLAIN_NAME = re.compile(r"(?:sheet|工作表|表)\s*[0-9]*", re.IGNORECASE)
_MERGED = re.compile(
    rb"mergeCell\s[^>]{0,80}?\bref\s*=\s*[\"']\$?([A-Za-z]+)\$?([0-9]+):\$?([A-Za-z]+)\$?([0-9]+)[\"']"
)
# A workbook is held in memory whole; this much of a sheet's XML is about 300,000 cells.
_SHEET_BYTES = 24 * MEGABYTE
_NOTE = re.compile(r"\s*(?:备?注|说明|填表说明|数据来源|资料来源)\s*[:：0-9]")


def read(data: bytes, name: str, limits: Limits) -> RawText:
    """Read a workbook; hidden sheets are listed as removed."""
    _check(data, name, limits)
    blocks: list[str | RawTable] = []
    removed: list[Removed] = []
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of every extension that it does not keep
            book = openpyxl.load_workbook(io.BytesIO(data), data_only=True, keep_links=False)
        for sheet in book.worksheets:
            found = _sheet_blocks(sheet, limits, len(book.worksheets) > 1)
            if sheet.sheet_state == "visible":
                blocks += found
            else:
                removed.append(Removed(f"工作表“{sheet.title}”", "隐藏的工作表"))
        book.close()
    except _DAMAGE as error:
        raise UnreadableFile(f"Excel 文件“{name}”已损坏，无法读取，请用 Excel 或 WPS 打开后重新保存再试。") from error
    blocks, fields, taken = take_fields(blocks)
    return RawText(blocks=tuple(blocks), format="xlsx", metadata=fields, removed=(*removed, *taken))


def _check(data: bytes, name: str, limits: Limits) -> None:
    archive = Archive(data, name, limits)
    for part in archive.names():
        if not part.endswith((".xml", ".rels")):
            continue
        if archive.size(part) > _SHEET_BYTES:
            raise UnreadableFile(f"Excel 文件“{name}”的工作表过大，未读取，请拆分后再试。")
        content = archive.read(part)
        refuse_entities(content, name)
        if part.startswith("xl/worksheets/") and _merged_area(content) > limits.cells:
            raise UnreadableFile(f"Excel 文件“{name}”的合并单元格范围过大，未读取，请删去后再试。")


def _merged_area(sheet: bytes) -> int:
    """How many cells merged ranges cover: the library makes an object of each of them."""
    area = 0
    for match in _MERGED.finditer(sheet):
        left, top, right, bottom = (part.decode() for part in match.groups())
        if max(len(left), len(right)) > 3 or max(len(top), len(bottom)) > 7:
            return sys.maxsize
        area += (abs(int(bottom) - int(top)) + 1) * (abs(_column(right) - _column(left)) + 1)
    return area


def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def _sheet_blocks(sheet: openpyxl.worksheet.worksheet.Worksheet, limits: Limits, several: bool) -> list[str | RawTable]:
    """The tables of a sheet; an empty row sets two of them apart."""
    spans = {(r.min_row, r.min_col): (r.max_row, r.max_col) for r in sheet.merged_cells.ranges}
    texts: dict[tuple[int, int], str] = {}
    # Not iter_rows: it makes a cell of every place up to the last formatted one, a million rows down.
    for (row, column), cell in sorted(sheet._cells.items()):
        if cell.value is not None and (text := shown(cell.value, cell.number_format).strip()):
            texts[row, column] = text
    title = sheet.title if several and not _PLAIN_NAME.fullmatch(sheet.title) else None
    out: list[str | RawTable] = []
    for first, last in _regions(texts, spans):
        for block in _region(first, last, texts, spans, limits):
            out.append(replace(block, title=title) if isinstance(block, RawTable) else block)
    return out


def _regions(
    texts: dict[tuple[int, int], str], spans: dict[tuple[int, int], tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    used = {r for r, _ in texts}
    for (top, left), (bottom, _) in spans.items():
        if (top, left) in texts:
            used.update(range(top, min(bottom, top + 100_000) + 1))
    start = last = None
    for row in sorted(used):
        if start is None or last is None:
            start = row
        elif row > last + 1:
            yield start, last
            start = row
        last = row
    if start is not None and last is not None:
        yield start, last


def _region(
    first: int,
    last: int,
    texts: dict[tuple[int, int], str],
    spans: dict[tuple[int, int], tuple[int, int]],
    limits: Limits,
) -> list[str | RawTable]:
    rows: dict[int, list[tuple[int, str]]] = {}
    for (r, c), text in texts.items():
        if first <= r <= last:
            rows.setdefault(r, []).append((c, text))
    order = sorted(rows)
    above: list[str | RawTable] = []
    below: list[str | RawTable] = []
    while len(order) > 1 and len(rows[order[0]]) == 1 and max(map(len, rows.values())) > 1:
        if (order[0], rows[order[0]][0][0]) in spans and spans[order[0], rows[order[0]][0][0]][0] > order[0]:
            break  # a group's name over several rows
        above += [line for line in rows[order.pop(0)][0][1].split("\n") if line.strip()]
    while len(order) > 1 and len(rows[order[-1]]) == 1 and _NOTE.match(rows[order[-1]][0][1]):
        below[:0] = [line for line in rows[order.pop()][0][1].split("\n") if line.strip()]
    cells: list[list[list[str | RawTable]]] = [[[t] for _, t in sorted(rows[r])] for r in order]
    if lays_out(cells):
        flow = [line for row in cells for cell in row for text in cell for line in str(text).split("\n")]
        return [*above, *(line for line in flow if line.strip()), *below]
    places = []
    for r in order:
        for c, text in sorted(rows[r]):
            bottom, right = spans.get((r, c), (r, c))
            places.append((r - order[0], c - 1, Place(text, min(bottom, order[-1]) - r + 1, right - c + 1)))
    grid = grid_at(places, order[-1] - order[0] + 1, limits, head_rows=0)
    return [*above, *(with_titles(replace(grid, head_rows=None)) if grid else []), *below]


def shown(value: object, form: str) -> str:
    """A cell's value as the sheet displays it.

    >>> shown(0.85, "0%"), shown(4.3200000000000001, "General"), shown(1234.5, '#,##0.0"张"')
    ('85%', '4.32', '1,234.5张')
    """
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime.datetime | datetime.date):
        return _date(value, form)
    if isinstance(value, datetime.time):
        return value.strftime("%H:%M")
    if isinstance(value, int | float):
        return _number(value, form)
    return str(value)


def _date(value: datetime.datetime | datetime.date, form: str) -> str:
    if "d" not in form.casefold() and "年" in form:
        return f"{value.year}年{value.month}月"
    if "年" in form:
        return f"{value.year}年{value.month}月{value.day}日"
    if isinstance(value, datetime.datetime) and (value.hour or value.minute):
        return value.strftime("%Y-%m-%d %H:%M")
    return value.strftime("%Y-%m-%d")


def _number(value: int | float, form: str) -> str:
    section = re.sub(r"\[[^\]]*\]|_.|\*.", "", (form or "General").split(";")[0])
    pattern = re.search(r"[#0?][#0?,]*(?:\.([0#?]+))?", re.sub(r'"[^"]*"|\\.', "", section))
    plain = format(value, ".15g") if isinstance(value, float) else str(value)
    if pattern is None or re.search(r"[eE/][+\-0-9?#]", section):
        return plain if "e" not in plain else repr(value)
    literal = re.sub(r"\\(.)", r"\1", re.sub(r'"([^"]*)"', r"\1", section))
    body = re.search(r"[#0?][#0?,]*(?:\.[0#?]+)?", literal)
    before, after = (literal[: body.start()], literal[body.end() :]) if body else ("", "")
    places = len(pattern[1] or "")
    amount = value * 100 if "%" in section else value
    comma = "," if "," in pattern[0].rstrip(",") else ""
    number = format(round(amount, 12), f"{comma}.{places}f")
    return f"{before}{number}{after}".strip()
