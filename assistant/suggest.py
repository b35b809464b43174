"""Questions that may be asked next: made from the facts of the cited clauses and their neighbours, each tried first.

「梅州到2025年每万人口全科医生数要达到多少」 leads to 「梅州建强卫生健康人才队伍由谁负责？」, to another figure of the same
clause, and to the same figure elsewhere. A question is offered only where the assistant, asked silently, answers it
from the very clause that it was made from: what is offered can be answered.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from itertools import zip_longest

from assistant.answer import Answer
from assistant.naming import place_of
from corpus.facts import Target
from corpus.library import Library
from corpus.model import Clause, ClauseId, Document

SECONDS = 1.2
"""No more is tried after so long: the reader has the answer already and must not wait for what comes beside it."""
_LONGEST_HEADING, _LONGEST_INDICATOR = 20, 18
_TRIED = 16

Made = tuple[str, ClauseId]


def next_questions(answer: Answer, library: Library, ask: Callable[[str], Answer], most: int = 3) -> tuple[str, ...]:
    """At most ``most`` questions that the answer leads to and that ``ask`` answers from the clause they came from."""
    until = time.monotonic() + SECONDS
    found: list[str] = []
    for question, clause in list(_made(answer, library))[:_TRIED]:
        if len(found) == most or time.monotonic() > until:
            break
        if question not in found and _answers(ask(question), clause):
            found.append(question)
    return tuple(found)


def _answers(answer: Answer, clause: ClauseId) -> bool:
    return answer.status == "grounded" and not answer.choices and any(c.clause == clause for c in answer.citations)


def _made(answer: Answer, library: Library) -> Iterator[Made]:
    """Candidates, one of each kind in turn: who, another figure, elsewhere, the next clause. A refusal leads on from
    the clauses that it gives to read."""
    cited = list(dict.fromkeys(c.clause for c in answer.citations or answer.reading))[:2]
    said = {c.quote for c in answer.citations}
    kinds: list[Iterator[Made]] = []
    for id_ in cited:
        document = library.document(id_.document)
        clause = next((c for c in document.walk() if c.id == id_), None)
        if clause is not None:
            kinds += [
                _bodies(document, clause, library, answer.question),
                _figures(document, clause, library, said),
                _elsewhere(document, clause, library),
                _beside(document, clause, library),
            ]
    yield from (made for row in zip_longest(*kinds) for made in row if made is not None)


def _bodies(document: Document, clause: Clause, library: Library, asked: str) -> Iterator[Made]:
    """Who answers for the clause, unless that was the question."""
    duty = any(r.clause == clause.id for r in library.facts(document.id).responsibilities)
    if duty and _sayable(clause) and not any(word in asked for word in ("谁", "负责", "牵头", "部门", "单位")):
        yield f"{place_of(document)}{clause.heading}由谁负责？", clause.id


def _figures(document: Document, clause: Clause, library: Library, said: set[str]) -> Iterator[Made]:
    """Other targets of the same clause."""
    for target in _targets(document, library):
        if target.clause == clause.id and not any(target.span.of(document.text) in quote for quote in said):
            yield _figure(document, target), clause.id


def _elsewhere(document: Document, clause: Clause, library: Library) -> Iterator[Made]:
    """The same indicator in another document."""
    here = {t.indicator for t in _targets(document, library) if t.clause == clause.id}
    for other in library.documents:
        if other.id == document.id:
            continue
        same = next((t for t in _targets(other, library) if t.indicator in here), None)
        if same is not None:
            yield _figure(other, same), same.clause


def _beside(document: Document, clause: Clause, library: Library) -> Iterator[Made]:
    """The neighbours under the same heading: their first figure, else who answers for them."""
    above = document.ancestors(clause)
    level = above[-1].children if above else document.clauses
    at = next((i for i, c in enumerate(level) if c.id == clause.id), 0)
    facts = library.facts(document.id)
    for near in (*level[at + 1 : at + 3], *level[max(at - 1, 0) : at]):
        target = next((t for t in _targets(document, library) if t.clause == near.id), None)
        if target is not None:
            yield _figure(document, target), near.id
        elif _sayable(near) and any(r.clause == near.id for r in facts.responsibilities):
            yield f"{place_of(document)}{near.heading}由谁负责？", near.id
        elif _sayable(near) and near.kind != "part":
            yield f"{place_of(document)}对{near.heading}有什么要求？", near.id


def _targets(document: Document, library: Library) -> list[Target]:
    """The targets that a question can name: a short indicator with a number and a year."""
    every = library.facts(document.id).targets
    return [
        t
        for t in every
        if t.number and t.deadline and 3 < len(t.indicator) <= _LONGEST_INDICATOR and t.type != "table_row"
    ]


def _figure(document: Document, target: Target) -> str:
    year = target.deadline.normal[:4] if target.deadline else ""
    by = f"到{year}年" if year.isdigit() else ""
    return f"{place_of(document)}{by}{target.indicator}要达到多少？"


def _sayable(clause: Clause) -> bool:
    return 3 < len(clause.heading) <= _LONGEST_HEADING
