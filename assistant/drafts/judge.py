"""One claim against the library: does it stand where the draft says, elsewhere, otherwise, or nowhere?

The cited clauses are asked first, then the rest of the document, then the others: only words that are all but the same may
be said to stand elsewhere. Unsure is 无法核实, never a fault.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from assistant.drafts.claims import Claim
from assistant.drafts.compare import Difference, What, compare, corrected, full_width, numbers
from assistant.drafts.duties import held, whole
from assistant.drafts.figures import figures, years
from assistant.drafts.finding import Evidence, Verdict
from assistant.drafts.passages import Match, Passage, Passages, grams
from assistant.drafts.quoted import Quoted, exact, near, spliced
from assistant.drafts.wording import bared, stands
from corpus.library import Library
from corpus.model import Clause, ClauseId, Document, Span
from corpus.organizations import bodies_in

Standing = Literal["here", "elsewhere", "nowhere"]
ABOUT = 0.55
SURE = 0.8
_VERDICTS: tuple[tuple[What, Verdict], ...] = (
    ("number", "数字不符"),
    ("year", "数字不符"),
    ("body", "部门不符"),
    ("term", "引文有出入"),
    ("left_out", "断章"),
)
_EXACT = 8
_NOWHERE = "所引文件中没有找到与此相应的表述，无法核实。"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a claim: its verdict, where its words stand beside the places cited, and what it should read."""

    claim: Claim
    verdict: Verdict
    standing: Standing
    reason: str
    clause: Clause | None = None
    document: Document | None = None
    span: Span | None = None
    correction: str | None = None
    score: float = 0.0

    @property
    def found(self) -> bool:
        """Whether the claim's words stand anywhere, right or wrong."""
        return self.clause is not None


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a claim is said to stand: documents, and the clauses cited in them (none: the whole document)."""

    documents: tuple[Document, ...]
    clauses: tuple[Clause, ...] = ()


class Judge:
    """Judges the claims of a draft over one library."""

    def __init__(self, library: Library, passages: Passages, others: Callable[[Claim], Sequence[Document]]) -> None:
        """``others`` gives the documents to look in where the cited ones don't hold a claim."""
        self._library, self._passages, self._others = library, passages, others

    def judge(self, claim: Claim, scope: Scope) -> Outcome:
        """What became of a claim that rests on these documents and clauses."""
        self._passages.load(scope.documents)
        if claim.shape == "quote":
            return self._quote(claim, scope)
        if claim.shape == "duty":
            return self._duty(claim, scope) or self._undecided(claim, self._said(claim, scope))
        return self._said(claim, scope)

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
        best = self._best(claim, self._passages.search(asked, documents))
        if best is None or best[0].own < SURE or len(asked) < 6 or any(d.what != "left_out" for d in best[1]):
            return None
        return self._fine(claim, best[0], "here")

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
        words = claim.words[first:last]
        copied = replace(claim, span=Span(claim.span.start + first, claim.span.start + last), words=words)
        passage = parts[0][1]
        return Outcome(
            copied, "一致", "here", "与原文一致。", passage.clause, passage.document, _shown(passage), score=1.0
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
        found = held(claim.words, [r for r, _ in duties])
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
        headed = [c for d in scope.documents for c in d.walk() if len(grams(c.heading)) > 3]
        named = max(headed, key=lambda c: self._passages.share(grams(c.heading), asked), default=None)
        if named is not None and self._passages.share(grams(named.heading), asked) >= ABOUT:
            return (named,)
        found = self._passages.search(asked, scope.documents, 1)
        return (found[0].passage.clause,) if found and found[0].own >= 0.4 else ()

    # the rest

    def _said(self, claim: Claim, scope: Scope) -> Outcome:
        """Word for word first, then stretch by stretch."""
        cited = [b for c in scope.clauses for b in c.walk()]
        every = [c for d in scope.documents for c in d.walk()]
        for clauses, standing in ((cited, "here"), (every, "elsewhere" if cited else "here")):
            if (
                clauses
                and len(bared(claim.words).text) >= _EXACT
                and (found := exact(claim.words, clauses, claim.around))
            ):
                return self._verbatim(claim, found, standing)  # type: ignore[arg-type]
        if claim.shape != "plain":
            return self._restated(claim, scope)
        parts = [p for p in re.split("[，,；;：:]", claim.words) if len(grams(p)) > 2]
        if len(parts) < 2:
            return self._restated(claim, scope)
        return self._together(claim, [self._restated(replace(claim, words=p), scope) for p in parts], parts)

    def _together(self, claim: Claim, tried: Sequence[Outcome], parts: Sequence[str]) -> Outcome:
        """Several stretches as one claim: a plain fault of one, else where most of the words stand."""
        wrong = [
            o
            for o in tried
            if o.found and o.verdict != "一致" and o.score >= (0.65 if o.verdict == "引文有出入" else SURE)
        ]
        if wrong:
            right: str | None = claim.words
            for one in wrong:
                right = right.replace(one.claim.words, one.correction, 1) if right and one.correction else None
            return replace(wrong[0], claim=claim, correction=right, reason="".join(o.reason for o in wrong))
        weights: dict[Standing, int] = {"here": 0, "elsewhere": 0, "nowhere": 0}
        for outcome, part in zip(tried, parts, strict=True):
            weights[outcome.standing] += len(part)
        most: Standing = "elsewhere" if weights["elsewhere"] > weights["here"] else "here"
        best = next((o for o in sorted(tried, key=lambda o: -o.score) if o.standing == most and o.found), None)
        if best is None or (most == "elsewhere" and weights["nowhere"] > weights["elsewhere"]):
            return Outcome(claim, "无法核实", "nowhere", _NOWHERE)
        return replace(best, claim=claim, verdict="一致", correction=None, reason="与原文一致。")

    def _verbatim(self, claim: Claim, found: Quoted, standing: Standing) -> Outcome:
        document = self._library.document(found.clause.id.document)
        span = found.span.shift(found.clause.span.start)
        if found.verdict == "一致":
            return Outcome(claim, "一致", standing, "与原文一致。", found.clause, document, span, score=1.0)
        reason = found.reason.replace("引文", "文稿")
        right = found.before + claim.words + found.behind if found.before or found.behind else found.right
        return Outcome(claim, found.verdict, standing, reason, found.clause, document, span, right, 1.0)

    def _restated(self, claim: Claim, scope: Scope) -> Outcome:
        asked = grams(claim.words)
        here = self._best(
            claim,
            self._passages.within(asked, scope.clauses)
            if scope.clauses
            else self._passages.search(asked, scope.documents),
        )
        if here is not None and not here[1]:
            return self._fine(claim, here[0], "here")
        if scope.clauses:
            there = self._best(claim, self._passages.search(asked, scope.documents))
            if there is not None and self._better(there, here):
                return self._made(claim, *there, "elsewhere")
        if here is None or here[0].own < SURE:
            others = [d for d in self._others(claim) if d not in scope.documents]
            self._passages.load(others)
            away = self._best(claim, self._passages.search(asked, others)) if len(asked) >= 6 else None
            if away is not None and not away[1] and away[0].own >= max(SURE, (here[0].own if here else 0) + 0.2):
                return self._fine(claim, away[0], "elsewhere")
        if here is not None:
            return self._made(claim, *here, "here")
        return Outcome(claim, "无法核实", "nowhere", _NOWHERE)

    def _better(self, there: tuple[Match, list[Difference]], here: tuple[Match, list[Difference]] | None) -> bool:
        if here is None:
            return there[0].own >= (0.65 if not there[1] else SURE)
        if not there[1]:
            return there[0].own >= max(0.7, here[0].own)
        return there[0].own >= max(SURE, here[0].own + 0.2)

    def _best(self, claim: Claim, found: Sequence[Match]) -> tuple[Match, list[Difference]] | None:
        """The passage that a claim is about, and where it differs: of those about as near, the one that differs least."""
        near_ones = [m for m in found if _about(m)] or [m for m in found if _spread(claim, m)]
        if not near_ones:
            return None
        top = max(m.own for m in near_ones)
        firm = any(not f.soft for f in figures(claim.words))
        tried = [
            (m, self._differences(claim, m.passage, found))
            for m in near_ones
            if m.own >= max(top - 0.2, 0.4) or (firm and not numbers(claim.words, m.passage))
        ]
        return min(tried, key=lambda t: (_weight(t[1]), -t[0].score)) if tried else None

    def _differences(self, claim: Claim, passage: Passage, beside: Sequence[Match]) -> list[Difference]:
        out = compare(claim.words, passage, claim.governing, claim.around)
        if any(d.what == "number" for d in out):
            out = [d for d in out if d.what != "number" or not _stands_beside(claim, d, passage, beside)]
        return out

    def _made(self, claim: Claim, match: Match, differences: list[Difference], standing: Standing) -> Outcome:
        return self._faulty(claim, match, differences, standing) if differences else self._fine(claim, match, standing)

    def _fine(self, claim: Claim, match: Match, standing: Standing) -> Outcome:
        passage = match.passage
        said = "数字、年份与原文一致" if figures(claim.words) else "与原文一致"
        return Outcome(
            claim, "一致", standing, f"{said}。", passage.clause, passage.document, _shown(passage), score=match.own
        )

    def _faulty(self, claim: Claim, match: Match, differences: list[Difference], standing: Standing) -> Outcome:
        passage = match.passage
        kinds = {d.what for d in differences}
        verdict = next(v for what, v in _VERDICTS if what in kinds)
        told = []
        for d in differences:
            if d.what == "left_out":
                told.append(f"漏了原文的限定“{d.there}”")
            elif d.there:
                told.append(f"原文为“{full_width(d.there)}”，文稿写作“{d.said}”")
            else:
                told.append(f"原文没有“{d.said}”")
        reason = f"{'；'.join(told)}。原文：“{full_width(passage.words)}”。"
        right = corrected(claim.words, differences)
        return Outcome(
            claim, verdict, standing, reason, passage.clause, passage.document, _shown(passage), right, match.own
        )


def _stands_beside(claim: Claim, difference: Difference, passage: Passage, beside: Sequence[Match]) -> bool:
    """Whether a figure belongs to other words of the claim, which another passage of the clause has with it."""
    others = [f for f in figures(claim.words) if not f.start <= difference.start < f.end]
    start = max([f.end for f in others if f.end <= difference.start], default=0)
    end = min([f.lead for f in others if f.start >= difference.end], default=len(claim.words))
    listed = max(claim.words.rfind(c, start, difference.start) for c in "、和及")
    own = claim.words[listed + 1 if listed >= 0 else start : end]
    mine = next((f for f in figures(claim.words) if f.end == difference.end), None)
    asked = grams(own)
    said = frozenset(y for y, _, _ in years(claim.words)) or claim.governing
    if len(asked) < 2 or mine is None:
        return False
    return any(
        m.passage is not passage
        and m.passage.clause.id == passage.clause.id
        and len(asked & m.passage.grams) >= max(0.6 * len(asked), len(asked & passage.grams) + 1)
        and not (m.passage.years and said and not said & m.passage.years)
        and any((f.amount, f.kind) == (mine.amount, mine.kind) for f in m.passage.figures)
        for m in beside
    )


def _about(match: Match) -> bool:
    return match.own >= ABOUT or (match.own >= 0.4 and match.whole >= 0.75)


def _spread(claim: Claim, match: Match) -> bool:
    """Whether a claim draws its words from the sentence and heading around the very figures that it states."""
    firm = [f for f in figures(claim.words) if not f.soft]
    return bool(firm) and match.own >= 0.4 and match.whole >= 0.55 and not numbers(claim.words, match.passage)


def _weight(differences: Sequence[Difference]) -> float:
    return sum({"number": 3.0, "year": 3.0, "body": 3.0, "term": 2.0, "left_out": 1.0}[d.what] for d in differences)


def _likeness(found: Quoted, claim: Claim) -> float:
    size = max(len(claim.words), 1)
    return 1 - abs(found.span.end - found.span.start - size) / size if found.verdict != "一致" else 1.0


def _shown(passage: Passage) -> Span:
    """The evidence to show: the stretch with what opens its sentence where that governs it."""
    if passage.row is not None or passage.opening is None:
        return passage.span
    return (
        Span(passage.sentence.start, passage.span.end)
        if passage.span.end - passage.sentence.start <= 160
        else passage.span
    )


def _inner(words: str) -> str:
    """A source's quotation marks inside the draft's own."""
    return words.replace("“", "‘").replace("”", "’") if "“" in words else words


def evidence(library: Library, clause: Clause, span: Span) -> Evidence:
    """A clause as evidence, with the exact words of a span of its document."""
    document = library.document(clause.id.document)
    return Evidence(
        document.source,
        document.id,
        document.name,
        document.number,
        "/".join(clause.path.numbered),
        clause.label,
        span.of(document.text),
    )


def clause_ids(outcomes: Sequence[Outcome]) -> list[ClauseId]:
    """The clauses that claims were found in, each once, in order."""
    return list(dict.fromkeys(o.clause.id for o in outcomes if o.clause is not None))
