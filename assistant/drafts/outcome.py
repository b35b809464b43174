"""What became of one claim, and the clause that shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assistant.drafts.claims import Claim
from assistant.drafts.finding import Evidence, Verdict
from corpus.library import Library
from corpus.model import Clause, Document, Span

Standing = Literal["here", "elsewhere", "nowhere"]
NOWHERE = "所引文件中没有找到与此相应的表述，无法核实。"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a claim: its verdict, where its words stand beside the places cited, and what it should read."""

    claim: Claim
    verdict: Verdict
    standing: Standing
    reason: str
    clause: Clause | None = None
    document: Document | None = None
    span: Span | None = None
    correction: str | None = None
    score: float = 0.0

    @property
    def found(self) -> bool:
        """Whether the claim's words stand anywhere, right or wrong."""
        return self.clause is not None


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a claim is said to stand: documents, and the clauses cited in them (none: the whole document)."""

    documents: tuple[Document, ...]
    clauses: tuple[Clause, ...] = ()


def evidence(library: Library, clause: Clause, span: Span) -> Evidence:
    """A clause as evidence, with the exact words of a span of its document."""
    document = library.document(clause.id.document)
    return Evidence(
        document.source,
        document.id,
        document.name,
        document.number,
        "/".join(clause.path.numbered or clause.path.steps),
        clause.label,
        span.of(document.text),
    )
