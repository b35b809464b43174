"""What the head of a document prints beside number, date and issuer: 索引号, 主题分类, whom it is sent to, how long it holds.

A question for one of these asks for the head, not for a clause; where the head doesn't print it, there is nothing to infer
(a plan without 有效期 is not 有效 for five years).
"""

from __future__ import annotations

import re

from assistant.statement import Statement, Support
from corpus.model import Document, Span

_INDEX = re.compile(r"索\s*引\s*号\s*[:：]\s*([0-9A-Za-z][0-9A-Za-z/\-]{3,})")
_CATEGORY = re.compile(r"(?:主题分类|公文分类|分\s*类)\s*[:：]\s*([^\n]+)")
_SENT_TO = re.compile(r"^[^。\n]{4,300}[:：](?=\s*(?:\n|$))", re.M)
_HOLDS = re.compile(
    r"[^。\n]*(?:有效期(?!医)[^。\n]{0,12}(?:\d|[一二三四五六七八九十]|至|为)|(?:自|从)[^。\n]{2,24}(?:起)?(?:施行|实施|生效))[^。\n]*"
)
_HEAD = ("front_matter", "closing")


def index_number(document: Document) -> Statement | None:
    """「梅州方案的索引号多少」."""
    return _printed(document, _INDEX, "索引号")


def category(document: Document) -> Statement | None:
    """「主题分类是什么」."""
    return _printed(document, _CATEGORY, "主题分类")


def addressees(document: Document) -> Statement | None:
    """「这份方案印发给哪些单位」: the line before the text that ends with a colon."""
    for clause in document.walk():
        if clause.kind == "front_matter" and "抬头" not in clause.label and (match := _SENT_TO.search(clause.text)):
            support = Support(document, clause, Span(*match.span()).shift(clause.span.start))
            return Statement(f"《{document.name}》的主送单位是：{match[0][:-1]}。", (support,))
    return None


def validity(document: Document) -> Statement | None:
    """「有效期到什么时候」: the sentence that says so."""
    for clause in document.walk():
        if clause.kind in _HEAD or clause.id == document.clauses[-1].id:
            if match := _HOLDS.search(clause.text):
                support = Support(document, clause, Span(*match.span()).shift(clause.span.start))
                return Statement(f"《{document.name}》写明：{match[0].strip()}。", (support,))
    return None


def _printed(document: Document, pattern: re.Pattern[str], name: str) -> Statement | None:
    for clause in document.walk():
        if clause.kind in _HEAD and (match := pattern.search(clause.text)):
            support = Support(document, clause, Span(*match.span()).shift(clause.span.start))
            return Statement(f"《{document.name}》的{name}是{match[1].strip()}。", (support,))
    return None
