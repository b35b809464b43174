"""One reader's conversation, as the server keeps it for a browser tab: what the chat shows and what came before."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from assistant.answer import Answer, Citation, Claim
from assistant.ask import Turn
from assistant.events import Event
from assistant.scope import Scope
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

    def within(self, scope: Scope) -> Answers:
        """The same over the documents that a scope admits; raises ``BadQuestion`` where it admits none."""
        ...

    def ask(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        """Answer, or refuse in words; raises ``PolicyError`` with a sentence for the reader."""
        ...

    def stream(
        self, question: str, history: Sequence[Turn] = (), stop: threading.Event | None = None
    ) -> Iterator[Event]:
        """The same sentence by sentence; ``stop`` ends a model's part in it."""
        ...

    def next_questions(self, answer: Answer, most: int = 3) -> tuple[str, ...]:
        """What may be asked next and is known to be answered."""
        ...


@dataclass(frozen=True, slots=True)
class Message:
    """One entry of the chat: who, the HTML shown, and choices to click where the assistant asks back."""

    role: str
    html: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and what was shown for it. ``answer`` is ``None`` while it is worked on and where it failed;
    ``section`` are its cards in the panel."""

    number: int
    question: str
    html: str
    section: str = ""
    answer: Answer | None = None
    recalled: bool = False

    @property
    def messages(self) -> tuple[Message, Message]:
        """The exchange as the chat shows it."""
        choices = self.answer.choices if self.answer is not None else ()
        return Message("user", question_html(self.question)), Message("assistant", self.html, choices)


@dataclass(frozen=True, slots=True)
class Session:
    """The conversation so far; ``key`` names it in the reader's own history, ``count`` numbers the exchanges."""

    exchanges: tuple[Exchange, ...] = ()
    count: int = 0
    key: str = ""

    def asked(self, question: str) -> Session:
        """With the question, and a line that says it is being worked on."""
        asked = Exchange(self.count + 1, question, pending_html())
        return Session((*self.exchanges, asked), self.count + 1, self.key or uuid.uuid4().hex)

    def writing(self, claims: Sequence[Claim], citations: Sequence[Citation]) -> Session:
        """With the sentences proved so far, and their cards; the rest is still being written."""
        *before, last = self.exchanges
        text = "\n".join(c.text + "".join(f"[{m}]" for m in c.markers) for c in claims)
        so_far = Answer(last.question, text, tuple(claims), tuple(citations))
        html = answer_html(last.number, so_far) + writing_html()
        return replace(self, exchanges=(*before, replace(last, html=html, section=panel(last.number, so_far))))

    def answered(self, answer: Answer, library: Library | None = None, *, recalled: bool = False) -> Session:
        """With the answer in place of the pending line, and its cards in the panel."""
        *before, last = self.exchanges
        done = replace(
            last,
            html=answer_html(last.number, answer),
            section=panel(last.number, answer, library),
            answer=answer,
            recalled=recalled,
        )
        return replace(self, exchanges=(*before, done))

    def failed(self, message: str) -> Session:
        """With an error in place of the pending line; the failed exchange is no part of what the assistant is told."""
        *before, last = self.exchanges
        return replace(self, exchanges=(*before, replace(last, html=failure_html(message))))

    def before_last(self) -> Session:
        """Without the last exchange: to ask its question again, or another in its place."""
        return replace(self, exchanges=self.exchanges[:-1])

    def find(self, number: int) -> Answer | None:
        """The answer of an exchange; the last there is where the number names none."""
        answered = [e for e in self.exchanges if e.answer is not None]
        found = [e for e in answered if e.number == number] or answered[-1:]
        return found[0].answer if found else None

    @property
    def messages(self) -> tuple[Message, ...]:
        """The whole chat."""
        return tuple(m for e in self.exchanges for m in e.messages)

    @property
    def turns(self) -> tuple[Turn, ...]:
        """What the assistant is told of it."""
        told = ((Turn("user", e.question), Turn("assistant", e.answer.text)) for e in self.exchanges if e.answer)
        return tuple(turn for pair in told for turn in pair)

    @property
    def panel(self) -> str:
        """The cards as HTML."""
        return panels(tuple(e.section for e in self.exchanges if e.section)[-PANELS_KEPT:], self.key)
