"""Checks the gold itself: every clause exists, every fact stands in its clause, nothing twice, no leak between sets.

A gold that is wrong makes every figure wrong, so this runs first in CI. Faults are errors; what only deserves a look
(one clause asked about in both sets) is a remark.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.library import Library
from corpus.model import Clause
from corpus.written import NoSuchClause
from eval.cases import BodiesFact, Case, DateFact, Fact, Gold, NumberFact, PlaceFact, TextFact, Turn
from eval.clauses import Clauses, places_of, short_place
from eval.dates import says_date
from eval.match import describe
from eval.quantities import plain, quantities
from eval.similar import similar_questions
from eval.units import same_quantity, target_of
from eval.wording import holds, norm


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong with the gold, where, and whether it is an error or only worth a look."""

    case: str
    text: str
    error: bool = True


@dataclass(frozen=True, slots=True)
class CaseFile:
    """One set of cases by its name."""

    name: str
    cases: tuple[Case, ...]
    path: Path | None = None


def check(files: Sequence[CaseFile], library: Library) -> list[Finding]:
    """Everything that is wrong with some sets of cases."""
    clauses = Clauses(library)
    findings: list[Finding] = []
    for file in files:
        for case in file.cases:
            findings += check_case(case, clauses)
    findings += _twins(files)
    findings += similar_questions([(f.name, c) for f in files for c in f.cases], places_of(library))
    findings += _shared_clauses(files, clauses)
    return findings


def check_case(case: Case, clauses: Clauses) -> list[Finding]:
    """The faults of one case."""
    out: list[Finding] = []
    for number, turn in enumerate(case.turns, 1):
        where = f"第{number}问：" if len(case.turns) > 1 else ""
        out += [Finding(case.id, where + text) for text in _turn(turn, clauses)]
    return out


def _turn(turn: Turn, clauses: Clauses) -> list[str]:
    gold, missing, held = turn.gold, [], []
    for written in (*(c for g in gold.groups for c in g), *gold.also_clauses):
        try:
            held.append(clauses.find(written))
        except NoSuchClause as error:
            missing.append(str(error))
    if missing:
        return missing
    evidence = Evidence(tuple(dict.fromkeys(held)), clauses)
    out = [f"要点“{describe(f)}”不在所列条款中" for f in gold.facts if gold.answerable and not evidence.bears(f)]
    return out + _against_itself(gold)


def _against_itself(gold: Gold) -> list[str]:
    wanted = {norm(w) for f in gold.facts if isinstance(f, TextFact) for w in f.accept}
    return [f"“{rule}”既是要点又不得出现" for rule in gold.must_not if isinstance(rule, str) and norm(rule) in wanted]


class Evidence:
    """What a turn's clauses say: their text, headings, labels, table heads and the heads of their documents."""

    def __init__(self, held: tuple[Clause, ...], clauses: Clauses) -> None:
        documents = list({clauses.document_of(c).id: clauses.document_of(c) for c in held}.values())
        parts = [c.text + c.label + c.heading for c in held]
        parts += [w.text for c in held for w in c.walk()]
        parts += [a.heading for c in held for a in clauses.document_of(c).ancestors(c)]
        parts += [column.head.replace(" ", "") for c in held if c.table for column in c.table.columns]
        parts += [c.path.prose for c in held]
        for d in documents:
            parts += [d.title, d.name, d.number or "", d.status, short_place(d.region or ""), d.issuer or ""]
            parts += [f"{day.year}年{day.month}月{day.day}日" for day in (d.issued_on, d.published_on) if day]
        self.text = "\n".join(parts)
        # A cell broken over lines in the source is whole again in the table.
        self.text += "\n" + "\n".join(cell.text for c in held if c.table for row in c.table.rows for cell in row)
        self.plain = plain(self.text)
        self.flat = norm(self.text)
        self._places = [short_place(d.region or "") for d in documents]
        self._tables = any(c.table for c in held)
        self._library = clauses.library

    def bears(self, fact: Fact) -> bool:
        """Whether the clauses bear a fact out."""
        if isinstance(fact, NumberFact):
            return self._number(fact)
        if isinstance(fact, DateFact):
            return says_date(self.text, fact.value) or holds(self.text, fact.value)
        if isinstance(fact, BodiesFact):
            return all(any(holds(self.text, s) for s in fact.spellings(b)) for b in fact.every)
        if isinstance(fact, PlaceFact):
            known = places_of(self._library)
            return all(holds(self.text, v) or any(p in v for p in self._places) or v not in known for v in fact.values)
        if isinstance(fact, TextFact):
            return fact.derived or any(holds(self.text, words) for words in fact.accept)
        return True  # a yes or no and a count are judgements over the clause, not words of it

    def _number(self, fact: NumberFact) -> bool:
        wanted = target_of(fact)
        found = [q for q in quantities(self.plain) if same_quantity(wanted, q, self.plain)]
        if not found:
            return False
        if fact.year is not None and not holds(self.text, fact.year):
            return False
        return self._tables or fact.relation == "range" or any(_same_bound(fact, q.bound) for q in found)


def _same_bound(fact: NumberFact, bound: str) -> bool:
    return (
        bound == fact.relation or (fact.relation == "=" and bound == ">=") or (fact.relation == ">=" and bound == "=")
    )


def _twins(files: Sequence[CaseFile]) -> list[Finding]:
    seen: dict[str, str] = {}
    out = []
    for file in files:
        for case in file.cases:
            if case.id in seen:
                out.append(Finding(case.id, f"编号同时出现在“{seen[case.id]}”和“{file.name}”"))
            seen[case.id] = file.name
    return out


def _shared_clauses(files: Sequence[CaseFile], clauses: Clauses) -> list[Finding]:
    """A clause that two sets ask about: remarked, since one clause may hold several unrelated rules."""
    holders: dict[str, dict[str, list[str]]] = {}
    for file in files:
        for case in file.cases:
            for written in set(case.clauses()):
                try:
                    clause = str(clauses.find(written).id)
                except NoSuchClause:
                    continue  # told already
                holders.setdefault(clause, {}).setdefault(file.name, []).append(case.id)
    out = []
    for clause, by_file in holders.items():
        if len(by_file) > 1:
            told = "；".join(f"{name}：{'、'.join(ids[:4])}" for name, ids in by_file.items())
            out.append(
                Finding(next(iter(by_file.values()))[0], f"条款“{clause}”在几个集合里都考到（{told}）", error=False)
            )
    return out
