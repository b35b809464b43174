"""Cuts documents into passages: what is searched, each knowing exactly where it stands.

A short clause is one passage. A long one is cut at sentence ends into pieces of about 350 characters; a table gives
one passage a row, with its column heads and units spelled out, because 「5.32」 alone says nothing:

    每万人口全科医生数(人) 2020年数值 5.32 2025年目标值 4.32 属性 预期

``text`` is always an exact piece of the document (``span.of(document.text)``); what is indexed is ``title``,
``headings`` and ``body``.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.model import Cell, Clause, ClauseId, Document, Span, Table

LIMIT = 350
_SENTENCE = re.compile(r"[^。！？；!?;\n]*[。！？；!?;\n]+[”’」』）)\]】]*|[^。！？；!?;\n]+$")
_MARKS = re.compile(r"[\s。.：:]")
_TITLES = re.compile("标题|抬头|落款|目录")
_FULL_STOP = re.compile(r"[。！？!?\n][”’」』）)\]】]*$")


@dataclass(frozen=True, slots=True)
class Passage:
    """One searchable piece of one clause.

    ``id`` 「粤办函〔2022〕245号#二/（五）@1」 stays the same as long as the clause and its place do; ``headings`` are
    the headings from the part down to the clause itself; ``body`` is ``text`` except for a table row; ``kind`` is the
    clause's, or 「heading」, 「title」 for one that says nothing else.
    """

    id: str
    clause: ClauseId
    document: str
    source: str
    title: str
    headings: tuple[str, ...]
    text: str
    span: Span
    body: str
    kind: str

    @property
    def search_text(self) -> str:
        """All that is indexed, in one text: document name, heading path, words."""
        return "\n".join(filter(None, (self.title, " ".join(self.headings), self.body)))

    @property
    def digest(self) -> str:
        """Content hash: equal digests need no new embedding."""
        return hashlib.sha256(self.search_text.encode()).hexdigest()


def passages_of(document: Document) -> tuple[Passage, ...]:
    """All passages of a document, in the order of its text; ids are unique within it."""
    return tuple(_unique(p for clause in document.clauses for p in _of_tree(document, clause, ())))


def _of_tree(document: Document, clause: Clause, above: tuple[str, ...]) -> Iterator[Passage]:
    headings = (*above, clause.heading) if clause.heading else above
    yield from _of_clause(document, clause, headings)
    for child in clause.children:
        yield from _of_tree(document, child, headings)


def _of_clause(document: Document, clause: Clause, headings: tuple[str, ...]) -> Iterator[Passage]:
    def passage(part: str, span: Span, body: str | None = None) -> Passage:
        text = span.of(document.text)
        return Passage(
            id=f"{clause.id}@{part}",
            clause=clause.id,
            document=document.id,
            source=document.source,
            title=document.name,
            headings=headings,
            text=text,
            span=span,
            body=text.strip() if body is None else body,
            kind=_kind(clause),
        )

    if clause.table is not None:
        yield from (passage(part, span, body) for part, span, body in table_rows(clause, clause.table))
        return
    for number, span in enumerate(pieces(clause.text)):
        yield passage(str(number), span.shift(clause.span.start))


def _kind(clause: Clause) -> str:
    """The clause's kind; 「heading」 where it says no more than its heading, 「title」 for titles, dates and addressees."""
    if _TITLES.match(str(clause.path)):
        return "title"
    said, heading = (_MARKS.sub("", text) for text in (clause.text, clause.heading))
    bare = heading and said.endswith(heading) and len(said) <= len(heading) + 8
    return "heading" if bare else clause.kind


def pieces(text: str, limit: int = LIMIT) -> tuple[Span, ...]:
    """Cut a text at sentence ends into pieces of at most about ``limit`` characters that join back to it.

    「第一句。第二句。」 stays whole; a sentence longer than the limit is cut at its semicolons, and stays whole without
    any. Pieces come out about equally long, so that no last piece holds a few lost words.
    """
    if not text.strip():
        return ()
    if len(text) <= limit:
        return (Span(0, len(text)),)
    sentences = list(_sentences(text, limit))
    share = len(text) / -(-len(text) // limit)
    out: list[Span] = []
    start = 0
    for at, sentence in enumerate(sentences):
        end = sentences[at + 1].end if at + 1 < len(sentences) else None
        if end is None or end - start > limit or sentence.end - start >= share:
            out.append(Span(start, sentence.end))
            start = sentence.end
    return tuple(span for span in out if span.of(text).strip())


def _sentences(text: str, limit: int) -> Iterator[Span]:
    """Whole sentences; only one beyond the limit is cut at semicolons."""
    start = 0
    held: list[Span] = []
    for match in _SENTENCE.finditer(text):
        held.append(Span(match.start(), match.end()))
        if _FULL_STOP.search(match.group()) or match.end() == len(text):
            if match.end() - start <= limit:
                yield Span(start, match.end())
            else:
                yield from held
            start, held = match.end(), []
    if held:
        yield Span(held[0].start, len(text))


def table_rows(clause: Clause, table: Table) -> Iterator[tuple[str, Span, str]]:
    """(part, span, spelled-out words) of the table's head and of each of its rows."""
    rows = [(row, _row_span(row)) for row in table.rows]
    first = min((span.start for _, span in rows if span), default=clause.span.end)
    head = Span(clause.span.start, max(first, clause.span.start))
    columns = " ".join(dict.fromkeys(h for column in table.columns for h in column.heads if h))
    if head.end > head.start:
        yield "表头", head, f"{table.title} {columns}".strip()
    for number, (row, span) in enumerate(rows, 1):
        if span is not None:
            yield f"行{number}", span, row_words(table, row)


def row_words(table: Table, row: Sequence[Cell]) -> str:
    """A row as one would read it aloud: table, group, label, then each column's heads with their value."""
    cells = tuple(row)
    words = [table.title, table.group(cells), table.label(cells)]
    for cell, column in zip(cells, table.columns, strict=True):
        if column.role == "value" and cell.text:
            words.append(f"{column.head} {cell.text}")
    return " ".join(word for word in words if word)


def _row_span(row: Sequence[Cell]) -> Span | None:
    spans = [cell.span for cell in row if cell.span is not None]
    return Span(min(s.start for s in spans), max(s.end for s in spans)) if spans else None


def _unique(passages: Iterator[Passage]) -> Iterator[Passage]:
    """A clause number printed twice in one document must not make two passages share an id."""
    seen: dict[str, int] = {}
    for passage in passages:
        count = seen[passage.id] = seen.get(passage.id, 0) + 1
        if count == 1:
            yield passage
            continue
        yield Passage(
            f"{passage.id}~{count}", passage.clause, passage.document, passage.source, passage.title,
            passage.headings, passage.text, passage.span, passage.body, passage.kind,
        )  # fmt: skip
