"""The document that a draft runs on: the last one it named before a paragraph that names none.

二、加快老年医学科建设。到2025年，……比例达到60%以上 in a notice that opens with 根据《…实施方案》要求 rests on that plan.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.drafts.claims import Claim
from assistant.drafts.leadins import leans
from assistant.drafts.meant import Meant
from assistant.drafts.outcome import Outcome
from assistant.drafts.passages import grams
from assistant.drafts.wording import bared, stands
from corpus.model import Document
from corpus.organizations import bodies_in

_CLOSE = 0.9
_SAME = 0.85
_COPIED = 14
_MUST = re.compile("到20|年底前|应当?|须|必须|要|不得|不低于|不少于|不超过|以上|力争|达到|全部|目标")


def running(claim: Claim, meant: Sequence[Meant]) -> Document | None:
    """The last document of the library that the draft names before a claim, unless it leans on another authority."""
    before = [m for m in meant if m.mention.span.end <= claim.span.start and not m.mention.handed]
    last = before[-1] if before else None
    if last is None or leans(claim):
        return None
    return last.document or last.guess


def asks(claim: Claim) -> bool:
    """Whether a claim says what is to be, not what was counted: 注册护士数为4.02人 is an office's own count."""
    return claim.shape not in ("number", "plain") or _MUST.search(claim.words) is not None


def copied(claim: Claim, outcome: Outcome) -> bool:
    """Whether each stretch of a sentence without figures stands in the document word for word."""
    there = outcome.document.text if outcome.document else ""
    parts = [p for p in re.split("[，,；;：:]", claim.words) if p.strip()]
    return all(stands(p, there) is not None for p in parts)


def carried(claim: Claim, outcome: Outcome) -> bool:
    """Whether a claim is plainly the running document's: the same, or the same but for what a slip changes."""
    if claim.shape == "plain":
        if outcome.verdict == "一致":
            return copied(claim, outcome) and len(bared(claim.words).text) >= _COPIED
        return outcome.score >= _SAME and asks(claim)
    if claim.shape == "duty":
        if outcome.verdict == "一致":
            return True
        said = {m.body.text for m in bodies_in(claim.words)}
        there = outcome.clause.text if outcome.clause else ""
        return len(said) > 1 and sum(b in there for b in said) * 2 > len(said)
    if outcome.verdict == "一致":
        return claim.shape == "quote" or len(grams(claim.words)) > 3
    return outcome.score >= _CLOSE and len(grams(claim.words)) > 5 and asks(claim)
