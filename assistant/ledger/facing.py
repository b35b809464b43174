"""Documents side by side on a theme: the sentences that speak of it, those alike in one row, differences word by word.

Every sentence and table row of the chosen documents is looked at, not the best few: that a document says nothing on
the theme is only said where none of them speaks of it. Two sentences stand in one row where they share enough of
their words; what is left stands alone, and the other side says that it has no such sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import combinations

from assistant.accept import accepts
from assistant.ask import Assistant
from assistant.evidence import Gatherer, Unit, score
from assistant.ledger.compare import names
from assistant.query import Query
from assistant.terms import content_terms, coverage, plain, telling
from corpus.errors import BadQuestion
from corpus.model import Clause, Document
from corpus.wording import Edit, word_diff
from index.words import normal

MOST_DOCUMENTS = 4
_ALIKE = 0.32
"""Share of pairs of characters in common from which two sentences say something about the same."""
_INSIDE = 12
"""So many pairs in common, more than a theme's own words have, before a sentence may count as part of a longer one."""
_OWN, _HEADED = 0.5, 0.8
"""Shares of a theme's weight: a sentence's own words hold the first, or its clause's heading the second."""
_DUTIES = re.compile(r"[(（\[【][^()（）\[\]【】]*(?:负责|落实|配合|牵头)")
_MOST_ROWS = 60
_MOST_THEMES = 10
_SPECIFIC = 5
_VERB = re.compile("^(?:深化|推进|推动|加强|完善|强化|提升|健全|优化|加快|促进|统筹|提高|做实|做好|增强|持续)")
_HAN = re.compile("[\u4e00-\u9fff]{4,8}")


@dataclass(frozen=True, slots=True)
class Said:
    """One side of a row: the exact words, their clause, and how they differ from the row's first side."""

    document: Document
    clause: Clause
    text: str
    edits: tuple[Edit, ...] = ()


@dataclass(frozen=True, slots=True)
class Facing:
    """One row: a side a document, ``None`` where it has no such sentence. Rows that most documents share come first."""

    sides: tuple[Said | None, ...]


@dataclass(frozen=True, slots=True)
class Faced:
    """All rows on a theme. ``silent`` are the documents in which no sentence speaks of it; ``left_out`` counts rows not shown."""

    theme: str
    documents: tuple[Document, ...]
    rows: tuple[Facing, ...]
    silent: tuple[Document, ...]
    left_out: int = 0

    @property
    def names(self) -> tuple[str, ...]:
        """A short name for each document."""
        return names(self.documents)


def face(assistant: Assistant, documents: Sequence[Document], theme: str) -> Faced:
    """The chosen documents on a theme; raises ``BadQuestion`` where nothing can be compared."""
    if not 2 <= len(documents) <= MOST_DOCUMENTS:
        raise BadQuestion(f"请选择两到{MOST_DOCUMENTS}份文件来对照。")
    query = _query(assistant, theme)
    found = [_units(assistant.gatherer, document, query) for document in documents]
    rows = sorted(
        (_differing(row) for row in _rows(found)), key=lambda row: -sum(side is not None for side in row.sides)
    )
    silent = tuple(d for d, units in zip(documents, found, strict=True) if not units)
    return Faced(theme, tuple(documents), tuple(rows[:_MOST_ROWS]), silent, max(len(rows) - _MOST_ROWS, 0))


def _query(assistant: Assistant, theme: str) -> Query:
    terms = content_terms(theme, assistant.weights)
    if telling(terms) < 0.2:
        raise BadQuestion(f"“{theme}”不是能对照的主题，请写一个具体的事项，例如“医养结合”“薪酬制度”。")
    return Query(text=theme, asked=theme, kind="general", terms=terms)


def _units(gatherer: Gatherer, document: Document, query: Query) -> list[Unit]:
    """The sentences that speak of the theme, in the order of the text; a bare heading only where nothing else does."""
    scored = [score(u, query, rank=0) for clause in document.walk() for u in gatherer.of_clause(clause)]
    spoken = [u for u in scored if u.clause.kind not in ("front_matter", "closing") and _speaks(u, query)]
    return [u for u in spoken if not u.heading_only] or spoken


def _speaks(unit: Unit, query: Query) -> bool:
    """Whether a sentence is on the theme: by its own words, or because its clause's heading names it."""
    if _DUTIES.match(unit.text):
        return False
    return accepts(unit, query, own=_OWN) or coverage(query.terms, (plain(unit.clause.heading), 1.0)) >= _HEADED


def _rows(found: Sequence[Sequence[Unit]]) -> list[list[Unit | None]]:
    """Rows in the order of the first document; each other document's sentences join the most alike row or open one."""
    rows: list[list[Unit | None]] = []
    for column, units in enumerate(found):
        taken: dict[int, Unit] = {}
        scored = sorted(
            ((_likeness(unit, row), -number, at) for at, unit in enumerate(units) for number, row in enumerate(rows)),
            reverse=True,
        )
        placed: set[int] = set()
        for likeness, minus, at in scored:
            if likeness >= _ALIKE and -minus not in taken and at not in placed:
                taken[-minus] = units[at]
                placed.add(at)
        for number, row in enumerate(rows):
            row.append(taken.get(number))
        rows += [[*([None] * column), unit] for at, unit in enumerate(units) if at not in placed]
    return rows


def _likeness(unit: Unit, row: Sequence[Unit | None]) -> float:
    return max((_alike(unit.words, other.words) for other in row if other is not None), default=0.0)


def _alike(one: str, other: str) -> float:
    """How alike two sentences are; a short one may stand nearly whole in a long one."""
    a, b = _pairs(one), _pairs(other)
    common = len(a & b)
    inside = 0.6 * common / (min(len(a), len(b)) or 1) if common >= _INSIDE else 0.0
    return max(2 * common / ((len(a) + len(b)) or 1), inside)


def _dice(one: str, other: str) -> float:
    a, b = _pairs(one), _pairs(other)
    return 2 * len(a & b) / ((len(a) + len(b)) or 1)


def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[i : i + 2] for i in range(max(len(text) - 1, 1)))


def _differing(row: Sequence[Unit | None]) -> Facing:
    """The row with each side's words, and from the first side on the edits that lead to it."""
    sides = [_said(unit) for unit in row]
    present = [s for s in sides if s is not None]
    first = present[0]
    marked = [
        side if side is None or side is first else replace(side, edits=word_diff(first.text, side.text))
        for side in sides
    ]
    return Facing(tuple(marked))


def _said(unit: Unit | None) -> Said | None:
    if unit is None:
        return None
    return Said(unit.document, unit.clause, " ".join(unit.text.split()) if unit.reading else unit.text.strip())


def themes(documents: Sequence[Document]) -> tuple[str, ...]:
    """Themes worth comparing: words that headings of several of the documents share, the most shared first."""
    found: dict[str, set[str]] = {}
    for one, other in combinations(documents, 2):
        for piece in set(_shared(one, other)):
            found.setdefault(piece, set()).update((one.id, other.id))
    best = sorted(found, key=lambda t: (len(t) < _SPECIFIC, -len(found[t]), -len(t), t))
    out: list[str] = []
    for theme in best:
        if not any(theme in o or o in theme or _dice(theme, o) > 0.5 for o in out):
            out.append(theme)
    return tuple(out[:_MOST_THEMES])


def _shared(one: Document, other: Document) -> Iterator[str]:
    mine = {normal(c.heading) for c in one.walk() if len(c.heading) > 3}
    yours = {normal(c.heading) for c in other.walk() if len(c.heading) > 3}
    for a in mine:
        for b in yours:
            match = SequenceMatcher(None, a, b, autojunk=False).find_longest_match()
            piece = _VERB.sub("", a[match.a : match.a + match.size].strip("的和与及、,"))
            if _HAN.fullmatch(piece):
                yield piece
