"""The draft's text cut where findings begin and end, so that each stretch can be coloured and lead to its finding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.drafts.finding import Finding


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the text; ``finding`` is the number (from 0) of the narrowest finding around it, ``begins`` the
    numbers of those whose first characters it holds."""

    text: str
    finding: int | None = None
    begins: tuple[int, ...] = ()


def segments(text: str, findings: Sequence[Finding], shown: frozenset[int] | None = None) -> list[Segment]:
    """The whole text in order; of findings that overlap the narrowest colours, where equal the graver one.

    ``shown`` are the numbers of the findings to mark (all by default).
    """
    kept = [n for n in range(len(findings)) if shown is None or n in shown]
    order = sorted(kept, key=lambda n: (findings[n].span.end - findings[n].span.start, findings[n].proved))
    seams = sorted({0, len(text), *(at for n in kept for at in (findings[n].span.start, findings[n].span.end))})
    begins: dict[int, list[int]] = {}
    for n in kept:
        begins.setdefault(findings[n].span.start, []).append(n)
    owner: dict[int, int] = {}
    place = {at: i for i, at in enumerate(seams)}
    for n in order:
        for i in range(place[findings[n].span.start], place[findings[n].span.end]):
            owner.setdefault(i, n)
    return [
        Segment(text[start:end], owner.get(i), tuple(begins.get(start, ())))
        for i, (start, end) in enumerate(pairwise(seams))
    ]
