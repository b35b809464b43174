"""Which sentence the encoder vouches for where no sentence has the question's words, and which one it doubts.

A sentence is vouched for where it is near the question in sense, and by far the nearest. Measured on 34 refused questions
that ask for no figure (13 of them answerable, in lay words): the cosine alone tells them apart badly (a missing topic is
near something, too); the cosine and twice its lead over the best sentence of any other clause told 8 of the 10 right
sentences apart from all 21 that had to be refused.

What can be looked up stays strict: figures, years, bodies, ranks, names of indicators, words in quotation marks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.accept import fits_kind, missing, other_year, out_of_time, same_scale
from assistant.binding import bound_years
from assistant.evidence import Gatherer, Unit
from assistant.query import Query
from assistant.terms import Term, covered, plain, telling
from assistant.unlisted import asks_reason, unlisted
from corpus.numerals import half_width

CLAUSES = 5
"""So many clauses found are looked into: more brought no right sentence nearer, and each sentence takes 15 ms once."""
SENTENCES = 48
CLEAR = 0.67
CLEAR_FIGURE = 0.72
"""The same, where a figure, a date or a body is asked for: a wrong one is worse than none."""
LEAD = 2.0
COMMON = 1.2
"""Questions whose telling words weigh less speak of one common thing."""
NEARER = 0.04
_KINDS = ("general", "members", "meaning", "value", "deadline", "count", "bodies")
_FIGURES = ("value", "deadline", "count", "bodies")
_INDICATOR = re.compile(r"[率比数]$|比例|占比|寿命|指标|[a-z0-9]")
_WHO = re.compile(
    r"(?:该|应|应该)?(?:由|归|是|找|让)?(?:谁|哪[个家几些]*(?:市直|省直)?(?:部门|单位|局|厅|委)?|(?:什么|啥)(?:部门|单位))"
    r"(?:来|去)?(?:牵头|负责|主管|主抓|落实|配合|管|抓|办|干|做)?"
)
_RATE = re.compile(r"([\u4e00-\u9fff]{2})率")
"""死亡率, 覆盖率: what the rate is of."""
_RANK = re.compile(r"(?<!第)[一二三]级|[一二三][甲乙]|国家级|(?<!市)省级|市级|县级")


def vouched(query: Query, gatherer: Gatherer) -> Unit | None:
    """The one sentence that is near the question in sense, clearly nearer than any other clause's, and no near miss."""
    if not _open(query):
        return None
    units = gatherer.units(query)
    if any(u.own >= 0.6 and not missing(u, query) and not _unseen(u, query) for u in units[:8]):
        return None  # the topic stands there in so many words: what is missing is missing
    closest = _closest(query, _looked_into(units), gatherer)
    if closest is None:
        return None
    unit, clear = closest
    enough = clear >= (CLEAR_FIGURE if query.kind in _FIGURES else CLEAR)
    return unit if enough and _holds_hard_words(unit, query) and _gives_what_is_asked(unit, query) else None


def doubted(unit: Unit, units: Sequence[Unit], query: Query, gatherer: Gatherer) -> bool:
    """Whether an accepted sentence covers only the question's common words, and another is nearer to it in sense.

    「医生几点上班」 is 医生 and a word that no document has: any sentence with 医生 would do. Of 454 questions with their
    answers 23 had such a word left over; the right sentences were the nearest, or spoke of more than one thing.
    """
    if query.kind not in ("general", "members", "meaning") or query.years or query.numbers or query.follows:
        return False
    if telling(query.terms) >= COMMON or unit.reading is not None or not _unseen(unit, query):
        return False
    near = _looked_into(units)
    if unit not in near:
        near = [*near, unit]
    cosines = gatherer.near(_sense(query), [_said(u) for u in near])
    return bool(cosines) and cosines[near.index(unit)] < max(cosines) - NEARER


def _unseen(unit: Unit, query: Query) -> bool:
    """Whether a word of the question that no document has is left over by a sentence and its clause."""
    around = f"{unit.words}，{unit.context}，{unit.around}"
    return any(t.short and t.weight >= 0.2 and not covered(t, around) for t in query.terms)


def _looked_into(units: Sequence[Unit]) -> list[Unit]:
    """The sentences of the clauses found first, without titles."""
    return [u for u in units if u.rank < CLAUSES and not u.heading_only and u.clause.kind != "front_matter"][:SENTENCES]


def _sense(query: Query) -> str:
    """What is asked, without the places and years that narrow it, and without who answers for it where that is asked."""
    topic = _WHO.sub(" ", query.topic) if query.kind == "bodies" else query.topic
    return re.sub("[，,]+", " ", topic).strip() or query.asked


def _said(unit: Unit) -> str:
    return f"{unit.clause.heading} {unit.reading.text if unit.reading else unit.text}"


def _open(query: Query) -> bool:
    """Whether other words may do: a question on its own, of a kind that a sentence answers."""
    return (
        query.kind in _KINDS
        and not query.follows
        and not query.compare
        and not query.premise
        and query.measure not in ("money", "person", "area")
        and not asks_reason(query)
        and any(t.weight >= 0.2 for t in query.terms)
    )


def _closest(query: Query, units: Sequence[Unit], gatherer: Gatherer) -> tuple[Unit, float] | None:
    """The nearest sentence and how clearly: its cosine, and twice its lead over the best of any other clause."""
    cosines = gatherer.near(_sense(query), [_said(u) for u in units])
    if not cosines:
        return None
    ranked = sorted(zip(cosines, range(len(units)), strict=True), reverse=True)
    top, at = ranked[0]
    others = [c for c, i in ranked if units[i].clause.id != units[at].clause.id]
    return (units[at], top + LEAD * (top - others[0])) if others else None


def _holds_hard_words(unit: Unit, query: Query) -> bool:
    """Figures, ranks, bodies, indicators and quoted words of the question stand in the clause as they are."""
    here = f"{unit.words}，{unit.context}"
    around = f"{here}，{unit.around}"
    hard = [t for t in query.terms if _hard(t)]
    figures = [re.sub(r"[^\d.:/]", "", half_width(n)) for n in query.numbers]
    return (
        all(covered(t, here) >= 0.9 for t in hard)
        and all(m in here for m in _RATE.findall(query.asked))
        and all(f in unit.words for f in figures if f)
        and all(m in around or _as_printed(m) in around for m in _RANK.findall(query.asked))
        and all(plain(b.text) in around for b in query.bodies)
    )


def _hard(term: Term) -> bool:
    return term.weight >= 0.2 and (term.weight > 1.1 or bool(_INDICATOR.search(term.text)))


def _as_printed(rank: str) -> str:
    return {"三甲": "三级甲等", "二甲": "二级甲等", "三乙": "三级乙等"}.get(rank, rank)


def _gives_what_is_asked(unit: Unit, query: Query) -> bool:
    """A figure, a date of the year asked for, names where names are asked for."""
    kind = "value" if query.kind == "count" else "general" if query.kind == "bodies" else query.kind
    asked = replace(query, kind=kind)
    if not fits_kind(unit, asked) or not same_scale(unit, asked) or unlisted(asked, unit):
        return False
    if query.years and kind in ("value", "deadline"):
        return bool(bound_years(unit, asked) & set(query.years))
    return not other_year(unit, asked) and not out_of_time(unit, asked)
