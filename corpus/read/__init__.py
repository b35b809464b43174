"""Any policy file in, the same paragraphs and tables out: ``read_file(Path("粤府办〔2022〕1号.docx"))``.

The content decides how a file is read, its suffix only where the content leaves it open. Whatever goes wrong inside a
reader reaches the caller as one ``UnreadableFile`` with a Chinese sentence: what happened, to which file, what to do.
Each format is one small module with ``read(data, name, limits) -> RawText``; it is imported when such a file is met.
"""

from __future__ import annotations

import importlib
import logging
import stat
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Protocol, cast

from corpus.errors import UnreadableFile
from corpus.raw import RawText
from corpus.read.characters import has_radical, plain_ideographs
from corpus.read.kind import OCR_HINT, SUFFIXES, SUPPORTED, Kind, is_picture, kind_of
from corpus.read.limits import DEFAULT_LIMITS, MEGABYTE, Limits

__all__ = ["DEFAULT_LIMITS", "SUFFIXES", "SUPPORTED", "Limits", "read_bytes", "read_file"]

# What a mistake of ours may raise on a file that nobody foresaw: the other files of a run go on all the same.
_UNFORESEEN = (
    ArithmeticError, AssertionError, AttributeError, EOFError, LookupError, OSError, RuntimeError, StopIteration,
    TypeError, ValueError,
)  # fmt: skip

_log = logging.getLogger(__name__)

_SHOWN: dict[Kind, str] = {
    "txt": "纯文本", "md": "Markdown", "html": "网页", "docx": "Word（docx）", "pdf": "PDF",
    "xlsx": "Excel（xlsx）", "office": "旧版 Word、WPS 或 Excel", "ofd": "OFD",
}  # fmt: skip


_PICTURE_REMEDY = f"请先存成 PDF，{OCR_HINT}后再放入，或先用文字识别（OCR）软件转成文字"


class _Reader(Protocol):
    def read(self, data: bytes, name: str, limits: Limits) -> RawText: ...


def read_file(path: Path, *, limits: Limits = DEFAULT_LIMITS) -> RawText:
    """Read one policy file; raises ``UnreadableFile`` and nothing else.

    Example: ``read_file(Path("实施方案.docx")).blocks[0]`` is ``"某市实施方案"``.
    """
    return read_bytes(_load(path, limits), path.name, limits=limits)


def read_bytes(data: bytes, name: str, *, limits: Limits = DEFAULT_LIMITS) -> RawText:
    """Read a file that is in memory already, such as an upload; ``name`` is what messages call it."""
    if len(data) > limits.file_bytes:
        raise _too_large(name, len(data), limits.file_bytes)
    if not data.strip(b"\x00 \t\r\n"):
        raise UnreadableFile(f"文件“{name}”是空的，没有可读的文字，请检查是否保存或下载完整。")
    suffix = Path(name).suffix.casefold()
    kind = kind_of(data, suffix)
    if kind is None:
        if is_picture(data):
            raise UnreadableFile(f"文件“{name}”是图片，没有文字可读，{_PICTURE_REMEDY}。")
        raise UnreadableFile(f"不支持文件“{name}”的格式，可以读取的有：{SUPPORTED}。")
    if kind in ("html", "md") and len(data) > limits.markup_bytes:
        raise _too_large(name, len(data), limits.markup_bytes)
    raw = _with_plain_characters(_read_as(kind, data, name, limits))
    if not any(not isinstance(b, str) or b.strip() for b in raw.blocks):
        raise UnreadableFile(f"文件“{name}”里没有可读的文字，请检查是否保存或下载完整。")
    if suffix and suffix in SUFFIXES and SUFFIXES[suffix] != kind:
        note = f"文件扩展名是“{suffix}”，内容是{_SHOWN[kind]}，已按内容读取。"
        raw = replace(raw, notes=(note, *raw.notes))
    return raw


def _read_as(kind: Kind, data: bytes, name: str, limits: Limits) -> RawText:
    try:
        reader = cast(_Reader, importlib.import_module(f"corpus.read.{kind}"))
        return reader.read(data, name, limits)
    except UnreadableFile:
        raise
    except ImportError as error:
        raise UnreadableFile(
            f"读取{_SHOWN[kind]}文件“{name}”所需的组件没有装好（{error}），请重新安装本程序。"
        ) from error
    except (MemoryError, RecursionError) as error:  # RecursionError is a RuntimeError, so it stands first
        _log.warning("%s: %r", name, error)
        raise UnreadableFile(f"文件“{name}”太大或结构过于复杂，无法读取，请拆分后再试。") from error
    except _UNFORESEEN as error:
        _log.exception("%s", name)
        why = type(error).__name__
        raise UnreadableFile(
            f"读取{_SHOWN[kind]}文件“{name}”时出现意外（{why}），未读取，请另存为其他格式后再试。"
        ) from error


def _with_plain_characters(raw: RawText) -> RawText:
    """Radicals and compatibility forms (⼈⺠) as everyday characters, whatever file they came in."""
    if not any(has_radical(b) if isinstance(b, str) else any(map(has_radical, chain(*b.rows))) for b in raw.blocks):
        return raw
    blocks = tuple(
        plain_ideographs(b)
        if isinstance(b, str)
        else replace(b, rows=tuple(tuple(map(plain_ideographs, row)) for row in b.rows))
        for b in raw.blocks
    )
    return replace(raw, blocks=blocks)


def _load(path: Path, limits: Limits) -> bytes:
    try:
        found = path.stat()
        if stat.S_ISDIR(found.st_mode):
            raise UnreadableFile(f"“{path.name}”是文件夹，不是文件，请指定其中的文件。")
        if not stat.S_ISREG(found.st_mode):
            raise UnreadableFile(f"“{path.name}”不是普通文件，无法读取。")
        if found.st_size > limits.file_bytes:
            raise _too_large(path.name, found.st_size, limits.file_bytes)
        with path.open("rb") as file:
            return file.read(limits.file_bytes + 1)
    except FileNotFoundError as error:
        raise UnreadableFile(f"找不到文件“{path}”，请检查路径后重试。") from error
    except PermissionError as error:
        raise UnreadableFile(f"没有权限读取文件“{path.name}”，请检查文件的访问权限。") from error
    except (OSError, ValueError) as error:
        raise UnreadableFile(f"文件“{path.name}”读取失败（{error}），请检查磁盘和路径后重试。") from error


def _too_large(name: str, size: int, bound: int) -> UnreadableFile:
    shown, most = size / MEGABYTE, bound / MEGABYTE
    return UnreadableFile(f"文件“{name}”有 {shown:.1f} MB，超过上限 {most:g} MB，请拆分或压缩其中的图片后再试。")
