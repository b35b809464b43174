"""Which proved sentences of a model serve the question, and which of the rules' they may stand in for.

True is not yet to the point. Where the rules have an answer, a model's sentence stays for one of two reasons: it says what
a sentence of the rules says, wholly as far as it was asked, and takes its place; or it covers a part of the question that
the rules left open. What the rules alone know (a gap, a wrong premise, two places that disagree) is never replaced.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.accept import accepts, fits_kind, other_year
from assistant.generate.material import Evidence
from assistant.generate.said import said, share
from assistant.query import Query
from assistant.statement import Composition, Statement
from assistant.terms import Term, covered, plain

_RULES_ONLY = re.compile(r"^(?:与文件|请注意|时限：)|没有|未作|未写明|无法|不能推断|不一致|相同|共列|不符")
_TIME = re.compile(r"\s*(?:力争)?(?:到|至|自)?(?:20\d\d年|“十四五”|每年)")
_NEARLY = 0.75
_SAME = 0.7
_SAME_FIGURES = 0.4
"""How much of the wording must be the same: less is enough where figures and bodies are the same as well."""


@dataclass(frozen=True, slots=True)
class Written:
    """A proved sentence of the model and the pieces that it rests on."""

    statement: Statement
    pieces: tuple[Evidence, ...]


def fixed(statement: Statement) -> bool:
    """Whether only the rules can say it: it rests on no clause, is an item of a list, or judges."""
    return not statement.supports or statement.item or bool(_RULES_ONLY.search(statement.text))


def bears(written: Sequence[Written], statement: Statement, query: Query) -> bool:
    """Whether these sentences say all that a statement says of what was asked."""
    clauses = {s.clause.id for s in statement.supports}
    texts = [w.statement.text for w in written if clauses & {s.clause.id for s in w.statement.supports}]
    if fixed(statement) or not texts:
        return False
    asked = _asked_part(statement.text, query)
    mine, theirs = said("\n".join(texts)), said(asked)
    together = plain("\n".join(texts))
    if any(covered(t, plain(statement.text)) >= 0.7 > covered(t, together) for t in _telling(query)):
        return False  # 「2020年数值78以上。」 does not say of what
    same = _SAME_FIGURES if theirs.figures or theirs.bodies else _SAME
    return mine.holds(theirs) and share(asked, "\n".join(texts)) >= same


def _asked_part(text: str, query: Query) -> str:
    """The parts of a sentence between commas that were asked for, each with the words of time that stand before it."""
    parts = re.split(r"[,，;；。]", text)
    weights = [sum(t.weight * covered(t, plain(p)) for t in query.terms) for p in parts]
    top = max(weights, default=0.0)
    if top < 0.3:
        return text
    wanted: set[int] = set()
    open_terms = _telling(query)
    for n in sorted(range(len(parts)), key=lambda n: -weights[n]):
        gained = [t for t in open_terms if covered(t, plain(parts[n])) >= 0.7]
        if gained or weights[n] >= _NEARLY * top or any(y in parts[n] for y in query.years):
            wanted.add(n)
            open_terms = [t for t in open_terms if t not in gained]
    times = [n for n, p in enumerate(parts) if _TIME.match(p)]
    wanted |= {max(before) for n in wanted if (before := [t for t in times if t < n])}
    return "，".join(parts[n] for n in sorted(wanted))


def placed(composition: Composition, written: Sequence[Written], query: Query) -> tuple[Statement, ...]:
    """The answer: the rules' statements, the model's in place of those that they bear, and what these add, at the end."""
    out: list[Statement] = []
    used: set[int] = set()
    for statement in composition.statements:
        clauses = {s.clause.id for s in statement.supports}
        beside = [n for n, w in enumerate(written) if clauses & {s.clause.id for s in w.statement.supports}]
        if bears([written[n] for n in beside], statement, query):
            mine = [n for n in beside if n not in used and _part_of(written[n], statement, query)]
            out += [written[n].statement for n in mine]
            used.update(mine)
        else:
            out.append(statement)
    added = [w.statement for n, w in enumerate(written) if n not in used and adds(w, composition, query)]
    return tuple(dict.fromkeys((*out, *added)))


def serves(written: Written, composition: Composition, query: Query) -> bool:
    """Whether a sentence may be shown: part of what the rules say, or an addition to it."""
    return any(_part_of(written, s, query) for s in composition.statements) or adds(written, composition, query)


def _part_of(written: Written, statement: Statement, query: Query) -> bool:
    """Whether a sentence says nothing that the rules' doesn't, and at least a figure of what was asked where there is one."""
    clauses = {s.clause.id for s in statement.supports}
    if fixed(statement) or not clauses & {s.clause.id for s in written.statement.supports}:
        return False
    own, whole, asked = said(written.statement.text), said(statement.text), said(_asked_part(statement.text, query))
    return (
        whole.figures >= own.figures
        and (not asked.figures or bool(own.figures & asked.figures))
        and share(written.statement.text, statement.text) >= _SAME_FIGURES
    )


def adds(written: Written, composition: Composition, query: Query) -> bool:
    """Whether a sentence covers a telling word of the question that the rules' answer leaves open, within its documents."""
    if query.documents and not all(p.support.document.id in query.documents for p in written.pieces):
        return False
    whole = "\n".join(s.text for s in composition.statements) + "\n".join(
        c.heading
        for st in composition.statements
        for s in st.supports
        for c in (*s.document.ancestors(s.clause), s.clause)
    )
    open_terms = [t for t in _telling(query) if covered(t, plain(whole)) < 0.7]
    return any(covered(t, plain(written.statement.text)) >= 0.8 for t in open_terms) and _fits(written, query)


def _fits(written: Written, query: Query) -> bool:
    units = [p.unit for p in written.pieces if p.unit is not None]
    return any(
        fits_kind(u, query) and not other_year(u, query) and accepts(u, query, own=0.2, whole=0.45) for u in units
    )


def _telling(query: Query) -> list[Term]:
    return [t for t in query.terms if t.weight >= 0.25]
