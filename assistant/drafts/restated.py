"""Words that a draft puts in its own way: word for word first, then stretch by stretch, in the cited clauses and beyond."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.drafts.claims import Claim
from assistant.drafts.difference import Difference
from assistant.drafts.figures import figures
from assistant.drafts.near import SURE, closest, fine, made
from assistant.drafts.outcome import NOWHERE, Outcome, Scope, Standing
from assistant.drafts.passages import Match, Passages, grams
from assistant.drafts.quoted import Quoted, exact
from assistant.drafts.wording import bared
from corpus.library import Library
from corpus.model import ClauseId, Document, Span
from corpus.numerals import ordinal, to_chinese

_EXACT = 8
_TASKS = re.compile(
    r"(?:从)?(?:了)?(?P<n>[0-9]{1,2}|[一二两三四五六七八九十]{1,3})(?:个方面的?|方面的?|项|条|大)(?:[0-9一二三四五六七八九十]+项)?(?:重点|主要|具体|工作)*(?:任务|举措|措施|要求|内容|工作)"
)


class Restated:
    """Judges what is neither a quotation nor a list of bodies."""

    def __init__(self, library: Library, passages: Passages, others: Callable[[Claim], Sequence[Document]]) -> None:
        self._library, self._passages, self._others = library, passages, others

    def judge(self, claim: Claim, scope: Scope) -> Outcome:
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
        if (counted := self._counted(claim, scope)) is not None:
            return counted
        if claim.shape != "plain":
            outcome = self._restated(claim, scope)
            if outcome.verdict == "一致" or outcome.score >= SURE:
                return outcome
            return self._one_by_one(claim, scope) or outcome
        parts = [p for p in re.split("[，,；;：:]", claim.words) if len(grams(p)) > 2]
        if len(parts) < 2:
            return self._restated(claim, scope)
        return self._together(claim, [self._restated(replace(claim, words=p), scope) for p in parts], parts)

    def _one_by_one(self, claim: Claim, scope: Scope) -> Outcome | None:
        """Several figures in one breath, each of another sentence: 就诊率90%以上和签约率75%以上; ``None`` unless all are found."""
        parts = [p for p in re.split("、|和(?=[^，]{2})|以及|及(?=[^，]{2})", claim.words) if p]
        if len(parts) < 2 or any(len(grams(p)) < 3 or not any(not f.soft for f in figures(p)) for p in parts):
            return None
        tried = [self._restated(replace(claim, words=p), scope) for p in parts]
        if any(not o.found for o in tried):
            return None
        return self._together(claim, tried, parts)

    def _counted(self, claim: Claim, scope: Scope) -> Outcome | None:
        """第二部分提出六项任务: the parts of the cited clause, counted."""
        match = _TASKS.fullmatch(claim.words)
        number = ordinal(match["n"]) if match else None
        if number is None or len(scope.clauses) != 1 or not scope.clauses[0].children:
            return None
        clause = scope.clauses[0]
        document = self._library.document(clause.id.document)
        count = len([c for c in clause.children if c.path.numbered != clause.path.numbered])
        span = Span(clause.span.start, clause.span.start + len(clause.text.split("\n", 1)[0]))
        if count == number:
            return Outcome(claim, "一致", "here", f"原文这一部分共{count}项。", clause, document, span, score=1.0)
        right = (
            claim.words.replace(match["n"], str(count) if match["n"].isdigit() else to_chinese(count), 1)
            if match
            else None
        )
        reason = f"原文这一部分共{count}项，文稿写作“{claim.words}”。"
        return Outcome(claim, "数字不符", "here", reason, clause, document, span, right, 1.0)

    def _together(self, claim: Claim, tried: Sequence[Outcome], parts: Sequence[str]) -> Outcome:
        """Several stretches as one claim: a plain fault of one, else where most of the words stand."""
        anchors = {o.clause.id for o in tried if o.clause is not None and o.verdict == "一致" and o.score >= SURE}
        wrong = [o for o in tried if o.clause is not None and o.verdict != "一致" and o.score >= _least(o, anchors)]
        if wrong:
            right: str | None = claim.words
            for one in wrong:
                right = right.replace(one.claim.words, one.correction, 1) if right and one.correction else None
            return replace(wrong[0], claim=claim, correction=right, reason="".join(o.reason for o in wrong))
        proved = _longest_proved(tried, parts)
        if not proved:
            return Outcome(claim, "无法核实", "nowhere", NOWHERE)
        weights: dict[Standing, int] = {"here": 0, "elsewhere": 0, "nowhere": 0}
        for at in proved:
            weights[tried[at].standing] += len(parts[at])
        most: Standing = "elsewhere" if weights["elsewhere"] > weights["here"] else "here"
        best = max((tried[at] for at in proved if tried[at].standing == most), key=lambda o: o.score)
        return replace(best, claim=_shortened(claim, parts, proved), correction=None, reason="与原文一致。")

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
        here = closest(
            claim,
            self._passages.within(asked, scope.clauses)
            if scope.clauses
            else self._passages.search(asked, scope.documents),
        )
        if here is not None and not here[1]:
            return fine(claim, here[0], "here")
        if scope.clauses:
            there = closest(claim, self._passages.search(asked, scope.documents))
            if there is not None and self._better(there, here):
                return made(claim, *there, "elsewhere")
        if here is None or here[0].own < SURE:
            others = [d for d in self._others(claim) if d not in scope.documents]
            self._passages.load(others)
            away = closest(claim, self._passages.search(asked, others)) if len(asked) >= 6 else None
            if away is not None and not away[1] and away[0].own >= max(SURE, (here[0].own if here else 0) + 0.2):
                return fine(claim, away[0], "elsewhere")
        if here is not None:
            return made(claim, *here, "here")
        return Outcome(claim, "无法核实", "nowhere", NOWHERE)

    def _better(self, there: tuple[Match, list[Difference]], here: tuple[Match, list[Difference]] | None) -> bool:
        if here is None:
            return there[0].own >= (0.65 if not there[1] else SURE)
        if not there[1]:
            return there[0].own >= max(0.7, here[0].own)
        return there[0].own >= max(SURE, here[0].own + 0.2)


def _longest_proved(tried: Sequence[Outcome], parts: Sequence[str]) -> list[int]:
    """The stretches in a row that are proved, most words first: what stands beside them is the writer's own."""
    rows: list[list[int]] = [[]]
    for at, outcome in enumerate(tried):
        if outcome.found and outcome.verdict == "一致":
            rows[-1].append(at)
        else:
            rows.append([])
    return max(rows, key=lambda row: sum(len(parts[at]) for at in row))


def _shortened(claim: Claim, parts: Sequence[str], proved: Sequence[int]) -> Claim:
    """A claim cut to the stretches that are proved; whole where all are."""
    if len(proved) == len(parts) or claim.subject:
        return claim
    starts: list[int] = []
    for part in parts:
        starts.append(claim.words.index(part, starts[-1] + 1 if starts else 0))
    start, end = starts[proved[0]], starts[proved[-1]] + len(parts[proved[-1]])
    span = Span(claim.span.start + start, claim.span.start + end)
    return replace(claim, span=span, words=claim.words[start:end])


def _least(outcome: Outcome, anchors: set[ClauseId]) -> float:
    """How near a stretch must be to be called wrong: less where the stretches beside it stand in the same clause."""
    if outcome.verdict == "断章":
        return SURE
    return (
        0.5
        if outcome.clause is not None and outcome.clause.id in anchors
        else 0.65
        if outcome.verdict == "引文有出入"
        else SURE
    )
