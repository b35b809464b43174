"""对照: choose documents and a theme, see indicators and clauses side by side, take the table along."""

from __future__ import annotations

from typing import Any, Literal

import gradio as gr

from assistant.ledger.export import write_book
from assistant.ledger.facing import MOST_DOCUMENTS, themes
from assistant.ledger.side_by_side import book_of, side_by_side
from assistant.web.compare_html import compared_html
from assistant.web.context import Context
from assistant.web.downloads import Made, exporting
from assistant.web.first_seen import when_opened
from assistant.web.notices import nothing, notice
from assistant.web.words import say
from corpus.errors import PolicyError
from corpus.library import Library
from corpus.model import Document

LONGEST_THEME = 60
_QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}


def build(context: Context) -> None:
    """Lay out the tab and wire it."""
    with gr.Row(elem_classes="sieve wide", elem_id="compare-choice"):
        documents = gr.Dropdown(
            [], multiselect=True, max_choices=MOST_DOCUMENTS, label=say("compare.documents"), elem_id="compare-documents"
        )  # fmt: skip
        theme = gr.Textbox(
            label=say("compare.theme"), placeholder=say("compare.theme.hint"), max_lines=1, max_length=LONGEST_THEME,
            elem_id="compare-theme",
        )  # fmt: skip
    ideas = gr.Radio([], label=say("compare.ideas"), show_label=False, container=False, elem_id="compare-ideas", elem_classes="segments ideas")  # fmt: skip
    with gr.Row(elem_classes="bar"):
        go = gr.Button(say("compare.go"), variant="primary", size="sm", elem_id="compare-go", elem_classes="push")
        form = gr.Dropdown(["xlsx", "docx"], value="xlsx", label=say("compare.format"), show_label=False, container=False, min_width=90, elem_id="compare-format")  # fmt: skip
        out = gr.Button(say("compare.export"), size="sm", elem_id="compare-export")
    said = gr.HTML(elem_id="compare-said", elem_classes="saying", js_on_load=None)
    table = gr.HTML(_EMPTY, elem_id="compare-table", js_on_load=None)
    _wire(context, documents, theme, ideas, go, [said, table])
    exporting(out, lambda *values: _exported(context, *values), [documents, theme, form], said, "compare-file")


_EMPTY = nothing("选两到四份文件，写一个主题", "不写主题就列出全部指标；主题可以点上面的建议。")


def _wire(context: Context, documents: Any, theme: Any, ideas: Any, go: gr.Button, shown: list[Any]) -> None:
    def offered(chosen: list[str]) -> tuple[Any, Any]:
        """The documents there are; two of them to begin with. Then what their headings have in common."""
        library = context.library
        known = [d.id for d in library.documents]
        kept = [i for i in chosen or [] if i in known] or known[:2]
        return gr.update(choices=[(_name(d), d.id) for d in library.documents], value=kept), suggested(kept)

    def suggested(chosen: list[str]) -> Any:
        return gr.update(choices=list(_themes(context.library, chosen or [])), value=None)

    def look(chosen: list[str], words: str) -> tuple[str, Any]:
        try:
            return "", compared_html(side_by_side(context.assistant, chosen or [], words))
        except PolicyError as error:
            return notice(str(error)), gr.skip()

    when_opened(offered, [documents], [documents, ideas])
    documents.input(suggested, [documents], [ideas], **_QUIET)
    picked = ideas.input(lambda idea: idea or "", [ideas], [theme], **_QUIET)
    picked.then(look, [documents, theme], shown, **_QUIET)
    gr.on([go.click, theme.submit], look, [documents, theme], shown, show_progress="minimal", api_visibility="private")


def _name(document: Document) -> str:
    """A document in a narrow list: 梅州市 梅市府办〔2024〕1号."""
    return f"{document.region or ''} {document.number or f'《{document.name}》'}".strip()


def _themes(library: Library, chosen: list[str]) -> tuple[str, ...]:
    known = {d.id: d for d in library.documents}
    return themes([known[i] for i in chosen if i in known])


def _exported(context: Context, chosen: list[str], theme: str, form: Literal["xlsx", "docx"]) -> Made:
    book = book_of(side_by_side(context.assistant, chosen or [], theme))
    return f"{book.title}.{form}", write_book(book, form)
