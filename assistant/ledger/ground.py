"""What each clause of one document holds, looked up by clause: targets, duties, deadlines, and what is doubtful there."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from assistant.ledger.rows import Duty, Quote, Role
from corpus.facts import Body, Conflict, Deadline, Facts, Responsibility, Target
from corpus.model import Clause, ClauseId, Document, Span

_NUMBER = re.compile(
    r"\A(?:第[〇一二三四五六七八九十百0-9]{1,5}[章节条]|[（(]?[一二三四五六七八九十百]{1,4}[)）、]|[（(]?[0-9]{1,3}[)）、.．](?![0-9])|[①-⑳])\s*"
)
_STOPS = "。；;！!？?\n"
_F = TypeVar("_F", Target, Responsibility, Deadline)


@dataclass(frozen=True)
class Ground:
    """The facts of one document, by clause."""

    document: Document
    facts: Facts

    @cached_property
    def targets(self) -> dict[ClauseId, list[Target]]:
        """The targets of each clause, in the order of the text."""
        return _by_clause(self.facts.targets)

    @cached_property
    def responsibilities(self) -> dict[ClauseId, list[Responsibility]]:
        """The responsibilities of each clause, in the order of the text."""
        return _by_clause(self.facts.responsibilities)

    @cached_property
    def deadlines(self) -> dict[ClauseId, list[Deadline]]:
        """The deadlines of each clause, those that no target carries too (按季度通报工作进展)."""
        return _by_clause(self.facts.deadlines)

    @property
    def names_bodies(self) -> bool:
        """Whether the document says anywhere who answers for what."""
        return bool(self.facts.responsibilities)

    def stated(self, clause: Clause) -> list[tuple[Responsibility, ClauseId | None]]:
        """The responsibilities that hold for a clause: its own, and the bracket of the clause above it where it has
        none of its own words; that one with the id of the clause above."""
        own = self.responsibilities.get(clause.id, [])
        if any(r.form != "inherited" for r in own):
            return [(r, None) for r in own]
        for above in reversed(self.document.ancestors(clause)):
            brackets = [r for r in self.responsibilities.get(above.id, ()) if r.form == "bracket"]
            if brackets:
                return [*((r, above.id) for r in brackets), *((r, None) for r in own)]
        return [(r, None) for r in own]

    def duties(self, clause: Clause) -> tuple[Duty, ...]:
        """Who has a part in a clause, each body once a role."""
        return _once(d for fact, above in self.stated(clause) for d in self.duties_of(fact, above))

    def duties_of(self, fact: Responsibility, above: ClauseId | None = None) -> list[Duty]:
        """The parts that one responsibility gives, roles in the order 牵头, 配合, 负责, 落实."""
        own = fact.span.of(self.document.text)
        roles: tuple[tuple[Role, tuple[Body, ...]], ...] = (
            ("牵头", fact.lead),
            ("配合", fact.support),
            ("负责", fact.responsible),
            ("落实", fact.implementers),
        )
        out = []
        for role, bodies in roles:
            for body in bodies:
                inherited = fact.inherited_from is not None and (fact.form == "inherited" or body.text not in own)
                out.append(Duty(role, body, fact.inherited_from if inherited else None, above, f"{body.text}等" in own))
        return out

    def quotes_of(self, fact: Responsibility) -> list[Quote]:
        """The words that state a responsibility: its bracket, and the sentence it inherits from."""
        spans = [fact.span, *([fact.inherited_span] if fact.inherited_span else [])]
        return [self.quote(s) for s in spans]

    def quote(self, span: Span) -> Quote:
        """The exact words at a span."""
        return Quote(self.document.id, span, span.of(self.document.text))

    def sentence(self, clause: Clause, span: Span) -> Quote:
        """The exact sentence around some words of a clause: a deadline alone proves little."""
        text, start, end = clause.text, span.start - clause.span.start, span.end - clause.span.start
        first = max((text.rfind(stop, 0, start) for stop in _STOPS), default=-1) + 1
        last = min((at for stop in _STOPS if (at := text.find(stop, end)) >= 0), default=len(text))
        while first < start and text[first].isspace():
            first += 1
        return self.quote(Span(first, last).shift(clause.span.start))

    def doubts(self, spans: Iterable[Span]) -> list[str]:
        """What is doubtful about the words at some spans: “存疑：…”.

        Targets of one sentence overlap, so a doubt about one of them is not told of its neighbours.
        """
        wanted = list(spans)
        return [
            f"存疑：{c.text}"
            for c in self.conflicts
            if any(
                c_id.document == self.document.id and any(self._concerns(s, w) for w in wanted)
                for c_id, s in zip(c.clauses, c.spans, strict=True)
            )
        ]

    def _concerns(self, doubted: Span, words: Span) -> bool:
        if doubted in self._target_spans:
            return doubted == words
        return doubted.start < words.end and words.start < doubted.end

    @cached_property
    def _target_spans(self) -> frozenset[Span]:
        return frozenset(t.span for t in self.facts.targets)

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """Conflicts and what was left open, together."""
        return (*self.facts.conflicts, *self.facts.undecided)


def _by_clause(facts: Iterable[_F]) -> dict[ClauseId, list[_F]]:
    out: dict[ClauseId, list[_F]] = defaultdict(list)
    for fact in facts:
        out[fact.clause].append(fact)
    return dict(out)


def _once(duties: Iterable[Duty]) -> tuple[Duty, ...]:
    found: dict[tuple[str, str], Duty] = {}
    for duty in duties:
        found.setdefault((duty.role, duty.body.name), duty)
    return tuple(found.values())


def without_number(text: str) -> str:
    """A sentence without the number of its clause: 1.到2026年，新建… → 到2026年，新建…."""
    return _NUMBER.sub("", text.strip(), count=1)


def first_sentence(text: str, limit: int = 60) -> str:
    """The first sentence of a clause that has no heading, cut at ``limit`` characters."""
    plain = without_number(text)
    match = re.match(r"[^。；;\n]+", plain)
    sentence = match[0] if match else plain
    return sentence if len(sentence) <= limit else sentence[:limit] + "…"
