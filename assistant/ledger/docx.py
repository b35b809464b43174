"""The ledger as a Word document in 公文 style: a landscape table a document, its head on every page, pages numbered.

Official type (方正小标宋, 仿宋_GB2312, 楷体_GB2312, 黑体) is named with 宋体, 仿宋 and 楷体 as alternates, so the page holds on a
machine that has none of them.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from datetime import datetime, time
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt

from assistant.ledger.sheet import Book, Column, Line, Sheet, Value, printable, text_of
from assistant.ledger.svg import width_of

TITLE_FONT, BODY_FONT, HEAD_FONT, SECTION_FONT = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312"
_ALTERNATES = {
    TITLE_FONT: "方正小标宋_GBK,FZXiaoBiaoSong-B05S,宋体,SimSun",
    BODY_FONT: "仿宋,FangSong,STFangsong,宋体,SimSun",
    SECTION_FONT: "楷体,KaiTi,STKaiti,宋体,SimSun",
    HEAD_FONT: "SimHei,STHeiti,微软雅黑,宋体",
}
_KEPT_TOGETHER = 500
"""A row of at most so many characters is not broken over two pages."""


def write_docx(book: Book) -> bytes:
    """All sheets of the book, each with a table a document; columns that a document leaves empty are left out."""
    document = docx.Document()
    _name_alternates(document)
    _page(document)
    document.core_properties.title = printable(book.title)
    document.core_properties.author = ""
    document.core_properties.created = datetime.combine(book.as_of, time())
    _paragraph(document, book.title, TITLE_FONT, 22, align=WD_ALIGN_PARAGRAPH.CENTER, after=8)
    for words in _remarks(book):
        _paragraph(document, words, BODY_FONT, 12, indent=24)
    for number, sheet in enumerate(book.sheets):
        if len(book.sheets) > 1:
            _paragraph(document, f"{_CHINESE[number]}、{sheet.name}", HEAD_FONT, 16, before=14, after=4, keep=True)
        if not sheet.lines:
            _paragraph(document, sheet.remark or "没有内容。", BODY_FONT, 12, indent=24)
        for named, lines in _by_document(book, sheet):
            if named:
                _paragraph(document, named, SECTION_FONT, 14, before=10, after=4, keep=True)
            _table(document, sheet.columns, lines)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


_CHINESE = "一二三四五六七八九十"


def _remarks(book: Book) -> Iterator[str]:
    rows = "、".join(f"{s.name}{len(s.lines)}行" for s in book.sheets)
    filters = f"筛选条件：{book.filters}。" if book.filters else ""
    yield f"说明：本表依据{len(book.documents)}份文件编制，共{rows}。{filters}状态截至{book.as_of.year}年{book.as_of.month}月{book.as_of.day}日；到期不等于未完成，完成情况需另行核实。"
    yield from book.remarks


def _by_document(book: Book, sheet: Sheet) -> Iterator[tuple[str, list[Line]]]:
    """The lines of each document under its name; a table across documents stays whole."""
    loose = [line for line in sheet.lines if line.document is None]
    if loose:
        yield "", loose
    for document in book.documents:
        lines = [line for line in sheet.lines if line.document == document.id]
        if lines:
            status = "" if document.status in ("现行", "不明") else f"【{document.status}】"
            yield f"{document.region + '：' if document.region else ''}{document.citation}{status}", lines


def _page(document: Any) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin, section.bottom_margin = Mm(24), Mm(22)
    section.footer_distance = Mm(12)
    document.settings.odd_and_even_pages_header_footer = True
    style = document.styles["Normal"]
    style.font.size = Pt(12)
    _set_font(style.element.get_or_add_rPr(), BODY_FONT)
    _page_number(section.footer.paragraphs[0], WD_ALIGN_PARAGRAPH.RIGHT)
    _page_number(section.even_page_footer.paragraphs[0], WD_ALIGN_PARAGRAPH.LEFT)


def _page_number(paragraph: Any, align: WD_ALIGN_PARAGRAPH) -> None:
    """— 3 — as official documents number their pages: odd ones right, even ones left."""
    paragraph.alignment = align
    _run(paragraph, "— ", "宋体", 14)
    field = paragraph.add_run()
    _look(field, "宋体", 14)
    for kind, code in (("begin", None), (None, " PAGE "), ("end", None)):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.set(qn("xml:space"), "preserve")
            element.text = code
        field._r.append(element)
    _run(paragraph, " —", "宋体", 14)


def _paragraph(
    document: Any,
    words: str,
    font: str,
    size: float,
    *,
    align: WD_ALIGN_PARAGRAPH | None = None,
    indent: float = 0,
    before: float = 0,
    after: float = 0,
    keep: bool = False,
) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = align
    layout = paragraph.paragraph_format
    layout.first_line_indent = Pt(indent)
    layout.space_before, layout.space_after, layout.keep_with_next = Pt(before), Pt(after), keep
    _run(paragraph, words, font, size)


def _run(paragraph: Any, words: str, font: str, size: float) -> None:
    run = paragraph.add_run(printable(words))
    _look(run, font, size)


def _look(run: Any, font: str, size: float) -> None:
    run.font.size = Pt(size)
    _set_font(run._r.get_or_add_rPr(), font)


def _set_font(properties: Any, font: str) -> None:
    """One font for Chinese and other letters; python-docx alone sets only the latter."""
    fonts = properties.get_or_add_rFonts()
    for name in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(name), font if name == "w:eastAsia" else "Times New Roman")


def _table(document: Any, columns: Sequence[Column], lines: Sequence[Line]) -> None:
    shown = [
        n
        for n, column in enumerate(columns)
        if column.share and any(line.values[n] not in (None, "") for line in lines)
    ]
    table = document.add_table(rows=1, cols=len(shown) + 1)
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    shares = [
        _needed([str(len(lines))], "序号"),
        *(_share(columns[n], [line.values[n] for line in lines]) for n in shown),
    ]
    widths = [Mm(257 * share / sum(shares)) for share in shares]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    middle = [True, *(columns[n].kind in ("number", "date", "state") for n in shown)]
    _fill(table.rows[0], ["序号", *(columns[n].head for n in shown)], widths, [True] * len(widths), HEAD_FONT)
    _repeat(table.rows[0])
    for number, line in enumerate(lines, 1):
        words = [str(number), *(text_of(line.values[n]) for n in shown)]
        row = table.add_row()
        _fill(row, words, widths, middle, BODY_FONT)
        if sum(map(len, words)) <= _KEPT_TOGETHER:
            row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _share(column: Column, values: Sequence[Value]) -> float:
    """A column's part of the page's width: no more than its words need, so that the long ones get the room."""
    return min(column.share, _needed([line for value in values for line in text_of(value).split("\n")], column.head))


def _needed(lines: Sequence[str], head: str) -> float:
    """The share at which the longest line stays whole: 9 points a Chinese character, a share about 10 mm."""
    return 0.3 * max(width_of(line, 1) for line in (*lines, head)) + 0.42


def _fill(row: Any, words: Sequence[str], widths: Sequence[Any], middle: Sequence[bool], font: str) -> None:
    for cell, text, width, centred in zip(row.cells, words, widths, middle, strict=True):
        cell.width = width
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.line_spacing = 1.0
        if centred:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        for number, line in enumerate(text.split("\n")):
            if number:
                paragraph.add_run().add_break()
            _run(paragraph, line, font, 9)


def _repeat(row: Any) -> None:
    """The head of the table comes again on every page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for cell in row.cells:
        cell._tc.get_or_add_tcPr().append(
            parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="E7ECF1"/>')
        )


def _name_alternates(document: Any) -> None:
    """Tell Word what to take where a font is missing."""
    part = next((r.target_part for r in document.part.rels.values() if r.reltype.endswith("/fontTable")), None)
    if part is None:
        return
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{others}"/><w:charset w:val="86"/><w:pitch w:val="variable"/></w:font>'
        for name, others in _ALTERNATES.items()
    )
    part._blob = part.blob.replace(b"</w:fonts>", fonts.encode() + b"</w:fonts>")
