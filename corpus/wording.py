"""Which words of a sentence changed: 达到[-60%-]{+65%+}左右. Numbers, dates and Latin words are never cut in two.

The old sides of the edits, joined, are the old text; the new sides the new one. No dictionary is used: Han characters
are compared one by one, then scraps of agreement between two changes are taken into the change, so that 建立→健全
reads as one edit.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

_TOKEN = re.compile(r"[0-9０-９]+(?:[.．,，][0-9０-９]+)*[%％‰]?|[A-Za-z]+|[^\S\n]+|.", re.DOTALL)
_HAN = re.compile("[\u3400-\u9fff]")
_LONG = 4000
"""Tokens beyond which a text is compared by its sentences first: comparing goes with the square of the length."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One stretch of both texts; ``old`` is empty for what was put in, ``new`` for what was struck."""

    op: Literal["same", "changed", "added", "removed"]
    old: str
    new: str


def word_diff(old: str, new: str) -> tuple[Edit, ...]:
    """The edits that lead from one text to the other, in order.

    >>> [(e.op, e.old, e.new) for e in word_diff("达到60%左右", "达到65%左右")]
    [('same', '达到', '达到'), ('changed', '60%', '65%'), ('same', '左右', '左右')]
    """
    one, two = _TOKEN.findall(old), _TOKEN.findall(new)
    if len(one) + len(two) > _LONG:
        one, two = re.findall(r"[^。；;\n]*[。；;\n]?", old), re.findall(r"[^。；;\n]*[。；;\n]?", new)
        pairs = [
            edit
            for a, b in _pairs([s for s in one if s], [s for s in two if s])
            for edit in ([(a, b)] if a == b or not a or not b or len(a) + len(b) > _LONG else _words(a, b))
        ]
        return _edits(pairs)
    return _edits(_without_scraps(_pairs(one, two)))


def _words(old: str, new: str) -> list[tuple[str, str]]:
    return _without_scraps(_pairs(_TOKEN.findall(old), _TOKEN.findall(new)))


def _pairs(one: Sequence[str], two: Sequence[str]) -> list[tuple[str, str]]:
    matcher = SequenceMatcher(None, one, two, autojunk=False)
    return [("".join(one[a:b]), "".join(two[c:d])) for _, a, b, c, d in matcher.get_opcodes()]


def _without_scraps(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """A single Han character or sign that both sides keep between two changes belongs to the change."""
    out: list[tuple[str, str]] = []
    for at, (old, new) in enumerate(pairs):
        scrap = old == new and len(old) == 1 and bool(_HAN.match(old)) and 0 < at < len(pairs) - 1
        joins = out and out[-1][0] != out[-1][1]
        if joins and (scrap or old != new):
            out[-1] = (out[-1][0] + old, out[-1][1] + new)
        else:
            out.append((old, new))
    return out


def _edits(pairs: Sequence[tuple[str, str]]) -> tuple[Edit, ...]:
    out: list[Edit] = []
    for old, new in pairs:
        op: Literal["same", "changed", "added", "removed"]
        op = "same" if old == new else "changed" if old and new else "removed" if old else "added"
        if out and out[-1].op == op == "same":
            out[-1] = Edit("same", out[-1].old + old, out[-1].new + new)
        elif old or new:
            out.append(Edit(op, old, new))
    return tuple(out)


def shown(edits: Sequence[Edit], around: int = 12) -> str:
    """The changes in one line, with a few words around each: …达到[-60%-]{+65%+}左右…."""
    out = ""
    for at, edit in enumerate(edits):
        if edit.op != "same":
            out += (f"[-{edit.old}-]" if edit.old else "") + (f"{{+{edit.new}+}}" if edit.new else "")
            continue
        first, last = at == 0, at == len(edits) - 1
        text = edit.old
        if len(text) > 2 * around + 1:
            head = "" if first else text[:around]
            tail = "" if last else text[-around:]
            text = f"{head}…{tail}"
        out += text
    return out
