"""Names under which files may be written into the documents folder: kept as they are, or refused."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import PurePosixPath

from corpus.errors import RefusedName
from corpus.read import SUFFIXES, SUPPORTED

_LONGEST = 240
_UNSEEN = re.compile("[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def safe_name(name: str) -> str:
    """The name itself, where a file of this name may lie in the documents folder; else ``RefusedName`` says why not.

    ``safe_name("粤府办〔2022〕1号.docx")`` is the same; ``safe_name("../通知.txt")`` is refused, and so are hidden names,
    signs that can't be seen, and kinds of files that can't be read. A name in an old encoding (GBK) is read as such.
    """
    name = _decoded(name)
    shown = printable(name)[:80]
    if "/" in name or "\\" in name or name in ("", ".", "..") or re.match("[A-Za-z]:", name):
        raise RefusedName(f"文件名“{shown}”里含有路径，不能收下，请只用文件名。")
    if name.startswith((".", "~$")):
        raise RefusedName(f"“{shown}”是隐藏文件或临时文件，不能收下，请改名后再试。")
    if _UNSEEN.search(name):
        raise RefusedName(f"文件名“{shown}”里有看不见的控制字符，请改名后再试。")
    if len(name.encode()) > _LONGEST:
        raise RefusedName(f"文件名“{shown}…”太长，请缩短到八十个字以内后再试。")
    if PurePosixPath(name).suffix.lower() not in SUFFIXES:
        raise RefusedName(f"不支持文件“{shown}”的格式，可以读取的有：{SUPPORTED}。")
    return name


def printable(name: str) -> str:
    """A name for a message: what can't be shown is replaced."""
    return _UNSEEN.sub("\ufffd", name.encode(errors="replace").decode())


def _decoded(name: str) -> str:
    """A name whose bytes are no UTF-8, as unpacked from an old archive, read as GB 18030."""
    try:
        name.encode()
    except UnicodeEncodeError:
        try:
            return os.fsencode(name).decode("gb18030")
        except (UnicodeDecodeError, UnicodeEncodeError):
            return name.encode(errors="replace").decode()
    return name


def free_name(name: str, taken: Callable[[str], bool]) -> str:
    """The name, or the first of 方案（2）.txt, 方案（3）.txt that is not taken."""
    if not taken(name):
        return name
    path = PurePosixPath(name)
    stem = path.stem
    while len(f"{stem}（9999）{path.suffix}".encode()) > _LONGEST:
        stem = stem[:-1]
    number = 2
    while taken(f"{stem}（{number}）{path.suffix}"):
        number += 1
    return f"{stem}（{number}）{path.suffix}"
