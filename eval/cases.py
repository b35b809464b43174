"""What a gold case is: a question (or a conversation), and what the right answer must hold, refuse or correct.

A case says typed facts, never an answer's exact words: ``{"type":"number","number":"4.32","unit":"人","year":"2025"}``
is borne out by 4.32人 and by 4.32名, and not by 14.32人, 不是4.32人 or 4.32人 for another year. The format is told in
questions/README.md; here it is checked field by field (unknown fields are refused).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

Kind = Literal[
    "target", "responsibility", "deadline", "table", "list", "compare", "locate", "definition", "document",
    "yes_no", "count", "why", "summary", "unanswerable", "adversarial",
]  # fmt: skip
Wording = Literal["formal", "colloquial", "lay", "abbreviated", "slip"]
Difficulty = Literal["easy", "medium", "hard"]
Expected = Literal["answer", "refuse", "correct", "ask_back"]
Relation = Literal["=", ">=", "<=", ">", "<", "~", "range"]
Warning_ = Literal["征求意见稿", "已到期", "低于基期", "前后不一致", "名称损坏", "非现行有效"]

_NUMBER = r"^-?\d+(\.\d+)?([:/]\d+(\.\d+)?)?([:/]\d+(\.\d+)?)?(/\d*[十百千万亿]+)?[万亿千百]{0,2}$"
_DATE = r"^(\d{4}(-\d{2}(-\d{2})?)?|每.{1,4}|.{0,4}前|.{1,8}内)$"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Said(_Strict):
    """``about`` says in words what a fact belongs to (每万人口全科医生数), ``place`` whose it is where several are compared."""

    about: str = ""
    place: str | None = None


class NumberFact(_Said):
    """每万人口全科医生数到2025年达到4.32人: the figure with its unit and relation, and what it belongs to."""

    type: Literal["number"]
    number: str = Field(pattern=_NUMBER)
    unit: str = ""
    relation: Relation = "="
    relation_accept: tuple[Relation, ...] = ()
    upper: str | None = Field(default=None, pattern=_NUMBER)
    year: str | None = Field(default=None, pattern=r"^\d{4}$")

    @model_validator(mode="after")
    def _bounds(self) -> NumberFact:
        if (self.upper is not None) != (self.relation == "range"):
            raise ValueError("upper 只用于 range，range 必须有 upper")
        return self


class DateFact(_Said):
    """到2030年底前, 每5年, 年底前: by when or how often."""

    type: Literal["date"]
    value: str = Field(pattern=_DATE)


class BodiesFact(_Said):
    """Who leads, supports, answers for or carries out; ``accept`` lists other names of one body."""

    type: Literal["bodies"]
    lead: tuple[str, ...] = ()
    support: tuple[str, ...] = ()
    responsible: tuple[str, ...] = ()
    implementers: tuple[str, ...] = ()
    accept: dict[str, tuple[str, ...]] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _some(self) -> BodiesFact:
        if not self.every:
            raise ValueError("没有写任何机构")
        return self

    @property
    def every(self) -> tuple[str, ...]:
        """All bodies, leads first."""
        return (*self.lead, *self.support, *self.responsible, *self.implementers)

    def spellings(self, body: str) -> tuple[str, ...]:
        """A body's name and its other names."""
        return (body, *self.accept.get(body, ()))


class YesNoFact(_Said):
    """Whether the answer says yes or no."""

    type: Literal["yes_no"]
    value: bool


class PlaceFact(_Said):
    """Which places (or documents) are the answer: all of these and no others."""

    type: Literal["place"]
    values: tuple[str, ...] = Field(min_length=1)


class TextFact(_Said):
    """A member of a closed list, a name, a definition: any one of the wordings. ``derived`` marks what follows from
    the clause without being words of it (下降, 两地相同): the checker doesn't look for it there."""

    type: Literal["text"]
    accept: tuple[str, ...] = Field(min_length=1)
    derived: bool = False


class CountFact(_Said):
    """How many there are: 7项."""

    type: Literal["count"]
    number: str = Field(pattern=r"^\d+$")


Fact = Annotated[
    NumberFact | DateFact | BodiesFact | YesNoFact | PlaceFact | TextFact | CountFact, Field(discriminator="type")
]


class Gold(_Strict):
    """What the answer to one turn must be."""

    outcome: Expected
    facts: tuple[Fact, ...] = ()
    clauses: tuple[str | tuple[str, ...], ...] = ()
    also_clauses: tuple[str, ...] = ()
    must_not: tuple[str | Fact, ...] = ()
    warnings: tuple[Warning_, ...] = ()
    reference: str = ""
    note: str = ""

    @model_validator(mode="after")
    def _whole(self) -> Gold:
        if self.outcome in ("answer", "correct") and not (self.facts and self.clauses):
            raise ValueError("可回答的题必须写 facts 和 clauses")
        if self.outcome == "refuse" and self.facts:
            raise ValueError("应拒答的题不能写 facts")
        if any(not c for c in self.clauses):
            raise ValueError("clauses 里有空的一项")
        return self

    @property
    def groups(self) -> tuple[tuple[str, ...], ...]:
        """The clauses to cite; any one of an inner tuple does."""
        return tuple((c,) if isinstance(c, str) else c for c in self.clauses)

    @property
    def answerable(self) -> bool:
        """Whether the documents hold what is asked (or what corrects it)."""
        return self.outcome in ("answer", "correct")


class Turn(_Strict):
    """One question and its gold."""

    question: str = Field(min_length=1)
    gold: Gold


class Case(_Strict):
    """One question, or a conversation with every turn labelled."""

    id: str = Field(min_length=1, max_length=60)
    kind: Kind
    wording: Wording = "formal"
    difficulty: Difficulty = "medium"
    turns: tuple[Turn, ...] = Field(min_length=1)

    def clauses(self) -> Iterator[str]:
        """Every gold clause of every turn as written."""
        for turn in self.turns:
            for group in turn.gold.groups:
                yield from group
