"""The fact types: Target, Responsibility, Deadline, Conflict, each with the span it stands on.

A fact is a reading of the text, never a replacement for it: ``span.of(document.text)`` is always its evidence.
The rules that find them live in targets.py, responsibilities.py, deadlines.py and conflicts.py.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from corpus.model import ClauseId, Span

Relation = Literal["=", ">=", "<=", "~", "range"]
TargetType = Literal["target", "norm", "time_bound", "table_row", "frequency", "threshold", "period", "coverage"]
Precision = Literal["day", "month", "quarter", "half", "year", "period"]
Form = Literal["bracket", "prose", "inherited"]


@dataclass(frozen=True, slots=True)
class Deadline:
    """By when: the last day that counts, how exactly it is given, whether it recurs.

    到2025年 → ``by=2025-12-31, precision="year"``; 2030年底前 → ``by=2030-12-31, precision="day"``;
    每年 → ``by=None, recurring="每年"``. ``text`` is as printed; ``normal`` is the contract's form
    ("2025", "2030-12-31", "每年", "年底前").
    """

    clause: ClauseId
    span: Span
    text: str
    normal: str
    by: date | None
    precision: Precision
    recurring: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Baseline:
    """Where an indicator started: the year and the value as printed."""

    year: str | None
    value: str


@dataclass(frozen=True, slots=True)
class Target:
    """One goal: ``indicator`` in the document's words, how it relates to ``value``, by when, for whom.

    "县域内基层就诊率达到65%以上" → indicator 县域内基层就诊率, relation ">=", value "65%以上", number "65", unit "%".
    ``span`` covers the words that state it (the quote); ``value_span`` the value alone. ``number`` is a
    decimal string as printed ("1:1.20", "12/10", "1-2" where it is no single number); ``None`` for 全部.
    ``nature`` is the table's 预期/约束 column where there is one; ``row`` and ``table`` name where a table's figure stands.
    """

    clause: ClauseId
    span: Span
    type: TargetType
    indicator: str
    relation: Relation | None
    value: str | None
    number: str | None
    unit: str | None
    value_span: Span | None
    deadline: Deadline | None = None
    baseline: Baseline | None = None
    scope: str | None = None
    condition: str | None = None
    effort: str | None = None  # 力争, 原则上, 鼓励: what softens the duty
    nature: str | None = None
    table: str | None = None
    row: str | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Body:
    """A named body: as printed, its normal name (市医保局 → 市医疗保障局), its level, whether the source damaged it."""

    text: str
    name: str
    level: str | None = None
    damaged: bool = False


@dataclass(frozen=True, slots=True)
class Responsibility:
    """Who answers for a clause (or for the task that a sentence names).

    ``lead`` 牵头, ``support`` 配合, ``responsible`` 按职责分工负责, ``implementers`` 落实 (各县区, 各市县政府).
    ``open_list`` is True where the list ends in 等. ``inherited_from`` is the clause that says the implementers
    hold for the later items too ("以下均需…落实,不再列出"); they stand in ``implementers`` as well.
    """

    clause: ClauseId
    span: Span
    form: Form
    task: str
    lead: tuple[Body, ...] = ()
    support: tuple[Body, ...] = ()
    responsible: tuple[Body, ...] = ()
    implementers: tuple[Body, ...] = ()
    open_list: bool = False
    inherited_from: ClauseId | None = None
    inherited_span: Span | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two places that disagree, or one that can't be right: ``kind`` names it, ``text`` tells it in one Chinese sentence."""

    kind: str
    text: str
    clauses: tuple[ClauseId, ...]
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """All facts of one document, in the order of the text."""

    targets: tuple[Target, ...] = ()
    responsibilities: tuple[Responsibility, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    undecided: tuple[Conflict, ...] = field(default=())
