"""Where a claim and its source differ, and the claim as it should read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

What = Literal["number", "year", "body", "term", "left_out", "unproved"]


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that a claim says otherwise: ``start`` to ``end`` of the claim's words should read ``right``.

    ``right`` is ``None`` where nothing can be put in its place. ``said`` and ``there`` are what to show of both.
    ``unproved`` words stand nowhere near: neither right nor wrong.
    """

    what: What
    start: int
    end: int
    right: str | None
    said: str
    there: str


def corrected(words: str, differences: Sequence[Difference]) -> str | None:
    """The claim as it should read; ``None`` where a fault has nothing to put in its place."""
    if any(d.right is None for d in differences):
        return None
    for difference in sorted(differences, key=lambda d: -d.start):
        words = words[: difference.start] + (difference.right or "") + words[difference.end :]
    return words


_WIDE = str.maketrans({",": "，", ";": "；", "(": "（", ")": "）", "?": "？", "!": "！"})


def full_width(text: str) -> str:
    """A source's words as a draft prints them: full-width marks; a colon or comma between digits stays."""
    out = text.translate(_WIDE)
    out = re.sub(r"(?<=[^0-9]):|:(?=[^0-9])", "：", out)
    return re.sub(r"(?<=[0-9])，(?=[0-9]{3}(?![0-9]))", ",", out)
