"""Citing while writing, scored on the drafts' own claims: is the clause that carries a right one offered first?

The claims of a draft are what people want to say, the evidence of the gold is what they should be offered.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from eval.drafts import Claim
from eval.score import Score
from eval.scorers.claims import place

if TYPE_CHECKING:
    from assistant.drafts.carrying import Carrier

Finder = Callable[[str], Sequence["Carrier"]]
"""What a writer wants to say to the clauses for it, best first."""

_SHORTEST = 8
"""Fewer characters (第三条, 65%) are nothing that anyone would look a source for."""
_WRONG = ("数字不符", "部门不符", "断章", "引文有出入")


def score_cite(claim: Claim, find: Finder) -> list[Score]:
    """``cite_first`` of a right claim; of a wrong one ``cite_held_back``: no clause is said to carry it."""
    if claim.kind == "citation" or not claim.evidence or len(claim.text) < _SHORTEST:
        return []
    if claim.verdict in _WRONG:
        carrying = [c for c in find(claim.text) if c.carries]
        said = "；".join(f"说{c.document.name}{c.clause.label}能支撑" for c in carrying) or "没有说能支撑"
        return [Score("cite_held_back", float(not carrying), said)]
    if claim.verdict not in ("一致", "建议补引"):
        return []
    found = find(claim.text)
    wanted = {(g.source, place(g.clause)) for g in claim.evidence}
    first = bool(found) and (found[0].document.source, place(str(found[0].clause.path))) in wanted
    best = f"首条为{found[0].clause.label}" + ("" if found[0].carries else "，说不能支撑") if found else "没有找到条款"
    return [Score("cite_first", float(first and found[0].carries), best)]
