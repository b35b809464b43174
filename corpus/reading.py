"""A clause read for facts: its text made searchable, its sentences, and the way back to the words as printed.

Blanks that a PDF or a justified line put between characters (到 2025 年, 力 争) are left out for reading; every place
in the reading leads back to its place in the document, so a fact's span is always the printed words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property

from corpus.date_words import mentions
from corpus.facts import Deadline, Target
from corpus.item import Goal, Item
from corpus.mention import Basis, Mention
from corpus.model import Clause, Document, Span
from corpus.sentences import Piece, brackets, masked, segments, sentences

_LOOSE = re.compile(
    r"(?<![A-Za-z])[ \t\u00a0\u2002\u2003\u2009\u3000]+|[ \t\u00a0\u2002\u2003\u2009\u3000]+(?![A-Za-z \t\u00a0])"
)


@dataclass(frozen=True)
class Reading:
    """A clause's own text without stray blanks (``printed``), the same masked for searching (``text``)."""

    clause: Clause
    printed: str
    text: str
    when: tuple[Mention, ...]
    offsets: tuple[int, ...] | None = None

    @classmethod
    def of(cls, clause: Clause, basis: Basis) -> Reading:
        """Read a clause; ``basis`` is what the document says about its own date."""
        printed, offsets = _squeezed(clause.text)
        text = masked(printed)
        return cls(clause, printed, text, mentions(text, basis), offsets)

    def span(self, start: int, end: int) -> Span:
        """The place in the document that a place in the reading stands for."""
        if self.offsets is not None:
            start, end = (
                self.offsets[start] if start < len(self.offsets) else len(self.clause.text),
                self.offsets[end - 1] + 1 if end else 0,
            )
        return Span(start, end).shift(self.clause.span.start)

    def words(self, start: int, end: int) -> str:
        """The words as the document prints them, blanks and all."""
        span = self.span(start, end).shift(-self.clause.span.start)
        return span.of(self.clause.text)

    def deadline(self, mention: Mention) -> Deadline:
        """The fact for words about time found in this clause."""
        return Deadline(
            clause=self.clause.id,
            span=self.span(mention.start, mention.end),
            text=self.words(mention.start, mention.end),
            normal=mention.normal,
            by=mention.by,
            precision=mention.precision,
            recurring=mention.recurring,
            note=mention.note,
        )

    def sentences(self) -> list[Sentence]:
        """The sentences, each with the words about time in it."""
        out = []
        for piece in sentences(self.text):
            when = tuple(m for m in self.when if piece.start <= m.start < piece.end)
            out.append(Sentence(self, piece, when))
        return out


def _squeezed(text: str) -> tuple[str, tuple[int, ...] | None]:
    if not _LOOSE.search(text):
        return text, None
    kept: list[int] = []
    at = 0
    for match in _LOOSE.finditer(text):
        kept.extend(range(at, match.start()))
        at = match.end()
    kept.extend(range(at, len(text)))
    return "".join(text[i] for i in kept), tuple(kept)


@dataclass
class Sentence:
    """A sentence at work: its words about time and the goals found in it so far, in order."""

    reading: Reading
    piece: Piece
    when: tuple[Mention, ...]
    inherited: Mention | None = None
    goals: list[tuple[Item, Goal, Target]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The clause's searchable text (offsets count in the whole clause)."""
        return self.reading.text

    @cached_property
    def parts(self) -> list[Piece]:
        """The segments between commas, semicolons and colons."""
        return segments(self.text, self.piece)

    @cached_property
    def inner(self) -> list[Piece]:
        """The insides of brackets."""
        return brackets(self.text, self.piece)

    def bracketed(self, at: int) -> Piece | None:
        """The bracket that a place stands in."""
        return next((b for b in self.inner if b.start <= at < b.end), None)

    @cached_property
    def dates(self) -> list[Mention]:
        """The deadlines outside brackets."""
        return [m for m in self.when if m.kind == "deadline" and self.bracketed(m.start) is None]

    def governing(self, at: int) -> Mention | None:
        """The deadline that governs a place: the last one before it in the sentence, else the inherited one."""
        before = [m for m in self.dates if m.start <= at and not self._over(m, at)]
        return before[-1] if before else self.inherited

    def _over(self, mention: Mention, at: int) -> bool:
        """Whether a date said in passing (…;并于2030年实现全覆盖;…) ends before a place, at its semicolon."""
        if mention is self.dates[0] or self.text[mention.start] not in "于在":
            return False
        return ";" in self.text[mention.end : at]

    def recurring(self, part: Piece, at: int) -> Mention | None:
        """每年, 每季度 before the value in its own segment (and its own bracket)."""
        own = self.bracketed(at)
        found = [
            m
            for m in self.when
            if m.kind == "recurring" and part.start <= m.start < at and self.bracketed(m.start) == own
        ]
        return found[-1] if found else None

    def part_at(self, at: int) -> Piece | None:
        """The segment that a place stands in."""
        return next((p for p in self.parts if p.start <= at < p.end), None)


def basis_of(document: Document) -> Basis:
    """What a document says about its own date: 成文日期, else 发布日期, else the year in its number."""
    if document.issued_on is not None:
        return Basis(document.issued_on, document.issued_on.year, document.issued_on)
    if document.published_on is not None:
        return Basis(None, document.published_on.year, document.published_on)
    match = re.search(r"[〔\[(（]((?:19|20)\d{2})[〕\])）]", document.number or "")
    return Basis(None, int(match[1]) if match else None, None)
