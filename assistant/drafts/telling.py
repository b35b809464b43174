"""Which claims the writer hears of: all that rests firmly on a document, and of the rest what plainly is a document's.

One strength decides: how like the passage the words are, what stands beside them, whether they set a rule or count what is the
office's own. The farther the citation, the more like the passage a claim must be before it may be called wrong; own words
that only share a topic are never told.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile
from typing import Literal

from assistant.drafts.claims import Claim
from assistant.drafts.figures import figures, years
from assistant.drafts.laid import FIRM, Laid, Tie, proved_beside, shared_bodies
from assistant.drafts.outcome import Outcome
from assistant.drafts.own import binding, own_place, own_plan
from assistant.drafts.passages import grams
from assistant.drafts.wording import bared, stands
from corpus.model import Span
from corpus.organizations import anatomy, bodies_in

Choice = Literal["told", "loose", "silent"]
"""Told as judged; told as words without a source, if they are a clause's; not told."""

_SURE = 0.85
_NEAR = 0.6
_WRONG: dict[Tie, float] = {"said": 0.0, "based": 0.0, "near": 0.75, "running": 0.85, "none": 9.0}
"""How strong a claim must be to be called wrong, by where its citation stands."""
_COPIED = 10
_LONG = 20
_FEW = 4
_BELOW = re.compile("[县区镇乡](?:级)?(?![、（(])|[我本各][县区镇乡院局]")


def choose(at: int, laid: Sequence[Laid]) -> Choice:
    """What becomes of one claim among all of its draft."""
    one = laid[at]
    if one.tie == "none" or one.alone:
        return "loose"
    if one.tie in FIRM:
        return "told" if _firm(at, laid) else "silent"
    if one.proved:
        return "told" if one.rests and _plainly(at, laid) else "loose"
    if not one.outcome.found or not one.rests or _local(one.claim, one.outcome):
        return "loose"
    return "told" if strength(at, laid) >= _WRONG[one.tie] else "loose"


def _firm(at: int, laid: Sequence[Laid]) -> bool:
    """Whether a claim that rests on a citation is told as judged: not where the writer goes on with what is his own."""
    one = laid[at]
    claim, outcome = one.claim, one.outcome
    before = list(takewhile(lambda o: o.claim.run is claim.run, reversed(laid[:at])))
    if outcome.verdict == "一致":
        behind = takewhile(lambda o: o.claim.run is claim.run, laid[at + 1 :])
        around = [o for o in (*before, *behind) if o.claim.own or (o.claim.shape == "number" and not o.outcome.found)]
        return claim.shape != "plain" or not (before and around) or len(bared(claim.words).text) >= _COPIED
    source = "".join(d.text for d in one.named)
    if outcome.found:
        if claim.shape == "quote":
            return True
        if claim.shape == "number" and len(grams(claim.words)) < _FEW and not (_shared(outcome) or asks(claim)):
            if not (_counted_beside(at, laid) if claim.own else _beside(at, laid)):
                return False  # 实际为31.6%
        if claim.own and (one.tie == "based" or outcome.score < _SURE) and not _counted_beside(at, laid):
            return False
        strayed = any(o.claim.shape == "number" and not o.outcome.found for o in before)
        if strayed and claim.shape == "number" and not (asks(claim) or _shared(outcome) or _counted_beside(at, laid)):
            return False  # 市疾控中心编制98名，|专业技术人员占比为76%
        return not _local(claim, outcome) and not _adapted(one) and outcome.score >= _least(at, laid)
    if claim.shape == "quote":
        return True
    if claim.own or claim.shape == "plain" or own_place(claim.words, source) or _below(claim, source):
        return False
    if one.tie == "based" and (claim.run.firm == "basis" or not asks(claim) or own_plan(claim.words, source)):
        return False
    if any(o.claim.shape == "quote" for o in before):
        return False
    return not any(o.outcome.found for o in before) or (asks(claim) and not own_plan(claim.words, source))


def _least(at: int, laid: Sequence[Laid]) -> float:
    """How like its passage a further half sentence must be to be called wrong: less where one beside it stands there."""
    one = laid[at]
    if one.claim.shape != "plain" or at == 0 or laid[at - 1].claim.run is not one.claim.run:
        return 0.0
    if one.outcome.verdict == "断章":
        return 0.65 if _beside(at, laid) else 0.8
    return 0.5 if _beside(at, laid) else 0.65


def _beside(at: int, laid: Sequence[Laid]) -> bool:
    """Whether another claim of the sentence is proved by the same clause."""
    return any(o.outcome.clause is laid[at].outcome.clause for o in proved_beside(at, laid))


def strength(at: int, laid: Sequence[Laid]) -> float:
    """How surely a claim that differs from its passage restates it, though no citation stands in its sentence."""
    one = laid[at]
    claim, outcome = one.claim, one.outcome
    if claim.shape == "duty":
        return 1.0 if shared_bodies(outcome) > 0.5 else 0.0
    shared = _shared(outcome)
    if claim.shape == "number" and not (asks(claim) or shared or _set_beside(at, laid)):
        if len(re.sub("[^\u4e00-\u9fff]", "", claim.words)) < _LONG:
            return 0.0  # 每千人口医疗卫生机构床位数为5.87张: an indicator and the office's own figure
    if len(grams(claim.words)) < _FEW and not (shared or _set_beside(at, laid)):
        return 0.0  # 全市应建18家
    wrong = sum(not f.soft for f in figures(claim.words)) - shared + len(_other_years(outcome))
    score = outcome.score + 0.1 * asks(claim) + 0.1 * bool(shared) - 0.15 * max(0, wrong - 1) - 0.4 * claim.own
    return score + 0.15 * any(o.outcome.document is outcome.document for o in proved_beside(at, laid))


def _set_beside(at: int, laid: Sequence[Laid]) -> bool:
    """Whether a figure stands among what the same clause proves: a count of the source's, or a sentence of its prose."""
    outcome = laid[at].outcome
    if outcome.clause is None or (outcome.clause.table is not None or _other_years(outcome)):
        return _counted_beside(at, laid)
    return _beside(at, laid)


def _other_years(outcome: Outcome) -> set[str]:
    """The years of a claim that its passage doesn't have."""
    there = outcome.document.text[outcome.span.start : outcome.span.end] if outcome.document and outcome.span else ""
    return {y for y, _, _ in years(outcome.claim.words)} - {y for y, _, _ in years(there)}


def _plainly(at: int, laid: Sequence[Laid]) -> bool:
    """Whether a proved claim without a citation of its own is enough of the document's to be told."""
    one = laid[at]
    claim = one.claim
    if claim.shape in ("quote", "duty"):
        return True
    beside = _beside(at, laid)
    if claim.shape == "plain":
        return copied(one.outcome) and (beside or len(bared(claim.words).text) >= _COPIED)
    firm = sum(not f.soft for f in figures(claim.words))
    return one.tie == "near" or beside or firm > 1 or len(grams(claim.words)) > 3


def _counted_beside(at: int, laid: Sequence[Laid]) -> bool:
    """Whether a count beside this one is the source's: then 截至2020年末…… tells the source's counts, not the office's."""
    clause = laid[at].outcome.clause
    if clause is not None and clause.table is not None:
        return False
    return any(
        o.claim.shape == "number" and not asks(o.claim) and o.outcome.clause is clause for o in proved_beside(at, laid)
    )


def _shared(outcome: Outcome) -> int:
    """How many figures of a claim its passage has too."""
    if outcome.span is None or outcome.document is None:
        return 0
    held = {(f.amount, f.kind) for f in figures(outcome.span.of(outcome.document.text)) if not f.soft}
    return sum((f.amount, f.kind) in held for f in figures(outcome.claim.words) if not f.soft)


def _adapted(one: Laid) -> bool:
    """Whether 按照《…》 an office of the same kind is put in a general one's place: 由市卫生健康局 for 县（市、区）卫生健康部门."""
    if (
        one.tie != "based"
        or one.outcome.verdict != "部门不符"
        or one.outcome.clause is None
        or one.claim.shape == "duty"
    ):
        return False
    there = [anatomy(m.body.name) for m in bodies_in(one.outcome.clause.text)]
    mine = [anatomy(m.body.name) for m in bodies_in(one.claim.words)]
    return all(any(m.functions and m.functions == t.functions for t in there) for m in mine)


def found_alone(one: Laid) -> bool:
    """Whether words found without a citation are those of the document that the draft speaks of, and enough of them."""
    if not (one.rests and one.proved):
        return False
    return one.claim.shape != "plain" or (copied(one.outcome) and len(bared(one.outcome.claim.words).text) >= _COPIED)


def asks(claim: Claim) -> bool:
    """Whether a claim says what is to be, not what was counted: 注册护士数为4.02人 is an office's own count."""
    return claim.posed or claim.shape not in ("number", "plain") or binding(claim.words)


def copied(outcome: Outcome) -> bool:
    """Whether each stretch of a sentence without figures stands in the document word for word, or all but so."""
    there = outcome.document.text if outcome.document else ""
    parts = [p for p in re.split("[，,；;：:]", outcome.claim.words) if p.strip()]
    return outcome.score >= _NEAR or all(stands(p, there) is not None for p in parts)


def _local(claim: Claim, outcome: Outcome) -> bool:
    """Whether a claim sets a goal for a place or an office that the source doesn't speak of: 全县……3.5人 beside a city's plan."""
    source = outcome.document.text if outcome.document is not None else ""
    if not source:
        return False
    return own_place(claim.words, source) or (outcome.verdict == "部门不符" and _below(claim, source))


def _below(claim: Claim, source: str) -> bool:
    """Whether all bodies that a claim names are of a county or an office that the source doesn't name."""
    named = [m.body.text for m in bodies_in(claim.words)]
    return bool(named) and all(_BELOW.match(n) and n not in source for n in named)


def together(text: str, told: Sequence[Laid]) -> list[Laid]:
    """Half sentences in a row that one clause bears out are told as one; what is wrong stays by itself."""
    out: list[Laid] = []
    for one in told:
        before = out[-1] if out else None
        if before is None or not (before.proved and one.proved) or before.outcome.clause is not one.outcome.clause:
            out.append(one)
            continue
        a, b = before.outcome, one.outcome
        claim = _joined(text, before.claim, one.claim)
        if claim is None or a.span is None or b.span is None or a.standing != b.standing:
            out.append(one)
            continue
        held = Span(min(a.span.start, b.span.start), max(a.span.end, b.span.end))
        out[-1] = replace(before, claim=claim, outcome=replace(a, claim=claim, span=held))
    return out


def rejoined(text: str, loose: Sequence[Laid]) -> list[Laid]:
    """Half sentences in a row that no citation holds are looked up as one: the clause that has most of them is theirs."""
    out: list[Laid] = []
    for one in loose:
        claim = _joined(text, out[-1].claim, one.claim) if out and one.claim.lean is None else None
        if claim is None:
            out.append(one)
        else:
            out[-1] = replace(out[-1], claim=claim, outcome=Outcome(claim, "无法核实", "nowhere", ""), alone=False)
    return out


def _joined(text: str, first: Claim, second: Claim) -> Claim | None:
    """Two claims without figures or bodies of one run as one, if nothing but a mark stands between them."""
    if first.shape != "plain" or second.shape != "plain" or first.run is not second.run:
        return None
    if re.sub(r"[，,、\s]", "", text[first.span.end : second.span.start]):
        return None
    span = Span(first.span.start, second.span.end)
    return replace(first, span=span, words=span.of(text), own=first.own or second.own)
