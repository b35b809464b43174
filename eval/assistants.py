"""The assistants that a run can ask, by name, each opened only when it is named.

    composed   the product's rules, no language model
    model      the product with a chat model (its settings must be there)
    baseline   a plain retrieve-and-generate pipeline to compare with

Anything with ``ask`` and ``retrieve`` can be run; the tests' sabotaged assistants are such.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from corpus.errors import BadSettings
from corpus.library import Library

if TYPE_CHECKING:
    from assistant.answer import Answer
    from assistant.ask import Turn

NAMES = ("composed", "model", "baseline")


class Answering(Protocol):
    """What a run needs of an assistant."""

    name: str

    def ask(self, question: str, history: Sequence[Turn]) -> Answer:
        """The answer to a question after the turns before it."""

    def retrieve(self, question: str, k: int) -> tuple[str, ...] | None:
        """The ids of the k best clauses, best first; ``None`` where this assistant doesn't retrieve."""

    def describe(self) -> dict[str, str]:
        """What the run's record says of it: models, index, settings."""


@dataclass(frozen=True, slots=True)
class Place:
    """Which documents and index an assistant is opened over, and the day that its answers are as of."""

    documents: Path | None
    index: Path | None
    as_of: date


class Composed:
    """The product without a language model."""

    name = "composed"

    def __init__(self, place: Place, library: Library | None = None) -> None:
        from assistant.ask import Assistant  # the index and its model are loaded only by who asks
        from assistant.prepare import ready_index
        from index.retriever import Retriever

        held = library or Library.load(place.documents)
        retriever = Retriever.open(ready_index(place.index, place.documents), corpus_digest=held.digest)
        self.inner = Assistant(held, retriever, place.as_of)

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


def _with_model(name: str, place: Place) -> Answering:
    """One of the assistants that need a chat model, from the module that knows how to open them."""
    opened: Answering = getattr(import_module("eval.modelled"), name)(place)
    return opened


_OPENERS: dict[str, Callable[[Place], Answering]] = {
    "composed": Composed,
    "model": lambda place: _with_model("Modelled", place),
    "baseline": lambda place: _with_model("Plain", place),
}


def open_assistant(name: str, place: Place) -> Answering:
    """An assistant by name; raises ``BadSettings`` in one Chinese line for an unknown name or a missing setting."""
    if name not in _OPENERS:
        raise BadSettings(f"没有叫“{name}”的助手，可用：{'、'.join(NAMES)}。")
    return _OPENERS[name](place)
