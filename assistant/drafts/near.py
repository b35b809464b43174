"""Which passage a claim is about, and where the two differ: of those about as near, the one that differs least."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.drafts.bound import numbers
from assistant.drafts.claims import Claim
from assistant.drafts.compare import compare
from assistant.drafts.difference import Difference, What, corrected, full_width
from assistant.drafts.figures import Figure, figures, years
from assistant.drafts.finding import Verdict
from assistant.drafts.outcome import NOWHERE, Outcome, Standing
from assistant.drafts.passages import Match, Passage, grams
from corpus.model import Span

ABOUT = 0.55
SURE = 0.8
_OWN_WORDS = 0.35
_STRAY = 0.25
"""With a larger share of words that stand nowhere a claim is held to be about something else."""
_WEIGHTS: dict[What, float] = {"number": 3.0, "year": 3.0, "body": 3.0, "term": 2.0, "left_out": 1.0}
_VERDICTS: tuple[tuple[What, Verdict], ...] = (
    ("number", "数字不符"),
    ("year", "数字不符"),
    ("body", "部门不符"),
    ("term", "引文有出入"),
    ("left_out", "断章"),
)


def closest(claim: Claim, found: Sequence[Match]) -> tuple[Match, list[Difference]] | None:
    """The passage that a claim is about, and where it differs: of those about as near, the one that differs least."""
    near_ones = [m for m in found if _about(m)] or [m for m in found if _spread(claim, m)]
    if not near_ones:
        return None
    top = max(m.own for m in near_ones)
    firm = any(not f.soft for f in figures(claim.words))
    tried = [
        (m, _differences(claim, m.passage, found))
        for m in near_ones
        if m.own >= max(top - 0.2, 0.4) or (firm and not numbers(claim.words, m.passage))
    ]
    return min(tried, key=lambda t: (_weight(t[1]), sum(d.right is None for d in t[1]), -t[0].score)) if tried else None


def _differences(claim: Claim, passage: Passage, beside: Sequence[Match]) -> list[Difference]:
    out = compare(claim.words, passage, claim.governing, claim.around)
    if any(d.what == "number" for d in out):
        out = [d for d in out if d.what != "number" or not _stands_beside(claim, d, passage, beside)]
    return out


def _stands_beside(claim: Claim, difference: Difference, passage: Passage, beside: Sequence[Match]) -> bool:
    """Whether a figure belongs to other words of the claim, which another passage of the clause has with it."""
    others = [f for f in figures(claim.words) if not f.start <= difference.start < f.end]
    start = max([f.end for f in others if f.end <= difference.start], default=0)
    end = min([f.lead for f in others if f.start >= difference.end], default=len(claim.words))
    listed = max(claim.words.rfind(c, start, difference.start) for c in "、和及")
    begin = listed + 1 if listed >= 0 else start
    stop = claim.words.find("、", difference.end, end)
    own = claim.words[begin : stop if stop > 0 else end]
    mine = next((f for f in figures(claim.words) if f.end == difference.end), None)
    if all(f.soft or f is mine for f in figures(claim.words)):
        return False
    if mine is not None and _in_table(claim, mine, passage, beside):
        return True
    asked = grams(own)
    said = frozenset(y for y, _, _ in years(claim.words)) or claim.governing
    if len(asked) < 2 or mine is None:
        return False
    return any(
        m.passage is not passage
        and (m.passage.clause.id == passage.clause.id or len(asked) > 3)
        and len(asked & m.passage.grams) >= max(0.6 * len(asked), len(asked & passage.grams) + 1)
        and not (m.passage.years and said and not said & m.passage.years)
        and any((f.amount, f.kind) == (mine.amount, mine.kind) for f in m.passage.figures)
        for m in beside
    )


def _in_table(claim: Claim, figure: Figure, passage: Passage, beside: Sequence[Match]) -> bool:
    """Whether a figure is another cell of the row that the claim is about: 由2020年的6.82张提高到2025年的8.2张左右; 从50%提高到60%."""
    before = [y for y, start, _ in years(claim.words) if start < figure.start]
    return any(
        m.passage.row is not None
        and m.own >= ABOUT
        and (before[-1] in m.passage.years if before else m.passage.span == passage.span)
        and any(f.amount == figure.amount and f.relation == figure.relation for f in m.passage.figures)
        for m in beside
    )


def _about(match: Match) -> bool:
    return match.own >= ABOUT or (match.own >= 0.4 and match.whole >= 0.68)


def _spread(claim: Claim, match: Match) -> bool:
    """Whether a claim draws its words from the sentence and heading around the very figures that it states."""
    firm = [f for f in figures(claim.words) if not f.soft]
    return (
        bool(firm)
        and match.own >= 0.4
        and max(match.whole, match.own + 0.1) >= 0.55
        and not numbers(claim.words, match.passage)
    )


def _weight(differences: Sequence[Difference]) -> float:
    return sum(_WEIGHTS[d.what] if d.what != "unproved" else 2.0 * (d.end - d.start) for d in differences)


def made(claim: Claim, match: Match, differences: list[Difference], standing: Standing) -> Outcome:
    """The outcome of a claim laid beside its passage: right, wrong, or, with words that stand nowhere, neither."""
    if not differences:
        return fine(claim, match, standing)
    loose = [d for d in differences if d.what == "unproved"]
    told = [d for d in differences if d.what != "unproved"]
    stray = sum(d.end - d.start for d in loose)
    if not told and stray <= _OWN_WORDS * len(claim.words):
        return fine(claim, match, standing)
    if not told or stray > _STRAY * len(claim.words):
        said = "、".join(f"“{d.said}”" for d in loose)
        reason = f"所引文件中最相近的话里没有{said}，无法核实。" if loose else NOWHERE
        return Outcome(claim, "无法核实", "nowhere", reason)
    return _faulty(claim, match, told, standing)


def fine(claim: Claim, match: Match, standing: Standing) -> Outcome:
    """A claim that its passage bears out."""
    passage = match.passage
    said = "数字、年份与原文一致" if figures(claim.words) else "与原文一致"
    return Outcome(
        claim, "一致", standing, f"{said}。", passage.clause, passage.document, shown(passage), score=match.own
    )


def _faulty(claim: Claim, match: Match, differences: list[Difference], standing: Standing) -> Outcome:
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
    return Outcome(claim, verdict, standing, reason, passage.clause, passage.document, shown(passage), right, match.own)


def shown(passage: Passage) -> Span:
    """The evidence to show: the stretch with what opens its sentence where that governs it."""
    if passage.row is not None or passage.opening is None:
        return passage.span
    return (
        Span(passage.sentence.start, passage.span.end)
        if passage.span.end - passage.sentence.start <= 160
        else passage.span
    )
