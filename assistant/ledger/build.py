"""Rows from the facts of one document, for each view; pure functions, nothing is read or written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from assistant.ledger.ground import Ground, first_sentence, without_number
from assistant.ledger.rows import BodyRow, ConflictRow, Duty, Quote, Row, TargetRow, TaskRow, View
from assistant.ledger.state import dues_of
from assistant.ledger.wording import TYPES
from corpus.facts import Conflict, Responsibility, Target
from corpus.library import Library
from corpus.model import Clause, ClauseId, Document, Span

_FIGURES_SHOWN = 4
"""A table with more figures than this is quoted by its title in the view of tasks; the view of targets has each figure
with its own words and notes."""


def rows_of(view: View, document: Document, library: Library, as_of: date) -> tuple[Row, ...]:
    """All rows of one view of one document, in the order of the text."""
    ground = Ground(document, library.facts(document.id))
    if view == "tasks":
        return tuple(_tasks(ground, as_of))
    if view == "targets":
        return tuple(_targets(ground, as_of))
    if view == "bodies":
        return tuple(_bodies(ground, as_of))
    return tuple(_conflicts(ground, library, as_of))


def _tasks(ground: Ground, as_of: date) -> Iterator[TaskRow]:
    for clause in ground.document.walk():
        targets = tuple(ground.targets.get(clause.id, ()))
        deadlines = ground.deadlines.get(clause.id, [])
        if not (targets or deadlines or clause.id in ground.responsibilities):
            continue
        stated = [fact for fact, _ in ground.stated(clause)]
        spans = [*(t.span for t in targets), *(r.span for r in stated)]
        quotes = [
            *_target_quotes(ground, clause, targets),
            *(q for r in stated for q in ground.quotes_of(r)),
            *(ground.sentence(clause, d.span) for d in deadlines if not _covered(d.span, spans)),
        ]
        yield TaskRow(
            document=ground.document,
            clause=clause,
            quotes=_apart(clause, quotes),
            dues=dues_of((*deadlines, *(t.deadline for t in targets)), as_of),
            duties=ground.duties(clause),
            kinds=_kinds(targets),
            notes=_notes(ground, () if _quoted_by_title(clause, targets) else targets, stated, spans),
            names_bodies=ground.names_bodies,
            task=_task(clause, ground.responsibilities.get(clause.id, [])),
            targets=targets,
        )


def _covered(span: Span, spans: Iterable[Span]) -> bool:
    return any(s.contains(span) for s in spans)


def _task(clause: Clause, stated: list[Responsibility]) -> str:
    """The heading; of a clause without one, what its sentences ask for."""
    if clause.heading:
        return clause.heading
    tasks = list(dict.fromkeys(without_number(r.task) for r in stated if r.task))
    return "；".join(tasks) if tasks else first_sentence(clause.text)


def _target_quotes(ground: Ground, clause: Clause, targets: tuple[Target, ...]) -> list[Quote]:
    if clause.table is not None and _quoted_by_title(clause, targets):
        title = clause.table.title.strip()
        at = clause.text.find(title) if title else -1
        if at >= 0:
            return [ground.quote(Span(at, at + len(title)).shift(clause.span.start))]
    return [ground.quote(t.span) for t in targets]


def _quoted_by_title(clause: Clause, targets: tuple[Target, ...]) -> bool:
    return clause.table is not None and len(targets) > _FIGURES_SHOWN


def _apart(clause: Clause, quotes: Iterable[Quote]) -> tuple[Quote, ...]:
    """The quotes in the order of the text, without those that lie inside another; the clause's own words first."""
    kept: list[Quote] = []
    for quote in sorted(quotes, key=lambda q: (not clause.span.contains(q.span), q.span.start, -q.span.end)):
        if not any(k.span.contains(quote.span) for k in kept):
            kept.append(quote)
    return tuple(kept)


def _kinds(targets: Iterable[Target]) -> frozenset[str]:
    return frozenset(TYPES[t.type] for t in targets)


def _notes(
    ground: Ground, targets: Iterable[Target], stated: Iterable[Responsibility], spans: Iterable[Span]
) -> tuple[str, ...]:
    """What a reader must know: notes of the facts and doubts about them, each once."""
    out = []
    for target in targets:
        out += [target.effort] if target.effort and target.effort not in target.indicator else []
        out += target.notes
        out += [target.deadline.note] if target.deadline and target.deadline.note else []
    out += [n for r in stated for n in r.notes]
    return tuple(dict.fromkeys((*out, *ground.doubts(spans))))


def _targets(ground: Ground, as_of: date) -> Iterator[TargetRow]:
    clauses = {c.id: c for c in ground.document.walk()}
    for target in ground.facts.targets:
        clause = clauses[target.clause]
        yield TargetRow(
            document=ground.document,
            clause=clause,
            quotes=(ground.quote(target.span),),
            dues=dues_of((target.deadline,), as_of),
            duties=ground.duties(clause),
            kinds=_kinds((target,)),
            notes=_notes(ground, (target,), (), (target.span,)),
            names_bodies=ground.names_bodies,
            target=target,
        )


def _bodies(ground: Ground, as_of: date) -> Iterator[BodyRow]:
    """One row a clause, body and role, all rows of a body together, bodies as they first appear."""
    rows = list(_bodies_by_clause(ground, as_of))
    first = {name: n for n, name in reversed(list(enumerate(r.duty.body.name for r in rows)))}
    yield from sorted(rows, key=lambda r: first[r.duty.body.name])


def _bodies_by_clause(ground: Ground, as_of: date) -> Iterator[BodyRow]:
    clauses = {c.id: c for c in ground.document.walk()}
    for clause_id, stated in ground.responsibilities.items():
        clause = clauses[clause_id]
        found: dict[tuple[str, str], list[tuple[Duty, Responsibility]]] = {}
        for fact in stated:
            for duty in ground.duties_of(fact):
                found.setdefault((duty.role, duty.body.name), []).append((duty, fact))
        targets = ground.targets.get(clause_id, [])
        dues = dues_of((*ground.deadlines.get(clause_id, ()), *(t.deadline for t in targets)), as_of)
        for same in found.values():
            duty, facts = same[0][0], list(dict.fromkeys(f for _, f in same))
            spans = [s for d, f in same for s in _proof(d, f)]
            yield BodyRow(
                document=ground.document,
                clause=clause,
                quotes=_apart(clause, (ground.quote(s) for s in spans)),
                dues=dues,
                duties=(duty,),
                kinds=_kinds(targets),
                notes=tuple(dict.fromkeys(n for f in facts for n in f.notes if _concerns(n, duty))),
                names_bodies=ground.names_bodies,
                duty=duty,
                printed=tuple(dict.fromkeys(d.body.text for d, _ in same)),
                task=_task(clause, facts),
            )


def _proof(duty: Duty, fact: Responsibility) -> list[Span]:
    """The words that give a body its part: for an inherited one the sentence it comes from too."""
    return [fact.span, *([fact.inherited_span] if duty.inherited_from and fact.inherited_span else [])]


def _concerns(note: str, duty: Duty) -> bool:
    """Whether a note speaks of this body: a note that quotes another one's name doesn't."""
    quoted = re.findall("“([^”]+)”", note)
    if "损坏" in note:
        return duty.body.damaged
    return not quoted or duty.body.text in quoted or duty.body.name in quoted


def _conflicts(ground: Ground, library: Library, as_of: date) -> Iterator[ConflictRow]:
    decided = set(ground.facts.conflicts)
    for conflict in ground.conflicts:
        touched = [t for t in ground.facts.targets if _touches(conflict, t)]
        clauses = tuple(library.clause(c) for c in dict.fromkeys(conflict.clauses))
        deadlines = [
            d for d in ground.facts.deadlines if any(d.clause == c and d.span == s for c, s in _places(conflict))
        ]
        yield ConflictRow(
            document=ground.document,
            clause=clauses[0],
            quotes=tuple(
                dict.fromkeys(
                    Quote(c.document, s, s.of(library.document(c.document).text)) for c, s in _places(conflict)
                )
            ),
            dues=dues_of((*(t.deadline for t in touched), *deadlines), as_of),
            duties=tuple(
                dict.fromkeys(d for c in clauses if c.id.document == ground.document.id for d in ground.duties(c))
            ),
            kinds=_kinds(touched) | {conflict.kind},
            notes=(),
            names_bodies=ground.names_bodies,
            conflict=conflict,
            clauses=clauses,
            decided=conflict in decided,
        )


def _places(conflict: Conflict) -> Iterator[tuple[ClauseId, Span]]:
    return zip(conflict.clauses, conflict.spans, strict=True)


def _touches(conflict: Conflict, target: Target) -> bool:
    return any(c == target.clause and s == target.span for c, s in _places(conflict))
