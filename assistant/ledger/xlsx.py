"""The ledger as a workbook: one sheet a view, a sheet of the clauses that every row links to, no formula anywhere."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

import xlsxwriter

from assistant.ledger.matrix import FILLS, MARKS, Matrix
from assistant.ledger.rows import ROLES
from assistant.ledger.sheet import Book, Column, Line, Sheet, Value, printable, text_of
from assistant.ledger.state import LATER, OVERDUE, RECURRING, SOON
from corpus.errors import PolicyError
from corpus.model import ClauseId

CLAUSES, MATRIX, ABOUT = "条款", "分工矩阵", "说明"
_MOST_LINKS = 60_000  # Excel takes 65,530 links a sheet
_MOST_ROWS = 1_048_000
_MOST_CHARACTERS = 32_000  # Excel takes 32,767 a cell
_FONT = {
    "font_name": "宋体",
    "font_size": 10,
    "valign": "top",
    "text_wrap": True,
    "border": 1,
    "border_color": "#BFC8D2",
}
_STATE_FILLS = {OVERDUE: "#F9D5D0", SOON: "#FCE5C4", LATER: "#D6E9F8", RECURRING: "#E3EFDA"}
_A3 = 8
_WIDEST_FROZEN = 64
_HIGHEST = 409.0


def write_xlsx(book: Book) -> bytes:
    """The whole book; raises ``PolicyError`` where a sheet would be longer than Excel takes."""
    out = io.BytesIO()
    workbook = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    workbook.set_properties({"title": printable(book.title), "created": datetime.combine(book.as_of, time())})
    formats = _Formats(workbook)
    places = _clause_places(book)
    for sheet in book.sheets:
        _write_sheet(workbook, formats, sheet, places, book)
    if book.matrices:
        _write_matrices(workbook, formats, book, places)
    _write_clauses(workbook, formats, book)
    _write_about(workbook, formats, book)
    workbook.close()
    return out.getvalue()


class _Formats:
    """The few looks that cells have."""

    def __init__(self, workbook: Any) -> None:
        self._workbook = workbook
        self.head = workbook.add_format(
            {
                **_FONT,
                "font_name": "黑体",
                "bg_color": "#1F4E79",
                "font_color": "#FFFFFF",
                "align": "center",
                "valign": "vcenter",
            }
        )
        self.text = workbook.add_format(_FONT)
        self.quote = workbook.add_format({**_FONT, "font_name": "仿宋", "font_color": "#3B4652"})
        self.day = workbook.add_format({**_FONT, "num_format": "yyyy-mm-dd", "align": "center"})
        self.number = workbook.add_format({**_FONT, "align": "center"})
        self.link = workbook.add_format({**_FONT, "font_color": "#1F4E79", "underline": 1})
        self.title = workbook.add_format({"font_name": "黑体", "font_size": 16})
        self.section = workbook.add_format({"font_name": "黑体", "font_size": 11, "valign": "vcenter"})
        self.turned = workbook.add_format(
            {**_FONT, "rotation": 90, "font_color": "#1F4E79", "underline": 1, "valign": "bottom", "text_wrap": False}
        )
        self.marks = {
            role: workbook.add_format(
                {**_FONT, "align": "center", "valign": "vcenter", "bg_color": FILLS[role], "font_color": "#FFFFFF"}
            )
            for role in ROLES
        }
        self._states: dict[str, Any] = {}

    def state(self, words: str) -> Any:
        """The look of a state: by its first word, the most pressing one."""
        first = words.partition("；")[0]
        key = RECURRING if first.startswith("每") else first
        if key not in self._states:
            fill = {"bg_color": _STATE_FILLS[key]} if key in _STATE_FILLS else {}
            self._states[key] = self._workbook.add_format({**_FONT, "align": "center", **fill})
        return self._states[key]


def _clause_places(book: Book) -> dict[ClauseId, str]:
    """Where each clause stands on the sheet of clauses, as an internal link."""
    return {clause.id: f"internal:'{CLAUSES}'!A{n}" for n, (_, clause) in enumerate(book.clauses, 2)}


def _write_sheet(workbook: Any, formats: _Formats, sheet: Sheet, places: Mapping[ClauseId, str], book: Book) -> None:
    if len(sheet.lines) > _MOST_ROWS:
        raise PolicyError(f"“{sheet.name}”有{len(sheet.lines)}行，超过一张表的上限，请用筛选条件缩小范围。")
    page = workbook.add_worksheet(sheet.name)
    shown = [n for n, column in enumerate(sheet.columns) if column.width]
    page.write_string(0, 0, "序号", formats.head)
    page.set_column(0, 0, 6)
    for at, n in enumerate(shown, 1):
        page.set_column(at, at, sheet.columns[n].width)
        page.write_string(0, at, printable(sheet.columns[n].head), formats.head)
    for row, line in enumerate(sheet.lines, 1):
        page.write_number(row, 0, row, formats.number)
        for at, n in enumerate(shown, 1):
            link = places.get(line.clause) if line.clause and row <= _MOST_LINKS else None
            _write_value(page, formats, row, at, line.values[n], sheet.columns[n], link)
        page.set_row(row, _height((line.values[n], sheet.columns[n].width) for n in shown))
    if not sheet.lines:
        page.write_string(1, 0, sheet.remark or "没有内容。")
    _finish(page, f"{book.title}：{sheet.name}", len(sheet.lines), len(shown), frozen=_frozen(sheet, shown))


def _frozen(sheet: Sheet, shown: Sequence[int]) -> int:
    """How many columns stay in sight: up to the clause, so that a row says what it is wherever one scrolls; only the
    first where that would fill the screen."""
    clause = next((at for at, n in enumerate(shown, 1) if sheet.columns[n].kind == "clause"), 1)
    wide = sum(sheet.columns[n].width for n in shown[:clause])
    return clause + 1 if wide <= _WIDEST_FROZEN else 2


def _height(cells: Iterable[tuple[Value, int]]) -> float:
    """High enough for the longest cell of a row, as far as a sheet allows: not every program finds it by itself."""
    lines = 1
    for value, width in cells:
        if isinstance(value, str):
            room = max(width - 1, 2)
            lines = max(lines, sum(max(1, -(-_units(part) // room)) for part in value.split("\n")))
    return min(6 + 13.5 * lines, _HIGHEST)


def _units(text: str) -> int:
    """The width of a text in columns' units: a Chinese character counts two."""
    return sum(2 if ord(c) > 0x2E7F or c in "“”‘’—…·" else 1 for c in text)


def _write_value(
    page: Any, formats: _Formats, row: int, at: int, value: Value, column: Column, link: str | None
) -> None:
    if value is None or value == "":
        page.write_blank(row, at, None, formats.text)
    elif isinstance(value, date):
        page.write_datetime(row, at, datetime.combine(value, time()), formats.day)
    elif isinstance(value, int):
        page.write_number(row, at, value, formats.number)
    elif column.kind == "clause" and link:
        page.write_url(row, at, link, formats.link, string=_cell(value), tip="查看条款原文")
    else:
        look = (
            formats.state(value)
            if column.kind == "state"
            else formats.quote
            if column.kind == "quote"
            else formats.text
        )
        page.write_string(row, at, _cell(value), look)


def _cell(text: str) -> str:
    text = printable(text)
    return text if len(text) <= _MOST_CHARACTERS else text[:_MOST_CHARACTERS] + "……（未完，见原文件）"


def _finish(page: Any, title: str, rows: int, last: int, *, frozen: int) -> None:
    """Frozen head, filter buttons, and a page that prints well: landscape, one page wide, the head on every page."""
    page.set_row(0, 28)
    page.freeze_panes(1, frozen)
    page.autofilter(0, 0, max(rows, 1), last)
    page.set_landscape()
    page.set_paper(_A3)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.set_margins(0.4, 0.4, 0.6, 0.6)
    page.set_header(f'&C&"黑体,Regular"&14{printable(title).replace("&", "&&")[:200]}')
    page.set_footer("&C第 &P 页，共 &N 页")


def _write_matrices(workbook: Any, formats: _Formats, book: Book, places: Mapping[ClauseId, str]) -> None:
    page = workbook.add_worksheet(MATRIX)
    page.set_column(0, 0, 34)
    page.set_column(1, max(len(m.clauses) for m in book.matrices), 4.3)
    row = 0
    for role in ROLES:
        page.write_string(row, 1 + 3 * ROLES.index(role), MARKS[role], formats.marks[role])
        page.write_string(row, 2 + 3 * ROLES.index(role), role)
    row = 2
    for matrix in book.matrices:
        row = _write_matrix(page, formats, matrix, row, places) + 2
    page.set_landscape()
    page.set_paper(_A3)
    page.fit_to_pages(1, 0)
    page.set_footer("&C第 &P 页，共 &N 页")


def _write_matrix(page: Any, formats: _Formats, matrix: Matrix, row: int, places: Mapping[ClauseId, str]) -> int:
    page.write_string(row, 0, printable(matrix.document.citation), formats.section)
    page.set_row(row + 1, 84)
    page.write_string(row + 1, 0, "机构", formats.head)
    for n, clause in enumerate(matrix.clauses, 1):
        page.write_url(
            row + 1,
            n,
            places[clause.id],
            formats.turned,
            string=printable(clause.label),
            tip=printable(clause.heading)[:200],
        )
    for b, body in enumerate(matrix.bodies):
        page.write_string(row + 2 + b, 0, printable(body), formats.text)
        for c, roles in enumerate(matrix.cells[b]):
            if roles:
                page.write_string(row + 2 + b, c + 1, matrix.mark(b, c), formats.marks[roles[0]])
            else:
                page.write_blank(row + 2 + b, c + 1, None, formats.text)
    return row + 2 + len(matrix.bodies)


def _write_clauses(workbook: Any, formats: _Formats, book: Book) -> None:
    sheet = Sheet(
        CLAUSES,
        (
            Column("条款编号", width=34),
            Column("文件", width=30),
            Column("条款", width=14),
            Column("标题", width=26),
            Column("条款原文", "quote", 110),
        ),
        tuple(Line((str(c.id), d.citation, c.label, c.heading, c.text)) for d, c in book.clauses),
        "没有条款。",
    )
    page = workbook.add_worksheet(CLAUSES)
    for at, column in enumerate(sheet.columns):
        page.set_column(at, at, column.width)
        page.write_string(0, at, column.head, formats.head)
    for row, line in enumerate(sheet.lines, 1):
        for at, (value, column) in enumerate(zip(line.values, sheet.columns, strict=True)):
            page.write_string(row, at, _cell(text_of(value)), formats.quote if column.kind == "quote" else formats.text)
        page.set_row(row, _height((v, c.width) for v, c in zip(line.values, sheet.columns, strict=True)))
    _finish(page, f"{book.title}：{CLAUSES}", len(sheet.lines), len(sheet.columns) - 1, frozen=0)


def _write_about(workbook: Any, formats: _Formats, book: Book) -> None:
    page = workbook.add_worksheet(ABOUT)
    page.set_column(0, 0, 16)
    page.set_column(1, 1, 100)
    page.write_string(0, 0, printable(book.title), formats.title)
    facts = [
        ("状态截至", book.as_of.isoformat()),
        ("筛选条件", book.filters or "无"),
        *((sheet.name, f"{len(sheet.lines)}行") for sheet in book.sheets),
        ("条款", f"{len(book.clauses)}条；各表“条款”一列可点击，跳到条款原文"),
        *(
            ("文件", f"{d.citation}　{d.issuer or ''}　{d.issued_on or ''}　{d.status}　来源：{d.source}")
            for d in book.documents
        ),
        *(("注意", remark) for remark in book.remarks),
        (
            "状态说明",
            "已到期：截止日期已过；90天内到期：含截止当日；每年等：定期任务，没有单一截止日期；无期限：条款没有写明。到期不等于未完成，完成情况需另行核实。",
        ),
    ]
    for row, (name, words) in enumerate(facts, 2):
        page.write_string(row, 0, name, formats.text)
        page.write_string(row, 1, _cell(words), formats.text)
        page.set_row(row, _height([(words, 100)]))
    page.set_landscape()
    page.fit_to_pages(1, 0)
