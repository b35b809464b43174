"""A draft's text with paragraphs of a length that people write, so that no draft takes longer than its length allows.

A paragraph is read as one: what its quotations close, what 同文件 points to. One of ten thousand characters is a converter's
accident or an attack, and reading it as one takes minutes; it is read as several.
"""

from __future__ import annotations

import re

from corpus.errors import UnreadableFile

LONGEST = 2_000
"""Characters of a paragraph read as one; the longest of a real paper has about 1,500."""
MOST = 3_000
"""Citations of one draft, by what they have most of (《, 〔, 第…条): a report of 500 pages has some hundred."""
_CITED = tuple(map(re.compile, ("《", "[〔﹝][12]", "第[一二三四五六七八九十百千0-9]{1,6}[条章款项部]")))
_SEAMS = ("。", "；", "，", "、", " ")


def parted(text: str) -> str:
    """The text with line breaks in place of single characters of over-long paragraphs; every other character stays put.

    Raises ``UnreadableFile`` for what no person wrote: thousands of citations.
    """
    count = max(sum(1 for _ in mark.finditer(text)) for mark in _CITED)
    if count > MOST:
        raise UnreadableFile(f"文稿里有{count}处像引用的写法，超过上限{MOST}处，不像一份文稿，请拆分后再核对。")
    if all(len(line) <= LONGEST for line in text.split("\n")):
        return text
    return "\n".join(map(_cut, text.split("\n")))


def _cut(line: str) -> str:
    out = []
    while len(line) > LONGEST:
        at = next((p for seam in _SEAMS if (p := line.rfind(seam, LONGEST // 2, LONGEST)) > 0), LONGEST - 1)
        out.append(line[:at])
        line = line[at + 1 :]
    return "\n".join([*out, line])
