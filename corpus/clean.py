"""Cleaning: from a file as read to the lines of the policy itself, with a reason for every piece removed.

After these steps, and only after them, the rest of the house may rely on:

- no control, zero-width or private-use character; NBSP, EN SPACE and the like are plain blanks, runs of them one;
- no blank line, no blank at a line's ends (except that ``Line.gap`` remembers a blank line before it and
  ``Line.hollow`` an empty cell after it, which flattened tables need);
- no HTML tag, no line of page furniture (menus, hotlines, link lists, page tools), no headlines of a scraped page;
- no injected advertising: the words are cut out, and where they overwrote a name the text says so (``DAMAGED``);
- repeated metadata stands once.

Punctuation, digits and brackets stay as the source prints them: a citation is word for word.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.furniture import first_text, without_furniture, without_headlines, without_tail
from corpus.lines import Block, Line, lines_of, tidy
from corpus.model import Removed
from corpus.raw import RawTable, RawText
from corpus.read.fields import fields_of_line
from corpus.spam import CUT, DAMAGED, without_spam

__all__ = ["DAMAGED", "Clean", "clean"]

_ATTRIBUTE = r"""\s+[A-Za-z_:@][A-Za-z0-9_:.-]{0,40}(?:\s?=\s?(?:"[^"<>]{0,300}"|'[^'<>]{0,300}'|[^\s"'<>]{1,300}))?"""
_TAG = re.compile(
    rf"</?(?P<name>[A-Za-z][A-Za-z0-9]{{0,15}})(?:{_ATTRIBUTE}){{0,30}}\s?/?>|<!--.{{0,2000}}?-->|&nbsp;?|&(?:lt|gt|amp|quot);"
)
_TAGS = frozenset(
    "a abbr address area article aside audio b base bdo big blockquote body br button canvas caption center cite code col "
    "colgroup dd del delect details dfn dir div dl dt em embed fieldset figcaption figure font footer form frame frameset "
    "h1 h2 h3 h4 h5 h6 head header hr html i iframe img input ins kbd label legend li link main map mark menu menuitem meta "
    "meter nav nobr noframes noscript object ol optgroup option output p param pre progress q rp rt ruby s samp script "
    "section select small source span strike strong style sub summary sup table tbody td textarea tfoot th thead time title "
    "tr track tt u ul var video wbr o st1 v w".split()
)
_NAMED = {"&lt;": "<", "&gt;": ">", "&amp;": "&", "&quot;": '"'}
_BULLETS_ONLY = re.compile(r"[\s•·●◦\-*]*(?:\d{1,3}[.、])?[\s•·●◦\-*]*")


@dataclass(frozen=True, slots=True)
class Clean:
    """What is left of a file, what was removed and why, and what the reader should know."""

    blocks: tuple[Block, ...]
    removed: tuple[Removed, ...]
    notes: tuple[str, ...] = ()


def clean(raw: RawText) -> Clean:
    """Run every step in order; see the module's text for what holds afterwards.

    >>> clean(RawText(("客服热线:0755-8882 8155", "一、总体要求"), "txt")).removed[0].reason
    '网页固定内容'
    """
    removed: list[Removed] = list(raw.removed)
    blocks: Sequence[Block] = lines_of(raw.blocks)
    for step in (_tags, without_tail, without_furniture, without_headlines, _repeated_metadata, without_spam):
        blocks = step(blocks, removed)
    notes = list(raw.notes)
    if any(DAMAGED in text for text in _texts(blocks)):
        notes.append("原文有机构名称被网页垃圾信息覆盖，已标注为无法辨认。")
    if any(CUT in text for text in _texts(blocks)):
        notes.append("原文有句子被植入广告文字，广告已去除，去除处已标注。")
    if broken := sum(text.count("\ufffd") for text in _texts(blocks)):
        notes.append(f"原文有{broken}个字符损坏，以“\ufffd”标出。")
    return Clean(tuple(blocks), tuple(removed), tuple(notes))


def _texts(blocks: Sequence[Block]) -> list[str]:
    return [t for b in blocks for t in ((b.text,) if isinstance(b, Line) else (c for row in b.rows for c in row))]


def _tags(blocks: Sequence[Block], removed: list[Removed]) -> list[Block]:
    """Without HTML: a line that held nothing else goes, and with it the bullet or number of its list."""
    out: list[Block] = []
    for block in blocks:
        if isinstance(block, RawTable):
            rows = tuple(tuple(_untagged(c)[0] for c in row) for row in block.rows)
            out.append(block if rows == block.rows else replace(block, rows=rows))
            continue
        text, cut = _untagged(block.text)
        if cut and _BULLETS_ONLY.fullmatch(text):
            removed.append(Removed(block.text, "网页标签残片"))
            continue
        if cut:
            removed.append(Removed(" ".join(cut), "网页标签残片"))
        if text:
            out.append(block if text == block.text else replace(block, text=text))
    return out


def _untagged(text: str) -> tuple[str, list[str]]:
    """A text without tags, and the tags; ``P<a 或 P>b`` has none."""
    if "<" not in text and "&" not in text:
        return text, []
    cut: list[str] = []

    def replaced(match: re.Match[str]) -> str:
        if match[0] in _NAMED:
            return _NAMED[match[0]]
        if match["name"] and match["name"].lower() not in _TAGS:
            return match[0]
        if not match[0].startswith("&"):
            cut.append(match[0])
        return " "

    return tidy(_TAG.sub(replaced, text)), cut


def _repeated_metadata(blocks: Sequence[Block], removed: list[Removed]) -> list[Block]:
    """The fields of a page's head once: a line above the text all of whose fields were stated before goes."""
    head = first_text(blocks)
    seen: set[tuple[str, str]] = set()
    out: list[Block] = []
    for at, block in enumerate(blocks):
        fields = fields_of_line(block.text) if at < head and isinstance(block, Line) else {}
        pairs = {(name, re.sub(r"\s", "", value)) for name, value in fields.items()}
        if pairs and pairs <= seen and isinstance(block, Line):
            removed.append(Removed(block.text, "重复的文件信息"))
            continue
        seen |= pairs
        out.append(block)
    return out
