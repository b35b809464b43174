"""What a run leaves: one result a question, as plain data that the reports, the gate and compare all read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from eval.given import Given
from eval.match import describe
from eval.score import Score, Subject


@dataclass(frozen=True, slots=True)
class Evidence:
    """A clause beside an answer: cited (``found``: rightly), or one that should have been."""

    label: str
    quote: str
    found: bool
    cited: bool


@dataclass(frozen=True, slots=True)
class Result:
    """One question (or one labelled fact) with its answer, gold and scores. ``case`` joins the turns of a conversation."""

    id: str
    case: str
    suite: str
    kind: str
    wording: str
    difficulty: str
    documents: tuple[str, ...]
    question: str
    gold: str
    answer: str
    scores: tuple[Score, ...]
    evidence: tuple[Evidence, ...] = ()
    retrieved: tuple[str, ...] = ()
    outcome: str = ""
    note: str = ""
    given: dict[str, Any] = field(default_factory=dict, compare=False)

    def value(self, name: str) -> float | None:
        """A score's value; ``None`` where it does not apply."""
        return next((s.value for s in self.scores if s.name == name), None)

    def reason(self, name: str) -> str:
        """A score's reason."""
        return next((s.reason for s in self.scores if s.name == name), "")

    def as_json(self) -> dict[str, Any]:
        """As the report keeps it."""
        out = {name: getattr(self, name) for name in _PLAIN}
        out["documents"] = list(self.documents)
        out["retrieved"] = list(self.retrieved)
        out["scores"] = {s.name: {"value": s.value, "reason": s.reason} for s in self.scores}
        out["evidence"] = [
            {"label": e.label, "quote": e.quote, "found": e.found, "cited": e.cited} for e in self.evidence
        ]
        return out | {"given": self.given}


_PLAIN = ("id", "case", "suite", "kind", "wording", "difficulty", "question", "gold", "answer", "outcome", "note")


def result_of_json(data: dict[str, Any]) -> Result:
    """The inverse of ``as_json``; raises ``KeyError`` or ``TypeError`` where the data isn't a result."""
    return Result(
        **{name: data[name] for name in _PLAIN},
        documents=tuple(data["documents"]),
        retrieved=tuple(data["retrieved"]),
        scores=tuple(Score(n, s["value"], s["reason"]) for n, s in data["scores"].items()),
        evidence=tuple(Evidence(**e) for e in data["evidence"]),
        given=data.get("given", {}),
    )


def result_of(subject: Subject, suite: str, scores: tuple[Score, ...]) -> Result:
    """One turn's result, with the evidence found and missed."""
    case, turn, given = subject.case, subject.turn, subject.given
    several = len(case.turns) > 1
    return Result(
        id=f"{case.id}/{subject.number + 1}" if several else case.id,
        case=case.id,
        suite=suite,
        kind=case.kind if subject.number == 0 else "follow_up",
        wording=case.wording,
        difficulty=case.difficulty,
        documents=_documents(subject),
        question=turn.question,
        gold=gold_text(subject),
        answer=given.error or given.text,
        scores=scores,
        evidence=_evidence(subject),
        retrieved=given.retrieved or (),
        outcome=turn.gold.outcome,
        note=turn.gold.note,
        given=given.as_json(),
    )


def gold_text(subject: Subject) -> str:
    """The gold in a few lines: outcome, facts, what must not be said."""
    gold = subject.turn.gold
    named = {"answer": "回答", "correct": "纠正", "refuse": "拒答", "ask_back": "反问"}[gold.outcome]
    lines = [f"应{named}"] + [f"要点：{describe(f)}" for f in gold.facts]
    lines += [f"不得出现：{r if isinstance(r, str) else describe(r)}" for r in gold.must_not]
    lines += [f"应提示：{'、'.join(gold.warnings)}"] if gold.warnings else []
    return "\n".join(lines + ([f"参考：{gold.reference}"] if gold.reference else []))


def _documents(subject: Subject) -> tuple[str, ...]:
    """The documents that the case's gold clauses belong to."""
    found = (subject.clauses.find(c).id.document for g in subject.turn.gold.groups for c in g)
    return tuple(dict.fromkeys(found))


def _evidence(subject: Subject) -> tuple[Evidence, ...]:
    gold, given, clauses = subject.turn.gold, subject.given, subject.clauses
    out = []
    allowed = [c for g in gold.groups for c in g] + list(gold.also_clauses)
    for c in given.citations:
        right = any(clauses.cited(w, c.clause) for w in allowed)
        out.append(Evidence(c.clause, c.quote, right, cited=True))
    for group in gold.groups:
        if not any(clauses.cited(w, c.clause) for w in group for c in given.citations):
            clause = clauses.find(group[0])
            out.append(Evidence(" 或 ".join(group), clause.text[:160], found=False, cited=False))
    return tuple(out)


def given_of_result(result: Result) -> Given:
    """The answer of a stored result, to be scored again."""
    return Given.from_json(result.given)
