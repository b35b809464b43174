"""One reader's conversation, as the server keeps it for a browser tab: what the chat shows and what came before."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from assistant.answer import Answer, Citation, Claim
from assistant.ask import Turn
from assistant.events import Event
from assistant.web.bubble import answer_html, failure_html, pending_html, question_html, writing_html
from assistant.web.cards import panel, panels
from corpus.library import Library

# More would make each reply carry the whole day's cards; the oldest leave the panel, their answers stay in the chat.
PANELS_KEPT = 30


class Answers(Protocol):
    """What the page needs of an assistant: ``assistant.ask.Assistant`` has it, and so have the tests' stand-ins."""

    @property
    def library(self) -> Library:
        """The documents that it answers from."""
        ...

    def day(self) -> date:
        """The day that its answers are as of."""
        ...

    def ask(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        """Answer, or refuse in words; raises ``PolicyError`` with a sentence for the reader."""
        ...

    def stream(
        self, question: str, history: Sequence[Turn] = (), stop: threading.Event | None = None
    ) -> Iterator[Event]:
        """The same sentence by sentence; ``stop`` ends a model's part in it."""
        ...


@dataclass(frozen=True, slots=True)
class Message:
    """One entry of the chat: who, the HTML shown, and choices to click where the assistant asks back."""

    role: str
    html: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Session:
    """The conversation so far. ``turns`` are what the assistant is told of it, ``count`` numbers the exchanges."""

    messages: tuple[Message, ...] = ()
    turns: tuple[Turn, ...] = ()
    sections: tuple[str, ...] = ()
    count: int = 0

    def asked(self, question: str) -> Session:
        """With the question, and a line that says it is being worked on."""
        return replace(
            self,
            messages=(*self.messages, Message("user", question_html(question)), Message("assistant", pending_html())),
            count=self.count + 1,
        )

    def writing(self, question: str, claims: Sequence[Claim], citations: Sequence[Citation]) -> Session:
        """With the sentences proved so far, and their cards; the rest is still being written."""
        text = "\n".join(c.text + "".join(f"[{m}]" for m in c.markers) for c in claims)
        so_far = Answer(question, text, tuple(claims), tuple(citations))
        shown = Message("assistant", answer_html(self.count, so_far) + writing_html())
        return replace(
            self,
            messages=(*self.messages[:-1], shown),
            sections=(*self.sections, panel(self.count, so_far))[-PANELS_KEPT:],
        )

    def answered(self, question: str, answer: Answer) -> Session:
        """With the answer in place of the pending line, and its cards in the panel."""
        shown = Message("assistant", answer_html(self.count, answer), answer.choices)
        return replace(
            self,
            messages=(*self.messages[:-1], shown),
            turns=(*self.turns, Turn("user", question), Turn("assistant", answer.text)),
            sections=(*self.sections, panel(self.count, answer))[-PANELS_KEPT:],
        )

    def failed(self, message: str) -> Session:
        """With an error in place of the pending line; the failed exchange is no part of what the assistant is told."""
        return replace(self, messages=(*self.messages[:-1], Message("assistant", failure_html(message))))

    @property
    def panel(self) -> str:
        """The cards as HTML."""
        return panels(self.sections)
