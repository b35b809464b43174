"""Where a thing is said: the clause, with its heading and the words."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.accept import accepts, first_accepted
from assistant.evidence import Gatherer, Unit
from assistant.query import Query
from assistant.quoting import focus, support
from assistant.refuse import not_found
from assistant.statement import Composition, Statement, Support
from corpus.library import Library
from corpus.model import Span

_PART = re.compile(r"部分|章|大项|板块")


def compose_place(query: Query, gatherer: Gatherer, library: Library) -> Composition:
    """The clause that says it; every document's where the question names none and several say it alike."""
    plain = replace(query, kind="general")
    units = gatherer.units(plain)
    best = first_accepted(units, plain)
    if best is None:
        return not_found(query, units)
    chosen = [best]
    for unit in units[:8]:
        if (
            unit.document.id not in {u.document.id for u in chosen}
            and unit.own >= best.own - 0.02
            and accepts(unit, plain, own=0.8)
        ):
            chosen.append(unit)
    statements = []
    for unit in chosen[:3]:
        statements += _said(unit, query)
    return Composition(tuple(statements))


def _said(unit: Unit, query: Query) -> list[Statement]:
    clause = unit.clause
    heading = f"“{clause.heading}”" if clause.heading else ""
    span, _ = focus(unit, query)
    quote = span.of(unit.document.text).strip().rstrip("。")
    supports = [support(unit, span)]
    above = unit.document.ancestors(clause)
    part = ""
    if _PART.search(query.asked) and above:
        top = above[0]
        line = top.text.split("\n", 1)[0]
        part = f"属于“{top.label}{top.heading}”，"
        supports.append(Support(unit.document, top, Span(top.span.start, top.span.start + len(line))))
    return [
        Statement(f"《{unit.document.name}》{clause.path.label}{heading}：{part}原文是“{quote}”。", tuple(supports))
    ]
