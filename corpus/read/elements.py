"""HTML's elements: which break a line, which are never words, what is hidden, and a parse that no page can stall."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from corpus.errors import UnreadableFile

_BLOCK_NAMES = (
    "address article aside blockquote body br caption center dd details dialog dir div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol option p pre section summary table tbody "
    "td tfoot th thead tr ul"
)
_SILENT_NAMES = (
    "script style noscript template iframe object embed svg canvas audio video map head title rt rp textarea "
    "select option datalist button input -comment link meta math"
)
_OPEN_NAMES = (
    "p li td th tr dd dt br img input meta link hr option col area base wbr source embed param tbody thead tfoot"
)
BLOCK = frozenset(_BLOCK_NAMES.split())
SILENT = frozenset(_SILENT_NAMES.split())  # never words of the page
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SPACE = re.compile("[ \t\n\r\f]+")
# A line break of the source between two Chinese characters is no blank that anybody printed.
_WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f\u2014\u2018-\u201d\u2026"
_WRAPPED = re.compile(f"(?<=[{_WIDE}])[ \t\r\f]*\n[ \t\n\r\f]*(?=[{_WIDE}])")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_SCRIPT = re.compile(r"<(script|style)\b.*?</\1", re.IGNORECASE | re.DOTALL)
# The parser's time grows with the square of the nesting; real pages, even broken ones, stay far below.
_DEEPEST = 2000
_FORMATS = frozenset(("a", "b", "big", "em", "font", "i", "small", "strike", "strong", "u"))
_UNCLOSED_FORMATS = 300
_CLOSED_BY_THEMSELVES = frozenset(_OPEN_NAMES.split())


def parse(text: str) -> LexborHTMLParser:
    """Parse a page; refuses one nested so deep that no browser would show it either."""
    depth = deepest = formats = 0
    for match in _TAG.finditer(_SCRIPT.sub("", text)):
        name = match[2].casefold()
        step = -1 if match[1] else 1
        if name in _FORMATS:
            formats = max(0, formats + step)
        if name not in _CLOSED_BY_THEMSELVES:
            depth = max(0, depth + step)
            deepest = max(deepest, depth)
        if deepest > _DEEPEST or formats > _UNCLOSED_FORMATS:
            raise UnreadableFile("网页的标签嵌套层数异常，可能已损坏，请在浏览器中打开后另存为文本再试。")
    return LexborHTMLParser(text)


def is_hidden(node: LexborNode) -> bool:
    """Whether the element says itself that it is not shown."""
    attributes = node.attributes
    return "hidden" in attributes or bool(_HIDDEN.search(attributes.get("style") or ""))


def collapse(text: str) -> str:
    """Blanks as a browser shows them; 「国务院\\n  办公厅」 is one word."""
    return _SPACE.sub(" ", _WRAPPED.sub("", text)).strip(" ")


def words_below(node: LexborNode) -> str:
    """All words of an element in one line, without scripts."""
    parts = [
        n.text_content or ""
        for n in node.traverse(include_text=True)
        if n.tag == "-text" and (n.parent is None or n.parent.tag not in SILENT)
    ]
    return collapse(" ".join(parts))
