"""pdf with a text layer: PDFium's characters put back into lines, paragraphs and tables.

A scan has no text layer and is refused with the remedy, unless the optional OCR is switched on (``corpus.read.ocr``); a
font that does not tell its characters likewise.
"""

from __future__ import annotations

import time

import pypdfium2
from pypdfium2 import PdfiumError

from corpus.errors import UnreadableFile
from corpus.model import Removed
from corpus.raw import RawText
from corpus.read import ocr
from corpus.read.fields import take_fields
from corpus.read.kind import OCR_HINT
from corpus.read.limits import Limits
from corpus.read.marks import strip_marks
from corpus.read.pages import Laid, blocks_of, lay
from corpus.read.pdf_page import read_page

_REMEDY = f"请{OCR_HINT}，或先用文字识别（OCR）软件转成带文字层的 PDF、Word 或文本后再放入"


def read(data: bytes, name: str, limits: Limits) -> RawText:
    """Read a pdf; raises ``UnreadableFile`` for scans, passwords, damage and files beyond the limits."""
    pages = _pages(data, name, limits)
    pictured = [one.page.number for one in pages if one.page.pictured and one.characters < 10]
    why = _unreadable(pages, pictured)
    if why and not ocr.is_on():
        raise UnreadableFile(f"PDF“{name}”{why}，{_REMEDY}。")
    notes: list[str] = []
    dropped: list[Removed] = []
    wanted = [one.page.number for one in pages] if why else pictured
    if wanted and ocr.is_on():
        scan = ocr.read_scans(data, name, wanted, limits)
        pages = [scan.pages.get(one.page.number, one) for one in pages]
        if not any(one.characters for one in pages):
            raise UnreadableFile(f"PDF“{name}”{why}，文字识别（OCR）也没有读出文字，请换用清晰的原件。")
        notes, dropped = scan.notes(), scan.removed
    elif pictured:
        shown = "、".join(map(str, pictured[:20])) + ("等" if len(pictured) > 20 else "")
        notes.append(f"第{shown}页是图片，没有文字层，其中的文字未读取；要读取，请{OCR_HINT}。")
    if unmapped := sum(one.page.unmapped for one in pages):
        notes.append(f"有 {unmapped} 个字符因字体缺少编码而无法读出。")
    blocks, removed = blocks_of(pages, limits)
    blocks, unmarked = strip_marks(blocks)
    blocks, fields, taken = take_fields(blocks)
    whole: tuple[Removed, ...] = (*removed, *dropped, *unmarked, *taken)
    return RawText(blocks=tuple(blocks), format="pdf", metadata=fields, removed=whole, notes=tuple(notes))


def _unreadable(pages: list[Laid], pictured: list[int]) -> str:
    """Why the text of the whole file is not to be had from its characters; empty where it is."""
    characters = sum(one.characters for one in pages)
    unmapped = sum(one.page.unmapped for one in pages)
    if characters < 10 * max(1, len(pages) // 10) and (pictured or characters == 0) and not unmapped:
        return "没有文字层（可能是扫描件），读不出文字"
    if unmapped > 0.3 * (characters + unmapped):
        return "的字体没有对应的文字编码，读出来是乱码"
    return ""


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
