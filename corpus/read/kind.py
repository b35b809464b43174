"""Which format a file really is: its first bytes decide, its name only where the bytes say no more than "text".

Clerks rename files: a .doc that is a saved web page, a .txt that is a pdf. Example: ``kind_of(b"%PDF-1.7 …", ".doc")``
is ``"pdf"``.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import Literal

Kind = Literal["txt", "md", "html", "docx", "pdf", "xlsx", "office", "ofd"]

# By suffix, the formats that are promised; "office" is what LibreOffice turns into docx or xlsx.
SUFFIXES: dict[str, Kind] = {
    ".txt": "txt", ".text": "txt", ".md": "md", ".markdown": "md", ".html": "html", ".htm": "html", ".shtml": "html",
    ".docx": "docx", ".docm": "docx", ".pdf": "pdf", ".xlsx": "xlsx", ".xlsm": "xlsx", ".ofd": "ofd",
    ".doc": "office", ".wps": "office", ".rtf": "office", ".odt": "office", ".xls": "office", ".et": "office",
}  # fmt: skip

# Web addresses end so; a page saved under such a name is text or html by its content.
_WEB = {".jsp", ".php", ".asp", ".aspx", ".do", ".xhtml", ".jhtml"}

SUPPORTED = "txt、md、html、docx、pdf、xlsx、ofd，以及装有 LibreOffice 时的 doc、wps、rtf、odt、xls、et"

# What refusals of scans and pictures say: how the optional reading of pictures (corpus.read.ocr) is had.
OCR_HINT = '安装 OCR 组件（pip install -e ".[ocr]"）并设置 POLICY_OCR=1'

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = re.compile(rb"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]", re.IGNORECASE)
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*", b"RIFF")
_FOREIGN = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"MZ", b"\x7fELF")


def kind_of(data: bytes, suffix: str) -> Kind | None:
    """The format to read ``data`` as; ``None`` for what is none of ours (a picture, another archive, a program)."""
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(_OLE) or data.lstrip()[:5] == b"{\\rtf":
        return "office"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _kind_of_archive(data, suffix)
    if is_picture(data) or (data.startswith(_FOREIGN) and _has_nul(data)):
        return None
    if b"<w:wordDocument" in data[:4096]:
        return "office"
    if _looks_like_html(data) or is_web_archive(data):
        return "html"
    by_name = SUFFIXES.get(suffix)
    if by_name in ("txt", "md", "html"):
        return by_name
    return "txt" if by_name is not None or suffix == "" or suffix in _WEB else None


def is_web_archive(data: bytes) -> bool:
    """Whether the bytes are a page with all its parts in one file (.mht), as browsers and Word save it."""
    head = data[:4096].lower()
    return b"mime-version" in head and b"multipart/related" in head


def is_picture(data: bytes) -> bool:
    """Whether the bytes are a picture or a scan in a picture format."""
    return data.startswith(_PICTURES) and _has_nul(data)


def _has_nul(data: bytes) -> bool:
    """What text never has near its start: 「BMI不低于…」 begins like a bitmap but is a text."""
    return b"\x00" in data[:64]


def _looks_like_html(data: bytes) -> bool:
    head = data[:4096]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head[2:].replace(b"\x00", b"")
    return _HTML.search(head) is not None and head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<"


def _kind_of_archive(data: bytes, suffix: str) -> Kind | None:
    """Tell docx, xlsx and ofd apart by a part that each must have; a broken archive goes by its name."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = {n.casefold() for n in archive.namelist()}
            first = archive.read("mimetype")[:80] if "mimetype" in archive.namelist() else b""
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, ValueError, OSError, EOFError):
        by_name = SUFFIXES.get(suffix)
        return by_name if by_name in ("docx", "xlsx", "ofd", "office") else None
    if any(n.startswith("word/") for n in names):
        return "docx"
    if any(n.startswith("xl/") for n in names):
        return "xlsx"
    if any(n.rpartition("/")[2] == "ofd.xml" for n in names):
        return "ofd"
    return "office" if b"opendocument" in first else None
