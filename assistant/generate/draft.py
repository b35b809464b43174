"""Ask the model for claims: the prompt from question and evidence, the form that the endpoint can, claims as they come.

In "auto" the JSON schema is tried first; an endpoint that refuses it, or answers something else, is asked for lines, and
that is remembered.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Literal

from assistant.chat.budget import Budget
from assistant.chat.chat import Chat
from assistant.chat.failure import ChatFailed
from assistant.chat.source import Call
from assistant.generate.forms import MOST, Lines, ModelClaim, Objects, Reader, schema
from assistant.generate.material import Evidence, plain, rendered
from prompts.prompt import load

if TYPE_CHECKING:
    from assistant.ask import Turn

_log = logging.getLogger(__name__)

Form = Literal["json_schema", "lines"]


def call_for(question: str, pieces: Sequence[Evidence], form: Form, tokens: int) -> Call:
    """The request for claims. What changes between the forms stands last, so that a server can keep what it has read."""
    _, told = load("form_schema" if form == "json_schema" else "form_lines").render()
    system, task = load("answer").render(evidence=rendered(pieces), question=plain(question), form=told)
    return Call(system, task, tokens, schema() if form == "json_schema" else None)


def in_context(question: str, history: Sequence[Turn]) -> str:
    """A follow-up with the question before it: 「那广西呢？（接着上一问：“梅州…多少？”）」."""
    asked = [t.content for t in history if t.role == "user"]
    return f"{question}（接着上一问：“{plain(asked[-1])[:200]}”）" if asked else question


def claims(chat: Chat, question: str, pieces: Sequence[Evidence], budget: Budget) -> Iterator[ModelClaim]:
    """The model's claims, each as soon as it is whole; raises ``ChatFailed`` (kind "nonsense" where nothing was one)."""
    forms: tuple[Form, ...] = ("json_schema", "lines") if chat.form == "auto" else (chat.form,)
    for form in forms:
        given = 0
        reader: Reader = Objects() if form == "json_schema" else Lines()
        try:
            for claim in _read(chat, call_for(question, pieces, form, chat.settings.answer_tokens), reader, budget):
                given += 1
                yield claim
        except ChatFailed as failed:
            if failed.kind != "unfit" or form == forms[-1]:
                raise
        if given or reader.nothing:
            chat.learn(form)
            return
        _log.info("chat model: no claim in the form %s", form)
    raise ChatFailed("nonsense")


def _read(chat: Chat, call: Call, reader: Reader, budget: Budget) -> Iterator[ModelClaim]:
    count = 0
    for text in chat.stream(call, budget):
        for claim in reader.feed(text):
            yield claim
            count += 1
            if count >= MOST:
                return
    yield from reader.close()
