"""The part of 核稿 that cites: clauses for a sentence; a draft's markers filled, its citations brought up to date.

What filling or refreshing changes is shown first; the file is there to be taken away once it was seen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio as gr

from assistant.citation_styles import STYLES, Style, style_of
from assistant.drafts.carrying import carriers
from assistant.drafts.citing import fill
from assistant.drafts.paper import Paper, pasted, read_draft
from assistant.drafts.refresh import refresh
from assistant.keeping.keeper import Tell
from assistant.keeping.preview import Upload
from assistant.web.citing_html import carriers_html, filled_html, refreshed_html
from assistant.web.context import Context
from assistant.web.downloads import Made, exporting
from assistant.web.notices import notice
from assistant.web.uploads import Sent, uploads_of
from assistant.web.words import say
from assistant.web.working import Finished, worked
from corpus.errors import PolicyError

AT_A_TIME = 2
_QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
_NOTHING = "请先粘贴或上传一份文稿。"
_HOW = (
    "在文稿里要引用的地方写 <code>[[引: 想说的话]]</code>，或在一句话后面写 <code>[[引]]</code>，"
    "填好后是引用或脚注（按上面所选）；文件有了新版本，更新时一处不落。先看改了什么，再导出。"
)


@dataclass(frozen=True, slots=True)
class Written:
    """A draft that was filled or refreshed: how it went, what was changed as HTML, and the file."""

    said: str
    settled: bool
    shown: str
    made: Made


def one_draft(words: str, sent: list[Upload], wanted: str = _NOTHING) -> Paper:
    """The draft that was pasted or uploaded; raises ``PolicyError`` for none and for several."""
    if not sent and not words.strip():
        raise PolicyError(wanted)
    if len(sent) > 1:
        raise PolicyError("一次处理一份文稿，请只留下一个文件。")
    return read_draft(sent[0].data, sent[0].name) if sent else pasted(words)


def filled(context: Context, paper: Paper, style: str, footnote: bool, tell: Tell) -> Written:
    """The draft with its markers filled."""
    made = fill(
        paper, context.assistant, style_of(style), bool(footnote), tell=lambda done, total: tell("找条款", done, total)
    )
    left = f"留下{len(made.left)}处，原因写在下面和文件的批注里。" if made.left else "没有留下的。"
    return Written(
        f"填好{len(made.done)}处，{left}", not made.left, filled_html(made),
        (f"{Path(paper.name).stem}-已引.docx", made.data),
    )  # fmt: skip


def refreshed(context: Context, paper: Paper) -> Written:
    """The draft with all its citations as the library has them now."""
    data, told = refresh(paper, context.assistant)
    changed, open_ = sum(t.before != t.after for t in told), sum(bool(t.told) for t in told)
    look = f"{open_}处请看一看，文件里有批注。" if open_ else "都不需要再看。"
    return Written(
        f"共{len(told)}处引用，改写{changed}处，{look}", not open_, refreshed_html(told),
        (f"{Path(paper.name).stem}-更新.docx", data),
    )  # fmt: skip


def build(context: Context, text: gr.Textbox, file: gr.File) -> tuple[list[Any], tuple[Any, ...]]:
    """Lay out the box; ``text`` and ``file`` are where the draft comes from.

    Gives what 清空 empties, and with what.
    """
    last = gr.State(None)
    style, footnote = _clauses(context)
    gr.HTML(f'<h2 class="part">写进文稿</h2><p class="quiet">{_HOW}</p>', js_on_load=None)
    with gr.Row(elem_classes="bar"):
        fill_in = gr.Button(say("citing.fill"), size="sm", elem_id="citing-fill")
        bring = gr.Button(say("citing.refresh"), size="sm", elem_id="citing-refresh")
        save = gr.Button(say("citing.save"), size="sm", variant="primary", visible=False, elem_id="citing-save")
    said = gr.HTML(elem_id="citing-said", elem_classes="saying wide", js_on_load=None)
    changes = gr.HTML(elem_id="citing-changes", js_on_load=None)
    shown = [said, changes, save, last]
    quiet: dict[str, Any] = {**_QUIET, "concurrency_id": "citing", "concurrency_limit": AT_A_TIME}

    def fill_draft(words: str, sent: Sent, chosen: str, as_note: bool) -> Iterator[tuple[Any, ...]]:
        yield from _worked(words, sent, lambda paper, tell: filled(context, paper, chosen, as_note, tell))

    def refresh_draft(words: str, sent: Sent) -> Iterator[tuple[Any, ...]]:
        yield from _worked(words, sent, lambda paper, _: refreshed(context, paper))

    fill_in.click(fill_draft, [text, file, style, footnote], shown, preprocess=False, **quiet)
    bring.click(refresh_draft, [text, file], shown, preprocess=False, **quiet)
    exporting(save, _taken, [last], said, "citing-save-file")
    return shown, ("", "", gr.update(visible=False), None)


def _worked(words: str, sent: Sent, work: Callable[[Paper, Tell], Written]) -> Iterator[tuple[Any, ...]]:
    """The work as the page sees it: how far it is, then what it changes, or one sentence on why not."""
    hidden, skip = gr.update(visible=False), gr.skip()

    def job(tell: Tell) -> Written:
        tell("读文稿", 0, 1)
        return work(one_draft(words or "", uploads_of(sent)), tell)

    for step in worked(job):
        if not isinstance(step, Finished):
            yield step, skip, hidden, None
        elif step.result is None:
            yield notice(step.problem), "", hidden, None
        else:
            done = step.result
            yield notice(done.said, "done" if done.settled else "plain"), done.shown, gr.update(visible=True), done.made


def _taken(last: Made | None) -> Made:
    if last is None:
        raise PolicyError(_NOTHING)
    return last


def _clauses(context: Context) -> tuple[gr.Radio, gr.Checkbox]:
    """A line for what is to be said, and the clauses that carry it."""
    words = gr.Textbox(
        label=say("drafts.words"), placeholder=say("drafts.words.hint"), lines=1, max_lines=4, elem_id="drafts-words"
    )
    with gr.Row(elem_classes="bar"):
        style = gr.Radio(list(STYLES), value=STYLES[0], label=say("drafts.style"), show_label=False, container=False, elem_id="drafts-style", elem_classes="segments push")  # fmt: skip
        footnote = gr.Checkbox(False, label=say("drafts.footnote"), container=False, elem_id="drafts-footnote")
        find = gr.Button(say("drafts.cite"), size="sm", elem_id="drafts-cite")
    found = gr.HTML(elem_id="drafts-found", js_on_load=None)

    def look(said: str, chosen: Style, as_note: bool) -> str:
        try:
            return carriers_html(carriers(context.assistant, said), chosen, as_note, context.day())
        except PolicyError as error:
            return notice(str(error))

    gr.on([find.click, words.submit], look, [words, style, footnote], [found], **_QUIET)
    gr.on(
        [style.input, footnote.input],
        lambda said, chosen, as_note: look(said, chosen, as_note) if said.strip() else "",
        [words, style, footnote],
        [found],
        **_QUIET,
    )
    return style, footnote
