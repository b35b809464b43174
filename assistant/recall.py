"""An answer of an earlier day, from what the reader's browser kept of it: the words as they were, the clauses as they are.

The browser keeps the text and, of each citation, marker, clause and quote. The clause is read anew from the library:
one that no longer holds the quote says so, one that is gone is left out and named.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answer import Answer, Citation, Claim
from corpus.errors import PolicyError
from corpus.library import Library
from corpus.model import ClauseId, Span

Kept = tuple[int, str, str]
"""Marker, clause id as printed, quote."""


def kept(answer: Answer) -> list[Kept]:
    """What to keep of an answer's citations."""
    return [(c.marker, str(c.clause), c.quote) for c in answer.citations]


def recalled(question: str, text: str, cited: Sequence[Kept], library: Library) -> Answer:
    """The answer again; its notes say what became of its clauses since."""
    citations: list[Citation] = []
    notes: list[str] = []
    for marker, clause, quote in cited:
        try:
            citations.append(_citation(marker, ClauseId.parse(clause), quote, library))
        except PolicyError:
            notes.append(f"编号{marker}所引的条款（{clause}）已不在文件库里。")
    notes += [f"编号{c.marker}所引的条款已有改动。" for c in citations if not c.quote]
    claims = (Claim(text, tuple(c.marker for c in citations)),)
    return Answer(question, text, claims, tuple(citations), notes=tuple(notes))


def _citation(marker: int, id_: ClauseId, quote: str, library: Library) -> Citation:
    document, clause = library.document(id_.document), library.clause(id_)
    at = clause.text.find(quote) if quote else -1
    warn: tuple[str, ...] = (f"本文件为{document.status}。",) if document.status not in ("现行", "不明") else ()
    if at < 0:
        warn += (f"当时的引文是“{quote}”，现在的条款里没有这句话。",)
    start = clause.span.start + max(at, 0)
    return Citation(
        marker, id_, document.source, document.name, document.number, clause.label,
        tuple(c.heading for c in (*document.ancestors(clause), clause) if c.heading),
        quote if at >= 0 else "", Span(start, start + (len(quote) if at >= 0 else 0)), clause.text, warn,
    )  # fmt: skip
