"""How an answer came about, as data: read, searched, found, claimed, checked, dropped. The page's 依据链 draws it.

Each stage notes what it did in the ``Recorder`` of the question at hand, which a context variable holds, so that nothing
has to be handed through; outside a question the notes go nowhere.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Protocol

from corpus.model import ClauseId

if TYPE_CHECKING:  # it brings the word segmenter, which --help has no use for
    from assistant.query import Query

Author = Literal["规则", "模型"]
Outcome = Literal["保留", "删去", "改用规则答案", "与所问无关"]
SHOWN = 8
"""How many of the clauses and sentences found are kept: the first ones decide."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How a question was read: 「按数值问」 about 每万人口, 全科医生数, for 2025, in 梅州's document."""

    asked: str
    kind: str
    wants: tuple[str, ...]
    terms: tuple[tuple[str, float], ...]
    documents: tuple[str, ...]
    years: tuple[str, ...]
    numbers: tuple[str, ...]
    bodies: tuple[str, ...]
    follows: bool
    understood: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FoundClause:
    """A clause that was found: its place, its score, and the legs that found it (词语, 语义)."""

    clause: ClauseId
    rank: int
    score: float
    legs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Search:
    """One search: the words that were looked for, the documents it was narrowed to (none: all), what came."""

    text: str
    documents: tuple[str, ...]
    found: tuple[FoundClause, ...]


@dataclass(frozen=True, slots=True)
class Weighed:
    """A sentence or row as it was weighed: the share of the question that it covers alone, and with its headings."""

    clause: ClauseId
    text: str
    own: float
    whole: float
    score: float


@dataclass(frozen=True, slots=True)
class Checked:
    """A claim and what became of it; ``faults`` are what its clauses don't bear out."""

    text: str
    author: Author
    clauses: tuple[ClauseId, ...]
    outcome: Outcome
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ModelUse:
    """What the chat model did: calls, tokens (``guessed`` where the endpoint doesn't count), seconds, how it failed."""

    name: str
    form: str
    evidence: int
    calls: int
    read: int
    written: int
    guessed: bool
    seconds: float
    failure: str = ""


@dataclass(frozen=True, slots=True)
class Stage:
    """How long one stage took."""

    name: str
    ms: float


@dataclass(frozen=True, slots=True)
class Trace:
    """The whole way of one answer."""

    readings: tuple[Reading, ...] = ()
    searches: tuple[Search, ...] = ()
    weighed: tuple[Weighed, ...] = ()
    checked: tuple[Checked, ...] = ()
    model: ModelUse | None = None
    notes: tuple[str, ...] = ()
    stages: tuple[Stage, ...] = ()

    @property
    def dropped(self) -> tuple[Checked, ...]:
        """The claims that did not leave the house because their clauses don't bear them out."""
        return tuple(c for c in self.checked if c.faults)


class _Hit(Protocol):
    """What is noted of a hit of the retriever."""

    @property
    def clause(self) -> ClauseId: ...
    @property
    def score(self) -> float: ...
    @property
    def found_by(self) -> tuple[str, ...]: ...


class _Unit(Protocol):
    """What is noted of a unit of evidence."""

    @property
    def text(self) -> str: ...
    @property
    def own(self) -> float: ...
    @property
    def whole(self) -> float: ...
    @property
    def score(self) -> float: ...


@dataclass(slots=True)
class Recorder:
    """Collects the notes of one question."""

    readings: list[Reading] = field(default_factory=list)
    searches: list[Search] = field(default_factory=list)
    weighed: list[Weighed] = field(default_factory=list)
    checked: list[Checked] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    stages: list[Stage] = field(default_factory=list)
    model: ModelUse | None = None

    def trace(self) -> Trace:
        """What was collected."""
        return Trace(
            tuple(self.readings),
            tuple(self.searches),
            tuple(self.weighed),
            tuple(self.checked),
            self.model,
            tuple(dict.fromkeys(self.notes)),
            tuple(self.stages),
        )

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time one stage."""
        started = time.perf_counter()
        try:
            yield
        finally:
            self.stages.append(Stage(name, round((time.perf_counter() - started) * 1000, 1)))


_CURRENT: ContextVar[Recorder | None] = ContextVar("recorder", default=None)


@contextmanager
def recording(recorder: Recorder) -> Iterator[None]:
    """Let the notes of what runs inside go to this recorder."""
    token = _CURRENT.set(recorder)
    try:
        yield
    finally:
        _CURRENT.reset(token)


def note_reading(query: Query) -> None:
    """Note how a question was read."""
    if (recorder := _CURRENT.get()) is not None:
        terms = tuple((t.text, round(t.weight, 2)) for t in query.terms)
        bodies = tuple(b.text for b in query.bodies)
        recorder.readings.append(
            Reading(query.asked, query.kind, tuple(sorted(query.wants)), terms, query.documents, query.years,
                    query.numbers, bodies, query.follows, query.understood)
        )  # fmt: skip


def note_search(text: str, documents: Sequence[str], hits: Sequence[_Hit]) -> None:
    """Note what was searched and the first clauses that came; the same search is noted once."""
    if (recorder := _CURRENT.get()) is not None:
        found = tuple(FoundClause(h.clause, n, round(h.score, 4), h.found_by) for n, h in enumerate(hits[:SHOWN], 1))
        search = Search(text, tuple(documents), found)
        if search not in recorder.searches:
            recorder.searches.append(search)


def note_weighed(units: Sequence[tuple[ClauseId, _Unit]]) -> None:
    """Note the best sentences, as the last search that weighed them by the question's words did."""
    recorder = _CURRENT.get()
    if recorder is not None and (not recorder.weighed or any(u.whole for _, u in units)):
        recorder.weighed = [
            Weighed(c, u.text, round(u.own, 2), round(u.whole, 2), round(u.score, 2)) for c, u in units[:SHOWN]
        ]
