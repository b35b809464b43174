"""The clause that says in its own words what a question asks in others: 「跟病人闹矛盾了怎么办」 of 化解医疗纠纷的长效机制.

``assistant.vouching`` picks it. The answer says first that the words differ, so the reader judges.
"""

from __future__ import annotations

from dataclasses import replace

from assistant.compose_bodies import compose_bodies
from assistant.evidence import Gatherer, Unit
from assistant.query import Query
from assistant.quoting import state
from assistant.statement import Composition, Statement
from assistant.terms import Term, plain
from assistant.vouching import vouched
from corpus.library import Library

_NAMED = 0.3
"""Lighter words are pieces of verbs (下来, 不够), which a reader would not recognize as what was asked."""


def compose_other_words(query: Query, gatherer: Gatherer, library: Library) -> Composition | None:
    """The sentence that the encoder vouches for, after a word on the wording; ``None`` where it vouches for none."""
    unit = vouched(query, gatherer)
    if unit is None:
        return None
    said = Statement(told(query, unit))
    if query.kind == "bodies":
        at = replace(query, anchor=(unit.clause.id,), terms=(), documents=(unit.document.id,))
        bodies = compose_bodies(at, gatherer, library)
        statements = (said, state(unit, query), *bodies.statements)  # the sentence shows whose bodies these are
        return replace(bodies, statements=statements) if bodies.statements else None
    trace = (f"换了说法 {unit.clause.id}：{unit.text[:40]}",)
    return Composition((said, state(unit, query)), trace=trace)


def told(query: Query, unit: Unit) -> str:
    """What the reader is told before the sentence: which of the words no sentence of the document has."""
    text = plain(unit.document.text)
    words = [t.text for t in query.terms if t.weight >= _NAMED and len(t.text) > 1 and not _stands(t, text)][:3]
    name = f"《{unit.document.name}》"
    if not words:
        return f"{name}没有用问题里的说法直接写到这件事，最接近的规定是："
    return f"{name}里没有{'、'.join(f'“{w}”' for w in words)}的说法，最接近的规定是："


def _stands(term: Term, text: str) -> bool:
    return term.text in text or any(v in text for v in term.variants)
