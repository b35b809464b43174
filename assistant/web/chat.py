"""The chat tab: questions on the left, the clauses that the answers rest on to the right, below on a phone."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import gradio as gr

from assistant.ask import LONGEST
from assistant.web.cards import EMPTY
from assistant.web.markup import escape
from assistant.web.session import Answers, Message, Session
from corpus.errors import BadQuestion, PolicyError

log = logging.getLogger(__name__)

EXAMPLES = Path(__file__).with_name("examples.txt")
WELCOME = (
    '<div class="welcome"><p class="lead">想查哪份文件里的什么规定？</p>'
    "<p>可以问指标、责任部门、时限、条款出处，也可以让几份文件对比着看。下面是几个例子，点一下就问。</p></div>"
)
UNEXPECTED = "抱歉，回答时出了意外，问题已留在输入框里，请再试一次；若仍不行，请把提问的时间告诉管理员，以便查看日志。"

# What an event returns, in order: input box, chat, panel, notice, session.
Shown = tuple[Any, Any, Any, Any, Any]


def example_questions(path: Path = EXAMPLES) -> tuple[str, ...]:
    """The questions offered on a first visit, one a line."""
    return tuple(line.strip() for line in path.read_text("utf-8").splitlines() if line.strip())


def build(answers: Answers) -> None:
    """Lay out the tab inside the ``gr.Blocks`` that is open, and wire it to ``answers``."""
    session = gr.State(Session())
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
            again = gr.Button("新对话", elem_id="again", size="sm", variant="secondary")
        with gr.Column(scale=2, min_width=300, elem_classes="sources"):
            panel = gr.HTML(
                EMPTY, elem_id="panel", js_on_load="watch('value', () => window.policyPage?.settle(element));"
            )

    shown = [box, chat, panel, notice, session]
    respond = responder(answers)

    def picked(current: Session, event: gr.SelectData) -> Iterator[Shown]:
        """A question that was clicked rather than typed: an example, or a choice where the assistant asked back."""
        value = event.value
        yield from respond(str(value["text"] if isinstance(value, dict) else value), current)

    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    box.submit(respond, [box, session], shown, **quiet)
    chat.example_select(picked, [session], shown, **quiet)
    chat.option_select(picked, [session], shown, **quiet)
    # The chat's own clear button is hidden; the event is wired all the same, so that no way of clearing keeps old turns.
    gr.on([again.click, chat.clear], lambda: ("", [], EMPTY, "", Session()), None, shown, **quiet)


def responder(answers: Answers) -> Callable[[str, Session], Iterator[Shown]]:
    """The event behind a question: what the page shows first, and then with the answer.

    A question that cannot be taken stays in the box with a line that says why; one that failed goes back into it.
    """

    def respond(question: str, session: Session) -> Iterator[Shown]:
        if problem := objection(question):
            yield question, gr.skip(), gr.skip(), notice_html(problem), gr.skip()
            return
        asked = session.asked(question)
        yield "", messages(asked), gr.skip(), "", gr.skip()
        try:
            answer = answers.ask(question, session.turns)
        except BadQuestion as error:
            yield question, messages(session), gr.skip(), notice_html(str(error)), session
        except PolicyError as error:
            failed = asked.failed(str(error))
            yield question, messages(failed), gr.skip(), "", failed
        except Exception:  # whatever went wrong inside, the reader keeps the question and gets a sentence
            log.exception("answering failed")
            failed = asked.failed(UNEXPECTED)
            yield question, messages(failed), gr.skip(), "", failed
        else:
            done = asked.answered(question, answer)
            yield gr.skip(), messages(done), done.panel, "", done

    return respond


def objection(question: str) -> str | None:
    """Why a question is not taken at all; ``None`` for one that may be asked."""
    if not question.strip():
        return "请先输入问题，例如：“梅州2025年每万人口全科医生数要达到多少？”"
    if len(question) > LONGEST:
        return f"问题有 {len(question)} 字，太长了。请控制在 {LONGEST} 字以内，可以只留下要问的那一句。"
    return None


def notice_html(text: str) -> str:
    """A line under the chat that a screen reader speaks at once."""
    return f'<p class="notice" role="alert">{escape(text)}</p>'


def messages(session: Session) -> list[gr.ChatMessage]:
    """The conversation in the form that ``gr.Chatbot`` takes."""
    return [_message(message) for message in session.messages]


def _message(message: Message) -> gr.ChatMessage:
    role: Any = message.role
    return gr.ChatMessage(
        role=role, content=message.html, options=[{"value": choice, "label": choice} for choice in message.choices]
    )
