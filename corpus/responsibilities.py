"""Who answers for what: every responsibility of a document, each with the span it stands on.

Four places are read: brackets at the end of a sentence ("(A牵头,B配合,各市、县政府负责)"), labelled lines
(牵头单位:…), columns of a task table (牵头单位 | 配合单位), and, in clauses that have none of these, running text. Sentences
such as "以下均需…落实,不再列出" then add their bodies to the other items they speak of.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from corpus.assignment import LABEL, ROLES, Assignment, first_leads, read_assignment
from corpus.brackets import Bracket, find_brackets
from corpus.duties import find_duties
from corpus.facts import Body, Conflict, Form, Responsibility
from corpus.inheritance import Inheritance, find_inheritance
from corpus.model import Clause, Document, Span
from corpus.organizations import is_general
from corpus.task_tables import table_assignments

_ROLE_WORD = re.compile("负责|牵头|配合|落实|参与|实施|协助|按职责|按照职责|责任单位|责任部门|承办")
_STOP = "。；;！!？?：:…\n"
_GAP = re.compile(r"[\s，,。；;]*")
_FIRST_LEADS_NOTE = "文件写明：排在第一位的为牵头单位"


@dataclass(frozen=True, slots=True)
class Found:
    """One assignment in a clause's text, with the span (from the text's start) that states it."""

    span: Span
    form: Form
    task: str
    assignment: Assignment


@dataclass(slots=True)
class _Reading:
    """What one clause holds."""

    clause: Clause
    found: list[Found]
    rules: list[Inheritance]
    undecided: list[Span] = field(default_factory=list)


def find_responsibilities(text: str, heading: str = "", level: str | None = None) -> list[Found]:
    """The responsibilities that a clause's text states, spans counted from its start.

    Brackets and labelled lines come first; running text is read only where there are neither, since a bracket
    is the document's own word on who answers for the item.
    """
    found, _ = _listed(text, heading, level)
    return found or [Found(d.span, "prose", d.task, d.assignment) for d in find_duties(text, level)]


def _listed(text: str, heading: str, level: str | None) -> tuple[list[Found], list[Span]]:
    if not _ROLE_WORD.search(text) and not re.search("[。；][（(\\[【〔][^（()）]*[）)\\]】〕]", text):
        return [], []
    found, undecided = _from_brackets(text, level)
    if not found:
        found, unread = _from_labels(text, level)
        undecided += unread
    previous = 0
    for at, one in enumerate(found):
        found[at] = replace(one, task=_task(text, heading if len(found) == 1 else "", previous, one.span.start))
        previous = one.span.end
    return found, undecided


def _from_brackets(text: str, level: str | None) -> tuple[list[Found], list[Span]]:
    found: list[Found] = []
    undecided: list[Span] = []
    for bracket in find_brackets(text):
        if bracket.depth or not (_ends_sentence(bracket, text) and len(bracket.inner.of(text)) >= 3):
            continue
        inner = bracket.inner.of(text)
        says_role = _ROLE_WORD.search(inner) is not None
        if not says_role and not _stands_alone(bracket, text):
            continue
        assignment = read_assignment(inner, level) if bracket.whole or says_role else None
        if assignment and (says_role or _all_known(assignment)):
            if not bracket.whole:
                assignment.notes.append("原文括号不完整")
            found.append(Found(bracket.span, "bracket", "", assignment))
        elif assignment is None and says_role and re.search("负责$|牵头|配合$|落实$", inner):
            undecided.append(bracket.span)
    return found, undecided


def _all_known(assignment: Assignment) -> bool:
    """Whether each body of a bracket without role words is an office by its name, not 市应急收治中心."""
    return all(re.search("(?:局|委|办|部|厅|办公室|政府|管委会|部门|委员会|署|会)$", b.text) for b in assignment.all())


def _ends_sentence(bracket: Bracket, text: str) -> bool:
    """Whether a bracket stands where a sentence ends: after its stop, or right before one, or at a line's end."""
    before = text[: bracket.span.start].rstrip(" \u3000\xa0")
    after = text[bracket.span.end :].lstrip(" \u3000\xa0")
    return not before or before[-1] in _STOP + "）)]】〕”" or not after or after[0] in _STOP


def _stands_alone(bracket: Bracket, text: str) -> bool:
    before = text[: bracket.span.start].rstrip(" \u3000\xa0")
    after = text[bracket.span.end :].lstrip(" \u3000\xa0")
    return bool(before) and before[-1] in "。；;！\n" and (not after or after[0] in "\n")


def _from_labels(text: str, level: str | None) -> tuple[list[Found], list[Span]]:
    """Labelled lines that follow each other are one responsibility: 牵头单位:A ⏎ 参与单位:B ⏎ 完成时限:…"""
    groups: list[Span] = []
    for match in LABEL.finditer(text):
        before = text[: match.start()].rstrip(" \u3000\xa0")
        if before and before[-1] not in _STOP + "，,【[(（":
            continue
        stop = re.compile("[\n。]|$").search(text, match.end())
        end = stop.start() if stop else len(text)
        if groups and (match.start() < groups[-1].end or _GAP.fullmatch(text, groups[-1].end, match.start())):
            groups[-1] = Span(groups[-1].start, max(end, groups[-1].end))
        else:
            groups.append(Span(match.start(), end))
    found: list[Found] = []
    unread: list[Span] = []
    for span in groups:
        words = span.of(text).replace("\n", "；")
        assignment = read_assignment(words, level)
        if assignment:
            found.append(Found(span, "bracket", "", assignment))
        elif any(m.lastgroup != "other" for m in LABEL.finditer(words)):
            unread.append(span)
    return found, unread


def _task(text: str, heading: str, start: int, end: int) -> str:
    """What is to be done: the item's heading, or the first sentence since the last responsibility."""
    if heading:
        return heading
    before = text[start:end].strip(" \u3000\xa0\n。；;，,")
    before = re.sub(r"^[（(]?[一二三四五六七八九十百\d]{1,4}[）)、.．]\s*|^[①-⑳]\s*", "", before)
    first = re.match("[^。；;\n]*", before)
    return first[0] if first and first[0] else before


def responsibilities_of(document: Document) -> tuple[Responsibility, ...]:
    """Every responsibility of a document in the order of its text; none where it names no bodies."""
    return read_responsibilities(document)[0]


def undecided_responsibilities(document: Document) -> tuple[Conflict, ...]:
    """Brackets that speak of parts but can't be read: shown as such, never guessed."""
    return read_responsibilities(document)[1]


def read_responsibilities(document: Document) -> tuple[tuple[Responsibility, ...], tuple[Conflict, ...]]:
    """Both at once: the facts, and the brackets that could not be read."""
    readings = [_read_clause(c, document.level) for c in document.walk()]
    _apply_first_leads(document, readings)
    facts: list[Responsibility] = []
    undecided: list[Conflict] = []
    rules = [(at, rule) for at, reading in enumerate(readings) for rule in reading.rules]
    for at, reading in enumerate(readings):
        own = [_fact(reading.clause, one) for one in reading.found]
        own = _one_name_each(own) if own and own[0].form == "prose" else own
        for source, rule in rules:
            own = _inherit(own, reading, rule, readings[source].clause, at - source)
        facts.extend(own)
        for span in reading.undecided:
            words = span.of(reading.clause.text)
            text = f"{reading.clause.label}的“{words[:60]}”提到职责分工，但没有把握读懂，未列入责任分工。"
            undecided.append(
                Conflict("职责分工读不懂", text, (reading.clause.id,), (span.shift(reading.clause.span.start),))
            )
    return (tuple(facts) if any(map(_names_an_office, facts)) else ()), tuple(undecided)


def _names_an_office(fact: Responsibility) -> bool:
    """Whether a fact is more than 各地要… or 各级有关部门要…: a document that has nothing else names no bodies."""
    if fact.form != "prose":
        return True
    return any(not is_general(b.text) for b in (*fact.lead, *fact.support, *fact.responsible, *fact.implementers))


def _read_clause(clause: Clause, level: str | None) -> _Reading:
    if clause.table is not None:
        rows = [Found(s, "bracket", t, a) for s, t, a in table_assignments(clause.table, level)]
        start = clause.span.start
        return _Reading(clause, [replace(r, span=r.span.shift(-start)) for r in rows], [])
    listed, undecided = _listed(clause.text, clause.heading, level)
    found = listed or [Found(d.span, "prose", d.task, d.assignment) for d in find_duties(clause.text, level)]
    return _Reading(clause, found, find_inheritance(clause.text, level), undecided)


def _fact(clause: Clause, one: Found) -> Responsibility:
    a = one.assignment
    return Responsibility(
        clause.id,
        one.span.shift(clause.span.start),
        one.form,
        one.task,
        tuple(a.lead),
        tuple(a.support),
        tuple(a.responsible),
        tuple(a.implementers),
        a.open_list,
        notes=tuple(dict.fromkeys(a.notes)),
    )


def _one_name_each(facts: list[Responsibility]) -> list[Responsibility]:
    """Within a clause a body goes by the name it is first given: 财政 (in 教育、财政等部门), later 财政部门."""
    first: dict[str, Body] = {}

    def named(bodies: tuple[Body, ...]) -> tuple[Body, ...]:
        return tuple(first.setdefault(b.name, b) for b in bodies)

    return [
        replace(
            f,
            lead=named(f.lead),
            support=named(f.support),
            responsible=named(f.responsible),
            implementers=named(f.implementers),
        )
        for f in facts
    ]


def _apply_first_leads(document: Document, readings: list[_Reading]) -> None:
    """Where the document says that the first body listed leads, make it so from there on (in a bracket: 下同) or throughout."""
    if not first_leads(document.text):
        return
    inside = False
    everywhere = not any(_FIRST_LEADS_NOTE in f.assignment.notes for r in readings for f in r.found)
    for reading in readings:
        for one in reading.found:
            if one.form != "bracket":
                continue
            a = one.assignment
            inside = inside or _FIRST_LEADS_NOTE in a.notes
            if (inside or everywhere) and a.responsible and not a.lead:
                a.lead.append(a.responsible.pop(0))
                if _FIRST_LEADS_NOTE not in a.notes:
                    a.notes.append(_FIRST_LEADS_NOTE)


def _is_item(clause: Clause) -> bool:
    """Whether a clause is a numbered work item of its own."""
    return not clause.children and bool(clause.path.numbered) and clause.kind in ("part", "section", "item", "article")


def _inherit(
    own: list[Responsibility], reading: _Reading, rule: Inheritance, source: Clause, distance: int
) -> list[Responsibility]:
    """What an item answers for once a rule such as "以下均需…落实" is applied; ``distance`` counts clauses from it."""
    holds = distance == 0 or rule.where == "all" or (distance > 0) == (rule.where == "later")
    if not holds or (distance == 0 and not own):
        return own
    span = rule.span.shift(source.span.start)
    if own and own[0].form == "bracket":
        return [_with_inherited(f, rule, source, span) for f in own]
    clause = reading.clause
    head = re.match(r"[^。\n]*", clause.text)
    line = Span(clause.span.start, clause.span.start + (head.end() if head and head.end() else len(clause.text)))
    bare = Responsibility(clause.id, line, "inherited", clause.heading or clause.text[: line.end - line.start])
    inherited = _with_inherited(bare, rule, source, span)
    already = all(
        {b.name for b in getattr(inherited, part)} <= {b.name for f in own for b in getattr(f, part)} for part in ROLES
    )
    if rule.listed_only or already or not _is_item(clause):
        return own
    return [*own, inherited]


def _with_inherited(fact: Responsibility, rule: Inheritance, source: Clause, span: Span) -> Responsibility:
    parts: dict[str, tuple[Body, ...]] = {}
    for part in ROLES:
        own: tuple[Body, ...] = getattr(fact, part)
        named = {b.name for b in own}
        parts[part] = own + tuple(b for b in getattr(rule.assignment, part) if b.name not in named)
    added = any(len(parts[part]) > len(getattr(fact, part)) for part in ROLES)
    if fact.clause == source.id and not added:
        return fact
    return replace(
        fact,
        lead=parts["lead"],
        support=parts["support"],
        responsible=parts["responsible"],
        implementers=parts["implementers"],
        inherited_from=source.id,
        inherited_span=span,
    )
