"""A tab fills itself when it is opened, not when the page is: who only asks never waits for a ledger."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import gradio as gr
from gradio.context import Context as Open


def when_opened(fill: Callable[..., Any], inputs: Sequence[Any], outputs: Sequence[Any]) -> None:
    """Call ``fill`` each time the tab that is being laid out is opened."""
    tab = Open.block
    while tab is not None and not isinstance(tab, gr.Tab):
        tab = tab.parent
    assert tab is not None, "a tab's build runs inside its gr.Tab"
    tab.select(fill, list(inputs), list(outputs), show_progress="hidden", api_visibility="private")
