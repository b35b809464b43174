"""Lines of clean text, the stream that every later step reads."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from corpus.raw import RawTable

_BLANKS = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\t ]+")
_NOTHING = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ue000-\uf8ff\ufff0-\ufffc\ufffe\uffff"
    "\U000f0000-\U0010ffff\ud800-\udfff]"
)
_BREAK = re.compile(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of clean text. ``gap``: a blank line stood before it; ``hollow``: a line of blanks alone after it;
    ``indent``: it began with blanks, as paragraphs do; ``cells``: the pieces that tabs divide it into, if any do.
    """

    text: str
    gap: bool = False
    hollow: bool = False
    indent: bool = False
    cells: tuple[str, ...] = ()


Block = Line | RawTable


def tidy(text: str) -> str:
    """One line without odd blanks or invisible characters; what is printed stays."""
    return _BLANKS.sub(" ", _NOTHING.sub("", text)).strip()


def lines_of(blocks: Iterable[str | RawTable]) -> list[Block]:
    """The lines of a file as read, tidied, without the blank ones."""
    out: list[Block] = []
    gap = False
    for block in blocks:
        if isinstance(block, RawTable):
            rows = tuple(tuple(tidy(c.replace("\n", " ")) for c in row) for row in block.rows)
            out.append(replace(block, rows=rows, title=tidy(block.title) if block.title else None))
            gap = True
            continue
        for raw in _BREAK.split(block):
            text = tidy(raw)
            if text:
                out.append(Line(text, gap, indent=bool(_BLANKS.match(raw)), cells=_tabbed(raw)))
                gap = False
            else:
                if raw and out and isinstance(out[-1], Line):
                    out[-1] = replace(out[-1], hollow=True)
                gap = True
    return out


def _tabbed(raw: str) -> tuple[str, ...]:
    """The cells of a row that tabs divide; a paragraph set in by a tab has none."""
    pieces = raw.strip("\r\n").split("\t")
    return tuple(tidy(p) for p in pieces) if len(pieces) > 2 and sum(bool(p.strip()) for p in pieces) > 2 else ()
