"""A check's report as a Word document to hand on: how many of each verdict, then every finding with its clause."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from assistant.drafts.finding import CheckReport, Finding
from assistant.drafts.paper import Paper
from assistant.drafts.remark import source
from assistant.drafts.report_html import KINDS, in_order
from assistant.ledger.sheet import printable

_BODY, _HEAD = "仿宋", "黑体"
_COLOURS = {"一致": 0x2E7D4F, "非现行有效": 0xA15C00, "断章": 0xA15C00, "无法核实": 0x5B6673, "建议补引": 0x1F5679}
_WRONG = 0xB3261E


def report_docx(paper: Paper, report: CheckReport, now: datetime) -> bytes:
    """The report as the bytes of one file."""
    document = Document()
    _page(document)
    _line(document, f"核对报告：{paper.name}", _HEAD, 18, WD_ALIGN_PARAGRAPH.CENTER)
    _line(document, f"{now:%Y年%m月%d日 %H:%M}核对，共{len(report.findings)}处。", _BODY, 12)
    for note in (*paper.notes, *report.notes):
        _line(document, f"说明：{note}", _BODY, 12)
    _counts(document, report)
    for order, number in enumerate(in_order(report.findings), 1):
        _finding(document, paper, report.findings[number], order)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(26)
    style = document.styles["Normal"]
    style.paragraph_format.space_after = Pt(2)
    _type(style.element.get_or_add_rPr(), _BODY)


def _counts(document: Any, report: CheckReport) -> None:
    if not report.counts:
        _line(document, "没有找到需要核对的引用、数字或职责。", _BODY, 12)
        return
    table = document.add_table(rows=1, cols=2, style="Table Grid")
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "结论", "处数"
    for verdict, count in report.counts.items():
        cells = table.add_row().cells
        cells[0].text, cells[1].text = verdict, str(count)
    document.add_paragraph()


def _finding(document: Any, paper: Paper, finding: Finding, order: int) -> None:
    head = document.add_paragraph()
    head.paragraph_format.keep_with_next = True
    head.paragraph_format.space_before = Pt(10)
    _run(head, f"{order}. ", _HEAD, 12)
    verdict = _run(head, f"【{finding.verdict}】", _HEAD, 12)
    colour = _COLOURS.get(finding.verdict, _WRONG)
    verdict.font.color.rgb = RGBColor(colour >> 16, colour >> 8 & 0xFF, colour & 0xFF)
    _run(head, f"{paper.place(finding.span.start)}（{KINDS[finding.kind]}）", _BODY, 12)
    _line(document, f"文稿：{finding.text}", _BODY, 12)
    _line(document, f"说明：{finding.reason}", _BODY, 12)
    if finding.correction is not None and finding.correction != finding.text:
        _line(document, f"建议改为：{finding.correction}" if finding.correction else "建议删去。", _BODY, 12)
    for evidence in finding.evidence:
        _line(document, f"依据：{source(evidence)}", _BODY, 12)


def _line(document: Any, words: str, font: str, size: float, align: Any = None) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = align
    _run(paragraph, words, font, size)


def _run(paragraph: Any, words: str, font: str, size: float) -> Any:
    run = paragraph.add_run(printable(words))
    run.font.size = Pt(size)
    _type(run._r.get_or_add_rPr(), font)
    return run


def _type(properties: Any, font: str) -> None:
    fonts = properties.get_or_add_rFonts()
    for kind in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(kind), font)
