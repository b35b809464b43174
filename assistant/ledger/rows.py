"""The rows of the ledger, one type a view; every row names its document and clause and holds the words that prove it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from assistant.ledger.state import Due, state_of
from corpus.facts import Body, Conflict, Target
from corpus.model import Clause, ClauseId, Document, Span

View = Literal["tasks", "targets", "bodies", "conflicts"]
VIEWS: tuple[View, ...] = ("tasks", "targets", "bodies", "conflicts")
Role = Literal["牵头", "配合", "负责", "落实"]
ROLES: tuple[Role, ...] = ("牵头", "配合", "负责", "落实")


@dataclass(frozen=True, slots=True)
class Quote:
    """An exact piece of a document: ``span.of(document.text) == text``, always."""

    document: str
    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Duty:
    """One body's part in a clause.

    ``inherited_from`` is the clause whose sentence ("以下均需…落实,不再列出") gives it this part; ``above`` the clause
    one level up whose bracket covers this one. ``open_list``: the printed list goes on with 等.
    """

    role: Role
    body: Body
    inherited_from: ClauseId | None = None
    above: ClauseId | None = None
    open_list: bool = False


@dataclass(frozen=True)
class Row:
    """What all rows share. ``duties`` are those of the row's clause, so that targets can be asked for by body too (a
    body's own row holds its own); ``kinds`` are the Chinese names of the fact types behind the row;
    ``names_bodies`` tells whether the document says anywhere who answers for what.
    """

    document: Document
    clause: Clause
    quotes: tuple[Quote, ...]
    dues: tuple[Due, ...]
    duties: tuple[Duty, ...]
    kinds: frozenset[str]
    notes: tuple[str, ...]
    names_bodies: bool

    @property
    def state(self) -> str:
        """已到期, 未到期, 每年 …; several where the deadlines stand differently."""
        return state_of(self.dues)

    @property
    def first_due(self) -> Due | None:
        """The deadline that comes first, among those with a day."""
        return next((d for d in self.dues if d.by is not None), None)

    @property
    def quote(self) -> str:
        """The exact words, one piece a line."""
        return "\n".join(q.text for q in self.quotes)

    @cached_property
    def headings(self) -> tuple[str, ...]:
        """The headings from the part down to the clause: 促进资源扩容与配置优化, 建强卫生健康人才队伍."""
        return tuple(c.heading for c in (*self.document.ancestors(self.clause), self.clause) if c.heading)

    @property
    def words(self) -> str:
        """The text that the filter by words searches."""
        return "\n".join((*self.headings, self.clause.text))


@dataclass(frozen=True)
class TaskRow(Row):
    """A clause with its targets and all who have a part in it."""

    task: str
    targets: tuple[Target, ...]


@dataclass(frozen=True)
class TargetRow(Row):
    """One target."""

    target: Target

    @property
    def words(self) -> str:
        """A clause may set many targets: only this one's own words count."""
        t = self.target
        return "\n".join(filter(None, (*self.headings, t.indicator, t.scope, t.condition, t.row, t.table, self.quote)))


@dataclass(frozen=True)
class BodyRow(Row):
    """One body's part in one clause: what it has to do there."""

    duty: Duty
    printed: tuple[str, ...]
    task: str

    @property
    def words(self) -> str:
        """The task and the words that give it to the body."""
        return "\n".join((*self.headings, self.task, self.duty.body.name, *self.printed, self.quote))


@dataclass(frozen=True)
class ConflictRow(Row):
    """Two places that disagree, or one that can't be right; ``clause`` is the first of ``clauses``."""

    conflict: Conflict
    clauses: tuple[Clause, ...]
    decided: bool

    @property
    def words(self) -> str:
        """What is said about it and the words at issue."""
        return "\n".join((*self.headings, self.conflict.text, self.quote))
