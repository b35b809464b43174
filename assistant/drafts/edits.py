"""From a finding's correction to the smallest changes of words that make it: what goes, what comes, and where.

Numbers and words in Latin letters change whole (4.93 → 3.93, never 4 → 3 inside it); of Chinese single characters,
but two changes with one untouched character between them read as one.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from assistant.drafts.finding import Finding
from corpus.model import Span

_WORDS = re.compile(r"[0-9０-９]+(?:[.,．][0-9０-９]+)*[%％‰]?|[A-Za-z]+|\s+|.", re.DOTALL)
_BRIDGED = 1  # characters


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace the characters of ``span`` in the plain text by ``new``; an empty span inserts, an empty ``new`` deletes."""

    span: Span
    new: str


def changes(old: str, new: str, start: int = 0) -> list[Edit]:
    """What turns ``old``, which stands at ``start``, into ``new``.

    >>> changes("达到4.93人以上", "达到3.93人以上")
    [Edit(span=Span(start=2, end=6), new='3.93')]
    """
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    at = [0]
    for word in before:
        at.append(at[-1] + len(word))
    out: list[Edit] = []
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        edit = Edit(Span(start + at[i1], start + at[i2]), "".join(after[j1:j2]))
        if out and edit.span.start - out[-1].span.end <= _BRIDGED:
            between = old[out[-1].span.end - start : edit.span.start - start]
            edit = Edit(Span(out[-1].span.start, edit.span.end), out.pop().new + between + edit.new)
        out.append(edit)
    return out


def corrections(
    findings: Iterable[Finding], writable: Callable[[Edit], bool] = lambda edit: True
) -> tuple[list[Edit], list[Finding]]:
    """The edits of all findings that propose a correction, in order; and the findings whose edits cannot be made.

    Two findings that propose the same change make it once; of two that contradict each other the first is made, the
    second is left to its comment, and so is one of which any part is not ``writable``: half a correction is none.
    """
    made: list[Edit] = []
    refused: list[Finding] = []
    for finding in findings:
        if finding.proved or finding.correction is None or finding.correction == finding.text:
            continue
        wanted = changes(finding.text, finding.correction, finding.span.start)
        parted = "\n" in finding.text + finding.correction
        if parted or any(_clashes(e, made) for e in wanted) or not all(map(writable, wanted)):
            refused.append(finding)
            continue
        for edit in wanted:
            at = bisect_left(made, _place(edit), key=_place)
            if at == len(made) or made[at] != edit:
                made.insert(at, edit)
    return made, refused


def _clashes(edit: Edit, made: Sequence[Edit]) -> bool:
    """Whether another edit touches the same characters, or the very seam, in another way.

    Those made lie apart from each other and in order, so only the neighbours can.
    """
    at = bisect_left(made, _place(edit), key=_place)
    last = bisect_right(made, edit.span.end, key=lambda e: e.span.start)
    return any(other != edit and edit.span.start <= other.span.end for other in made[max(at - 1, 0) : last])


def _place(edit: Edit) -> tuple[int, int]:
    return edit.span.start, edit.span.end


def applied(text: str, edits: Sequence[Edit]) -> str:
    """The text with the edits made."""
    out, at = "", 0
    for edit in edits:
        out += text[at : edit.span.start] + edit.new
        at = edit.span.end
    return out + text[at:]
