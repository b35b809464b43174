"""The assistants that a run can ask, by name, each opened only when it is named.

    composed   the product's rules, no language model
    model      the product with a chat model (its settings must be there)
    proved     of the model's sentences those that were proved, alone: what the product adds to them is missing
    unchecked  the model's sentences as they come, no check of them: what checking is worth
    baseline   a plain retrieve-and-generate pipeline to compare with

Anything with ``ask`` and ``retrieve`` can be run; the tests' sabotaged assistants are such.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from corpus.errors import BadSettings
from corpus.library import Library

if TYPE_CHECKING:
    from assistant.answer import Answer
    from assistant.ask import Turn
    from assistant.chat.chat import Chat

NAMES = ("composed", "model", "proved", "unchecked", "baseline")


class Answering(Protocol):
    """What a run needs of an assistant."""

    name: str

    def ask(self, question: str, history: Sequence[Turn]) -> Answer:
        """The answer to a question after the turns before it."""

    def retrieve(self, question: str, k: int) -> tuple[str, ...] | None:
        """The ids of the k best clauses, best first; ``None`` where this assistant doesn't retrieve."""

    def describe(self) -> dict[str, str]:
        """What the run's record says of it: models, index, settings."""

    def close(self) -> None:
        """Let go of the index and of a model's connections."""


@dataclass(frozen=True, slots=True)
class Place:
    """Which documents and index an assistant is opened over, and the day that its answers are as of; ``record`` is the
    file that keeps what a chat model writes, so that it is asked once."""

    documents: Path | None
    index: Path | None
    as_of: date
    record: Path | None = None


class Composed:
    """The product without a language model."""

    name = "composed"

    def __init__(self, place: Place, chat: Chat | None = None) -> None:
        from assistant.ask import Assistant  # the index and its model are loaded only by who asks
        from assistant.prepare import ready_index
        from index.retriever import Retriever

        held = Library.load(place.documents)
        retriever = Retriever.open(ready_index(place.index, place.documents), corpus_digest=held.digest)
        retriever.settle()
        self.inner = Assistant(held, retriever, place.as_of, chat)

    def ask(self, question: str, history: Sequence[Turn]) -> Answer:
        """The answer to a question after the turns before it."""
        return self.inner.ask(question, history)

    def retrieve(self, question: str, k: int) -> tuple[str, ...] | None:
        """The clauses that the index brings up for the question."""
        return tuple(str(h.clause) for h in self.inner.retriever.find(question, k)[1])

    def describe(self) -> dict[str, str]:
        """The index's manifest in short."""
        manifest = self.inner.retriever.manifest
        return {
            "向量模型": manifest.model,
            "索引": f"{manifest.documents}份文件，{manifest.passages}段，文件摘要{manifest.corpus_digest[:12]}，程序摘要{manifest.program[:12]}",
            "语言模型": "无",
        }

    def close(self) -> None:
        """Let go of the index."""
        self.inner.retriever.close()


def open_assistant(name: str, place: Place) -> Answering:
    """An assistant by name; raises ``BadSettings`` in one Chinese line for an unknown name or a missing setting."""
    if name not in NAMES:
        raise BadSettings(f"没有叫“{name}”的助手，可用：{'、'.join(NAMES)}。")
    if name == Composed.name:
        if place.record is not None:
            raise BadSettings("--record 只用于有语言模型的助手，请去掉它，或用 --assistant model。")
        return Composed(place)
    from eval.modelled import MODELLED  # it builds on this module, and brings what only a chat model needs

    return MODELLED[name](place)
