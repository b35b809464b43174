"""The ledger as a Word document in 公文 style: a landscape table a document, its head on every page, pages numbered.

Official type (方正小标宋, 仿宋_GB2312, 楷体_GB2312, 黑体) is named with 宋体, 仿宋 and 楷体 as alternates, so the page holds on a
machine that has none of them.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime, time
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt

from assistant.ledger.sheet import Book, Column, Line, Sheet, Value, printable, text_of
from assistant.ledger.svg import width_of

_TITLE, _SAID, _PART, _NAMED, _HEAD, _CELL, _MIDDLE, _PAGE = (
    "台账标题", "台账说明", "台账分节", "台账文件", "台账表头", "台账正文", "台账居中", "台账页码",
)  # fmt: skip
_STYLES: dict[str, tuple[str, float]] = {
    _TITLE: ("方正小标宋简体", 22),
    _SAID: ("仿宋_GB2312", 12),
    _PART: ("黑体", 16),
    _NAMED: ("楷体_GB2312", 14),
    _HEAD: ("黑体", 9),
    _CELL: ("仿宋_GB2312", 9),
    _MIDDLE: ("仿宋_GB2312", 9),
    _PAGE: ("宋体", 14),
}
_ALTERNATES = {
    "方正小标宋简体": "方正小标宋_GBK,FZXiaoBiaoSong-B05S,宋体,SimSun",
    "仿宋_GB2312": "仿宋,FangSong,STFangsong,宋体,SimSun",
    "楷体_GB2312": "楷体,KaiTi,STKaiti,宋体,SimSun",
    "黑体": "SimHei,STHeiti,微软雅黑,宋体",
    "宋体": "SimSun,STSong",
}
_CHINESE = "一二三四五六七八九十"
_KEPT_TOGETHER = 500
"""A row of at most so many characters is not broken over two pages."""


def write_docx(book: Book) -> bytes:
    """All sheets of the book, each with a table a document; columns that a document leaves empty are left out."""
    document = docx.Document()
    _name_alternates(document)
    _add_styles(document)
    _page(document)
    document.core_properties.title = printable(book.title)
    document.core_properties.author = ""
    document.core_properties.created = datetime.combine(book.as_of, time())
    _paragraph(document, book.title, _TITLE)
    for words in _remarks(book):
        _paragraph(document, words, _SAID)
    for number, sheet in enumerate(book.sheets):
        if len(book.sheets) > 1:
            _paragraph(document, f"{_CHINESE[number]}、{sheet.name}", _PART)
        if not sheet.lines:
            _paragraph(document, sheet.remark or "没有内容。", _SAID)
        for named, lines in _by_document(book, sheet):
            if named:
                _paragraph(document, named, _NAMED)
            _table(document, sheet.columns, lines)
    out = io.BytesIO()
    document.save(out)
    return _undated(out.getvalue())


def _undated(content: bytes) -> bytes:
    """The same file without the minute it was packed in, so that the same ledger gives the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as packed, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as again:
        for name in packed.namelist():
            again.writestr(zipfile.ZipInfo(name), packed.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()


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


def _add_styles(document: Any) -> None:
    """The looks of the ledger as named styles, so that whoever edits it changes a look in one place."""
    middle = WD_ALIGN_PARAGRAPH.CENTER
    for name, (font, size) in _STYLES.items():
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = None
        style.font.size = Pt(size)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
            fonts.set(qn(kind), font)
        layout = style.paragraph_format
        layout.space_before, layout.space_after, layout.line_spacing = Pt(0), Pt(0), 1.0
        layout.alignment = middle if name in (_TITLE, _HEAD, _MIDDLE) else None
        layout.keep_with_next = name in (_TITLE, _PART, _NAMED)
    for name, before, after in ((_TITLE, 0, 10), (_PART, 14, 4), (_NAMED, 10, 4)):
        layout = document.styles[name].paragraph_format
        layout.space_before, layout.space_after = Pt(before), Pt(after)
    document.styles[_SAID].paragraph_format.first_line_indent = Pt(24)
    document.styles[_SAID].paragraph_format.line_spacing = 1.25


def _page(document: Any) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin, section.bottom_margin = Mm(24), Mm(22)
    section.footer_distance = Mm(12)
    document.settings.odd_and_even_pages_header_footer = True
    _page_number(section.footer.paragraphs[0], WD_ALIGN_PARAGRAPH.RIGHT)
    _page_number(section.even_page_footer.paragraphs[0], WD_ALIGN_PARAGRAPH.LEFT)


def _page_number(paragraph: Any, align: WD_ALIGN_PARAGRAPH) -> None:
    """— 3 — as official documents number their pages: odd ones right, even ones left."""
    paragraph.style, paragraph.alignment = _PAGE, align
    paragraph.add_run("— ")
    field = paragraph.add_run()
    for kind, code in (("begin", None), (None, " PAGE "), ("end", None)):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.set(qn("xml:space"), "preserve")
            element.text = code
        field._r.append(element)
    paragraph.add_run(" —")


def _paragraph(document: Any, words: str, style: str) -> None:
    document.add_paragraph(printable(words), style=style)


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
    for column, cell, width in zip(table.columns, table.rows[0].cells, widths, strict=True):
        column.width = cell.width = width  # rows that are added take it over
    looks = {name: document.styles[name].style_id for name in (_HEAD, _CELL, _MIDDLE)}
    _fill(table.rows[0], ["序号", *(columns[n].head for n in shown)], [looks[_HEAD]] * len(widths))
    _make_head(table.rows[0])
    middle = (True, *(columns[n].kind in ("number", "date", "state") for n in shown))
    styles = [looks[_MIDDLE if centred else _CELL] for centred in middle]
    for number, line in enumerate(lines, 1):
        words = [str(number), *(text_of(line.values[n]) for n in shown)]
        row = table.add_row()
        _fill(row, words, styles)
        if sum(map(len, words)) <= _KEPT_TOGETHER:
            row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _share(column: Column, values: Sequence[Value]) -> float:
    """A column's part of the page's width: no more than its words need, so that the long ones get the room."""
    return min(column.share, _needed([line for value in values for line in text_of(value).split("\n")], column.head))


def _needed(lines: Sequence[str], head: str) -> float:
    """The share at which the longest line stays whole: 9 points a Chinese character, a share about 10 mm."""
    return 0.3 * max(width_of(line, 1) for line in (*lines, head)) + 0.42


def _fill(row: Any, words: Sequence[str], styles: Sequence[str]) -> None:
    """Text and style of each cell of a row; straight into the XML, since a ledger has thousands of cells."""
    for tc, text, style in zip(row._tr.tc_lst, words, styles, strict=True):
        paragraph = tc.p_lst[0]
        paragraph.style = style
        if text:
            paragraph.add_r().text = printable(text)


def _make_head(row: Any) -> None:
    """The head of the table: shaded, and come again on every page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for tc in row._tr.tc_lst:
        tc.get_or_add_tcPr().append(parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="E7ECF1"/>'))


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
