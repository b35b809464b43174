"""The chat tab: questions on the left, the clauses that the answers rest on to the right, below on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gradio as gr

from assistant.web.cards import EMPTY
from assistant.web.context import Context
from assistant.web.exchange import Respond, Shown, responder
from assistant.web.session import Session

EXAMPLES = Path(__file__).with_name("examples.txt")
WELCOME = (
    '<div class="welcome"><p class="lead">想查哪份文件里的什么规定？</p>'
    "<p>可以问指标、责任部门、时限、条款出处，也可以让几份文件对比着看。下面是几个例子，点一下就问。</p></div>"
)
# Answers that are worked on at the same time. Most of the time of one is spent waiting for a model, where there is one.
AT_A_TIME = 12


def example_questions(path: Path = EXAMPLES) -> tuple[str, ...]:
    """The questions offered on a first visit, one a line."""
    return tuple(line.strip() for line in path.read_text("utf-8").splitlines() if line.strip())


def build(context: Context) -> None:
    """Lay out the tab inside the ``gr.Blocks`` that is open, and wire it to the context's assistant."""
    session = gr.State(Session())
    chat, box, panel, notice, again, stop = _layout()
    shown = [box, chat, panel, notice, session]
    _wire(responder(context), context, session, shown, again, stop)


def _layout() -> tuple[gr.Chatbot, gr.Textbox, gr.HTML, gr.HTML, gr.Button, gr.Button]:
    """Chat, input box, panel, notice, the button for a new conversation, the one that stops (shown while it can)."""
    with gr.Row(elem_classes="desk", equal_height=False):
        with gr.Column(scale=3, min_width=300, elem_classes="talk"):
            chat = gr.Chatbot(
                label="对话",
                show_label=False,
                elem_id="chat",
                height="100%",
                placeholder=WELCOME,
                examples=[{"text": question} for question in example_questions()],
                buttons=[],
                latex_delimiters=[],
                allow_tags=False,
                feedback_options=None,
                allow_file_downloads=False,
                layout="bubble",
            )
            notice = gr.HTML(elem_id="notice", elem_classes="notice-slot")
            box = gr.Textbox(
                label="问题",
                show_label=False,
                placeholder="输入问题，按回车提问",
                elem_id="question",
                lines=1,
                max_lines=8,
                max_length=None,
                submit_btn="提问",
                autofocus=True,
                container=False,
            )
            with gr.Row(elem_classes="below"):
                again = gr.Button("新对话", elem_id="again", size="sm", variant="secondary")
                stop = gr.Button("停止", elem_id="stop", size="sm", variant="secondary")
        with gr.Column(scale=2, min_width=300, elem_classes="sources"):
            panel = gr.HTML(
                EMPTY, elem_id="panel", js_on_load="watch('value', () => window.policyPage?.settle(element));"
            )
    return chat, box, panel, notice, again, stop


def _wire(
    respond: Respond, context: Context, session: gr.State, shown: list[Any], again: gr.Button, stop: gr.Button
) -> None:
    """The events of the tab."""
    box, chat, *_ = shown

    def typed(question: str, current: Session, request: gr.Request) -> Iterator[Shown]:
        yield from respond(question, current, tab_of(request))

    def picked(current: Session, event: gr.SelectData, request: gr.Request) -> Iterator[Shown]:
        """A question that was clicked rather than typed: an example, or a choice where the assistant asked back."""
        value = event.value
        yield from respond(str(value["text"] if isinstance(value, dict) else value), current, tab_of(request))

    def anew(request: gr.Request) -> Shown:
        context.running.leave(tab_of(request))
        return "", [], EMPTY, "", Session()

    def stopped(request: gr.Request) -> None:
        context.running.stop(tab_of(request))

    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    asking: dict[str, Any] = {**quiet, "concurrency_id": "questions", "concurrency_limit": AT_A_TIME}
    box.submit(typed, [box, session], shown, **asking)
    chat.example_select(picked, [session], shown, **asking)
    chat.option_select(picked, [session], shown, **asking)
    # The chat's own clear button is hidden; the event is wired all the same, so that no way of clearing keeps old turns.
    gr.on([again.click, chat.clear], anew, None, shown, **quiet)
    stop.click(stopped, None, None, queue=False, **quiet)


def tab_of(request: gr.Request) -> str:
    """The browser tab that an event comes from."""
    return request.session_hash or ""
