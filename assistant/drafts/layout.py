"""A draft cut into what is read together: paragraphs, sentences, and the stretches between commas; all as offsets.

A full stop inside a quotation ends no sentence: 《方案》提出“……。……。”的要求 is one. What is never closed holds only to the
end of its paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.model import Span

_ENDS = "。！？!?"
_OPENS, _SHUTS = "“「『《（(〔[", "”」』》）)〕]"
_COMMA = ",，"


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence of a draft and the paragraph that it stands in."""

    span: Span
    paragraph: int


def lines_of(text: str) -> list[Line]:
    """The sentences in order, with the mark that ends them; blank ones are left out."""
    out: list[Line] = []
    start = 0
    for number, paragraph in enumerate(text.split("\n")):
        for span in _sentences(text, Span(start, start + len(paragraph))):
            if span.of(text).strip():
                out.append(Line(span, number))
        start += len(paragraph) + 1
    return out


def _sentences(text: str, paragraph: Span) -> Iterator[Span]:
    shut = _closings(text, paragraph)
    at = start = paragraph.start
    while at < paragraph.end:
        at = shut.get(at, at)
        char = text[at]
        at += 1
        if char in _ENDS:
            while at < paragraph.end and text[at] in _ENDS + "”』」）)":
                at += 1
            yield Span(start, at)
            start = at
    if start < paragraph.end:
        yield Span(start, paragraph.end)


def _closings(text: str, paragraph: Span) -> dict[int, int]:
    """For each outermost opening mark that is closed in its paragraph, where it closes."""
    out: dict[int, int] = {}
    open_at: list[int] = []
    for at in range(paragraph.start, paragraph.end):
        if text[at] in _OPENS:
            open_at.append(at)
        elif text[at] in _SHUTS:
            sign = _OPENS[_SHUTS.index(text[at])]
            while open_at:
                opened = open_at.pop()
                if text[opened] == sign:
                    out[opened] = at
                    break
    return out


def stretches_of(text: str, span: Span, marks: str = "，,；;。！？!?：:\n") -> list[Span]:
    """The pieces of a span between marks that stand outside brackets and quotations, blanks trimmed away."""
    shut = _closings(text, span)
    out: list[Span] = []
    at = start = span.start
    while at < span.end:
        if at in shut:
            at = shut[at] + 1
            continue
        if text[at] in marks and not _in_number(text, at):
            out.append(trimmed(text, Span(start, at)))
            start = at + 1
        at += 1
    out.append(trimmed(text, Span(start, span.end)))
    return [s for s in out if s.end > s.start]


def _in_number(text: str, at: int) -> bool:
    """Whether a mark stands inside a number: 1:1.20, 12,345; not 2024年为3.7，2025年…."""
    if not text[at - 1 : at].isdigit():
        return False
    if text[at] in ":：":
        return text[at + 1 : at + 2].isdigit()
    return text[at] in ",，" and re.match(r"[0-9]{3}(?![0-9年])", text[at + 1 : at + 5]) is not None


def trimmed(text: str, span: Span, marks: str = " \t\u3000，,；;。：:、\n") -> Span:
    """The span without blanks and marks at its ends."""
    start, end = span.start, span.end
    while start < end and text[start] in marks:
        start += 1
    while start < end and text[end - 1] in marks:
        end -= 1
    return Span(start, end)


def quotations(text: str, span: Span) -> list[Span]:
    """The outermost “…” (or 「…」, "…") of a span, marks included."""
    shut = _closings(text, span)
    out: list[Span] = []
    for start, end in sorted(shut.items()):
        if text[start] in "“「『" and (not out or start >= out[-1].end):
            out.append(Span(start, end + 1))
    for match in re.finditer(r"\"[^\"\n]{2,600}\"", span.of(text)):
        one = Span(*match.span()).shift(span.start)
        if not any(o.start < one.end and one.start < o.end for o in out):
            out.append(one)
    return sorted(out, key=lambda s: s.start)
