"""A question as it was understood: which documents, what about, what kind of answer, for when, by whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assistant.terms import Term
from corpus.facts import Body
from corpus.model import ClauseId

Kind = Literal[
    "value",  # 多少, 比例, 目标
    "deadline",  # 什么时候, 哪一年
    "bodies",  # 谁负责, 谁牵头
    "tasks",  # 市医保局要负责哪几项
    "goals",  # 到2025年要完成哪些
    "place",  # 哪一条写的
    "document",  # 文号, 印发日期, 谁发的
    "which",  # 哪些地方的文件提到
    "count",  # 有几条
    "members",  # 哪些, 包括什么
    "meaning",  # 什么是, 指什么
    "general",
]
Field = Literal[
    "number", "issued", "published", "issuer", "status", "title", "basis", "report_to",
    "index_number", "category", "addressees", "validity",
]  # fmt: skip
Measure = Literal["money", "share", "people", "things", "years", "area", "person", "any"]


@dataclass(frozen=True, slots=True)
class Query:
    """One question made plain.

    ``asked`` is the question without instructions to the assistant, in the documents' spelling; ``documents`` are the
    ids it is narrowed to (none: all of them), ``places`` the names to speak of them by. ``wants`` are the kinds it asks
    for beside ``kind`` ("多少,谁来负责" wants bodies too). ``numbers`` are figures the question itself names: a premise
    to check or a condition to meet. ``own_terms``: what is asked of each document apart (「广东的六个统一和梅州的六项统筹」). ``anchor`` are the clauses that the turn before rested on. ``loose_years``: the years come
    from the turn before and only decide between answers.
    """

    text: str
    asked: str
    kind: Kind
    terms: tuple[Term, ...]
    documents: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    wants: frozenset[Kind] = frozenset()
    years: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    bodies: tuple[Body, ...] = ()
    fields: tuple[Field, ...] = ()
    measure: Measure = "any"
    roles: frozenset[str] = frozenset()
    premise: bool = False
    yes_no: bool = False
    compare: bool = False
    same: bool = False
    baseline: bool = False
    table: str = ""
    total: bool = False
    unknown_places: tuple[str, ...] = ()
    unknown_titles: tuple[str, ...] = ()
    understood: tuple[str, ...] = ()
    loose_years: bool = False
    anchor: tuple[ClauseId, ...] = ()
    follows: bool = False
    own_terms: tuple[tuple[str, tuple[Term, ...]], ...] = ()
    topic: str = ""
