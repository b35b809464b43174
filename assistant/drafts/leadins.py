"""Sentences that lean on an authority without naming it: 根据有关规定，…；国家明确，…；上级要求….

Such a sentence needs its document named, whether or not the library holds it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.drafts.attribution import LIST
from assistant.drafts.figures import figures
from assistant.drafts.finding import Finding
from assistant.drafts.halves import LEAN
from assistant.drafts.layout import Line, stretches_of
from assistant.drafts.mention import Mention
from corpus.model import Span

_MUST = re.compile("应当?|须|必须|要|不得|不低于|不少于|不超过|以上|以下|将.+纳入|实行|不能|至少|力争")
_TURNS = re.compile(
    "但|目前|我[省市县区局委院镇]|本[省市县区局委院镇]|该[院县市区局]|现(?:有|就|将)|拟|截至|已(?:经)?[^，]{0,6}[0-9]|请|多数|各[县市区单科]|全[县市区院]"
)


def leadins(
    text: str, lines: Sequence[Line], mentions: Sequence[Mention], told: Sequence[Finding]
) -> Iterator[Finding]:
    """A finding for each such sentence that states a rule, names no document, and isn't told of yet."""
    for line, lead in _leads(text, lines):
        start = lead.start()
        if any(m.span.start < line.span.end and start < m.span.end for m in mentions):
            continue
        end = _ended(text, Span(lead.end(), line.span.end))
        words = text[lead.end() : end]
        if not (figures(words) or _MUST.search(words) or lead[0].startswith("上级")) or len(words) < 8:
            continue
        span = Span(start, end)
        if not any(f.span.start < end and start < f.span.end for f in told):
            yield Finding(
                span, span.of(text), "unsourced", "建议补引", (),
                f"“{lead[0].rstrip('，,：:')}”没有写明是哪份文件，文件库里也没有找到同样的表述，建议补引。", None,
            )  # fmt: skip


def _leads(text: str, lines: Sequence[Line]) -> Iterator[tuple[Line, re.Match[str]]]:
    """Where a half sentence begins so: 四是人员不足，|按照国家要求，|……."""
    for line in lines:
        for part in stretches_of(text, line.span, "，,；;。：:！？!?\n"):
            mark = LIST.match(part.of(text))
            if lead := LEAN.match(text, part.start + (mark.end() if mark else 0), line.span.end):
                yield line, lead


def without_leadin(words: str) -> str:
    """What a sentence says without the authority that it leans on: 按照上级要求，将……纳入…… → 将……纳入……."""
    lead = LEAN.match(words)
    return words[lead.end() :] if lead is not None else words


def _ended(text: str, rest: Span) -> int:
    """Where what the authority says ends: before the writer turns to himself, at the latest at the sentence's end."""
    end = rest.start
    for part in stretches_of(text, rest, "，,；;。！？!?\n"):
        if end > rest.start and _TURNS.match(part.of(text)):
            break
        end = part.end
        if text[end : end + 1] in "；;":
            break
    return end
