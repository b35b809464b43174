"""A draft in plain text or Markdown: its characters as they are, so that offsets count in the file's own text."""

from __future__ import annotations

from pathlib import Path

from corpus.errors import UnreadableFile

_MOST = 20_000_000


def read_plain(path: Path) -> str:
    """The text of a txt or md file: UTF-8 with or without BOM, else GB18030; raises ``UnreadableFile`` for a binary one."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(f"读不了文稿“{path.name}”（{error.strerror}），请检查路径和权限。") from error
    if len(data) > _MOST:
        raise UnreadableFile(f"文稿“{path.name}”太大（超过20MB），请拆成几份再核对。")
    return decoded(data, path.name)


def decoded(data: bytes, name: str) -> str:
    """The text of some bytes; line ends become one character each."""
    if b"\0" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnreadableFile(f"文稿“{name}”不是文本文件，请另存为 docx、txt 或 md 后重试。")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16", errors="replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("gb18030", errors="replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")
