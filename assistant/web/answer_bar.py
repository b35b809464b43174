"""Under the chat: what can be done with the answer that is shown. Copy it, take it along as a file, ask again, say what is wrong."""

from __future__ import annotations

import re
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import gradio as gr

from assistant.feedback import keep_feedback
from assistant.ledger.answered import answer_book
from assistant.ledger.export import write_book
from assistant.web.context import Context
from assistant.web.markup import notice_html
from assistant.web.session import Session
from assistant.web.words import chinese, say
from corpus.errors import PolicyError

_QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
Form = Literal["docx", "xlsx", "csv"]
FORMS: tuple[Form, ...] = ("docx", "xlsx", "csv")
REASONS = ("wrong", "clause", "missing", "unanswered", "unclear")


@dataclass(frozen=True, slots=True)
class AnswerBar:
    """The row's components; ``retry`` and ``edit`` are wired by the chat, which knows how to ask."""

    copy: gr.Button
    forms: dict[Form, gr.Button]
    retry: gr.Button
    edit: gr.Button
    up: gr.Button
    down: gr.Button
    file: gr.DownloadButton
    shown: gr.Number
    why: gr.Group
    reason: gr.Radio
    words: gr.Textbox
    send: gr.Button
    cancel: gr.Button
    said: gr.HTML


def build() -> AnswerBar:
    """Lay out the row and, folded away, the form that asks what was wrong."""
    with gr.Row(elem_id="answer-bar"):
        copy = _button("copy")
        forms = {form: _button(form) for form in FORMS}
        retry, edit = _button("retry"), _button("edit")
        up, down = _button("up"), _button("down")
        file = gr.DownloadButton(chinese("bar.file"), visible="hidden", elem_id="answer-file")
        shown = gr.Number(0, visible="hidden", label=chinese("bar.file"))
    with gr.Column(visible=False, elem_id="why") as why:
        reason = gr.Radio([(say(f"reason.{r}"), r) for r in REASONS], label=say("reason.ask"), elem_id="reason")
        words = gr.Textbox(label=say("reason.words"), lines=1, max_lines=4, max_length=1000)
        with gr.Row():
            send = gr.Button(say("reason.send"), size="sm", variant="primary", elem_id="send-why")
            cancel = gr.Button(say("reason.cancel"), size="sm")
    said = gr.HTML(elem_id="said", elem_classes="notice-slot", js_on_load=None)
    return AnswerBar(copy, forms, retry, edit, up, down, file, shown, why, reason, words, send, cancel, said)


def _button(name: str) -> gr.Button:
    return gr.Button(say(f"bar.{name}"), size="sm", variant="secondary", elem_id=f"bar-{name}", min_width=0)


def wire(bar: AnswerBar, context: Context, session: gr.State) -> None:
    """Files, verdicts. The number of the exchange whose cards are shown comes from the page."""
    which = "(session, number) => [session, window.policyPage.shown()]"
    bar.copy.click(None, js="() => window.policyPage.copyAnswer()")
    for form, button in bar.forms.items():
        button.click(_writer(context, form), [session, bar.shown], [bar.file, bar.said], js=which, **_QUIET).success(
            None, js="() => window.policyPage.save('#answer-file')"
        )

    def liked(current: Session, number: float) -> tuple[Any, Any]:
        return gr.Column(visible=False), _keep(context, current, number, "up", "")

    def disliked(current: Session, number: float) -> tuple[Any, Any]:
        return gr.Column(visible=current.find(int(number or 0)) is not None), ""

    def sent(current: Session, number: float, reason: str | None, words: str) -> tuple[Any, ...]:
        told = "；".join(p for p in (chinese(f"reason.{reason}") if reason else "", words.strip()) if p)
        return gr.Column(visible=False), _keep(context, current, number, "down", told), None, ""

    bar.up.click(liked, [session, bar.shown], [bar.why, bar.said], js=which, **_QUIET)
    bar.down.click(disliked, [session, bar.shown], [bar.why, bar.said], js=which, **_QUIET)
    bar.send.click(
        sent,
        [session, bar.shown, bar.reason, bar.words],
        [bar.why, bar.said, bar.reason, bar.words],
        js="(session, number, reason, words) => [session, window.policyPage.shown(), reason, words]",
        **_QUIET,
    )
    bar.cancel.click(lambda: gr.Column(visible=False), None, bar.why, queue=False, **_QUIET)


def _keep(context: Context, session: Session, number: float, verdict: Literal["up", "down"], comment: str) -> str:
    answer = session.find(int(number or 0))
    if answer is None:
        return ""
    try:
        keep_feedback(context.feedback, answer, verdict, comment)
    except PolicyError as error:
        return notice_html(str(error))
    return notice_html(chinese("bar.thanks"), "done")


def _writer(context: Context, form: Form) -> Any:
    def write(session: Session, number: float) -> tuple[Any, str]:
        """The answer whose cards are shown, with its citations, as one file."""
        answer = session.find(int(number or 0))
        if answer is None:
            return None, notice_html(chinese("bar.nothing"))
        try:
            content = write_book(answer_book(answer, context.library, context.day()), form)
        except PolicyError as error:
            return None, notice_html(str(error))
        path = Path(tempfile.mkdtemp(prefix="answer-")) / f"{file_name(answer.question)}.{form}"
        path.write_bytes(content)
        return str(path), ""

    return write


def file_name(question: str) -> str:
    """A question as the name of a file: 梅州全科医生数要达到多少."""
    return re.sub(r"[^\w\u4e00-\u9fff-]+", "", question)[:30] or chinese("bar.file")
