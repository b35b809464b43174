"""Which of several readings of a name or a place the words of a draft bear out.

第三条 of a plan may be its 三、 or its （三）; 《方案》 that nobody introduced may be any plan of the library; 汉政办发〔2022〕6号 may
be a slip for 汉政办函〔2022〕6号. Only words that stand there decide; where they decide nothing, nothing is chosen.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, MutableMapping, Sequence
from dataclasses import replace

from assistant.drafts.attribution import Run
from assistant.drafts.claims import Claim
from assistant.drafts.judge import Judge
from assistant.drafts.meant import Meant
from assistant.drafts.near import SURE
from assistant.drafts.outcome import Outcome, Scope
from assistant.drafts.resolve import Resolver
from corpus.model import Clause, Document

_MOST = 4
"""So many claims of a mention are laid beside each candidate."""


def placed(claim: Claim, by: Sequence[Meant], documents: tuple[Document, ...], judge: Judge) -> Outcome:
    """A claim in the clauses cited; where a place may be read otherwise, the reading that bears it out."""
    clauses = tuple(c for m in by for c in m.scope)
    outcome = judge.judge(claim, Scope(documents, clauses))
    if not outcome.found and claim.shape == "plain" and len(clauses) > 1 and "、" in claim.words:
        return _each(claim, Scope(documents, clauses), judge) or outcome
    others = tuple(c for m in by for c in m.others) or _leads(documents, clauses)
    if not others or (outcome.standing == "here" and outcome.verdict == "一致"):
        return outcome
    other = judge.judge(claim, Scope(documents, others))
    better = other.standing == "here" and other.found and (other.verdict == "一致" or outcome.standing != "here")
    return other if better else outcome


def _leads(documents: Sequence[Document], clauses: Sequence[Clause]) -> tuple[Clause, ...]:
    """The words that open the list in which a cited item stands: 有下列行为之一的，由……责令改正： holds for 第（二）项 too."""
    above = [a for d in documents for c in clauses if c.id.document == d.id for a in d.ancestors(c)]
    return tuple(replace(a, children=()) for a in above if a.text.rstrip().endswith(("：", ":")))


def _each(claim: Claim, scope: Scope, judge: Judge) -> Outcome | None:
    """Two places in one breath, and what each says joined by 、: 二、（一）和二、（三）分别提出…、…."""
    tried = [judge.judge(replace(claim, words=part), scope) for part in claim.words.split("、")]
    if not all(o.found for o in tried):
        return None
    worst = next((o for o in tried if o.verdict != "一致" or o.standing != "here"), tried[0])
    return replace(worst, claim=claim)


def chosen(
    meant: Sequence[Meant], spoken: Sequence[tuple[Run, Sequence[Claim]]], resolver: Resolver, judge: Judge
) -> tuple[list[Meant], set[int]]:
    """The mentions, each of several candidates taken for the only one that holds the words which rest on it; and those
    that are none, since nothing bears them out."""
    out, none = list(meant), set[int]()
    claims: dict[int, list[Claim]] = defaultdict(list)
    for run, said in spoken:
        for at in run.by if run.firm != "none" else ():
            claims[at] += said
    for at, one in enumerate(out):
        said = claims[at][:_MOST]
        if one.several:
            out[at] = _taken(one, one.several, said, resolver, judge)
        elif one.also and _bears_out(one, said, judge) < 2:
            other = _taken(one, one.also, said, resolver, judge, most=2)
            out[at] = other if other.document is not None else one
        if one.mention.unsure and not _is_one(out[at], said, judge):
            none.add(at)
    return out, none - _in_row(out, none, claims)


def _in_row(meant: Sequence[Meant], none: set[int], claims: Mapping[int, Sequence[Claim]]) -> set[int]:
    """Those that stand in a row with sure ones, counted alike: 第七条部署…。第十二条推支付改革。第十五条搭建…."""
    rows = {
        (claims[at][0].run.line.paragraph, _unit(one))
        for at, one in enumerate(meant)
        if one.mention.how == "place" and at not in none and claims[at] and one.clauses
    }
    held = {at for at in none if claims[at] and meant[at].clauses}
    return {at for at in held if (claims[at][0].run.line.paragraph, _unit(meant[at])) in rows}


def _unit(meant: Meant) -> tuple[str, ...]:
    return meant.mention.locators[0].units


def _taken(
    one: Meant, held: Sequence[Document], claims: Sequence[Claim], resolver: Resolver, judge: Judge, most: int = 1
) -> Meant:
    """A mention as of the one document that bears its words out (``most``: the least that this must be); else of none."""
    tried = [resolver.taken(one, d) for d in held]
    borne = [(t, _bears_out(t, claims, judge)) for t in tried]
    fit = [t for t, how in borne if how == 2] or [t for t, how in borne if how == 1 >= most]
    if len(fit) == 1:
        return fit[0]
    if not fit and most == 1 and len(tried) == 1 and tried[0].document is not None:
        document = tried[0].document
        if any((o := judge.judge(c, Scope((document,)))).verdict == "一致" and o.score >= SURE for c in claims):
            return tried[0]
    if fit:
        return Meant(one.mention, several=tuple(t.document for t in fit if t.document is not None))
    return one if one.several else Meant(one.mention)


def _is_one(meant: Meant, claims: Sequence[Claim], judge: Judge) -> bool:
    """Whether the words bear out that a place is cited at all."""
    if _bears_out(meant, claims, judge):
        return True
    if meant.document is None or meant.mention.unsure > 1:
        return False
    return any(judge.judge(c, Scope((meant.document,))).verdict == "一致" for c in claims)


def _bears_out(meant: Meant, claims: Sequence[Claim], judge: Judge) -> int:
    """Whether the words stand there: 2 as they are, 1 all but so, 0 not."""
    best = 0
    if meant.document is None:
        return best
    for claim in claims:
        outcome = placed(claim, [meant], (meant.document,), judge)
        if outcome.found and outcome.standing == "here":
            best = max(best, 2 if outcome.verdict == "一致" else int(outcome.score >= SURE))
    return best


def borne_out(meant: Sequence[Meant], outcomes: MutableMapping[int, list[Outcome]]) -> None:
    """Gives a slip in a name what the mentions that follow it bear out: 汉政办发〔2022〕6号列出20项任务。第三项要求…."""
    named = {id(m.mention): at for at, m in enumerate(meant)}
    for at, one in enumerate(meant):
        origin = named.get(id(one.slip)) if one.slip is not None else None
        if origin is not None:
            outcomes[origin] += [o for o in outcomes.get(at, []) if o.standing == "here"]
