"""The event behind a question: what the page shows at once, with each proved sentence, and with the whole answer."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import gradio as gr

from assistant.answer import Citation, Claim
from assistant.ask import Turn
from assistant.events import Sentence
from assistant.question_text import LONGEST
from assistant.web.cards import EMPTY
from assistant.web.context import Context
from assistant.web.filters import scope_of
from assistant.web.markup import notice_html
from assistant.web.session import Answers, Message, Session
from corpus.errors import BadQuestion, PolicyError

log = logging.getLogger(__name__)

UNEXPECTED = "抱歉，回答时出了意外，问题已留在输入框里，请再试一次；若仍不行，请把提问的时间告诉管理员，以便查看日志。"
BUSY = "上一个问题还在回答，请稍候，或点“停止”后再问。"

# What an event returns, in order: input box, chat, panel, notice, session.
Shown = tuple[Any, Any, Any, Any, Any]
Respond = Callable[..., Iterator[Shown]]


def responder(context: Context) -> Respond:
    """The event: called with the question, the conversation so far, the browser tab that asks, what the filters say.

    A question that cannot be taken stays in the box with a line that says why; one that failed goes back into it.
    Nothing is remembered before the answer is whole.
    """

    running = context.running

    def respond(question: str, session: Session, tab: str = "", scope: Sequence[Any] = ()) -> Iterator[Shown]:
        if problem := objection(question):
            yield question, gr.skip(), gr.skip(), notice_html(problem), gr.skip()
            return
        if (stop := running.begin(tab)) is None:
            yield question, gr.skip(), gr.skip(), notice_html(BUSY), gr.skip()
            return
        try:
            for shown in _shown(context.answers, question, session, stop, scope):
                if not running.waits(tab, stop):
                    # Gradio sends the last event once more at the end: it must be that of the new conversation.
                    yield gr.skip(), [], EMPTY, gr.skip(), Session()
                    return
                yield shown
        finally:  # also where the browser went away: Gradio then closes the generator
            running.end(tab, stop)

    return respond


def _shown(
    answers: Answers, question: str, session: Session, stop: threading.Event, scope: Sequence[Any]
) -> Iterator[Shown]:
    """That it is being worked on, then the answer or what went wrong."""
    asked = session.asked(question)
    yield "", messages(asked), gr.skip(), "", gr.skip()
    try:
        answers = answers.within(scope_of(*scope)) if scope else answers
        yield from _answered(answers, question, session.turns, asked, stop)
    except BadQuestion as error:
        yield question, messages(session), gr.skip(), notice_html(str(error)), session
    except PolicyError as error:
        failed = asked.failed(str(error))
        yield question, messages(failed), session.panel, "", failed
    except Exception:  # whatever went wrong inside, the reader keeps the question and gets a sentence
        log.exception("answering failed")
        failed = asked.failed(UNEXPECTED)
        yield question, messages(failed), session.panel, "", failed


def _answered(
    answers: Answers, question: str, turns: Sequence[Turn], asked: Session, stop: threading.Event
) -> Iterator[Shown]:
    """A model's sentences as they are proved, then the whole answer, which replaces them.

    The rules' sentences all come with the whole answer: to draw the chat for each would only make it later.
    """
    claims: list[Claim] = []
    citations: list[Citation] = []
    for event in answers.stream(question, turns, stop):
        if not isinstance(event, Sentence):
            done = asked.answered(event.answer, answers.library)
            yield gr.skip(), messages(done), done.panel, "", done
            return
        claims.append(event.claim)
        citations += event.citations
        if event.written:
            so_far = asked.writing(claims, citations)
            yield gr.skip(), messages(so_far), so_far.panel, "", gr.skip()


def objection(question: str) -> str | None:
    """Why a question is not taken at all; ``None`` for one that may be asked."""
    if not question.strip():
        return "请先输入问题，例如：“梅州2025年每万人口全科医生数要达到多少？”"
    if len(question) > LONGEST:
        return f"问题有 {len(question)} 字，太长了。请控制在 {LONGEST} 字以内，可以只留下要问的那一句。"
    return None


def messages(session: Session) -> list[gr.ChatMessage]:
    """The conversation in the form that ``gr.Chatbot`` takes."""
    return [_message(message) for message in session.messages]


def _message(message: Message) -> gr.ChatMessage:
    role: Any = message.role
    return gr.ChatMessage(
        role=role, content=message.html, options=[{"value": choice, "label": choice} for choice in message.choices]
    )
