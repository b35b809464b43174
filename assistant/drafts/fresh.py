"""A new docx for a draft that came as plain text: one paragraph a line, in the type and on the page of official papers."""

from __future__ import annotations

import io
from typing import Any

from docx import Document
from docx.enum.text import WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from assistant.ledger.sheet import printable


def new_docx(text: str) -> bytes:
    """The text as a Word file whose plain text is the text again, line by line; a tab stays a tab.

    GB/T 9704: A4, margins of 37, 35, 28 and 26 mm, 仿宋 in 16 points, lines 28 points apart.
    """
    document = Document()
    _page(document)
    for line in text.split("\n"):
        document.add_paragraph(printable(line))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    style = document.styles["Normal"]
    style.font.size = Pt(16)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for kind in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(kind), "仿宋")
    layout = style.paragraph_format
    layout.space_before, layout.space_after = Pt(0), Pt(0)
    layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(28)
