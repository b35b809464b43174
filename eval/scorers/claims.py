"""What a check of a draft found, against the labelled claims: found, judged right, corrected, located, accused in vain.

A finding belongs to the claim that its words overlap most (by at least half of the shorter of the two, a citation with a
citation, other words with other words). A finding that runs over the end of a sentence points at nothing: a whole text
called wrong would otherwise find every error.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.drafts.finding import Finding
from corpus.errors import BadReference
from corpus.path import ClausePath
from eval.drafts import Claim, Draft
from eval.score import Score
from eval.wording import holds, norm

HALF = 0.5
LONGEST = 3
"""A correction that carries the right words among three times as many others proposes nothing."""


@dataclass(frozen=True, slots=True)
class Told:
    """A claim with the finding that speaks for it (``None``: not found) and all those that accuse it.

    Whoever is told that part of his words are wrong is told that they are: of several findings the nearest accusation
    speaks, else the nearest finding."""

    claim: Claim
    finding: Finding | None
    accusing: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Matched:
    """All claims of a draft with what was told of them, and the accusations that no claim stands under."""

    told: tuple[Told, ...]
    strays: tuple[Finding, ...]


def match(draft: Draft, findings: Sequence[Finding]) -> Matched:
    """Which finding speaks of which claim."""
    claims = draft.case.claims
    best: dict[int, list[Finding]] = {}
    strays = []
    for finding in findings:
        near = [(share, -n) for n, claim in enumerate(claims) if (share := _closeness(claim, finding))]
        if near:
            best.setdefault(-max(near)[1], []).append(finding)
        elif not finding.proved:
            strays.append(finding)
    told = []
    for n, claim in enumerate(claims):
        accusing = tuple(f for f in best.get(n, ()) if not f.proved)
        near_to_it = [(_closeness(claim, f), -i, f) for i, f in enumerate(accusing or findings)]
        closeness, _, nearest = max(near_to_it, key=lambda each: each[:2], default=(0.0, 0, None))
        told.append(Told(claim, nearest if closeness else None, accusing))
    return Matched(tuple(told), tuple(strays))


def _closeness(claim: Claim, finding: Finding) -> float:
    """How much of both is shared, 0 where the finding does not point at the claim."""
    start, end = finding.span.start, finding.span.end
    shared = min(end, claim.end) - max(start, claim.start)
    shorter = min(end - start, claim.end - claim.start)
    if shorter <= 0 or shared < HALF * shorter:
        return 0.0
    if (finding.kind == "citation") != (claim.kind == "citation"):
        return 0.0
    if _sentences(finding.text) > _sentences(claim.text):
        return 0.0
    return shared / (max(end, claim.end) - min(start, claim.start))


def _sentences(words: str) -> int:
    """How many sentences the words run over: 「…。」 and a quote's last full stop end one, they begin no other."""
    inside = words.strip().rstrip("。！？”’』」；")
    return 1 + sum(inside.count(sign) for sign in "。！？\n")


def score_claim(told: Told, text: str) -> list[Score]:
    """Every score of one labelled claim."""
    claim, finding = told.claim, told.finding
    wanted = claim.verdict + (f"（{'、'.join(claim.accept)}亦可）" if claim.accept else "")
    if finding is None:
        missed = f"没有查出，应为{wanted}"
        scores = [Score("claim_recall", 0.0, missed), Score("claim_verdict", 0.0, missed)]
        return scores + ([] if claim.right else [Score("claim_caught", 0.0, missed)]) + _accused(told)
    right = finding.verdict in claim.verdicts
    reason = "判断正确" if right else f"判为{finding.verdict}，应为{wanted}"
    scores = [Score("claim_recall", 1.0, "查出"), Score("claim_verdict", float(right), reason)]
    if not claim.right:
        scores.append(Score("claim_caught", float(right or not finding.proved), reason))
    return [*scores, *_accused(told), *_corrected(told), *_located(claim, finding), exact(finding, text)]


def _accused(told: Told) -> list[Score]:
    """Whether right words were called wrong, and whether an accusation stands on words that are wrong."""
    claim = told.claim
    wrongly = [f for f in told.accusing if claim.right and f.verdict not in claim.verdicts]
    reason = f"对的说成{'、'.join(f.verdict for f in wrongly)}" if wrongly else "没有冤枉"
    scores = [Score("wrongly_accused", float(bool(wrongly)), reason)] if claim.right else []
    return scores + ([Score("accusation_right", float(not wrongly), reason)] if told.accusing else [])


def _corrected(told: Told) -> list[Score]:
    """Several accusations of one claim (one body each) correct it together."""
    accusing = told.accusing or ((told.finding,) if told.finding and not told.finding.proved else ())
    if told.claim.correction is None or not accusing:
        return []
    proposed = "；".join(dict.fromkeys(f.correction for f in accusing if f.correction))
    right = corrects(told.claim, proposed)
    return [Score("correction_right", float(right), f"改为“{proposed or '（没有提出）'}”")]


def corrects(claim: Claim, proposed: str | None) -> bool:
    """Whether a proposed correction is the gold one, or carries the words that matter in not many others."""
    gold = claim.correction or ""
    if not proposed:
        return False
    if norm(proposed).strip('"') == norm(gold).strip('"'):
        return True
    if not claim.correction_has or len(proposed) > LONGEST * len(gold) + 20:
        return False
    return all(any(holds(proposed, spelling) for spelling in group) for group in claim.correction_has)


def _located(claim: Claim, finding: Finding) -> list[Score]:
    if not claim.evidence:
        return []
    wanted = {(g.source, place(g.clause)) for g in claim.evidence}
    given = {(e.source, place(e.clause)) for e in finding.evidence}
    shown = "、".join(e.clause for e in finding.evidence) or "没有给出条款"
    return [Score("claim_located", float(bool(wanted & given)), f"依据{shown}")]


def place(clause: str) -> tuple[str, ...]:
    """A clause's path for comparing: a table counts as the clause that it stands in, as in the facts (``二/（三）/表1``)."""
    try:
        path = ClausePath.parse(clause)
    except BadReference:
        return (clause,)
    return path.numbered or path.steps


def exact(finding: Finding, text: str) -> Score:
    """Whether a finding's words stand at its own offsets."""
    right = finding.span.of(text) == finding.text
    return Score("span_exact", float(right), "位置与文字相符" if right else "位置上不是这些文字")
