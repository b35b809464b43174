"""pdf with a text layer: PDFium's characters put back into lines, paragraphs and tables.

A scan has no text layer and is refused with the remedy; a font that does not tell its characters likewise.
"""

from __future__ import annotations

import time

import pypdfium2  # type: ignore[import-untyped]
from pypdfium2 import PdfiumError

from corpus.errors import UnreadableFile
from corpus.model import Removed
from corpus.raw import RawText
from corpus.read.fields import take_fields
from corpus.read.limits import Limits
from corpus.read.marks import strip_marks
from corpus.read.pages import Laid, blocks_of, lay
from corpus.read.pdf_page import read_page

_REMEDY = "请先用文字识别（OCR）软件转成带文字层的 PDF、Word 或文本后再放入"


def read(data: bytes, name: str, limits: Limits) -> RawText:
    """Read a pdf; raises ``UnreadableFile`` for scans, passwords, damage and files beyond the limits."""
    pages = _pages(data, name, limits)
    characters = sum(one.characters for one in pages)
    unmapped = sum(one.page.unmapped for one in pages)
    pictured = [one.page.number for one in pages if one.page.pictured and one.characters < 10]
    if characters < 10 * max(1, len(pages) // 10) and (pictured or characters == 0) and not unmapped:
        raise UnreadableFile(f"PDF“{name}”没有文字层（可能是扫描件），读不出文字，{_REMEDY}。")
    if unmapped > 0.3 * (characters + unmapped):
        raise UnreadableFile(f"PDF“{name}”的字体没有对应的文字编码，读出来是乱码，{_REMEDY}。")
    blocks, removed = blocks_of(pages, limits)
    blocks, unmarked = strip_marks(blocks)
    blocks, fields, taken = take_fields(blocks)
    notes = []
    if pictured:
        shown = "、".join(map(str, pictured[:20])) + ("等" if len(pictured) > 20 else "")
        notes.append(f"第{shown}页是图片，没有文字层，其中的文字未读取。")
    if unmapped:
        notes.append(f"有 {unmapped} 个字符因字体缺少编码而无法读出。")
    whole: tuple[Removed, ...] = (*removed, *unmarked, *taken)
    return RawText(blocks=tuple(blocks), format="pdf", metadata=fields, removed=whole, notes=tuple(notes))


def _pages(data: bytes, name: str, limits: Limits) -> list[Laid]:
    started = time.monotonic()
    try:
        document = pypdfium2.PdfDocument(data)
    except PdfiumError as error:
        if "password" in str(error).casefold() or "security" in str(error).casefold():
            raise UnreadableFile(f"PDF“{name}”已加密，请先去掉密码后再放入。") from error
        raise UnreadableFile(f"PDF“{name}”已损坏或没有下载完整，无法打开，请重新获取后再试。") from error
    try:
        if len(document) > limits.pages:
            raise UnreadableFile(f"PDF“{name}”有 {len(document)} 页，超过上限 {limits.pages} 页，请拆分后再试。")
        pages = []
        for number in range(len(document)):
            pages.append(lay(read_page(document, number)))
            if time.monotonic() - started > limits.read_seconds:
                raise UnreadableFile(f"PDF“{name}”读取超过 {limits.read_seconds:g} 秒，已放弃，请拆分后再试。")
        return pages
    except PdfiumError as error:
        raise UnreadableFile(f"PDF“{name}”有损坏的页面，无法读取，请重新获取后再试。") from error
    finally:
        document.close()
