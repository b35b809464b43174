"""The assistants that need a chat model: the product with one (``model``), and the plain pipeline (``baseline``).

The model room is looked for when one of them is asked for: where it, or its settings, are missing, one line says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from corpus.errors import BadSettings
from corpus.library import Library
from eval.assistants import Composed, Place

if TYPE_CHECKING:
    from assistant.answer import Answer
    from assistant.ask import Turn

_NEEDED = "没有设置语言模型，请设置 POLICY_CHAT_BASE_URL 和 POLICY_CHAT_MODEL，或用 --assistant composed。"


def open_chat(name: str) -> Any:
    """The chat model that is set; raises ``BadSettings`` where none is, or where this version has no model room."""
    if find_spec("assistant.chat") is None:
        raise BadSettings(f"这个版本还不能用语言模型，“{name}”无法评测，请用 --assistant composed。")
    chat = import_module("assistant.chat.chat").open_chat()
    if chat is None:
        raise BadSettings(_NEEDED)
    return chat


class Modelled(Composed):
    """The product whose sentences a chat model writes."""

    name = "model"

    def __init__(self, place: Place) -> None:
        self._chat = open_chat(self.name)
        super().__init__(place)
        kind: Any = type(self.inner)
        held = self.inner.library
        self.inner = kind(held, self.inner.retriever, place.as_of, self._chat)
        self.last_tokens: int | None = None

    def ask(self, question: str, history: Sequence[Turn]) -> Answer:
        """The answer to a question after the turns before it; what the model read and wrote is kept for the score."""
        answer = super().ask(question, history)
        use: Any = getattr(answer.trace, "model", None)
        self.last_tokens = None if use is None else use.read + use.written
        return answer

    def describe(self) -> dict[str, str]:
        """The index's manifest and the model's name."""
        return super().describe() | {"语言模型": str(self._chat.name)}


class Plain:
    """The tutorial's pipeline over the same documents and models: fixed chunks, nearest vectors, a plain prompt."""

    name = "baseline"

    def __init__(self, place: Place) -> None:
        chat = open_chat(self.name)
        if find_spec("eval.baseline") is None:
            raise BadSettings("这个版本没有 baseline，请用 --assistant composed。")
        library = Library.load(place.documents)
        self._inner: Any = import_module("eval.baseline").Baseline(library, chat)
        self._model = str(chat.name)

    def ask(self, question: str, history: Sequence[Turn]) -> Answer:
        """The answer to a question after the turns before it."""
        answer: Answer = self._inner.ask(question, history)
        return answer

    def retrieve(self, question: str, k: int) -> tuple[str, ...] | None:
        """Its chunks are no clauses: retrieval does not apply."""
        return None

    def describe(self) -> dict[str, str]:
        """The model's name."""
        return {"语言模型": self._model, "索引": "定长切片"}
