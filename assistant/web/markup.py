"""Turn the plain text of answers and clauses into HTML: everything is escaped here, and only here.

Chatbot messages pass through a Markdown renderer, which leaves a block of HTML alone as long as it holds no line
break; so nothing in this module ever emits one. ``1*2*3`` in a policy stays ``1*2*3``.
"""

from __future__ import annotations

import html
import re
import urllib.parse
from collections.abc import Callable, Iterable

from corpus.model import ClauseId, Span

MARKER = re.compile(r"\[(\d{1,3})\]")
_BULLET = re.compile(r"^\s*[-•·]\s+")


def escape(text: str) -> str:
    """The text as HTML shows it, in one line: ``<`` becomes ``&lt;``, a line break ``<br>``.

    >>> escape("不低于<85%\\n以上")
    '不低于&lt;85%<br>以上'
    """
    return html.escape(text, quote=True).replace("\r\n", "\n").replace("\r", "\n").replace("\n", "<br>")


def attribute(text: str) -> str:
    """The text as the value of an attribute: line breaks are kept as ``&#10;``."""
    return html.escape(text, quote=True).replace("\r\n", "&#10;").replace("\r", "&#10;").replace("\n", "&#10;")


def clause_link(clause: ClauseId | str, text: str, quote: str = "", key: str = "") -> str:
    """A link that shows a clause in its document, or a document by its id, on any tab and in a window of its own.

    The page's script takes the click and opens the reader; ``quote`` is marked there. ``key``: the text is a word of the
    interface (``words``), to be said in the reader's language.
    """
    said = f' data-say="{key}"' if key else ""
    address = urllib.parse.urlencode({"clause": str(clause)})
    return f'<a class="clause-link" href="?{address}" data-quote="{attribute(quote)}"{said}>{escape(text)}</a>'


def highlighted(text: str, pieces: Iterable[Span]) -> str:
    """The text with the pieces, counted in its own characters, between ``<mark>`` and ``</mark>``.

    Pieces that overlap are marked as one; a piece that reaches outside the text is cut to it.
    """
    out, at = "", 0
    for start, end in _merged(pieces, len(text)):
        out += escape(text[at:start]) + f"<mark>{escape(text[start:end])}</mark>"
        at = end
    return out + escape(text[at:])


def _merged(pieces: Iterable[Span], length: int) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted((max(0, p.start), min(length, p.end)) for p in pieces):
        if start >= end:
            continue
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def notice_html(text: str, kind: str = "") -> str:
    """A line that a screen reader speaks at once: a warning, or with ``done`` that something worked."""
    return f'<p class="notice {kind}" role="{"status" if kind else "alert"}">{escape(text)}</p>'


def linked(text: str, link: Callable[[int], str | None]) -> str:
    """The text with each marker ``[1]`` replaced by what ``link`` makes of its number.

    A number for which ``link`` gives ``None`` (a year in brackets, say) stays as it was printed.
    """
    out, at = "", 0
    for match in MARKER.finditer(text):
        made = link(int(match[1]))
        if made is None:
            continue
        out += escape(text[at : match.start()]) + made
        at = match.end()
    return out + escape(text[at:])


def paragraphs(text: str, link: Callable[[int], str | None]) -> str:
    """The text as paragraphs, one a line; lines that begin with ``- `` or ``· `` become a list."""
    out, items = "", ""
    for line in text.splitlines():
        if not line.strip():
            continue
        if bullet := _BULLET.match(line):
            items += f"<li>{linked(line[bullet.end() :].rstrip(), link)}</li>"
            continue
        out += _list(items) + f"<p>{linked(line.strip(), link)}</p>"
        items = ""
    return out + _list(items)


def _list(items: str) -> str:
    return f"<ul>{items}</ul>" if items else ""
