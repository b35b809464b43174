"""What a draft takes from a document without saying so: figures that a clause states, twenty characters and more word for word.

The citation that belongs there is proposed behind the words: …（《…实施方案》（梅市府办〔2024〕1号）二、（一））.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from assistant.drafts.claims import Claim
from assistant.drafts.finding import Finding
from assistant.drafts.named import printed_name
from assistant.drafts.outcome import Outcome, evidence
from assistant.drafts.places import label_of
from assistant.drafts.wording import bared
from corpus.library import Library
from corpus.model import Clause, Document, Span

COPIED = 20


def unsourced(text: str, loose: Sequence[tuple[Claim, Outcome]], library: Library) -> list[Finding]:
    """One finding for each stretch of uncited claims that one clause carries."""
    out = []
    kept = [(c, o) for c, o in loose if o.clause is not None and _counts(c, o)]
    for _, group in groupby(kept, key=lambda pair: (pair[0].run.line.span.start, pair[1].clause and pair[1].clause.id)):
        members = list(group)
        clause, document = members[0][1].clause, members[0][1].document
        if clause is None or document is None:
            continue
        first = members[0][1].claim
        span = Span(first.span.start if first.lean is None else first.lean, members[-1][1].claim.span.end)
        proof = tuple(
            dict.fromkeys(
                evidence(library, clause, o.span) for _, o in members if o.span is not None and o.clause is clause
            )
        )
        words = span.of(text)
        reason = f"与{document.citation}{label_of(clause.path)}的表述相同，没有注明出处，建议补引。"
        right = words
        for _, outcome in members:
            if outcome.correction:
                right = right.replace(outcome.claim.words, outcome.correction, 1)
                reason += outcome.reason
        out.append(Finding(span, words, "unsourced", "建议补引", proof, reason, right + citation_of(document, clause)))
    return out


def _counts(claim: Claim, outcome: Outcome) -> bool:
    """Whether it needs a source: a figure that is the clause's, or so many characters that are its own."""
    if claim.leaned:
        return True
    if outcome.verdict not in ("一致", "断章"):
        return False
    if claim.shape in ("number", "duty", "quote"):
        return claim.shape != "quote" or len(bared(claim.words).text) >= COPIED
    return longest_copy(outcome.claim.words, outcome) >= COPIED


def longest_copy(words: str, outcome: Outcome) -> int:
    """How many characters in a row, marks aside, are the clause's."""
    if outcome.clause is None:
        return 0
    held, asked = bared(outcome.clause.text).text, bared(words).text
    best = 0
    for start in range(len(asked)):
        while start + best < len(asked) and asked[start : start + best + 1] in held:
            best += 1
    return best


def citation_of(document: Document, clause: Clause) -> str:
    """A citation in brackets."""
    number = f"（{document.number}）" if document.number else ""
    return f"（《{printed_name(document)}》{number}{label_of(clause.path)}）"
