"""From hits to units: the sentences and table rows of the clauses found, each scored by how far it answers.

A unit is the smallest thing an answer quotes. Its score is the share of the question's content that it covers, alone
and together with the headings it stands under; what kind of answer is asked for adds or takes a little.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.query import Query
from assistant.rows import Reading, readings
from assistant.scope import Finder
from assistant.terms import Term, covered, plain
from assistant.trace import SHOWN, note_search, note_weighed
from corpus.facts import Target
from corpus.library import Library
from corpus.model import Clause, ClauseId, Document, Span
from corpus.numerals import half_width
from corpus.sentences import Piece, masked, segments, sentences
from index.synonyms import expanded

_NOT_IN_FORCE = 0.15
_FIGURE = re.compile(
    r"\d|百分之|(?<!第)[一二三四五六七八九十两]+(?:个|家|所|名|人(?!民)|张|次|项|成|支|类|条)|全部|全覆盖|均|三级甲等"
)
_MONEY = re.compile(r"[\d一二三四五六七八九十百千万亿]+\s*(?:万|亿)?元")
_DATE = re.compile(
    r"\d{4}\s*年|年底|每年|每\d年|每季度|季度|每月|[一二两三四五六七八九十]+年(?:之)?内|\d+年(?:之)?内|“十四五”|期末|\d+\s*(?:日|天|个?月)内|满[\d一二两三四五六七八九十]+年|五年|常态化"
)
_DUTY = re.compile(r"牵头|负责|配合|落实|承担|担任|会同|主管")


@dataclass(frozen=True, slots=True)
class Unit:
    """One sentence, or one table row, of a clause.

    ``span`` is the place in the document's text; ``words`` is what it says in ``normal`` form (for a row with its column
    heads), ``segments`` its parts between commas; ``context`` the headings above and the clause's own; ``around`` the whole clause. ``reading`` is a table row read
    aloud.
    """

    document: Document
    clause: Clause
    span: Span
    words: str
    context: str
    rank: int
    around: str = ""
    segments: tuple[str, ...] = ()
    heading_only: bool = False
    reading: Reading | None = None
    score: float = 0.0
    own: float = 0.0
    whole: float = 0.0
    targets: tuple[Target, ...] = ()

    @property
    def text(self) -> str:
        """The exact words."""
        return self.span.of(self.document.text)

    @property
    def key(self) -> tuple[str, int]:
        """Where it stands: equal for the same unit found twice."""
        return self.document.id, self.span.start


class Gatherer:
    """Finds and scores units for a question."""

    def __init__(self, library: Library, retriever: Finder, as_of: Callable[[], date] = date.today) -> None:
        self._library = library
        self.as_of = as_of
        self._retriever = retriever
        self._units: dict[ClauseId, tuple[Unit, ...]] = {}

    def clauses(self, query: Query, documents: Sequence[str], k: int) -> list[Clause]:
        """The clauses found for a question, best first, those that the turn before rested on included."""
        text = expanded(query.topic if len(query.topic) > 1 and query.terms else query.asked)
        if query.follows and query.terms:
            text = f"{text} {' '.join(t.text for t in query.terms)}"
        hits = self._retriever.search_clauses(text, k, documents=documents or None)
        note_search(text, documents, hits)
        found = [h.clause for h in hits]
        for anchor in query.anchor:
            if not documents or anchor.document in documents:
                found.insert(0, anchor)
        return [self._library.clause(c) for c in dict.fromkeys(found)]

    def units(self, query: Query, documents: Sequence[str] = (), k: int = 24) -> list[Unit]:
        """All units of the clauses found, scored, best first."""
        out = []
        for rank, clause in enumerate(self.clauses(query, documents or query.documents, k)):
            gone = self._out_of_force(clause.id.document)
            units = self.of_clause(clause)
            around = beside(units[0], query.terms) if units else ()
            for unit in units:
                out.append(score(unit, query, around, rank, less=_NOT_IN_FORCE if gone else 0.0))
        out.sort(key=lambda u: -u.score)
        note_weighed([(u.clause.id, u) for u in out[:SHOWN]])
        return out

    def _out_of_force(self, document: str) -> bool:
        """Whether a document is repealed or not yet in force on the day asked of: one in force goes first."""
        return self._library.force(document, self.as_of()).status in ("废止", "尚未施行")

    def text(self, document: str) -> str:
        """All that a document says."""
        return self._library.document(document).text

    def near(self, question: str, sentences: Sequence[str]) -> Sequence[float]:
        """How near each sentence is to a question in sense, as cosines; empty where nothing can tell."""
        return self._retriever.near(question, sentences)

    def of_clause(self, clause: Clause) -> tuple[Unit, ...]:
        """The units of one clause, unscored."""
        if clause.id not in self._units:
            document = self._library.document(clause.id.document)
            targets = tuple(t for t in self._library.facts(document.id).targets if t.clause == clause.id)
            self._units[clause.id] = tuple(_units(document, clause, targets))
        return self._units[clause.id]


def _units(document: Document, clause: Clause, targets: Sequence[Target]) -> Iterable[Unit]:
    above = [c.heading for c in (*document.ancestors(clause), clause) if c.heading]
    title = "" if clause.kind == "front_matter" else document.name
    context = plain("，".join(above))
    around = plain(clause.text) if clause.table is None else ""
    base = Unit(document, clause, clause.span, "", context + "，" + plain(title), 0, around)
    if clause.table is not None:
        for reading in readings(clause.table):
            # The title says what the table is about, not what this column measures: 人口总数 in a table of beds.
            titled = replace(base, context=f"{base.context}，{plain(clause.table.title)}")
            words, within = plain(reading.text), _within(targets, reading.span)
            yield replace(titled, span=reading.span, words=words, reading=reading, targets=within)
            named = replace(titled, context=f"{titled.context}，{plain(reading.name)}")
            for cell in reading.prose:
                yield from _sentences(named, cell, targets)
        return
    yield from _sentences(base, clause.span, targets)


def _sentences(base: Unit, where: Span, targets: Sequence[Target]) -> Iterable[Unit]:
    """The sentences of a clause, or of one cell of its table."""
    document, clause = base.document, base.clause
    text = where.of(document.text)
    masks = masked(text)
    for piece in sentences(masks):
        start, end = piece.start, piece.end
        while end < len(text) and text[end] in "。！？!?”）)]":
            end += 1
        span = Span(start, end).shift(where.start)
        words = plain(span.of(document.text))
        heading_only = bool(clause.heading) and len(words) <= len(clause.heading) + 8 and plain(clause.heading) in words
        parts = tuple(plain(p.of(text)) for p in segments(masks, Piece(start, piece.end), ",;"))
        yield replace(
            base, span=span, words=words, segments=parts, heading_only=heading_only, targets=_within(targets, span)
        )


def _within(targets: Sequence[Target], span: Span) -> tuple[Target, ...]:
    return tuple(t for t in targets if span.start <= t.span.start < span.end)


def years_of(unit: Unit) -> frozenset[str]:
    """The years that hold for a unit: printed in it, or governing one of its targets from the sentence before."""
    printed = set(re.findall(r"(?<!\d)(20\d\d)(?=\s*[-—年]|\D|$)", unit.words))
    for target in unit.targets:
        if target.deadline and (match := re.match(r"20\d\d", target.deadline.normal)):
            printed.add(match[0])
    return frozenset(printed)


def has_figure(unit: Unit) -> bool:
    """Whether a unit holds a number or a coverage (全部), its own ordinal and years left aside."""
    words = re.sub(r"^\s*(?:[(（][一二三四五六七八九十]+[)）]|[一二三四五六七八九十]+、|\d+[.、])", "", unit.words)
    return bool(_FIGURE.search(re.sub(r"20\d\d年?", "", words)))


def has_money(unit: Unit) -> bool:
    """Whether a unit names an amount of money."""
    return bool(_MONEY.search(unit.words))


def has_date(unit: Unit) -> bool:
    """Whether a unit says when, or one of its targets does."""
    return bool(_DATE.search(unit.words)) or any(t.deadline for t in unit.targets)


def beside(unit: Unit, terms: Sequence[Term]) -> tuple[float, ...]:
    """How far the headings above a unit and its clause hold each term: the same for every unit of a clause."""
    return tuple(max(0.92 * covered(t, unit.context), 0.55 * covered(t, unit.around)) for t in terms)


def score(
    unit: Unit, query: Query, around: Sequence[float] | None = None, rank: int | None = None, less: float = 0.0
) -> Unit:
    """The unit with its coverage alone (``own``), with its headings (``whole``), and its score.

    ``around`` is what ``beside`` gave for the unit's clause, ``rank`` the clause's place among those found, ``less`` what
    is taken off (a document out of force).
    """
    rank = unit.rank if rank is None else rank
    terms = query.terms
    around = beside(unit, terms) if around is None else around
    weight = sum(t.weight for t in terms) or 1.0
    alone = [covered(t, unit.words) for t in terms]
    own = sum(t.weight * a for t, a in zip(terms, alone, strict=True)) / weight
    whole = sum(t.weight * max(a, b) for t, a, b in zip(terms, alone, around, strict=True)) / weight
    total = 0.55 * own + 0.45 * whole
    if query.kind in ("value", "deadline") and len(unit.segments) > 1 and own > 0.2:
        held = [t for t, a in zip(terms, alone, strict=True) if a]
        best = max(sum(t.weight * covered(t, s) for t in held) for s in unit.segments) / weight
        total -= 0.2 * (own - best)
    total += 0.06 / (1 + rank)
    if query.kind == "value" or "value" in query.wants or (query.premise and query.numbers):
        total += 0.1 if has_figure(unit) else -0.06
    if query.kind == "meaning" and _explains(unit, query):
        total += 0.4 if "所称" in unit.text else 0.25
    if query.kind == "deadline":
        total += 0.1 if has_date(unit) else -0.06
    if query.kind == "bodies":
        total += 0.06 if _DUTY.search(unit.words) else 0.0
    if "lead" in query.roles and "牵头" in unit.words:
        total += 0.1
    if query.years:
        years = years_of(unit)
        total += 0.08 * sum(y in years for y in query.years) / len(query.years) - (
            0.05 if years and not years & set(query.years) else 0.0
        )
    for number in query.numbers:
        total += 0.1 * _has_number(number, unit.words) / len(query.numbers)
    if unit.clause.id in query.anchor:
        total += 0.12
    if unit.heading_only and query.kind not in ("place", "bodies", "count"):
        total -= 0.2
    if unit.clause.kind in ("front_matter", "closing"):
        total -= 0.08
    if unit.clause.table is not None:
        total += _table_bonus(unit, query)
    elif query.total and "总" not in unit.words:
        total -= 0.12
    return replace(unit, rank=rank, score=total - less, own=own, whole=whole)


def _explains(unit: Unit, query: Query) -> bool:
    """Whether a unit explains a word that is asked about: …(以下简称“粤东医院”), “五个一”(一体化、…), …是指…."""
    text = unit.text
    for term in query.terms:
        if term.weight >= 0.3 and re.search(
            rf"简称[“\"]?{re.escape(term.text)}|{re.escape(term.text)}[”\"]?\s*[(（:：]|{re.escape(term.text)}[”\"]?(?:是指|指的是|即|是)|所称[^。，]{{0,4}}{re.escape(term.text)}",
            text,
        ):
            return True
    return False


def _table_bonus(unit: Unit, query: Query) -> float:
    """A row counts a little less than a sentence, unless a table, a baseline or a total is asked for."""
    if re.search("正文", query.asked):
        return -0.4
    bonus = 0.05 if len(query.years) > 1 or query.baseline or "表" in query.asked else -0.1
    table = unit.clause.table
    if query.table and table is not None:
        bonus += (
            0.3
            * sum(query.table[i : i + 2] in table.title for i in range(len(query.table) - 1))
            / max(len(query.table) - 1, 1)
        )
    if query.total:
        bonus += 0.15 if "总数" in unit.words else -0.05
    return bonus


def _has_number(number: str, words: str) -> bool:
    bare = re.sub(r"[^\d.:/%万亿-]", "", half_width(number))
    return bool(bare) and re.search(rf"(?<![\d.]){re.escape(bare)}(?![\d]|\.\d)", words) is not None
