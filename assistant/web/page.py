"""The page, assembled: title, then one module a tab."""

from __future__ import annotations

import gradio as gr
from gradio.events import api as publish

from assistant.web import api, chat
from assistant.web.running import Running
from assistant.web.session import Answers

TITLE = "政策问答助手"
PURPOSE = "依据库中的政策文件回答问题：每句话都标出所依据的条款，文件没有写的就说没有。"


def build(answers: Answers) -> gr.Blocks:
    """The whole page over one assistant."""
    page: gr.Blocks
    running = Running()

    def left(request: gr.Request) -> None:
        """The tab was closed: a model must not go on writing what nobody reads."""
        running.leave(chat.tab_of(request))

    with gr.Blocks(title=TITLE, analytics_enabled=False, fill_width=True, delete_cache=(3600, 86400)) as page:
        gr.HTML(f"<header class='masthead'><h1>{TITLE}</h1><p>{PURPOSE}</p></header>")
        chat.build(answers, running)
        page.unload(left)
        publish(api.endpoint(answers), api_name="ask")
    return page
