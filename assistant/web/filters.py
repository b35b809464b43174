"""The filters above the question box: which documents an answer may rest on, and as of which day."""

from __future__ import annotations

from datetime import date
from typing import Any

import gradio as gr

from assistant.ledger.state import parse_day
from assistant.scope import Scope
from assistant.web.context import Context
from assistant.web.words import say
from corpus.errors import BadQuestion, PolicyError


def build(context: Context) -> list[Any]:
    """The folded row of filters; the components in the order of ``scope_of``'s arguments."""
    documents = context.library.documents
    regions = sorted({d.region for d in documents if d.region})
    years = sorted({str(d.issued_on.year) for d in documents if d.issued_on}, reverse=True)
    names = [(f"{d.name}（{d.number}）" if d.number else d.name, d.id) for d in documents]
    with (
        gr.Accordion(say("filter.title"), open=False, elem_id="filters") as fold,
        gr.Row(elem_classes="filter-row"),
    ):
        region = gr.Dropdown(regions, multiselect=True, value=[], label=say("filter.region"), min_width=150)
        year = gr.Dropdown(years, multiselect=True, value=[], label=say("filter.year"), min_width=130)
        document = gr.Dropdown(names, multiselect=True, value=[], label=say("filter.document"), min_width=240, scale=2)
        day = gr.Textbox(label=say("filter.day"), placeholder="2025-06-30", max_lines=1, min_width=150, elem_id="as-of")
        force = gr.Checkbox(label=say("filter.force"), min_width=130, elem_id="in-force")
    scope: list[Any] = [region, document, year, force, day]

    def headed(*said: Any) -> gr.Accordion:
        """The folded row says what is chosen in it."""
        try:
            told = scope_of(*said).told(context.library)
        except PolicyError:
            told = ""
        return gr.Accordion(label=told or say("filter.title"))

    gr.on([c.change for c in scope], headed, scope, fold, show_progress="hidden", api_visibility="private")
    return scope


def choices(context: Context) -> list[Any]:
    """The filters' choices as the library is now, for a page opened after documents came or went."""
    documents = context.library.documents
    regions = sorted({d.region for d in documents if d.region})
    years = sorted({str(d.issued_on.year) for d in documents if d.issued_on}, reverse=True)
    names = [(f"{d.name}（{d.number}）" if d.number else d.name, d.id) for d in documents]
    return [gr.Dropdown(choices=regions), gr.Dropdown(choices=names), gr.Dropdown(choices=years)]


def scope_of(regions: Any, documents: Any, years: Any, in_force: Any, day: Any) -> Scope:
    """What the filters say; raises ``BadQuestion`` for a day that is none."""
    return Scope(
        tuple(regions or ()), tuple(documents or ()), tuple(str(y) for y in years or ()), bool(in_force), _day(day)
    )


def _day(said: Any) -> date | None:
    if not str(said or "").strip():
        return None
    try:
        return parse_day(str(said).strip())
    except PolicyError as error:
        raise BadQuestion(str(error)) from error
