"""Scripted checkers for the draft suite: one that knows the gold, and ones with a broken organ."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache

from assistant.drafts.finding import Evidence, Finding, Verdict
from corpus.model import Span
from eval.draft_results import draft_results
from eval.drafts import Claim, Draft
from eval.metrics import mean_of
from eval.results import Result
from eval.suites import load_suite
from tests.builders_assistant import five_documents

Findings = Sequence[Finding]
Broken = Callable[[Draft, Findings], Findings]


@cache
def drafts() -> tuple[Draft, ...]:
    return load_suite("drafts_dev").drafts


def oracle(draft: Draft) -> tuple[Finding, ...]:
    """What a perfect check would say."""
    return tuple(found(claim) for claim in draft.case.claims)


def found(claim: Claim) -> Finding:
    evidence = tuple(Evidence(g.source, "d", "标题", None, g.clause, g.clause, g.quote) for g in claim.evidence)
    span = Span(claim.start, claim.end)
    return Finding(span, claim.text, claim.kind, claim.verdict, evidence, "理由", claim.correction)


def results(broken: Broken = lambda _, right: right, suite: str = "drafts_dev") -> list[Result]:
    """The results of a checker that knows the gold and is then broken."""
    by_text = {d.text: d for d in drafts()}

    def checker(text: str) -> Findings:
        return broken(by_text[text], oracle(by_text[text]))

    return list(draft_results(suite, drafts(), checker, five_documents()))


def means(rows: Sequence[Result]) -> dict[str, float | None]:
    names = ("claim_recall", "accusation_right", "claim_verdict", "claim_caught", "wrongly_accused", "correction_right")
    return {n: mean_of(rows, n).value for n in (*names, "claim_located", "span_exact")}


def says(verdict: Verdict) -> Broken:
    return lambda _, right: [replace(f, verdict=verdict) for f in right]


def shifted(_: Draft, right: Findings) -> Findings:
    """Every span two places on: the words are right, the offsets are not."""
    return [replace(f, span=f.span.shift(2)) for f in right]


def misplaced(draft: Draft, right: Findings) -> Findings:
    """Every finding on other words altogether."""
    return [_at(f, draft, (f.span.end + 60) % max(len(draft.text) - 40, 1)) for f in right]


def _at(finding: Finding, draft: Draft, start: int) -> Finding:
    span = Span(start, start + 2)
    return replace(finding, span=span, text=span.of(draft.text))


def whole(draft: Draft, _: Findings) -> Findings:
    """The whole text is wrong."""
    return [
        Finding(Span(0, len(draft.text)), draft.text, kind, "数字不符", (), "理由") for kind in ("number", "citation")
    ]


def everything(draft: Draft, _: Findings) -> Findings:
    """Every piece of the text between two commas is wrong."""
    out, start = [], 0
    for end, sign in enumerate(draft.text):
        if sign in "，。；\n、：":
            if end > start:
                out.append(Finding(Span(start, end), draft.text[start:end], "number", "数字不符", (), "理由"))
            start = end + 1
    return out


def uncorrected(_: Draft, right: Findings) -> Findings:
    """What is wrong is proposed again."""
    return [replace(f, correction=f.text) for f in right]


def unplaced(_: Draft, right: Findings) -> Findings:
    """Every verdict rests on the preamble."""
    return [replace(f, evidence=tuple(replace(e, clause="引言") for e in f.evidence)) for f in right]
