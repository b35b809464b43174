"""What a clause rests on: the words elsewhere without which it can't be read rightly.

「1.县域内就诊率达到90%。」 says no year: the sentence above it does (「到2025年,实现以下目标:」). A table's 「5.32」 needs the
head and the unit; 「(十六)…(市卫生健康局负责)」 is the counties' duty too because the first item says 以下均需…落实; 前款 means
the paragraph before. A search brings these with the clause; whoever shows the clause alone may show it falsely.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.inheritance import find_inheritance
from corpus.model import Clause, ClauseId, Document, Span, Table
from corpus.responsibilities import responsibilities_of

HEADING, LEAD, YEAR, HEAD, DUTY, BEFORE = "上级标题", "上级引领句", "年限", "表头和单位", "责任沿用", "所指前款"
_YEAR = re.compile(
    r"(?:19|20)\d{2}\s*年|(?:19|20)\d{2}\s*[-—–－至~]+\s*(?:19|20)\d{2}|[“\"]?十[三四五六七]五[”\"]?(?:期间|时期|末)|今后|每年|年底前"
)
_GOAL_YEAR = re.compile(
    r"(?:到|至|截至|力争)\s*20\d{2}\s*年|20\d{2}\s*年(?:底|末|\d{1,2}月(?:\d{1,2}日)?)?(?:之?前|起|,|，)"
)
_SENTENCE = re.compile(r"[^。！？；!?;\n]*[。！？；!?;\n]+|[^。！？；!?;\n]+$")
_OPENS = re.compile(
    r"[:：]\s*$|(?:以下|如下|下列|分别)[^。；;]{0,20}[。:：]?\s*$|[见如]下?表[^。；;]{0,12}[)）。:：]?\s*$"
)
_EARLIER = re.compile(r"前(?P<count>[一二两三四五])?款|本条第一款")
_LONG = 350  # a longer clause is found by one of its passages
_COUNT = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5}


@dataclass(frozen=True, slots=True)
class Rest:
    """One thing that a clause rests on: where it stands (``span`` in the document's text) and why it is needed."""

    clause: ClauseId
    span: Span
    why: str


def rests(document: Document) -> dict[str, tuple[Rest, ...]]:
    """For every clause that rests on something, by its printed id: what, the outermost first."""
    found: dict[str, list[Rest]] = defaultdict(list)
    for clause, above, earlier in _walk(document.clauses, ()):
        found[str(clause.id)] += _of_clause(document, clause, above, earlier)
    for clause_id, rest in _duties(document):
        found[clause_id].append(rest)
    return {clause: tuple(dict.fromkeys(each)) for clause, each in found.items() if each}


def beside(held: Sequence[Rest], clause: ClauseId, span: Span) -> tuple[Rest, ...]:
    """What a passage (``span`` of ``clause``) rests on and does not itself hold.

    Of its own clause's sentences that say a year, the last one before the passage.
    """
    own = [r for r in held if r.clause == clause and r.why == YEAR]
    last = max((r for r in own if r.span.end <= span.start), key=lambda r: r.span.end, default=None)
    return tuple(r for r in held if not span.contains(r.span) and (r not in own or r == last))


def _walk(
    clauses: Sequence[Clause], above: tuple[Clause, ...]
) -> Iterator[tuple[Clause, tuple[Clause, ...], Sequence[Clause]]]:
    """Every clause with those above it and its elder siblings."""
    for at, clause in enumerate(clauses):
        yield clause, above, clauses[:at]
        yield from _walk(clause.children, (*above, clause))


def _of_clause(
    document: Document, clause: Clause, above: tuple[Clause, ...], earlier: Sequence[Clause]
) -> Iterator[Rest]:
    said = _YEAR.search(clause.text) is not None
    # An article's own words are its first paragraph: they lead in that one's items, not the second paragraph.
    worded = [] if clause.kind == "paragraph" else [parent for parent in above if parent.text]
    for parent in reversed(worded):
        yield from _from_parent(document, parent, nearest=parent is worded[-1], year_said=said)
        said = said or _YEAR.search(parent.text) is not None
    if clause.table is not None:
        yield from _from_table(clause, clause.table)
    elif len(clause.text) > _LONG:
        yield from (Rest(clause.id, s.shift(clause.span.start), YEAR) for s in _year_sentences(clause.text))
    if clause.kind == "paragraph" and (match := _EARLIER.search(clause.text)) and above:
        # The first paragraph has no clause of its own, or an empty one: its words are the article's.
        said_before = [above[-1], *(e for e in earlier if e.text)]
        count = _COUNT.get(match["count"] or "一", 1)
        chosen = said_before[-count:] if match[0].startswith("前") else said_before[:1]
        yield from (Rest(e.id, e.span, BEFORE) for e in chosen)


def _from_parent(document: Document, parent: Clause, nearest: bool, year_said: bool) -> Iterator[Rest]:
    """The heading and the lead sentence of the clause right above; of those further up only what says the year."""
    heading = _heading_span(document, parent)
    sentences = list(_SENTENCE.finditer(parent.text))
    lead = next((m for m in reversed(sentences) if m[0].strip()), None)
    if nearest and heading is not None:
        yield Rest(parent.id, heading, HEADING)
    for match in (lead,) if lead else ():
        span = Span(match.start(), match.end()).shift(parent.span.start)
        is_heading = heading is not None and heading.contains(span)
        opens = _OPENS.search(match[0]) is not None
        year = not year_said and _YEAR.search(match[0]) is not None
        if not is_heading and ((opens and nearest) or (year and opens)):
            yield Rest(parent.id, span, YEAR if year else LEAD)
        elif is_heading and year and not nearest and heading is not None:
            yield Rest(parent.id, heading, YEAR)


def _heading_span(document: Document, clause: Clause) -> Span | None:
    """Where the heading stands, with its number: 「(一)建强卫生健康人才队伍」."""
    if not clause.heading or clause.kind == "front_matter":
        return None
    at = clause.text.find(clause.heading)
    return Span(0, at + len(clause.heading)).shift(clause.span.start) if at >= 0 else None


def _from_table(clause: Clause, table: Table) -> Iterator[Rest]:
    """All that stands in a table's clause before its first row: title, unit, heads."""
    first = min((c.span.start for row in table.rows for c in row if c.span), default=clause.span.end)
    if first > clause.span.start:
        yield Rest(clause.id, Span(clause.span.start, first), HEAD)


def _year_sentences(text: str) -> Iterator[Span]:
    """Sentences that say by when: 「到2025年,…」; what follows them in a long clause is meant for that year too."""
    for match in _SENTENCE.finditer(text):
        if _GOAL_YEAR.search(match[0]):
            yield Span(match.start(), match.end())


def _duties(document: Document) -> Iterator[tuple[str, Rest]]:
    """The sentence (以下均需各县区落实,不再列出) by which a clause's duty was handed on to it."""
    if not any(find_inheritance(clause.text) for clause in document.walk()):
        return
    for duty in responsibilities_of(document):
        if duty.inherited_from is not None and duty.inherited_span is not None and duty.inherited_from != duty.clause:
            yield str(duty.clause), Rest(duty.inherited_from, duty.inherited_span, DUTY)
