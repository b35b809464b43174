"""评测: the latest report of the evaluation, the trend of the saved ones, the kinds and the worst cases."""

from __future__ import annotations

import gradio as gr

from assistant.measured.report import latest
from assistant.measured.trend import points
from assistant.web.context import Context
from assistant.web.eval_html import none_html, report_html
from assistant.web.first_seen import when_opened
from assistant.web.notices import notice
from corpus.errors import PolicyError


def shown() -> str:
    """The tab's content, read from the files each time it is opened."""
    trend = points()
    try:
        found = latest()
    except PolicyError as error:
        return notice(str(error)) + none_html(trend)
    return report_html(found, trend) if found is not None else none_html(trend)


def build(context: Context) -> None:
    """Lay out the tab; the figures are those of the program, whatever documents this page holds."""
    content = gr.HTML(elem_id="eval-report", js_on_load=None)
    when_opened(shown, [], [content])
