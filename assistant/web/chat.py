"""The chat tab: questions on the left, the clauses that the answers rest on to the right, below on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio as gr

from assistant.question_text import LONGEST
from assistant.web import answer_bar, filters, history
from assistant.web.cards import EMPTY
from assistant.web.context import Context, open_page
from assistant.web.exchange import Respond, Shown, messages, responder
from assistant.web.session import Session
from assistant.web.words import chinese, say

EXAMPLES = Path(__file__).with_name("examples.txt")
# Answers that are worked on at the same time. Most of the time of one is spent waiting for a model, where there is one.
AT_A_TIME = 12
_OPENED = "(question, left, talk, kept, session) => [...window.policyPage.opened(), kept, session]"
_TALKED = "(question, talk, ...rest) => [question, window.policyPage.talked(), ...rest]"
QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
ASKING: dict[str, Any] = {**QUIET, "concurrency_id": "questions", "concurrency_limit": AT_A_TIME}


def example_questions(path: Path = EXAMPLES) -> tuple[str, ...]:
    """The questions offered on a first visit, one a line."""
    return tuple(line.strip() for line in path.read_text("utf-8").splitlines() if line.strip())


def welcome() -> str:
    """What an empty chat says."""
    lead, more = chinese("welcome.lead"), chinese("welcome.more")
    return (
        f'<div class="welcome"><p class="lead" data-say="welcome.lead">{lead}</p>'
        f'<p data-say="welcome.more">{more}</p></div>'
    )


@dataclass(frozen=True, slots=True)
class Desk:
    """The tab's components. ``shown`` are what an answer changes, in the order of ``exchange.Shown``."""

    chat: gr.Chatbot
    box: gr.Textbox
    panel: gr.HTML
    notice: gr.HTML
    after: gr.Dataset
    again: gr.Button
    stop: gr.Button
    session: gr.State
    scope: list[Any]
    bar: answer_bar.AnswerBar
    kept: history.History

    @property
    def shown(self) -> list[Any]:
        """Input box, chat, panel, notice, session."""
        return [self.box, self.chat, self.panel, self.notice, self.session]


def build(context: Context) -> None:
    """Lay out the tab inside the ``gr.Blocks`` that is open, and wire it to the context's assistant."""
    desk = _layout(context)
    respond = responder(context)
    _wire_questions(respond, context, desk)
    _wire_rest(context, desk)
    answer_bar.wire(desk.bar, context, desk.session)
    history.wire(desk.kept, context, desk.session, desk.shown)


def _layout(context: Context) -> Desk:
    session, state = gr.State(Session()), history.state_of_browser()
    with gr.Row(elem_classes="desk", equal_height=False):
        with gr.Column(scale=3, min_width=300, elem_classes="talk"):
            chat = _chatbot()
            bar = answer_bar.build()
            after = _next_questions()
            notice = gr.HTML(elem_id="notice", elem_classes="notice-slot", js_on_load=None)
            scope = filters.build(context)
            box = _box()
            with gr.Row(elem_classes="below"):
                again = gr.Button(say("chat.again"), elem_id="again", size="sm", variant="secondary")
                stop = gr.Button(say("chat.stop"), elem_id="stop", size="sm", variant="secondary")
        with gr.Column(scale=2, min_width=300, elem_classes="sources"), gr.Tabs(elem_id="side"):
            with gr.Tab(say("side.sources"), id="sources"):
                panel = gr.HTML(
                    EMPTY, elem_id="panel", js_on_load="watch('value', () => window.policyPage?.settle(element));"
                )
            with gr.Tab(say("side.history"), id="history"):
                kept = history.build(state)
    return Desk(chat, box, panel, notice, after, again, stop, session, scope, bar, kept)


def _chatbot() -> gr.Chatbot:
    return gr.Chatbot(
        label=say("chat.label"),
        show_label=False,
        elem_id="chat",
        height="100%",
        placeholder=welcome(),
        examples=[{"text": question} for question in example_questions()],
        buttons=[],
        latex_delimiters=[],
        allow_tags=False,
        feedback_options=None,
        allow_file_downloads=False,
        layout="bubble",
    )


def _next_questions() -> gr.Dataset:
    return gr.Dataset(
        components=[gr.Textbox(render=False)],
        samples=[],
        label=say("chat.next"),
        elem_id="next",
        visible="hidden",
    )


def _box() -> gr.Textbox:
    return gr.Textbox(
        label=say("chat.question"),
        show_label=False,
        placeholder=say("chat.placeholder"),
        elem_id="question",
        lines=1,
        max_lines=8,
        max_length=None,
        submit_btn=str(say("chat.ask")),
        autofocus=True,
        container=False,
    )


def _wire_questions(respond: Respond, context: Context, desk: Desk) -> None:
    """Every way to ask: typed, an example, a choice, a next question, once more, by a link."""

    def typed(
        question: str, talk: str, kept: Any, current: Session, request: gr.Request, *scope: Any
    ) -> Iterator[Shown]:
        """A typed question; a server that was restarted goes on with the conversation that the browser kept."""
        lost = bool(talk) and not current.exchanges
        before = (history.find(kept, talk, context) if lost else None) or current
        yield from respond(question, before, tab_of(request), scope)

    def picked(current: Session, event: gr.SelectData, request: gr.Request, *scope: Any) -> Iterator[Shown]:
        """A question that was clicked rather than typed: an example, or a choice where the assistant asked back."""
        value = event.value
        yield from respond(str(value["text"] if isinstance(value, dict) else value), current, tab_of(request), scope)

    def offered(sample: list[str], current: Session, request: gr.Request, *scope: Any) -> Iterator[Shown]:
        yield from respond(sample[0], current, tab_of(request), scope)

    def retried(current: Session, request: gr.Request, *scope: Any) -> Iterator[Shown]:
        last = current.exchanges[-1].question if current.exchanges else ""
        yield from respond(last, current.before_last(), tab_of(request), scope)

    def opened(
        question: str, left: str, talk: str, kept: Any, current: Session, request: gr.Request
    ) -> Iterator[Shown]:
        """The page was opened by a link to a question (``?q=``), or anew: with what was typed and talked of before."""
        if question and question.strip():
            yield from respond(question[: LONGEST + 1], current, tab_of(request), ())
        elif talk and (old := history.find(kept, talk, context)) is not None:
            yield left or "", messages(old), old.panel, "", old
        else:  # an event that gives nothing would empty the page
            yield left or gr.skip(), gr.skip(), gr.skip(), gr.skip(), gr.skip()

    def suggested(current: Session, request: gr.Request) -> Any:
        """After the answer is there; nothing where the next question is being answered already."""
        last = current.exchanges[-1].answer if current.exchanges else None
        found = () if last is None or last.choices else context.answers.next_questions(last)
        if context.running.busy(tab_of(request)):
            return gr.skip()
        return gr.Dataset(samples=[[q] for q in found], visible=True if found else "hidden")

    current = desk.session
    page = open_page()
    link = [gr.Textbox(visible=False, label=chinese("chat.question")) for _ in range(3)]
    asked = [
        desk.box.submit(
            typed, [desk.box, link[2], desk.kept.state, current, *desk.scope], desk.shown, js=_TALKED, **ASKING
        ),
        desk.chat.example_select(picked, [current, *desk.scope], desk.shown, **ASKING),
        desk.chat.option_select(picked, [current, *desk.scope], desk.shown, **ASKING),
        desk.after.click(offered, [desk.after, current, *desk.scope], desk.shown, **ASKING),
        desk.bar.retry.click(retried, [current, *desk.scope], desk.shown, **ASKING),
        page.load(opened, [*link, desk.kept.state, current], desk.shown, js=_OPENED, **ASKING),
    ]
    for event in asked:
        kept = event.then(history.remember(), [current, desk.kept.state], desk.kept.changed, **QUIET)
        kept.then(suggested, [current], [desk.after], **QUIET)


def _wire_rest(context: Context, desk: Desk) -> None:
    """Changing one's mind: another wording, a new conversation, 停止; and filters that know today's library."""

    def reworded(current: Session) -> tuple[Any, ...]:
        last = current.exchanges[-1].question if current.exchanges else ""
        before = current.before_last()
        return last, messages(before), before.panel, "", before

    def anew(request: gr.Request) -> tuple[Any, ...]:
        context.running.leave(tab_of(request))
        return "", [], EMPTY, "", Session(), gr.Dataset(samples=[], visible="hidden")

    def stopped(request: gr.Request) -> None:
        context.running.stop(tab_of(request))

    desk.bar.edit.click(reworded, [desk.session], desk.shown, **QUIET).then(
        None, js="() => window.policyPage.focusQuestion()"
    )
    # The chat's own clear button is hidden; the event is wired all the same, so that no way of clearing keeps old turns.
    gr.on([desk.again.click, desk.chat.clear], anew, None, [*desk.shown, desk.after], **QUIET).then(
        None, js="() => window.policyPage.focusQuestion()"
    )
    desk.stop.click(stopped, None, None, queue=False, **QUIET)
    open_page().load(lambda: filters.choices(context), None, desk.scope[:3], queue=False, **QUIET)


def tab_of(request: gr.Request) -> str:
    """The browser tab that an event comes from."""
    return request.session_hash or ""
