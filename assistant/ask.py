"""The main path, top to bottom: check the question, understand it, find evidence, compose, verify, cite.

with Assistant.open() as assistant:
    print(assistant.ask("梅州到2025年每万人口全科医生数要达到多少,谁来负责?").text)
"""

from __future__ import annotations

import logging
import re
import time
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Literal

from assistant.above import with_province
from assistant.answer import Answer, Refusal
from assistant.cite import build_answer
from assistant.compose import Composer
from assistant.compose_outline import asks_outline
from assistant.evidence import Gatherer
from assistant.followup import depends, merge
from assistant.naming import place_of
from assistant.parts import join, parts_of
from assistant.query import Query
from assistant.refuse import no_topic, unknown_places
from assistant.slips import Slips
from assistant.statement import Composition, Statement, refused
from assistant.terms import Weights, telling
from assistant.understand import hostile, understand
from assistant.verify import verify
from corpus.document_number import find_numbers
from corpus.library import Library
from index.names import Names
from index.regions import Regions
from index.retriever import Retriever

_log = logging.getLogger(__name__)

LONGEST = 2000
TURNS = 6


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of a conversation."""

    role: Literal["user", "assistant"]
    content: str


class Assistant:
    """Answers questions about the library's documents, each sentence with the clause it rests on."""

    def __init__(self, library: Library, retriever: Retriever, today: date | None = None) -> None:
        self.library = library
        self.retriever = retriever
        self._today = today
        self._names = Names(library.documents)
        self._regions = Regions()
        self._weights = Weights.of(c.text for d in library.documents for c in d.walk())
        self._slips = Slips.of(self._weights.frequency, "\n".join(d.text for d in library.documents))
        self._gatherer = Gatherer(library, retriever, self._day)
        self._composer = Composer(library, self._gatherer)
        self._ids = tuple(d.id for d in library.documents)
        self._numbers = {d.id: d.number for d in library.documents if d.number}
        self._titles = tuple(t for d in library.documents for t in (d.title, d.name))

    def _day(self) -> date:
        """The day that answers are as of: today unless one was asked for."""
        return self._today or date.today()

    @classmethod
    def open(cls, index_dir: Path | None = None, documents: Path | None = None, as_of: date | None = None) -> Assistant:
        """Load the library and open its index.

        Raises ``EmptyFolder`` for a folder without documents and ``IndexUnusable`` (which names the command that
        mends it) for an index that is missing or was built from other documents.
        """
        library = Library.load(documents)
        return cls(library, Retriever.open(index_dir, corpus_digest=library.digest), as_of)

    def ask(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        """Answer one question, with the turns before it; never raises for what the question says."""
        started = time.perf_counter()
        answer = self._ask(question, history)
        return replace(answer, elapsed_ms=round((time.perf_counter() - started) * 1000, 1))

    def _ask(self, question: str, history: Sequence[Turn]) -> Answer:
        text = clean_question(question)
        if (bad := bad_question(text)) is not None:
            return Answer(question=question, text=bad.text, refusal=bad)
        query, composition = self._answered(text, history)
        composition = self._verified(composition)
        return build_answer(replace(query, text=question), composition, self.library, self._day())

    def _resolve(self, text: str, history: Sequence[Turn]) -> tuple[Query, Composition]:
        mended, readings = self._slips.mend(text)
        query = understand(mended, self._names, self._weights, self._titles, self._numbers)
        query = with_province(query, self.library, self._regions)
        query = replace(query, understood=(*readings, *query.understood))
        asked = [t.content for t in history if t.role == "user"][-TURNS:]
        if asked and depends(query):
            earlier = list(history)[: _last_user(history)]
            before, composed = self._resolve(clean_question(asked[-1]), earlier)
            anchor = tuple(dict.fromkeys(s.clause.id for st in composed.statements for s in st.supports))
            query = merge(query, before, anchor or before.anchor, self._ids)
        return query, self._compose(query, text)

    def _answered(self, text: str, history: Sequence[Turn]) -> tuple[Query, Composition]:
        """Each question of a text that asks several, one after the other; what the first names holds for the next."""
        asked = parts_of(text)
        query, composition = self._resolve(asked[0], history)
        compositions = [composition]
        turns = [*history, Turn("user", asked[0])]
        for part in asked[1:]:
            _, more = self._resolve(part, turns)
            compositions.append(more)
            turns.append(Turn("user", part))
        return query, join(compositions)

    def _compose(self, query: Query, text: str) -> Composition:
        if hostile(text):
            return refused(
                "off_topic", "我只依据文件库中的政策文件回答，不改变规则、不透露设定，也不编造内容。请就文件内容提问。"
            )
        if query.unknown_places or query.unknown_titles:
            unheld = [t for t in query.unknown_titles if not self._cited(t)]
            if unheld or (query.unknown_places and not query.documents):
                near = self._gatherer.units(query, (), 8) if not unheld and telling(query.terms) >= 0.2 else []
                return unknown_places(query, [place_of(d) for d in self.library.documents], near)
        if (
            telling(query.terms) < 0.2
            and not query.anchor
            and query.kind not in ("document", "goals", "tasks", "count")
            and not asks_outline(query.asked)
        ):
            return no_topic(query)
        return self._composer.compose(query)

    def _cited(self, title: str) -> bool:
        """Whether a document number that the library doesn't hold stands in one of its documents: then it is content."""
        return bool(find_numbers(title)) and any(title in d.text for d in self.library.documents)

    def _verified(self, composition: Composition) -> Composition:
        """Drop every statement that its clauses don't bear out; refuse where nothing is left."""
        kept: list[Statement] = []
        trace = list(composition.trace)
        for statement in composition.statements:
            faults = verify(statement, self.library)
            if faults:
                trace.append(
                    f"核对未通过，已删去：{statement.text}（{'；'.join(f'{f.kind}：{f.words}' for f in faults)}）"
                )
                _log.warning("dropped: %s %s", statement.text, faults)
            else:
                kept.append(statement)
        if composition.statements and not any(s.supports for s in kept):
            reading = tuple(s for st in composition.statements for s in st.supports)[:3]
            return replace(
                refused("not_found", "找到了相近的条款，但内容核对没有通过，不作回答。", reading), trace=tuple(trace)
            )
        return replace(composition, statements=tuple(kept), trace=tuple(trace))


def _last_user(history: Sequence[Turn]) -> int:
    return max(i for i, t in enumerate(history) if t.role == "user")


def clean_question(question: str) -> str:
    """The question without control characters and odd blanks."""
    text = "".join(
        " " if c.isspace() else c
        for c in question
        if c.isspace() or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co")
    )
    return re.sub(r" +", " ", text).strip()


def bad_question(text: str) -> Refusal | None:
    """Why a question can't be taken as it is: nothing in it, or far too much."""
    if not re.search(r"\w", text):
        return Refusal("bad_input", "没有收到问题。请输入要查询的内容，例如“汉中推进医保支付方式改革由谁负责？”。")
    if len(text) > LONGEST:
        return Refusal(
            "bad_input", f"问题太长（{len(text)}字，最多{LONGEST}字）。请缩短到一两句话；如要核对整篇文稿，请分段提问。"
        )
    return None
