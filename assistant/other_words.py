"""The clause that says in its own words what a question asks in others: 「跟病人闹矛盾了怎么办」 of 化解医疗纠纷的长效机制.

Where no sentence covers the question's words, the encoder may vouch for one: near the question in sense, and by far the
nearest of its library. Measured on 34 refused questions that ask for no figure (13 of them answerable, written in lay
words): the cosine alone tells them apart badly (a missing topic is near something, too), the cosine and twice its lead
over the best sentence of any other clause told 8 of the 10 right sentences apart from all 21 that had to be refused.

What can be looked up stays strict: figures, years, bodies, ranks, names of indicators, words in quotation marks. The
answer says that the words differ, so the reader judges.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.accept import fits_kind, missing, other_year, out_of_time, same_scale
from assistant.binding import bound_years
from assistant.compose_bodies import compose_bodies
from assistant.evidence import Gatherer, Unit
from assistant.query import Query
from assistant.quoting import state
from assistant.statement import Composition, Statement
from assistant.terms import Term, covered, plain
from assistant.unlisted import asks_reason, unlisted
from corpus.library import Library
from corpus.numerals import half_width

CLAUSES = 5
"""So many clauses found are looked into: more brought no right sentence nearer, and each sentence takes 15 ms once."""
SENTENCES = 48
CLEAR = 0.67
CLEAR_FIGURE = 0.72
"""The same, where a figure, a date or a body is asked for: a wrong one is worse than none."""
LEAD = 2.0
_KINDS = ("general", "members", "meaning", "value", "deadline", "count", "bodies")
_FIGURES = ("value", "deadline", "count", "bodies")
_INDICATOR = re.compile(r"[率比数]$|比例|占比|寿命|指标|[a-z0-9]")
_RANK = re.compile(r"(?<!第)[一二三]级|[一二三][甲乙]|国家级|(?<!市)省级|市级|县级")


def compose_other_words(query: Query, gatherer: Gatherer, library: Library) -> Composition | None:
    """The sentence that the encoder vouches for, after a word on the wording; ``None`` where it vouches for none."""
    unit = vouched(query, gatherer)
    if unit is None:
        return None
    said = Statement(told(query, unit))
    if query.kind == "bodies":
        at = replace(query, anchor=(unit.clause.id,), terms=(), documents=(unit.document.id,))
        bodies = compose_bodies(at, gatherer, library)
        return replace(bodies, statements=(said, *bodies.statements)) if bodies.statements else None
    trace = (f"换了说法 {unit.clause.id}：{unit.text[:40]}",)
    return Composition((said, state(unit, query)), trace=trace)


def vouched(query: Query, gatherer: Gatherer) -> Unit | None:
    """The one sentence that is near the question in sense, clearly nearer than any other clause's, and no near miss."""
    if not _open(query):
        return None
    units = gatherer.units(query)
    if any(u.own >= 0.6 and not missing(u, query) for u in units[:8]):
        return None  # the topic stands there in so many words: what is missing is missing
    near = [u for u in units if u.rank < CLAUSES and not u.heading_only and u.clause.kind != "front_matter"]
    closest = _closest(re.sub("[，,]+", " ", query.topic).strip() or query.asked, near[:SENTENCES], gatherer)
    if closest is None:
        return None
    unit, clear = closest
    enough = clear >= (CLEAR_FIGURE if query.kind in _FIGURES else CLEAR)
    return unit if enough and _holds_hard_words(unit, query) and _gives_what_is_asked(unit, query) else None


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


def _closest(question: str, units: Sequence[Unit], gatherer: Gatherer) -> tuple[Unit, float] | None:
    """The nearest sentence and how clearly: its cosine, and twice its lead over the best of any other clause."""
    texts = [f"{u.clause.heading} {u.reading.text if u.reading else u.text}" for u in units]
    cosines = gatherer.near(question, texts)
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


def told(query: Query, unit: Unit) -> str:
    """What the reader is told before the sentence: which of the words no sentence of the document has."""
    text = plain(unit.document.text)
    words = [t.text for t in query.terms if t.weight >= 0.2 and len(t.text) > 1 and not _stands(t, text)][:3]
    name = f"《{unit.document.name}》"
    if not words:
        return f"{name}没有用问题里的说法直接写到这件事，最接近的规定是："
    return f"{name}里没有{'、'.join(f'“{w}”' for w in words)}的说法，最接近的规定是："


def _stands(term: Term, text: str) -> bool:
    return term.text in text or any(v in text for v in term.variants)
