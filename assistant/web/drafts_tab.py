"""核稿: a draft pasted or uploaded, its claims checked, each beside its place; and clauses for what is to be said."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import gradio as gr

from assistant.drafts.check import check
from assistant.drafts.finding import CheckReport
from assistant.drafts.marked import marked
from assistant.drafts.outputs import written_list, written_report
from assistant.drafts.paper import Paper
from assistant.keeping.keeper import Tell
from assistant.keeping.preview import Upload
from assistant.web import citing_box
from assistant.web.citing_box import AT_A_TIME, one_draft
from assistant.web.context import Context
from assistant.web.downloads import Made, exporting
from assistant.web.drafts_html import findings_html, paper_html
from assistant.web.notices import notice
from assistant.web.uploads import Sent, uploads_of
from assistant.web.words import say
from assistant.web.working import Finished, worked
from corpus.errors import PolicyError

_QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
_NOTHING = "请先粘贴或上传一份文稿，再点“核对”。"


@dataclass(frozen=True, slots=True)
class Checked:
    """What one reader's browser tab has checked last."""

    paper: Paper
    report: CheckReport


def build(context: Context) -> None:
    """Lay out the tab and wire it."""
    last = gr.State(None)
    with gr.Row(equal_height=False):
        with gr.Column(scale=3, min_width=320):
            text = gr.Textbox(
                label=say("drafts.text"), placeholder=say("drafts.hint"), lines=5, max_lines=12, elem_id="drafts-text"
            )
            file = gr.File(file_count="multiple", label=say("drafts.file"), height=132, elem_id="drafts-file")
            with gr.Row(elem_classes="bar"):
                said = gr.HTML(elem_id="drafts-said", elem_classes="saying push wide", js_on_load=None)
                clear = gr.Button(say("drafts.clear"), size="sm", elem_id="drafts-clear")
                start = gr.Button(say("drafts.check"), size="sm", variant="primary", elem_id="drafts-check")
            draft = gr.HTML(elem_id="drafts-paper", js_on_load=None)
        with gr.Column(scale=2, min_width=320):
            with gr.Column(visible=False, elem_id="drafts-result") as result:
                only = gr.CheckboxGroup([], label=say("drafts.filter"), elem_id="drafts-only", elem_classes="segments")
                with gr.Row(elem_classes="bar"):
                    buttons = {name: gr.Button(say(f"drafts.{name}"), size="sm", elem_id=f"drafts-{name}") for name in _EXPORTS}  # fmt: skip
                findings = gr.HTML(elem_id="drafts-findings", js_on_load=None)
            citing, uncited = citing_box.build(context, text, file)
    shown = [said, draft, result, only, findings, last]
    quiet: dict[str, Any] = {**_QUIET, "concurrency_id": "drafts", "concurrency_limit": AT_A_TIME}

    def checked(words: str, sent: Sent) -> Iterator[tuple[Any, ...]]:
        yield from _checked(context, words or "", uploads_of(sent))

    start.click(checked, [text, file], shown, preprocess=False, **quiet)
    only.input(_sifted, [only, last], [draft, findings], **_QUIET)
    emptied = ("", "", gr.update(visible=False), gr.update(choices=[], value=[]), "", None, "", None, *uncited)
    clear.click(lambda: emptied, None, [*shown, text, file, *citing], **_QUIET)
    for name, button in buttons.items():
        exporting(button, _maker(context, name), [last], said, f"drafts-{name}-file")


def _checked(context: Context, words: str, sent: list[Upload]) -> Iterator[tuple[Any, ...]]:
    """The check as the page sees it: how far it is, then everything, or one sentence on why not."""
    skip = gr.skip()

    def job(tell: Tell) -> Checked:
        tell("读文稿", 0, 2)
        paper = one_draft(words, sent, _NOTHING)
        tell("逐处核对", 1, 2)
        return Checked(paper, check(paper.text, context.assistant, context.day()))

    for told in worked(job):
        if not isinstance(told, Finished):
            yield told, skip, skip, skip, skip, skip
        elif told.result is None:
            yield notice(told.problem), skip, skip, skip, skip, skip
        else:
            yield _shown(told.result)


def _shown(done: Checked) -> tuple[Any, ...]:
    open_, found = sum(not f.proved for f in done.report.findings), len(done.report.findings)
    words = (
        f"共核对{found}处，{f'有{open_}处要处理' if open_ else '全部一致'}。" if found else "没有找到需要核对的内容。"
    )
    choices = [(f"{verdict}（{count}）", verdict) for verdict, count in done.report.counts.items()]
    return (
        notice(words, "plain" if open_ or not found else "done"), paper_html(done.report, ()), gr.update(visible=True),
        gr.update(choices=choices, value=[]), findings_html(done.paper, done.report, ()), done,
    )  # fmt: skip


def _sifted(verdicts: Sequence[str], last: Checked | None) -> tuple[Any, Any]:
    if last is None:
        return gr.skip(), gr.skip()
    return paper_html(last.report, verdicts), findings_html(last.paper, last.report, verdicts)


_EXPORTS = ("commented", "corrected", "report", "citations")


def _maker(context: Context, name: str) -> Callable[[Checked | None], Made]:
    """What a button makes of the last check."""

    def make(last: Checked | None) -> Made:
        if last is None:
            raise PolicyError(_NOTHING)
        stem = Path(last.paper.name).stem
        if name == "report":
            return f"{stem}-核对报告.html", written_report(last.paper, last.report, "html")
        if name == "citations":
            return f"{stem}-引用清单.xlsx", written_list(last.paper, last.report, context.library, context.day())
        corrected = name == "corrected"
        made = marked(last.paper, last.report, corrected=corrected, now=datetime.now(UTC).astimezone())
        return f"{stem}-{'修订' if corrected else '批注'}.docx", made.data

    return make
