"""One claim against the library: does it stand where the draft says, elsewhere, otherwise, or nowhere?

The cited clauses are asked first, then the rest of the document, then the others: only words that are all but the same may
be said to stand elsewhere. Unsure is 无法核实, never a fault.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.drafts.claims import Claim
from assistant.drafts.difference import corrected
from assistant.drafts.duties import held, whole
from assistant.drafts.near import ABOUT, SURE, closest, made, shown
from assistant.drafts.outcome import Outcome, Scope, Standing
from assistant.drafts.passages import Passage, Passages, grams
from assistant.drafts.quoted import Quoted, exact, near, spliced
from assistant.drafts.restated import Restated
from assistant.drafts.wording import bared, stands
from corpus.library import Library
from corpus.model import Clause, ClauseId, Document, Span
from corpus.organizations import bodies_in

_TOLD = 0.6
_STOCK = 60
"""Words that several documents have, and no more than so many, are nobody's own: 以……为指导."""


class Judge:
    """Judges the claims of a draft over one library."""

    def __init__(self, library: Library, passages: Passages, others: Callable[[Claim], Sequence[Document]]) -> None:
        """``others`` gives the documents to look in where the cited ones don't hold a claim."""
        self._library, self._passages, self._others = library, passages, others
        self._restated = Restated(library, passages, others)

    def judge(self, claim: Claim, scope: Scope) -> Outcome:
        """What became of a claim that rests on these documents and clauses."""
        self._passages.load(scope.documents)
        if claim.shape == "quote":
            return self._quote(claim, scope)
        if claim.shape == "duty":
            return self._duty(claim, scope) or self._undecided(claim, self._restated.judge(claim, scope))
        return self._restated.judge(claim, scope)

    def _undecided(self, claim: Claim, outcome: Outcome) -> Outcome:
        """Words about duties whose parts could not be laid beside any: right only where they stand all but so."""
        if outcome.found and outcome.score >= SURE and outcome.clause is not None:
            if all(m.body.text in outcome.clause.text for m in bodies_in(claim.words)):
                return outcome
        return Outcome(claim, "无法核实", "nowhere", "所引文件中没有找到这项工作的责任单位，无法核实。")

    def alone(self, claim: Claim) -> Outcome | None:
        """A claim that cites nothing: the clause that says the very same, if there is one."""
        documents = self._others(claim)
        self._passages.load(documents)
        if claim.shape == "quote":
            found = exact(claim.words, [c for d in documents for c in d.walk()], claim.around)
            return self._quoted(claim, found, "here") if found is not None and found.verdict == "一致" else None
        if claim.shape == "duty":
            return None
        asked = grams(claim.words)
        if claim.shape == "plain":
            return self._copied(claim, documents)
        best = closest(claim, self._passages.search(asked, documents))
        if best is None or any(d.what != "left_out" for d in best[1]):
            return None
        if best[0].own < SURE or len(asked) < (6 if best[0].own < 0.95 or claim.shape != "number" else 4):
            return None
        return made(claim, *best, "here")

    def _copied(self, claim: Claim, documents: Sequence[Document]) -> Outcome | None:
        """The clause that most of a sentence's words are copied from."""
        found: dict[ClauseId, list[tuple[str, Passage]]] = {}
        for part in re.split("[，,；;：:]", claim.words):
            asked = grams(part)
            best = next(iter(self._passages.search(asked, documents, 1)), None) if len(asked) > 2 else None
            if best is not None and best.own >= SURE:
                found.setdefault(best.passage.clause.id, []).append((part, best.passage))
        if not found:
            return None
        parts = max(found.values(), key=lambda members: sum(len(p) for p, _ in members))
        first, last = claim.words.index(parts[0][0]), claim.words.index(parts[-1][0]) + len(parts[-1][0])
        if len(grams(claim.words[:first])) < 3:
            first = 0
        words = claim.words[first:last]
        if len(bared(words).text) < _STOCK and sum(stands(words, d.text) is not None for d in documents) > 1:
            return None
        copied = replace(claim, span=Span(claim.span.start + first, claim.span.start + last), words=words)
        passage = parts[0][1]
        return Outcome(
            copied, "一致", "here", "与原文一致。", passage.clause, passage.document, shown(passage), score=1.0
        )

    # quotations

    def _quote(self, claim: Claim, scope: Scope) -> Outcome:
        cited = [b for c in scope.clauses for b in c.walk()]
        whole_documents = [c for d in scope.documents for c in d.walk()]
        for clauses, standing in ((cited, "here"), (whole_documents, "elsewhere" if cited else "here")):
            if clauses and (found := exact(claim.words, clauses, claim.around)):
                return self._quoted(claim, found, standing)  # type: ignore[arg-type]
        for clauses, standing in ((cited, "here"), (whole_documents, "elsewhere" if cited else "here")):
            if clauses and (found := spliced(claim.words, clauses, claim.around)):
                return self._quoted(claim, found, standing)  # type: ignore[arg-type]
        here = near(claim.words, cited) if cited else None
        there = near(claim.words, whole_documents)
        if here is not None and (there is None or _likeness(here, claim) >= _likeness(there, claim) - 0.1):
            return self._quoted(claim, here, "here")
        others = [c for d in self._others(claim) if d not in scope.documents for c in d.walk()]
        if found := exact(claim.words, others, claim.around):
            return self._quoted(claim, found, "elsewhere")
        if there is not None:
            return self._quoted(claim, there, "elsewhere" if cited else "here")
        names = "、".join(f"《{d.name}》" for d in scope.documents)
        return Outcome(claim, "引文有出入", "nowhere", f"{names}里没有这句话，也没有相近的话，请核对引文和出处。")

    def _quoted(self, claim: Claim, found: Quoted, standing: Standing) -> Outcome:
        document = self._library.document(found.clause.id.document)
        right = None if found.right is None else f"“{_inner(found.right)}”"
        if (found.before or found.behind) and "…" not in claim.words:
            right = f"“{found.before}{claim.words}{found.behind}”"
        return Outcome(
            claim, found.verdict, standing, found.reason, found.clause, document,
            found.span.shift(found.clause.span.start), right, 1.0,
        )  # fmt: skip

    # duties

    def _duty(self, claim: Claim, scope: Scope) -> Outcome | None:
        clauses = scope.clauses or self._topic(claim, scope)
        duties = [
            (r, c)
            for c in clauses
            for b in c.walk()
            for r in self._library.facts(b.id.document).responsibilities
            if r.clause == b.id
        ]
        for clause in clauses:
            if (span := stands(claim.words, clause.text)) is not None and len(claim.words) > 6:
                document = self._library.document(clause.id.document)
                return Outcome(
                    claim,
                    "一致",
                    "here",
                    "责任单位与原文一致。",
                    clause,
                    document,
                    span.shift(clause.span.start),
                    score=1.0,
                )
        found = held(claim.words, [(r, r.span.of(self._library.document(c.id.document).text)) for r, c in duties])
        if found is None:
            return None
        clause = self._library.clause(found.duty.clause)
        document = self._library.document(clause.id.document)
        if not found.differences:
            return Outcome(
                claim,
                "一致",
                "here",
                f"与原文的分工一致：{whole(found.duty)}。",
                clause,
                document,
                found.duty.span,
                score=1.0,
            )
        reason = "；".join(f"文稿写作“{d.said}”，原文{d.there}" for d in found.differences)
        right = corrected(claim.words, found.differences)
        return Outcome(claim, "部门不符", "here", f"{reason}。", clause, document, found.duty.span, right, 1.0)

    def _topic(self, claim: Claim, scope: Scope) -> tuple[Clause, ...]:
        """The clause that a sentence about duties is about, where only its document is cited."""
        words = claim.around
        for mention in bodies_in(words):
            words = words.replace(mention.body.text, "，")
        asked = grams(words)
        if (told := self._told(claim, scope)) is not None:
            return (told,)
        headed = [c for d in scope.documents for c in d.walk() if len(grams(c.heading)) > 3]
        named = max(headed, key=lambda c: self._passages.share(grams(c.heading), asked), default=None)
        if named is not None and self._passages.share(grams(named.heading), asked) >= ABOUT:
            return (named,)
        found = self._passages.search(asked, scope.documents, 1)
        return (found[0].passage.clause,) if found and found[0].own >= 0.4 else ()

    def _told(self, claim: Claim, scope: Scope) -> Clause | None:
        """The one clause with duties that speaks of what stands before 由: 薪酬改革由……."""
        match = re.match("(?:[^，]*[，。])?(?P<what>[^，由、。]{4,30})由", claim.words)
        asked = grams(match["what"]) if match else frozenset()
        if not asked:
            return None
        duties = {r.clause for d in scope.documents for r in self._library.facts(d.id).responsibilities}
        held = [self._library.clause(c) for c in duties]
        about = [c for c in held if self._passages.share(asked, grams(c.text)) >= _TOLD]
        headed = [c for c in about if self._passages.share(asked, grams(c.heading)) >= ABOUT] or about
        return headed[0] if len(headed) == 1 else None


def _likeness(found: Quoted, claim: Claim) -> float:
    size = max(len(claim.words), 1)
    return 1 - abs(found.span.end - found.span.start - size) / size if found.verdict != "一致" else 1.0


def _inner(words: str) -> str:
    """A source's quotation marks inside the draft's own."""
    return words.replace("“", "‘").replace("”", "’") if "“" in words else words
