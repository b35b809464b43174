"""The words of a scanned page, read off its picture: the optional extra ``ocr`` (rapidocr, its models in the package).

Off unless ``POLICY_OCR=1`` is set and the packages are there; nothing of it is imported before that. What it reads may
be wrong without looking so (4‰ as 4%), so the text always carries a note that it must be checked against the original.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import re
import threading
import time
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import pypdfium2

from corpus.errors import UnreadableFile
from corpus.model import Removed
from corpus.read.layout import Glyph, Page
from corpus.read.limits import Limits
from corpus.read.pages import Laid, lay

_PACKAGES = ("rapidocr", "onnxruntime")
_DOTS_PER_INCH = 200
_MOST_DOTS = 4000  # along the longer edge of a page, however large the page says it is
_SURE, _READABLE = 0.9, 0.5
_MOST_SHOWN = 10
# Print sets ‰; the reader sees a percent sign and a ring, which no text has side by side.
_PER_MILLE = re.compile(r"(?<=[0-9])%[0oO○₀ₒ](?![0-9A-Za-z.])")
_OPENING = re.compile(r"(?<=[\u4e00-\u9fff])\(|\((?=[\u4e00-\u9fff])")
_CLOSING = re.compile(r"(?<=[\u4e00-\u9fff])\)|\)(?=[\u4e00-\u9fff])")
_lock = threading.Lock()


@dataclass(slots=True)
class Scan:
    """What was read off pictures: the pages by number, and all that a reader of the text has to know."""

    pages: dict[int, Laid] = field(default_factory=dict)
    removed: list[Removed] = field(default_factory=list)
    unsure: list[str] = field(default_factory=list)
    tables: list[int] = field(default_factory=list)

    def notes(self) -> list[str]:
        """Example: 「第1、2页的文字由文字识别（OCR）得来，可能有误（尤其“‰”常被读成“%”），文字和数字请对照原件核对。」"""
        numbers = _listed(list(map(str, self.pages)), "、", 20)
        out = [f"第{numbers}页的文字由文字识别（OCR）得来，可能有误（尤其“‰”常被读成“%”），文字和数字请对照原件核对。"]
        if empty := [str(number) for number, one in self.pages.items() if not one.characters]:
            out.append(f"第{_listed(empty, '、', 20)}页没有识别出文字，请对照原件确认是否空白。")
        if self.unsure:
            out.append(f"文字识别没有把握的地方：{_listed(self.unsure, '；', _MOST_SHOWN)}。")
        if self.tables:
            shown = _listed(list(map(str, self.tables)), "、", 20)
            out.append(f"第{shown}页可能有表格，文字识别没有还原行列，请对照原件核对。")
        return out


def is_on() -> bool:
    """Whether pictures are to be read and can be: the switch is set and the packages are installed."""
    return os.environ.get("POLICY_OCR", "").strip() == "1" and all(map(importlib.util.find_spec, _PACKAGES))


def read_scans(data: bytes, name: str, numbers: list[int], limits: Limits) -> Scan:
    """Read the given pages of a pdf (from 1) off their pictures; only to be asked where ``is_on()``."""
    started = time.monotonic()
    scan = Scan()
    document = pypdfium2.PdfDocument(data)
    try:
        for number in numbers:
            page = document[number - 1]
            try:
                width, height = page.get_size()
                scale = min(_DOTS_PER_INCH / 72, _MOST_DOTS / max(width, height, 1.0))
                picture = page.render(scale=scale).to_numpy()
            finally:
                page.close()
            out = Page(number, width, height)
            _read_picture(picture, scale, name, out, scan)
            scan.pages[number] = lay(out)
            if time.monotonic() - started > limits.ocr_seconds:
                raise UnreadableFile(f"PDF“{name}”文字识别超过 {limits.ocr_seconds:g} 秒，已放弃，请拆分后再试。")
    finally:
        document.close()
    return scan


def _read_picture(picture: object, scale: float, name: str, page: Page, scan: Scan) -> None:
    found = _recognised(picture, name)
    if found.txts is None or found.boxes is None:
        return
    glyphs: list[Glyph] = []
    for box, text, score in zip(found.boxes, found.txts, found.scores, strict=True):
        xs, ys = [float(x) / scale for x, _ in box], [float(y) / scale for _, y in box]
        words = text.strip()
        if not words:
            continue
        if float(score) < _READABLE:
            scan.removed.append(Removed(words, f"第{page.number}页文字识别认不清"))
            continue
        plain = _plain(words)
        if float(score) < _SURE or plain != _plain_brackets(words):
            scan.unsure.append(f"第{page.number}页“{plain}”")
        wide, high = max(xs) - min(xs), max(ys) - min(ys)
        if len(words) > 2 and high > 1.5 * wide:
            scan.removed.append(Removed(plain, f"第{page.number}页竖排或横放的文字"))
            continue
        glyphs.append(Glyph(plain, min(xs), min(ys), max(xs), max(ys), 0.9 * high))
    page.glyphs = _even(glyphs)
    if _looks_like_table(page.glyphs):
        scan.tables.append(page.number)


def _recognised(picture: object, name: str) -> Any:
    try:
        with _lock:
            return _engine()(picture)
    except Exception as error:  # the package's errors share no other base: a model missing, a picture it can't take
        why = type(error).__name__
        raise UnreadableFile(
            f"PDF“{name}”的文字识别（OCR）出错（{why}），未读取，请重新安装 OCR 组件后再试。"
        ) from error


@cache
def _engine() -> Any:
    package = importlib.import_module("rapidocr")
    return package.RapidOCR(params={"Global.log_level": "error", "Global.text_score": 0.0})


def _plain(text: str) -> str:
    return _PER_MILLE.sub("‰", _plain_brackets(text))


def _plain_brackets(text: str) -> str:
    """Brackets beside Chinese characters are as wide as these, whichever width was seen."""
    return _CLOSING.sub("）", _OPENING.sub("（", text))


def _even(glyphs: list[Glyph]) -> list[Glyph]:
    """One size for all lines of about the page's usual one: a box is as high as its highest character."""
    if not glyphs:
        return []
    usual = sorted(g.size for g in glyphs)[len(glyphs) // 2]
    return [g._replace(size=usual) if 0.75 * usual < g.size < 1.25 * usual else g for g in glyphs]


def _looks_like_table(glyphs: list[Glyph]) -> bool:
    """Three rows or more of pieces that stand side by side."""
    beside = [g for g in glyphs if sum(abs(o.bottom - g.bottom) < 0.5 * g.size for o in glyphs) > 1]
    return len(beside) >= 6


def _listed(words: list[str], between: str, most: int) -> str:
    return between.join(words[:most]) + ("等" if len(words) > most else "")
