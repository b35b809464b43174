"""The main path, top to bottom: check the question, understand it, find evidence, compose, verify, cite.

with Assistant.open() as assistant:
    print(assistant.ask("梅州到2025年每万人口全科医生数要达到多少,谁来负责?").text)
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Literal, cast

from assistant.above import with_province
from assistant.answer import Answer, Citation
from assistant.chat.chat import Chat
from assistant.cite import build_answer, cited_claim
from assistant.cited import compose_cited
from assistant.compose import Composer
from assistant.compose_outline import asks_outline
from assistant.events import Event, Final, Sentence
from assistant.evidence import Gatherer
from assistant.followup import depends, merge
from assistant.generate.draft import in_context
from assistant.generate.writer import Writer
from assistant.naming import place_of
from assistant.parts import join, parts_of
from assistant.query import Query
from assistant.question_text import bad_question, clean_question
from assistant.refuse import no_topic, out_of_scope, unknown_places
from assistant.scope import EVERYTHING, Scope, Within
from assistant.statement import Composition, Statement, refused
from assistant.suggest import next_questions
from assistant.terms import Weights, telling
from assistant.trace import Checked, Recorder, note_reading, recording
from assistant.understand import hostile, understand
from assistant.verify import verify
from corpus.document_number import find_numbers
from corpus.errors import BadQuestion
from corpus.library import Library
from index.names import Names
from index.regions import Regions
from index.retriever import Retriever
from index.slips import Slips
from index.words import normal

_log = logging.getLogger(__name__)

TURNS = 6
_NARROWED = 16  # assistants kept ready for the filters that were used last


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of a conversation."""

    role: Literal["user", "assistant"]
    content: str


class Assistant:
    """Answers questions about the library's documents, each sentence with the clause it rests on."""

    def __init__(
        self, library: Library, retriever: Retriever, today: date | None = None, chat: Chat | None = None
    ) -> None:
        self.library = library
        self.retriever = retriever
        self._today = today
        self._chat = chat
        self.scope = EVERYTHING
        self._whole: Assistant | None = None
        self._narrowed: dict[tuple[Scope, date], Assistant] = {}
        self._names = Names(library.documents, text_of=lambda document: library.document(document).text)
        self._regions = Regions()
        self.weights = Weights.of(c.text for d in library.documents for c in d.walk())
        self._slips = Slips.of(
            self.weights.frequency, "\n".join(normal(d.text) for d in library.documents).__contains__
        )
        self.gatherer = Gatherer(library, retriever, self.day)
        self._composer = Composer(library, self.gatherer)
        self._ids = tuple(d.id for d in library.documents)
        self._numbers = {d.id: d.number for d in library.documents if d.number}
        self._titles = tuple(t for d in library.documents for t in (d.title, d.name))
        self.writer = Writer(chat, library, self.gatherer, self._named) if chat is not None else None

    def _named(self, text: str) -> Sequence[str]:
        """The documents that a text names."""
        return self._names.find(text).documents or ()

    def day(self) -> date:
        """The day that answers are as of: today unless one was asked for."""
        return self._today or date.today()

    def within(self, scope: Scope) -> Assistant:
        """The same assistant over the documents that a scope admits; ``BadQuestion`` where it admits none."""
        if scope == EVERYTHING:
            return self
        day = scope.as_of or self.day()
        found = self._narrowed.get((scope, day))
        if found is None:
            admitted = [d.id for d in self.library.documents if scope.admits(d, self.library, day)]
            if not admitted:
                raise BadQuestion(f"文件库里没有符合所选范围的文件（{scope.told(self.library)}），请放宽筛选后再问。")
            held = self.library.only(admitted) if scope.narrows else self.library
            finder = cast(Retriever, Within(self.retriever, admitted))
            found = Assistant(held, finder, scope.as_of or self._today, self._chat)
            found.scope, found._whole = scope, self
            while len(self._narrowed) >= _NARROWED:
                self._narrowed.pop(next(iter(self._narrowed)), None)
            self._narrowed[scope, day] = found
        return found

    @classmethod
    def open(
        cls,
        index_dir: Path | None = None,
        documents: Path | None = None,
        as_of: date | None = None,
        chat: Chat | None = None,
    ) -> Assistant:
        """Load the library and open its index; with a ``chat`` (``open_chat()``) the model writes, else the rules do.

        Raises ``EmptyFolder`` for a folder without documents and ``IndexUnusable`` (which names the command that
        mends it) for an index that is missing or was built from other documents.
        """
        library = Library.load(documents)
        return cls(library, Retriever.open(index_dir, corpus_digest=library.digest), as_of, chat)

    def ask(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        """Answer one question, with the turns before it; never raises for what the question says."""
        return [event for event in self.stream(question, history) if isinstance(event, Final)][-1].answer

    def next_questions(self, answer: Answer, most: int = 3) -> tuple[str, ...]:
        """What may be asked next: only what the rules, asked silently, do answer."""
        return next_questions(answer, self.library, self._by_rules, most)

    def _by_rules(self, question: str) -> Answer:
        query, composition = self._composed(question, (), Recorder(), threading.Event())
        return build_answer(query, composition, self.library, self.day())

    def stream(
        self, question: str, history: Sequence[Turn] = (), stop: threading.Event | None = None
    ) -> Iterator[Event]:
        """Proved sentences one by one, then the whole answer; ``stop`` set from elsewhere ends the model's part."""
        started = time.perf_counter()
        recorder = Recorder()
        text = clean_question(question)
        if (bad := bad_question(text)) is not None:
            yield Final(Answer(question=question, text=bad.text, refusal=bad))
            return
        stop = stop or threading.Event()
        query, composition = self._composed(text, history, recorder, stop)
        numbered: dict[tuple[str, int, int], Citation] = {}
        shown: list[Statement] = []
        writing = self._written(query, composition, history, recorder, stop)
        while True:
            try:
                statement = next(writing)
            except StopIteration as done:
                composition = done.value
                break
            shown.append(statement)
            yield _cited(statement, numbered, written=True)
        for statement in composition.statements:
            if statement not in shown:
                yield _cited(statement, numbered)
        scope = (self.scope.told(self.library),) if self.scope != EVERYTHING else ()
        query = replace(query, text=question, understood=(*scope, *query.understood))
        answer = build_answer(query, composition, self.library, self.day())
        elapsed = round((time.perf_counter() - started) * 1000, 1)
        yield Final(replace(answer, trace=recorder.trace(), elapsed_ms=elapsed))

    def _composed(
        self, text: str, history: Sequence[Turn], recorder: Recorder, stop: threading.Event
    ) -> tuple[Query, Composition]:
        """The rules' answer, verified; a follow-up that they can't resolve is said in full by the model, where there is one."""
        with recording(recorder):
            with recorder.stage("检索与组织"):
                query, composition = self._answered(text, history)
            query = replace(query, text=text)
            if self.writer is not None and history and _unresolved(query, composition):
                with recorder.stage("改写追问"):
                    full = self.writer.in_full(text, history, stop)
                if full is not None:
                    with recorder.stage("检索与组织"):
                        query, composition = self._answered(full, ())
                    query = replace(query, text=full, understood=(f"按“{full}”理解", *query.understood))
            with recorder.stage("核对"):
                composition = self._verified(composition, recorder)
        recorder.notes += composition.trace
        return query, composition

    def _written(
        self,
        query: Query,
        composition: Composition,
        history: Sequence[Turn],
        recorder: Recorder,
        stop: threading.Event,
    ) -> Generator[Statement, None, Composition]:
        """The model's statements as they are proved; the value is the whole answer, the rules' where there is no model."""
        if self.writer is None:
            return composition
        with recorder.stage("语言模型"):
            return (yield from self.writer.write(_as_asked(query, history), query, composition, recorder, stop))

    def prepared(self, question: str, history: Sequence[Turn] = ()) -> tuple[Query, Composition, str]:
        """What a writer starts from: the question as read, the rules' answer, the question as the model is to read it."""
        query, composition = self._composed(clean_question(question), history, Recorder(), threading.Event())
        return query, composition, _as_asked(query, history)

    def _resolve(self, text: str, history: Sequence[Turn]) -> tuple[Query, Composition]:
        mended, readings = self._slips.mend(text)
        query = understand(mended, self._names, self.weights, self._titles, self._numbers)
        query = with_province(query, self.library, self._regions)
        query = replace(query, understood=(*readings, *query.understood))
        asked = [t.content for t in history if t.role == "user"][-TURNS:]
        if asked and depends(query):
            earlier = list(history)[: _last_user(history)]
            before, composed = self._resolve(clean_question(asked[-1]), earlier)
            anchor = tuple(dict.fromkeys(s.clause.id for st in composed.statements for s in st.supports))
            query = merge(query, before, anchor or before.anchor, self._ids)
        note_reading(query)
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
        if outside := self._left_out(text):
            return out_of_scope(self.scope.told(self.library), outside)
        if query.unknown_places or query.unknown_titles:
            unheld = [t for t in query.unknown_titles if not self._cited(t)]
            if unheld or (query.unknown_places and not query.documents):
                near = self.gatherer.units(query, (), 8) if not unheld and telling(query.terms) >= 0.2 else []
                return unknown_places(query, [place_of(d) for d in self.library.documents], near)
            if not query.documents and (cited := compose_cited(query, self.library)) is not None:
                return cited
        if (
            telling(query.terms) < 0.2
            and not query.anchor
            and query.kind not in ("document", "goals", "tasks", "count")
            and not asks_outline(query.asked)
        ):
            return no_topic(query)
        return self._composer.compose(query)

    def _left_out(self, text: str) -> list[str]:
        """The documents that a question names and the scope leaves out, by their titles."""
        if self._whole is None or not self.scope.narrows:
            return []
        named = [d for d in self._whole._named(text) if d not in self._ids]
        return [f"《{self._whole.library.document(d).name}》" for d in named]

    def _cited(self, title: str) -> bool:
        """Whether a document number that the library doesn't hold stands in one of its documents: then it is content."""
        return bool(find_numbers(title)) and any(title in d.text for d in self.library.documents)

    def _verified(self, composition: Composition, recorder: Recorder) -> Composition:
        """Drop every statement that its clauses don't bear out; refuse where nothing is left."""
        kept: list[Statement] = []
        for statement in composition.statements:
            faults = verify(statement, self.library)
            clauses = tuple(dict.fromkeys(s.clause.id for s in statement.supports))
            told = tuple(f"{f.kind}：{f.words}" for f in faults)
            recorder.checked.append(Checked(statement.text, "规则", clauses, "删去" if faults else "保留", told))
            if faults:
                _log.warning("dropped: %s %s", statement.text, faults)
            else:
                kept.append(statement)
        if composition.statements and not any(s.supports for s in kept):
            reading = tuple(s for st in composition.statements for s in st.supports)[:3]
            failed = refused("not_found", "找到了相近的条款，但内容核对没有通过，不作回答。", reading)
            return replace(failed, trace=composition.trace)
        return replace(composition, statements=tuple(kept))


def _cited(statement: Statement, numbered: dict[tuple[str, int, int], Citation], written: bool = False) -> Sentence:
    known = len(numbered)
    claim = cited_claim(statement, numbered)
    return Sentence(claim, tuple(numbered.values())[known:], written)


def _as_asked(query: Query, history: Sequence[Turn]) -> str:
    return in_context(query.text, history) if query.follows else query.text


def _unresolved(query: Query, composition: Composition) -> bool:
    """Whether the rules could not say what a follow-up asks: it has no topic, or its topic leads nowhere."""
    refusal = composition.refusal
    if refusal is None or composition.statements:
        return False
    return refusal.reason == "unclear" or (refusal.reason == "not_found" and query.follows)


def _last_user(history: Sequence[Turn]) -> int:
    return max(i for i, t in enumerate(history) if t.role == "user")
