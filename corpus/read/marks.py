"""Marks of Markdown left over in other files: ``## 政策全文``, ``**发布日期**: …``, ``---`` from a careless export."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.model import Removed
from corpus.raw import RawTable

_HEADING = re.compile(r"#{1,6}[ \u3000]+(\S.*)")
_RULE = re.compile(r"[ \t]*(?:-{3,}|\*{3,}|_{3,})[ \t]*")
STRONG = re.compile(r"(\*\*|__)(?=[^\s*_])(.{1,500}?)(?<=[^\s*_])\1")
# Headings that an exporter sets above the text; they are no words of the policy.
EXPORT_HEADING = re.compile(r"(?:政策|文件|公文)?(?:全文|正文|原文|内容)|基本信息|元数据")


def strip_marks(blocks: Sequence[str | RawTable]) -> tuple[list[str | RawTable], list[Removed]]:
    """Take the marks off where a file shows at least two kinds of them; a single ``#`` or ``**`` proves nothing."""
    lines = [b for b in blocks if isinstance(b, str)]
    kinds = [any(p.fullmatch(line) for line in lines) for p in (_HEADING, _RULE)]
    kinds.append(any(STRONG.search(line) for line in lines))
    if sum(kinds) < 2:
        return list(blocks), []
    out: list[str | RawTable] = []
    removed: list[Removed] = []
    for block in blocks:
        if isinstance(block, RawTable):
            out.append(block)
            continue
        heading = _HEADING.fullmatch(block)
        if _RULE.fullmatch(block):
            removed.append(Removed(block, "分隔线"))
        elif heading and EXPORT_HEADING.fullmatch(heading[1].strip()):
            removed.append(Removed(block, "导出时加的标题"))
        else:
            out.append(STRONG.sub(r"\2", heading[1] if heading else block))
    return out, removed
