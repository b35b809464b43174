"""Every claim of a draft laid beside what it may rest on: its citation, else the paragraph's, else the document running on.

Nothing is decided here: telling.py says what of it the writer hears.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from assistant.drafts.choosing import placed
from assistant.drafts.claims import Claim
from assistant.drafts.judge import Judge
from assistant.drafts.known import unique
from assistant.drafts.meant import Meant
from assistant.drafts.outcome import Outcome, Scope
from assistant.drafts.passages import grams
from corpus.model import Clause, Document
from corpus.organizations import bodies_in

Tie = Literal["said", "based", "near", "running", "none"]
"""On whose word, surest first: 《…》提出 / 根据《…》 in its sentence / in its paragraph / in the draft before it / nobody's."""
FIRM: tuple[Tie, ...] = ("said", "based")
_LEANED, _LEANED_WRONG = 0.7, 0.85
_NEARER = 0.15
"""So much less like the claim a passage may be that stands beside its neighbours."""
_POINTS_BACK = re.compile("(?:该|此|这)项(?:工作|任务|改革)由")


@dataclass(frozen=True, slots=True)
class Laid:
    """A claim with what became of it; ``named`` are the documents that it may rest on, ``alone`` tells that it was found
    by its words only."""

    claim: Claim
    tie: Tie
    outcome: Outcome
    named: tuple[Document, ...]
    alone: bool = False

    @property
    def proved(self) -> bool:
        """Whether a passage bears it out."""
        return self.outcome.found and self.outcome.verdict == "一致"

    @property
    def rests(self) -> bool:
        """Whether what was found stands in a document that it may rest on."""
        return self.outcome.document is not None and self.outcome.document in self.named


class Laying:
    """Lays the claims of one draft beside the library."""

    def __init__(self, meant: Sequence[Meant], judge: Judge, others: Callable[[Claim], Sequence[Document]]) -> None:
        """``others`` gives the documents in which a claim may stand that names none."""
        self._meant, self._judge, self._others = meant, judge, others

    def lay(self, claims: Sequence[Claim]) -> list[Laid]:
        """All claims in order; what isn't found is looked for once more where its neighbours stand."""
        out = [self._lay(claim) for claim in claims]
        return [self._again(at, out) for at in range(len(out))]

    def _lay(self, claim: Claim) -> Laid:
        run = claim.run
        by = [self._meant[i] for i in run.by if not (self._meant[i].mention.handed and self._meant[i].document is None)]
        documents = tuple(unique(d for m in by if (d := m.document or m.guess) is not None))
        if by and (run.firm in ("said", "basis") or (documents and _POINTS_BACK.match(claim.words))):
            tie: Tie = "based" if run.based or run.firm == "basis" else "said"
            if not documents:
                return Laid(claim, tie, Outcome(claim, "无法核实", "nowhere", _unknown(by[0])), ())
            return Laid(claim, tie, placed(claim, by, documents, self._judge), documents)
        if not claim.leaned and documents:
            return Laid(claim, "near", placed(claim, by, documents, self._judge), documents)
        if not claim.leaned and (document := self._running(claim)) is not None:
            return Laid(claim, "running", self._in(document, claim), (document,))
        return self._unnamed(claim)

    def _in(self, document: Document, claim: Claim) -> Outcome:
        """A claim in the document that the draft runs on; a duty first in the clauses that the draft cites of it."""
        outcome = self._judge.judge(claim, Scope((document,)))
        if claim.shape != "duty" or outcome.verdict == "一致":
            return outcome
        cited = tuple(c for m in reversed(self._meant) if m.document is document for c in m.clauses)
        there = self._judge.judge(claim, Scope((document,), cited)) if cited else outcome
        return there if there.found and _about(there) > _about(outcome) else outcome

    def _running(self, claim: Claim) -> Document | None:
        """The last document of the library that the draft names before a claim: what it runs on."""
        before = [m for m in self._meant if m.mention.span.end <= claim.span.start and not m.mention.handed]
        return next((d for m in reversed(before) if (d := m.document or m.guess) is not None), None)

    def _unnamed(self, claim: Claim) -> Laid:
        """A claim found by its words alone; 上级要求 says that some document has it, so that less likeness will do."""
        outcome = self._judge.alone(claim)
        if outcome is None and claim.leaned:
            found = self._judge.judge(claim, Scope(tuple(self._others(claim))))
            outcome = found if found.score >= (_LEANED if found.verdict == "一致" else _LEANED_WRONG) else None
        return Laid(claim, "none", outcome or Outcome(claim, "无法核实", "nowhere", ""), (), alone=True)

    def _again(self, at: int, laid: Sequence[Laid]) -> Laid:
        """A figure that isn't proved, in the clauses where the claims beside it stand: ……达到426所，其中|村卫生室209所."""
        one = laid[at]
        clauses = beside(at, laid)
        if one.proved or one.claim.shape != "number" or not one.named or not clauses or one.outcome.clause in clauses:
            return one
        found = self._judge.judge(one.claim, Scope(one.named, clauses))
        there = found.found and found.standing == "here" and found.score >= one.outcome.score - _NEARER
        return replace(one, outcome=found) if there else one

    def unnamed(self, laid: Laid) -> Laid:
        """The same claim found by its words alone."""
        return replace(self._unnamed(laid.claim), named=laid.named)


def _unknown(meant: Meant) -> str:
    """Why what a citation is said to hold cannot be looked up."""
    if meant.several:
        return f"库内有{len(meant.several)}份文件可能是所引的，所引内容无法核实，请写明全称或文号。"
    return f"文件库里没有{meant.name}，所引内容无法核实。"


def beside(at: int, laid: Sequence[Laid]) -> tuple[Clause, ...]:
    """The clauses in which the other claims of a sentence stand, proved."""
    return tuple(dict.fromkeys(o.outcome.clause for o in proved_beside(at, laid) if o.outcome.clause is not None))


def proved_beside(at: int, laid: Sequence[Laid]) -> Iterable[Laid]:
    """The other claims of a sentence that are proved."""
    line = laid[at].claim.run.line
    for step in (-1, 1):
        other = at + step
        while 0 <= other < len(laid) and laid[other].claim.run.line is line:
            if laid[other].proved:
                yield laid[other]
            other += step


def _about(outcome: Outcome) -> tuple[float, int]:
    """How surely a duty is a clause's: by the bodies, then by what the duty is said to be of."""
    said, there = outcome.claim.words, outcome.clause.text if outcome.clause else ""
    for mention in bodies_in(said):
        said = said.replace(mention.body.text, "，")
    return shared_bodies(outcome), len(grams(said) & grams(there))


def shared_bodies(outcome: Outcome) -> float:
    """The share of the bodies that a duty names which its clause names too; of one body alone nothing can be told."""
    said = {m.body.text for m in bodies_in(outcome.claim.words)}
    there = outcome.clause.text if outcome.clause else ""
    return sum(b in there for b in said) / len(said) if len(said) > 1 else 0.0
