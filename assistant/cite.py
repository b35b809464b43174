"""From statements to an answer: markers, citations, notes. The code copies every quote; nobody types one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from assistant.answer import Answer, Citation, Claim
from assistant.query import Query
from assistant.statement import Composition, Statement, Support
from assistant.terms import covered, plain
from corpus.facts import Target
from corpus.library import Library
from corpus.model import Document

LONG_TABLE = 4000  # characters


def build_answer(query: Query, composition: Composition, library: Library, today: date) -> Answer:
    """The answer as the user reads it: each sentence with its markers, then what the reader must know."""
    numbered: dict[tuple[str, int, int], Citation] = {}
    claims = [cited_claim(s, numbered) for s in composition.statements]
    citations = tuple(numbered.values())
    notes = tuple(dict.fromkeys((*composition.notes, *warnings(composition.statements, library, today, query))))
    reading = tuple(cite(s, n) for n, s in enumerate(composition.reading, 1)) if composition.refusal else ()
    return Answer(
        question=query.text,
        text=_text(query, composition, claims, notes, reading),
        claims=tuple(claims),
        citations=citations,
        rows=composition.rows,
        notes=notes,
        refusal=composition.refusal,
        reading=reading,
        choices=composition.choices,
        understood=query.understood,
    )


def cite(support: Support, marker: int) -> Citation:
    """One support as a citation; its quote is an exact piece of the clause."""
    document, clause = support.document, support.clause
    headings = tuple(c.heading for c in (*document.ancestors(clause), clause) if c.heading)
    warn = (f"本文件为{document.status}。",) if document.status not in ("现行", "不明") else ()
    return Citation(
        marker, clause.id, document.source, document.name, document.number, clause.label, headings,
        support.quote, support.span, _shown(support), warn,
    )  # fmt: skip


def _shown(support: Support) -> str:
    """The whole clause; of a table longer than a reader would read, its title, heads and the row that is quoted."""
    clause = support.clause
    if clause.table is None or len(clause.text) <= LONG_TABLE:
        return clause.text
    heads = " | ".join(c.head for c in clause.table.columns)
    return "\n".join(filter(None, (clause.table.title, heads, support.quote)))


def cited_claim(statement: Statement, numbered: dict[tuple[str, int, int], Citation]) -> Claim:
    """One statement with its markers; ``numbered`` holds the citations so far, by the piece they quote, and grows."""
    markers = []
    for support in statement.supports:
        key = (str(support.clause.id), support.span.start, support.span.end)
        if key not in numbered:
            numbered[key] = cite(support, len(numbered) + 1)
        markers.append(numbered[key].marker)
    return Claim(statement.text, tuple(dict.fromkeys(markers)))


def _text(
    query: Query, composition: Composition, claims: Sequence[Claim], notes: Sequence[str], reading: Sequence[Citation]
) -> str:
    lines = [f"（{u}）" for u in query.understood]
    number = 0
    for statement, claim in zip(composition.statements, claims, strict=True):
        number = number + 1 if statement.item else 0
        marks = "".join(f"[{m}]" for m in claim.markers)
        lines.append((f"{number}. " if statement.item and len(claims) > 1 else "") + claim.text + marks)
    if composition.refusal is not None:
        lines.append(composition.refusal.text)
        lines += [f"· {c.title}{c.label}{c.headings[-1] if c.headings else ''}" for c in reading]
    lines += [f"提示：{n}" for n in notes]
    return "\n".join(lines)


def warnings(
    statements: Sequence[Statement], library: Library, today: date, query: Query | None = None
) -> tuple[str, ...]:
    """What the reader must know of the documents and deadlines that an answer rests on."""
    out: list[str] = []
    documents: dict[str, Document] = {s.document.id: s.document for st in statements for s in st.supports}
    for document in documents.values():
        out += [f"《{document.name}》{n}" for n in document.notes if "OCR" in n][:1]
        out += _standing(document, library, today, "".join(s.text for s in statements))
    years = _passed(statements, library, today, query)
    if years:
        out.append(f"引文中{'、'.join(years)}的时限已过。")
    return tuple(out)


def _standing(document: Document, library: Library, today: date, said: str) -> list[str]:
    """What must be known of a document's force, unless the answer is about just that."""
    force = library.force(document.id, today)
    if force.status == "征求意见稿":
        return [f"《{document.name}》是征求意见稿，不是正式印发的文件。"]
    if not force.in_force and force.status != "不明":
        return [] if force.reason in said else [f"《{document.name}》{force.status}：{force.reason}"]
    return [f"《{document.name}》为试行文件。"] if force.status == "试行" else []


def _passed(statements: Sequence[Statement], library: Library, today: date, query: Query | None) -> list[str]:
    """The deadlines of what was asked that lie before today, as printed; another figure's in the same words is none."""
    out: dict[str, None] = {}
    for support in (s for statement in statements for s in statement.supports):
        inside = [
            t
            for t in library.facts(support.document.id).targets
            if t.clause == support.clause.id and support.span.start <= t.span.start < support.span.end and t.deadline
        ]
        for target in _asked_about(inside, support, query):
            deadline = target.deadline
            if deadline and deadline.by is not None and not deadline.recurring and deadline.by < today:
                out[f"“{deadline.text}”"] = None
    return list(out)


def _asked_about(targets: Sequence[Target], support: Support, query: Query | None) -> Sequence[Target]:
    """Of several targets quoted together those that the question is about, by its words and its years."""
    if query is None or len(targets) < 2:
        return targets
    named = [t for t in targets if t.deadline and t.deadline.normal[:4] in query.years]
    if named:
        return named
    words = [plain(f"{t.indicator}，{t.span.of(support.document.text)}") for t in targets]
    covers = [sum(term.weight * covered(term, w) for term in query.terms) for w in words]
    top = max(covers)
    return [t for t, c in zip(targets, covers, strict=True) if c >= 0.7 * top]
