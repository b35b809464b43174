"""Markdown: headings, emphasis, lists and links back to plain paragraphs, tables to grids.

Policy texts reach Markdown by converters, so much of it is plain text with a few marks. What the marks hide comes
back: an ordered list's printed numbers (「1. 加强领导」), a ``<table>`` with merged cells, a front matter's fields.
``<1%`` and ``5*3*2`` are text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from corpus.model import Removed
from corpus.raw import RawTable, RawText
from corpus.read.fields import field_name, take_fields
from corpus.read.grid import Place, grid_of
from corpus.read.limits import Limits
from corpus.read.marks import EXPORT_HEADING, STRONG
from corpus.read.markup import blocks_of_fragment
from corpus.read.txt import decode, lines

_FRONT = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"([^:：\s][^:：\n]{0,20})[:：]\s*(.*)")


def read(data: bytes, name: str, limits: Limits) -> RawText:
    """Read a Markdown file; raises ``UnreadableFile`` where ``txt`` does."""
    text, notes = decode(data, name)
    text = "\n".join(lines(text))
    text, fields = _front_matter(text)
    tokens = _parser().parse(text)
    blocks, removed = _blocks(tokens, limits)
    rest, found, taken = take_fields(blocks)
    return RawText(blocks=tuple(rest), format="md", metadata=found | fields, removed=(*removed, *taken), notes=notes)


def _parser() -> MarkdownIt:
    """CommonMark without the rules that eat text: indented code, underlined headings, link definitions, emphasis.

    Links and emphasis are taken off afterwards: the parser's own search for them grows with the square of a line.
    """
    parser = MarkdownIt("commonmark", {"maxNesting": 50}).enable("table")
    return parser.disable(["code", "lheading", "reference", "emphasis", "link", "image"])


def _front_matter(text: str) -> tuple[str, dict[str, str]]:
    """Split off ``---\\ntitle: …\\n---``; only where every line of it is a field."""
    match = _FRONT.match(text)
    if match is None:
        return text, {}
    found = {}
    for line in match[1].splitlines():
        field = _FIELD.fullmatch(line.strip())
        if field is None:
            return text, {}
        name = {"title": "标题", "date": "发布日期"}.get(field[1].casefold()) or field_name(field[1])
        if name and field[2]:
            found[name] = field[2].strip().strip("\"'")
    return text[match.end() :], found


def _blocks(tokens: Sequence[Token], limits: Limits) -> tuple[list[str | RawTable], list[Removed]]:
    out: list[str | RawTable] = []
    removed: list[Removed] = []
    printed = _printed_numbers(tokens)
    marker = ""
    skip_to = 0
    for at, token in enumerate(tokens):
        if at < skip_to:
            continue
        if token.type == "table_open":
            skip_to = next(i for i in range(at, len(tokens)) if tokens[i].type == "table_close")
            out += _table(tokens[at:skip_to], limits)
        elif token.type == "list_item_open":
            marker += printed[at]
        elif token.type == "inline":
            found = _inline(token)
            if tokens[at - 1].type == "heading_open" and EXPORT_HEADING.fullmatch(found[0].strip()):
                removed.append(Removed(found[0], "导出时加的标题"))
            else:
                out += [marker + found[0], *found[1:]]
            marker = ""
        elif token.type == "fence":
            out += token.content.split("\n")
        elif token.type == "html_block":
            out += _html_block(token.content, limits)
        elif token.type == "hr":
            removed.append(Removed(token.markup, "分隔线"))
    return [b for b in out if not isinstance(b, str) or b.strip()], removed


def _printed_numbers(tokens: Sequence[Token]) -> dict[int, str]:
    """What each list item prints before its text: 「1. 」; where the source says 1. 1. 1. the reader sees 1. 2. 3."""
    out: dict[int, str] = {}
    open_lists: list[list[int]] = []
    for at, token in enumerate(tokens):
        if token.type in ("ordered_list_open", "bullet_list_open"):
            open_lists.append([])
        elif token.type == "list_item_open":
            open_lists[-1].append(at)
        elif token.type in ("ordered_list_close", "bullet_list_close"):
            items = open_lists.pop()
            alike = len({tokens[i].info for i in items}) == 1
            for order, i in enumerate(items):
                number = str(int(tokens[i].info) + order) if tokens[i].info.isdigit() and alike else tokens[i].info
                out[i] = f"{number}{tokens[i].markup} " if token.type == "ordered_list_close" else ""
    return out


_IMAGE = re.compile(r"!\[[^\[\]\n]{0,300}\]\([^()\s]{0,1000}(?:\s+[\"'][^\"'\n]{0,300}[\"'])?\)")
_LINK = re.compile(r"\[([^\[\]\n]{1,500})\]\([^()\s]{0,1000}(?:\s+[\"'][^\"'\n]{0,300}[\"'])?\)")
_SLANTED = re.compile(r"(?<![\w*])(\*)(?=[^\s*])([^*]+?)(?<=[^\s*])\*(?![\w*])")
_ESCAPED = str.maketrans("*_[]", "\x01\x02\x03\x04")
_AGAIN = str.maketrans("\x01\x02\x03\x04", "*_[]")


def _inline(token: Token) -> list[str]:
    """The lines of a paragraph, without marks; a soft break stays a break, for these files are rarely wrapped.

    A lone ``*`` inside words (带*号的为约束性指标) is text.
    """
    out = ""
    for child in token.children or ():
        if child.type in ("softbreak", "hardbreak"):
            out += "\n"
        elif child.type == "html_inline":
            out += "\n" if re.match(r"<br\b", child.content, re.IGNORECASE) else ""
        elif child.type in ("text_special", "code_inline"):
            out += child.content.translate(_ESCAPED)
        else:
            out += child.content
    out = STRONG.sub(r"\2", _LINK.sub(r"\1", _IMAGE.sub("", out)))
    return [_SLANTED.sub(r"\2", line).translate(_AGAIN) for line in out.split("\n")]


def _table(tokens: Sequence[Token], limits: Limits) -> list[RawTable]:
    rows: list[list[Place]] = []
    head = False
    for token in tokens:
        if token.type in ("thead_open", "tbody_open"):
            head = token.type == "thead_open"
        elif token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(Place("\n".join(line.strip() for line in _inline(token)), head=head))
    grid = grid_of(rows, limits)
    return [grid] if grid else []


def _html_block(content: str, limits: Limits) -> list[str | RawTable]:
    """HTML inside Markdown: tables as grids, other tags off, scripts never."""
    return blocks_of_fragment(content, limits)
