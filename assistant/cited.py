"""A document that the library doesn't hold, though one of its documents cites it: 「粤府办〔2019〕18号提了哪些要求」.

What it says is not known here, whatever stands beside its number in the documents that cite it: that is refused, with the
citing sentence to read. What it is called is known where that sentence prints its title.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.query import Query
from assistant.quoting import ended
from assistant.statement import Composition, Statement, Support, refused
from corpus.library import Library
from corpus.model import Span
from corpus.sentences import masked, sentences

_CONTENT = re.compile(
    r"^[》”)）]?(?:这(?:个|份)?|那(?:个|份)?)?(?:文件|文|通知|方案|意见)?(?:里面?|中)?(?:对|关于|就|规定|提|要求|说|写|讲|明确|的(?:主要|具体)?(?:要求|内容|规定|任务|目标|措施)|有(?:哪|什么))"
)
_NAME = re.compile(r"是(?:个|一份|哪份|哪个)?(?:什么|啥|哪)|全称|叫(?:什么|啥)|(?:名称|标题|题目)")


def compose_cited(query: Query, library: Library) -> Composition | None:
    """The refusal, or the title; ``None`` where the question is about what our own documents say."""
    for name in query.unknown_titles:
        at = query.asked.find(name)
        after = query.asked[at + len(name) :] if at >= 0 else ""
        content, called = bool(_CONTENT.match(after)), bool(_NAME.search(after))
        found = _citing(name, library) if content or called else []
        if not found:
            continue
        if called and not content:
            return Composition(
                tuple(Statement(f"《{s.document.name}》写到：{ended(s.quote.strip())}", (s,)) for s in found[:2])
            )
        where = "、".join(dict.fromkeys(f"《{s.document.name}》" for s in found))
        text = f"文件库中没有“{name}”，只有{where}提到它，没有它的内容，无法回答。提到它的条款如下，仅供阅读。"
        return refused("unknown_document", text, tuple(found[:3]))
    return None


def _citing(name: str, library: Library) -> Sequence[Support]:
    """The sentences that print a document's number or title."""
    return [
        Support(document, clause, Span(piece.start, piece.end).shift(clause.span.start))
        for document in library.documents
        for clause in document.walk()
        if name in clause.text
        for piece in sentences(masked(clause.text))
        if name in piece.of(clause.text)
    ]
