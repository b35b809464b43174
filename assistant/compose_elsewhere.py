"""A question that names no document is answered for every document that speaks of it, not for the first one found.

「远程医疗由谁牵头」 asked of five places has as many answers as places that name bodies for it: each stands under its
place's name, and the places come back as choices to narrow by. 「关于养老服务的规定」 lists what each document says.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from assistant.accept import accepts
from assistant.evidence import Gatherer, Unit
from assistant.naming import place_of
from assistant.query import Query
from assistant.quoting import state
from assistant.statement import Composition, Statement
from assistant.terms import covered
from corpus.library import Library
from corpus.model import Document

Compose = Callable[[Query], Composition]
MOST = 6
EACH = 2
_SURVEY = re.compile(
    r"(?:关于|有关|涉及|对于?).{1,20}(?:的)?(?:规定|要求|内容|表述|提法|政策|条款|说法)|(?:文件|各地|几个地方).{0,8}(?:里|中)?(?:关于|对|怎么(?:说|规定|写))"
)


def compose_everywhere(query: Query, gatherer: Gatherer, library: Library, compose: Compose) -> Composition | None:
    """The answers of all documents that have one, under their places' names; ``None`` where fewer than two have."""
    if query.documents or query.anchor or len(library.documents) < 2:
        return None
    if query.kind == "general" and _SURVEY.search(query.text):
        return _survey(query, gatherer, library)
    if query.kind not in ("bodies", "value", "deadline") or query.table:
        return None
    documents = _speaking(query, gatherer.units(query))
    if len(documents) < 2:
        return None
    found = [(d, compose(replace(query, documents=(d.id,)))) for d in documents[:MOST]]
    found = [(d, c) for d, c in found if any(s.supports for s in c.statements)]
    if len(found) < 2:
        return None
    statements = [replace(s, text=f"{place_of(d)}：{s.text}") for d, c in found for s in c.statements]
    rest = "、".join(place_of(d) for d in documents[MOST:])
    more = (f"{rest}的文件也有相近的内容，请指明地区再问。",) if rest else ()
    notes = tuple(dict.fromkeys(n for _, c in found for n in c.notes))
    return Composition(
        tuple(statements), notes=(*notes, *more), choices=_narrowed(query, [d for d, _ in found]),
        trace=tuple(t for _, c in found for t in c.trace),
    )  # fmt: skip


def _speaking(query: Query, units: list[Unit]) -> list[Document]:
    """The documents that hold the question's telling words as well as the best one does, best first."""
    plain = replace(query, kind="general")
    fitting = [u for u in units[:40] if accepts(u, plain) or _in_clause(u, query)]
    best = max((u.whole for u in fitting), default=0.0)
    speaking = {u.document.id: u.document for u in fitting if u.whole >= best - 0.12}
    return sorted(speaking.values(), key=lambda d: d.status == "征求意见稿")


def _in_clause(unit: Unit, query: Query) -> bool:
    """Whether a unit's clause as a whole holds every telling word: its bracket of bodies answers for them."""
    if query.kind != "bodies":
        return False
    around = f"{unit.context}，{unit.around}"
    return all(covered(t, around) >= 0.9 for t in query.terms if t.weight >= 0.2)


def _survey(query: Query, gatherer: Gatherer, library: Library) -> Composition | None:
    """Up to two sentences of each document that hold what is asked about in so many words."""
    statements: list[Statement] = []
    documents: list[Document] = []
    wanted = [t for t in query.terms if t.weight >= 0.2]
    if not wanted:
        return None
    for document in library.documents:
        units = [
            u
            for u in gatherer.units(query, (document.id,), 10)
            if not u.heading_only
            and u.clause.kind not in ("front_matter", "closing")
            and all(covered(t, u.words) >= 0.9 for t in wanted)
        ]
        chosen = sorted(units[:EACH], key=lambda u: u.span.start)
        if chosen:
            documents.append(document)
        statements += [
            replace(state(u, query, f"{place_of(document)}（{u.clause.label.rstrip('、.')}）："), item=True)
            for u in chosen
        ]
    if len(documents) < 2:
        return None
    silent = [place_of(d) for d in library.documents if d not in documents]
    note = f"每份文件最多列出{EACH}句" + (
        f"；没有查到这样表述的：{'、'.join(silent)}" if silent and len(silent) < 9 else ""
    )
    return Composition(tuple(statements[:15]), notes=(f"{note}。",))


def _narrowed(query: Query, documents: list[Document]) -> tuple[str, ...]:
    """The same question, asked of each place."""
    return tuple(f"{place_of(d)}：{query.text}" if d.region else f"{place_of(d)}{query.text}" for d in documents[:MOST])
