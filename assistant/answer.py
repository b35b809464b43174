"""What the assistant returns: an answer made of claims, each resting on citations that quote a clause.

Nothing here decides anything. ``status`` is derived from what the answer holds, so an answer cannot call itself
grounded without citations.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from assistant.trace import Trace
from corpus.model import ClauseId, Span

AnswerStatus = Literal["grounded", "partly", "refused"]
Reason = Literal[
    "not_found", "unknown_document", "no_bodies", "wrong_year", "no_question", "unclear", "off_topic", "bad_input"
]


@dataclass(frozen=True, slots=True)
class Citation:
    """One source of an answer: the clause, and the exact words in it that carry the claim.

    ``text`` is the whole clause, ``quote`` an exact piece of it, ``span`` the quote's place in the document's text.
    ``marker`` is the number shown in the answer, from 1. ``label`` 「二、（一）」; ``headings`` from the part down.
    """

    marker: int
    clause: ClauseId
    source: str
    title: str
    number: str | None
    label: str
    headings: tuple[str, ...]
    quote: str
    span: Span
    text: str
    warnings: tuple[str, ...] = ()

    @property
    def formal(self) -> str:
        """As a memo cites it: 《…》（粤办函〔2022〕245号）第二部分第（五）项规定：“…”。"""
        number = f"（{self.number}）" if self.number else ""
        return f"《{self.title}》{number}{self.clause.path.prose}规定：“{self.quote}”。"


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence of an answer and the markers of the citations it rests on."""

    text: str
    markers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why there is no answer: the reason by name, and in words what was looked for and what to do."""

    reason: Reason
    text: str


@dataclass(frozen=True, slots=True)
class Rows:
    """The table behind an answer: heads and rows of plain text, each row with its citation's marker."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """The whole answer. ``text`` is as the user reads it, markers included; ``reading`` are the nearest clauses of
    a refusal, shown to read on and never as evidence; ``notes`` what the reader must know (征求意见稿, 时限已过);
    ``understood`` says how the question was read where that is not plain ("按“梅州”理解")."""

    question: str
    text: str
    claims: tuple[Claim, ...] = ()
    citations: tuple[Citation, ...] = ()
    rows: Rows | None = None
    notes: tuple[str, ...] = ()
    refusal: Refusal | None = None
    reading: tuple[Citation, ...] = ()
    choices: tuple[str, ...] = ()
    understood: tuple[str, ...] = ()
    trace: Trace = field(default_factory=Trace)
    elapsed_ms: float = 0.0

    @property
    def status(self) -> AnswerStatus:
        """grounded: every claim has a citation; refused: none has; partly: in between or with a refusal beside it."""
        if not self.citations or not self.claims:
            return "refused"
        if self.refusal is None and all(c.markers for c in self.claims):
            return "grounded"
        return "partly"
