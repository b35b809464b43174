"""Answers that are sentences of the documents: values, deadlines, members of a list, meanings, anything else.

The best unit answers; where a question asks for two things, a second unit that covers what the first left open joins it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.accept import accepts, elsewhere_without, first_accepted, fits_kind, other_year, out_of_time
from assistant.conflicts import conflict_statements
from assistant.evidence import Gatherer, Unit
from assistant.premise_figures import corrected, judged
from assistant.query import Query
from assistant.quoting import state
from assistant.ranking import growth
from assistant.refuse import not_found, only_said, wrong_year
from assistant.statement import Composition, Statement, Support
from assistant.terms import covered
from assistant.unlisted import unlisted
from assistant.vouching import doubted
from corpus.library import Library

LIMIT = 3
_COUNTED = re.compile(r"多少|几|百分之|比例|占比|率|数|达到|标准|水平")


def compose_sentences(query: Query, gatherer: Gatherer, library: Library, lead: str = "") -> Composition:
    """Answer with the sentences that say it, or refuse with the nearest as reading."""
    units = gatherer.units(query)
    best = first_accepted(units, query)
    if best is None and query.kind == "value" and not query.numbers and not _COUNTED.search(query.asked):
        query = replace(query, kind="general")  # 「工作目标是啥」 asks for words, not for a figure
        units = gatherer.units(query)
        best = first_accepted(units, query)
    if best is not None and (elsewhere_without(best, units, query) or doubted(best, units, query, gatherer)):
        best = None
    if best is None and query.kind == "deadline" and "meaning" in query.wants:
        return compose_sentences(replace(query, kind="meaning"), gatherer, library, lead)
    if best is None:
        return corrected(query, gatherer) or not_found(query, units)
    if lacking := unlisted(query, best):
        return only_said(query, best, lacking, units)
    if (
        other_year(best, query)
        and not query.loose_years
        and not (query.premise or (query.yes_no and query.kind == "general"))
    ):
        return wrong_year(query, best, units)
    if out_of_time(best, query) and query.kind in ("value", "deadline"):
        return wrong_year(query, best, units)
    chosen = [best, *_more(best, units, query)]
    statements = [state(u, query, lead) for u in _ordered(chosen)]
    if query.kind == "deadline":
        statements += [s for u in chosen if (s := _deadline(u))]
    statements = judged(query, chosen, statements)
    if (apart := growth(query, best)) is not None:
        statements.append(apart)
    trace = tuple(f"选用 {u.clause.id}：{u.text[:40]}（{u.score:.2f}）" for u in chosen)
    return Composition((*statements, *conflict_statements(query, chosen, library)), trace=trace)


def _ordered(units: Sequence[Unit]) -> list[Unit]:
    if len({u.document.id for u in units}) > 1:
        return list(units)
    return [units[0], *sorted(units[1:], key=lambda u: u.span.start)]


def _more(best: Unit, units: Sequence[Unit], query: Query) -> list[Unit]:
    """Units of the same document that cover terms which the best one leaves open."""
    open_terms = [
        t for t in query.terms if t.weight >= 0.25 and not covered(t, best.words) and not covered(t, best.context)
    ]
    total = sum(t.weight for t in query.terms)
    chosen: list[Unit] = []
    for unit in (*units[:12], *(u for u in units[12:] if u.clause.id == best.clause.id)):
        if not open_terms or len(chosen) + 1 >= LIMIT:
            break
        if unit.reading is not None and sum(t.weight for t in open_terms) < 0.3 * total:
            continue  # another row of a table is another matter
        if unit.key == best.key or unit.document.id != best.document.id or other_year(unit, query):
            continue
        gained = [t for t in open_terms if covered(t, unit.words) >= 0.8]
        weight = sum(t.weight for t in gained)
        beside = unit.clause.id == best.clause.id and weight >= 0.4 and fits_kind(unit, query)
        apart = unit.clause.id != best.clause.id and weight < 0.4 * total and not _holds_main(unit, query)
        if beside or (weight >= 0.2 * total and not apart and accepts(unit, query, own=0.25, whole=0.5)):
            chosen.append(unit)
            open_terms = [t for t in open_terms if t not in gained]
    return chosen


def _holds_main(unit: Unit, query: Query) -> bool:
    """Whether a sentence of another clause speaks of the question's weightiest word, not of a lesser one alone."""
    main = max(query.terms, key=lambda t: t.weight)
    return max(covered(main, unit.words), covered(main, unit.context)) >= 0.8


def _deadline(unit: Unit) -> Statement | None:
    """The deadline that governs a unit from another sentence, with the words that set it."""
    for target in unit.targets:
        deadline = target.deadline
        if deadline and not (unit.span.start <= deadline.span.start < unit.span.end):
            return Statement(f"时限：{deadline.text}。", (Support(unit.document, unit.clause, deadline.span),))
    return None
