"""Does a unit answer the question at all: the line between an answer and a refusal.

A unit is accepted when it and its headings cover most of the question's weight, it covers a fair share itself, no telling
word of the question is missing altogether, and it holds the kind of thing asked for (money, a figure, a date).
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.evidence import Unit, has_date, has_figure, has_money, years_of
from assistant.query import Query
from assistant.terms import Term, covered
from index.words import normal

WHOLE = 0.62
OWN = 0.34
TELLING = 0.28
"""A missing word with at least this share of the question's weight decides against."""


def accepts(unit: Unit, query: Query, *, own: float = OWN, whole: float = WHOLE) -> bool:
    """Whether a unit answers, the year aside."""
    if not query.terms:
        return bool(query.anchor) and unit.clause.id in query.anchor and fits_kind(unit, query)
    if unit.whole < whole or unit.own < own:
        return False
    return not missing(unit, query) and fits_kind(unit, query)


def fits_kind(unit: Unit, query: Query) -> bool:
    """Whether a unit holds what is asked for: an amount of money, a figure, a date."""
    if query.measure == "money" and query.kind in ("value", "general"):
        return has_money(unit)
    if query.kind == "value":
        return has_figure(unit)
    if query.kind == "deadline":
        return has_date(unit)
    return True


def missing(unit: Unit, query: Query) -> tuple[Term, ...]:
    """The telling words of the question that neither the unit, its headings nor its clause hold."""
    total = sum(t.weight for t in query.terms)
    around = f"{unit.words}，{unit.context}，{normal(unit.clause.text)}"
    return tuple(t for t in query.terms if t.weight >= TELLING * total and t.weight >= 0.3 and not covered(t, around))


def other_year(unit: Unit, query: Query) -> bool:
    """Whether the unit speaks of years, and of none that is asked for."""
    years = years_of(unit)
    return bool(query.years) and bool(years) and not years & set(query.years)


def first_accepted(units: Sequence[Unit], query: Query, look: int = 6) -> Unit | None:
    """The best unit that answers; one of the year asked for before one of another year."""
    accepted = [u for u in units[:look] if accepts(u, query)]
    return next((u for u in accepted if not other_year(u, query)), accepted[0] if accepted else None)
