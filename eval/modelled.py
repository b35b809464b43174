"""The assistants that need a chat model: the product with one, its parts alone, and the plain pipeline.

Where its settings are missing, one line says so. With a record the model's words are kept on disk: a run that was stopped
goes on where it stood, and after a change to the checks the same words are scored again in seconds, without a model.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.answer import Answer
from assistant.ask import Turn
from assistant.chat.budget import Budget
from assistant.chat.chat import Chat, open_chat
from assistant.chat.failure import ChatFailed
from assistant.chat.settings import load_chat_settings
from assistant.chat.source import open_source
from assistant.cite import build_answer
from assistant.generate.draft import claims
from assistant.generate.forms import sentence
from assistant.query import Query
from assistant.statement import Composition, Statement, refused
from assistant.trace import ModelUse, Recorder
from corpus.errors import BadSettings, PolicyError
from corpus.library import Library
from eval.assistants import Answering, Composed, Place
from eval.baseline import Baseline, used
from eval.recorded import Recorded
from index.settings import load_settings

NEEDED = "没有设置语言模型，请设置 POLICY_CHAT_BASE_URL 和 POLICY_CHAT_MODEL"


class Model:
    """The chat model that is set, behind a record where one is kept."""

    def __init__(self, place: Place) -> None:
        settings = load_chat_settings()
        self._recorded: Recorded | None = None
        if place.record is not None and (settings.configured or place.record.exists()):
            self._recorded = Recorded(place.record, open_source(settings) if settings.configured else None)
            self.chat = Chat(self._recorded, settings)
            self.name = self._recorded.name
        else:
            chat = open_chat(settings)
            if chat is None:
                raise BadSettings(f"{NEEDED}，或用 --assistant composed。")
            self.chat, self.name = chat, chat.name

    def timed(self, ask: Callable[[], Answer]) -> Answer:
        """An answer whose time holds the seconds that the model took when its words were recorded; one whose words were
        not recorded is an error, or the rules' answer would be scored in the model's name."""
        replayed, lacking = (self._recorded.replayed, self._recorded.lacking) if self._recorded else (0.0, 0)
        try:
            answer = ask()
        except (ChatFailed, PolicyError) as failed:
            self._recorded_all(lacking)
            if isinstance(failed, PolicyError):
                raise
            raise PolicyError(f"语言模型没有答成（{failed}），请检查语言模型后重试。") from failed
        self._recorded_all(lacking)
        waited = self._recorded.replayed - replayed if self._recorded else 0.0
        return replace(answer, elapsed_ms=round(answer.elapsed_ms + waited * 1000, 1))

    def _recorded_all(self, lacking: int) -> None:
        if self._recorded is not None and self._recorded.lacking > lacking:
            raise PolicyError("记录里没有这一问的模型输出（提示词、证据或问题变了），请设置语言模型后重新评测。")


class Modelled(Composed):
    """The product whose sentences a chat model writes: checked, completed by the rules or replaced by them."""

    name = "model"

    def __init__(self, place: Place) -> None:
        self._model = Model(place)
        super().__init__(place, self._model.chat)

    def ask(self, question: str, history: Sequence[Turn]) -> Answer:
        """The answer to a question after the turns before it."""
        return self._model.timed(lambda: self._answer(question, history))

    def describe(self) -> dict[str, str]:
        """The index's manifest and the model's name."""
        return super().describe() | {"语言模型": self._model.name}

    def close(self) -> None:
        """Let go of the index and of the model's connections."""
        super().close()
        self._model.chat.close()

    def _answer(self, question: str, history: Sequence[Turn]) -> Answer:
        return self.inner.ask(question, history)


class Proved(Modelled):
    """The model's sentences that were proved and serve the question, nothing else."""

    name = "proved"

    def _answer(self, question: str, history: Sequence[Turn]) -> Answer:
        started = time.perf_counter()
        query, composition, asked = self.inner.prepared(question, history)
        statements, use = self._statements(asked, query, composition)
        said = Composition(statements) if statements else refused("not_found", "证据没有回答所问。")
        answer = build_answer(query, said, self.inner.library, self.inner.day())
        elapsed = round((time.perf_counter() - started) * 1000, 1)
        return replace(answer, trace=replace(answer.trace, model=use), elapsed_ms=elapsed)

    def _statements(
        self, asked: str, query: Query, composition: Composition
    ) -> tuple[tuple[Statement, ...], ModelUse | None]:
        assert self.inner.writer is not None
        recorder = Recorder()
        written = tuple(self.inner.writer.write(asked, query, composition, recorder, threading.Event()))
        if recorder.model is not None and recorder.model.failure and not written:
            raise PolicyError(f"语言模型没有答成（{recorder.model.failure}），请检查语言模型后重试。")
        return written, recorder.model


class Unchecked(Proved):
    """The model's sentences with the evidence that it names, whatever it names, and no check of either."""

    name = "unchecked"

    def _statements(
        self, asked: str, query: Query, composition: Composition
    ) -> tuple[tuple[Statement, ...], ModelUse | None]:
        assert self.inner.writer is not None
        chat = self._model.chat
        pieces = self.inner.writer.pieces(query, composition)
        budget = Budget(chat.settings.seconds)
        out = []
        for claim in claims(chat, asked, pieces, budget) if pieces else ():
            if text := sentence(claim):
                out.append(Statement(text, tuple(p.support for p in pieces if p.id in claim.evidence)))
        return tuple(out), used(chat, budget, len(pieces))


class Plain:
    """The tutorial's pipeline over the same documents and models: fixed chunks, nearest vectors, a plain prompt."""

    name = "baseline"

    def __init__(self, place: Place) -> None:
        self._model = Model(place)
        library = Library.load(place.documents)
        # Beside the index, so that one of a throw-away folder goes with it; named so that other documents get another.
        beside = (place.index or load_settings().index_dir).parent
        self._inner = Baseline.open(library, self._model.chat, beside / f"plain-{library.digest[:12]}")

    def ask(self, question: str, history: Sequence[Turn]) -> Answer:
        """The answer to a question after the turns before it."""
        return self._model.timed(lambda: self._inner.ask(question, history))

    def retrieve(self, question: str, k: int) -> tuple[str, ...] | None:
        """Its chunks are no clauses: retrieval does not apply."""
        return None

    def describe(self) -> dict[str, str]:
        """The model's name."""
        return {"语言模型": self._model.name, "索引": "定长切片"}

    def close(self) -> None:
        """Let go of the chunks and of the model's connections."""
        self._inner.close()
        self._model.chat.close()


MODELLED: dict[str, Callable[[Place], Answering]] = {kind.name: kind for kind in (Modelled, Proved, Unchecked, Plain)}
