"""Which documents an answer may rest on, and as of which day: the filters of the page, and of any program.

A narrowed assistant (``Assistant.within``) holds the admitted documents only, so nothing of the others can reach an
answer; their force is still weighed by the whole library, because a repeal stands in another document.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from corpus.library import Library
from corpus.model import ClauseId, Document


@dataclass(frozen=True, slots=True)
class Scope:
    """Only documents of these regions, these ids, issued in these years, in force (征求意见稿 and 废止 are not);
    force and deadlines as of a day. Nothing set: everything, today."""

    regions: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    years: tuple[str, ...] = ()
    in_force: bool = False
    as_of: date | None = None

    @property
    def narrows(self) -> bool:
        """Whether some documents are left out."""
        return bool(self.regions or self.documents or self.years or self.in_force)

    def admits(self, document: Document, library: Library, day: date) -> bool:
        """Whether an answer may rest on a document; one without a date has no year."""
        issued = str(document.issued_on.year) if document.issued_on else ""
        return (
            (not self.regions or document.region in self.regions)
            and (not self.documents or document.id in self.documents)
            and (not self.years or issued in self.years)
            and (not self.in_force or library.force(document.id, day).status in ("现行", "试行", "部分失效"))
        )

    def told(self, library: Library) -> str:
        """As it stands above an answer: 只看梅州市、2024年印发、现行有效的文件，按2025-06-30的效力和时限."""
        names = [f"《{library.document(d).name}》" for d in self.documents]
        parts = ["、".join(self.regions), "、".join(names), "、".join(f"{y}年" for y in self.years)]
        if self.years:
            parts[2] += "印发"
        if self.in_force:
            parts.append("现行有效")
        said = "、".join(p for p in parts if p)
        day = f"按{self.as_of.isoformat()}的效力和时限" if self.as_of else ""
        return "，".join(p for p in (f"只看{said}的文件" if said else "", day) if p)


EVERYTHING = Scope()


class _Hit(Protocol):
    @property
    def clause(self) -> ClauseId: ...
    @property
    def score(self) -> float: ...
    @property
    def found_by(self) -> tuple[str, ...]: ...


class Finder(Protocol):
    """What the assistant needs of a retriever."""

    def search_clauses(
        self, query: str, k: int | None = None, *, documents: Collection[str] | None = None
    ) -> Sequence[_Hit]:
        """The ``k`` best clauses of the documents named, of all where none is."""
        ...

    def near(self, question: str, sentences: Sequence[str]) -> Sequence[float]:
        """How near each sentence is to a question in sense; empty where nothing can tell."""
        ...


class Within:
    """A retriever that finds nothing outside the admitted documents."""

    def __init__(self, finder: Finder, documents: Sequence[str]) -> None:
        self._finder = finder
        self._documents = tuple(documents)

    def search_clauses(
        self, query: str, k: int | None = None, *, documents: Collection[str] | None = None
    ) -> Sequence[_Hit]:
        """The ``k`` best clauses of the documents named that are admitted."""
        wanted = [d for d in self._documents if documents is None or d in documents]
        return self._finder.search_clauses(query, k, documents=wanted) if wanted else []

    def near(self, question: str, sentences: Sequence[str]) -> Sequence[float]:
        """How near each sentence is to a question: of no document, so there is nothing to narrow."""
        return self._finder.near(question, sentences)
