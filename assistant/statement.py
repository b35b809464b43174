"""What composing yields before it is cited: statements, each with the pieces of clauses that carry it."""

from __future__ import annotations

from dataclasses import dataclass, field

from assistant.answer import Reason, Refusal, Rows
from corpus.model import Clause, Document, Span


@dataclass(frozen=True, slots=True)
class Support:
    """An exact piece of a clause; ``span`` counts in the document's text."""

    document: Document
    clause: Clause
    span: Span

    @property
    def quote(self) -> str:
        """The exact words."""
        return self.span.of(self.document.text)


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of an answer, without markers, and what supports it; ``item`` makes it an item of a list."""

    text: str
    supports: tuple[Support, ...] = ()
    item: bool = False


@dataclass(frozen=True, slots=True)
class Composition:
    """The parts of an answer before verification; a refusal beside statements makes it a partial one.

    ``choices`` are questions to ask next where this one can be read in several ways (the page shows them as buttons).
    """

    statements: tuple[Statement, ...] = ()
    refusal: Refusal | None = None
    reading: tuple[Support, ...] = ()
    rows: Rows | None = None
    notes: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    trace: tuple[str, ...] = field(default=())


def refused(reason: Reason, text: str, reading: tuple[Support, ...] = ()) -> Composition:
    """A composition that says why there is no answer."""
    return Composition(refusal=Refusal(reason, text), reading=reading)
