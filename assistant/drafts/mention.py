"""One mention of a document or a place in a draft, before anything is known of what it leads to."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from assistant.drafts.locators import Locator, locators_at
from corpus.document_number import DocumentNumber
from corpus.model import Span

How = Literal["title", "number", "short", "spoken", "back", "clause", "place"]
_NAMED_BEFORE = re.compile(
    r"(?P<paper>(?:文件|通知|文)?(?:正文|附件(?![0-9一二三四五六七八九十]))?)(?P<inside>中|里|内)?(?P<of>的|关于|[ \t])?"
)
_ONLY_OPENED = re.compile(
    r"[（(](?:详?见|参见|依据|根据|出自|引自|来源[:：]?|据)?(?:上述|前述|前引|其中|(?:国家|自治区|[省市县区])的?)?$"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """One mention. ``span`` holds all its words, ``name`` those of the title (or 该方案), ``place`` those of its locators.

    ``title`` is what stands between 《》; ``introduces`` the short name that the draft gives it here; ``draft`` tells
    that 征求意见稿 stands in it; ``bracketed`` that it stands wholly in brackets, behind what it carries; ``handed`` that the
    draft hands it out (印发《…》). ``words`` are those of 该方案; a ``clause`` is 该条, 同项: the place cited last.
    ``unsure`` is 0 for what is surely a mention, 1 where its words must stand in the document, 2 where they must stand at the
    very place: 第三条定下的盘子是…; an office counts its own measures so, too.
    """

    span: Span
    how: How
    name: Span | None = None
    title: str | None = None
    number: DocumentNumber | None = None
    locators: tuple[Locator, ...] = ()
    place: Span | None = None
    introduces: str | None = None
    draft: bool = False
    bracketed: bool = False
    handed: bool = False
    words: str = ""
    unsure: int = 0

    def without_place(self) -> Mention:
        """The same where the words behind the name turn out to be no place: 《方案》“百县工程”项目."""
        end = self.name.end if self.name is not None else self.span.end
        return replace(self, span=Span(self.span.start, end), locators=(), place=None)

    def overlaps(self, span: Span) -> bool:
        """Whether the two share a character."""
        return self.span.start < span.end and span.start < self.span.end


def located(text: str, end: int) -> tuple[tuple[Locator, ...], Span, int]:
    """The locators behind a name, and where the citation ends: …》中的第三条, …》（第三条）."""
    lead = _NAMED_BEFORE.match(text, end)
    for start in dict.fromkeys((end, *(lead.end(g) for g in ("paper", "inside", "of") if lead))):
        if found := locators_at(text, start):
            place = Span(found[0].span.start, found[-1].span.end)
            return found, place, place.end
    if (inner := bracket(text, end)) is not None and (found := locators_at(text, inner.start, inner.end)):
        return found, Span(found[0].span.start, found[-1].span.end), inner.end + 1
    return (), Span(end, end), end


def bracket(text: str, at: int) -> Span | None:
    """The inside of a bracket that opens at ``at``."""
    if text[at : at + 1] not in ("（", "("):
        return None
    depth = 0
    for end in range(at, min(len(text), at + 120)):
        depth += (text[end] in "（(") - (text[end] in "）)")
        if depth == 0:
            return Span(at + 1, end)
        if text[end] == "\n":
            break
    return None


def in_brackets(text: str, span: Span) -> bool:
    """Whether the mention is all that a bracket holds: …达到4人（《方案》第二部分第（一）项）。"""
    opened = _ONLY_OPENED.search(text[max(0, span.start - 9) : span.start])
    return bool(opened) and text[span.end : span.end + 1] in ("）", ")", "，", ",", "；", "、")
