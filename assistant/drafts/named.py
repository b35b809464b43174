"""How a document's name is printed: in a draft between 《》, and where the document itself prints it and its number."""

from __future__ import annotations

import re

from corpus.model import Clause, Document, Span
from index.texts import loose

_SHOWN = 120
"""Characters of a head shown as evidence of a name."""


def printed_name(document: Document, like: str = "") -> str:
    """What a draft writes between 《》: the plan's name, or the whole 关于印发…的通知 where the draft writes it so."""
    name = document.title if re.search(r"关于.*(?:印发|转发).*通知", like) else document.name
    out = name.replace("(", "（").replace(")", "）").replace(",", "，")
    return re.sub(r"\s+", "", out).replace("《", "〈").replace("》", "〉")


def evidence_of_name(document: Document) -> tuple[Clause, Span]:
    """Where a document prints its number, else its title: a clause and an exact piece of it."""
    for clause in document.walk():
        at = clause.text.find(document.number) if document.number else -1
        if at >= 0 and document.number:
            start = clause.span.start + at
            return clause, Span(start, start + len(document.number))
    titled = next((c for c in document.walk() if c.id.path.steps[:1] == ("标题",)), None)
    clause = titled or next(iter(document.walk()))
    return clause, clause.span


def named_in(document: Document) -> list[tuple[Clause, Span]]:
    """Every place before its text where a document prints its number or its name: 抬头, 标题, 通知."""
    first = evidence_of_name(document)
    name = loose(document.name)
    out = [first]
    for clause in document.walk():
        if not clause.path.numbered and clause is not first[0] and name in loose(clause.text):
            out.append((clause, Span(clause.span.start, min(clause.span.end, clause.span.start + _SHOWN))))
    return out[:4]
