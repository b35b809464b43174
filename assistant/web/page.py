"""The page, assembled: title, one module a tab, and the reader that shows any clause in its document over all of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import gradio as gr
from gradio.events import api as publish

from assistant.web import about_tab, api, chat, compare_tab, drafts_tab, eval_tab, ledger_tab, library_tab, reader
from assistant.web.context import Context
from assistant.web.words import chinese, say

TITLE = "政策问答助手"


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab: its name in the address (``?tab=ledger``) and in ``words``, and what lays it out."""

    name: str
    build: Callable[[Context], None]


# In the order shown. A tab's css, js and words lie beside its module and are found by themselves (theme, words).
TABS: tuple[Tab, ...] = (
    Tab("chat", chat.build),
    Tab("drafts", drafts_tab.build),
    Tab("ledger", ledger_tab.build),
    Tab("compare", compare_tab.build),
    Tab("library", library_tab.build),
    Tab("eval", eval_tab.build),
    Tab("about", about_tab.build),
)


def build(context: Context) -> gr.Blocks:
    """The whole page over one context."""
    page: gr.Blocks

    def left(request: gr.Request) -> None:
        """The browser tab was closed: a model must not go on writing what nobody reads."""
        context.running.leave(chat.tab_of(request))

    with gr.Blocks(title=TITLE, analytics_enabled=False, fill_width=True, delete_cache=(3600, 86400)) as page:
        gr.HTML(
            f"<header class='masthead'><h1 data-say='page.title'>{TITLE}</h1>"
            f"<p data-say='page.purpose'>{chinese('page.purpose')}</p></header>",
            js_on_load=None,
        )
        with gr.Tabs(elem_id="tabs"):
            for tab in TABS:
                with gr.Tab(say(f"tab.{tab.name}"), id=tab.name, elem_id=f"tab-{tab.name}"):
                    tab.build(context)
        reader.build(context)
        page.unload(left)
        publish(api.endpoint(context), api_name="ask")
        publish(api.checking(context), api_name="check")
    return page
