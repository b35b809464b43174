"""The words of the interface, Chinese and English; Gradio shows those of the browser's language.

They stand in ``words.tsv`` and, for a tab, in ``<name>.words.tsv`` beside its module: key, Chinese, English, one a
line. ``say("ask")`` is for labels, placeholders and buttons of Gradio's components, which are translated in the browser.
The page's own HTML is Chinese with ``data-say="key"`` on the element (``data-say-label`` for its aria-label): the
script puts the English there where the browser wants it. Answers, clauses and errors are Chinese for everybody.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import gradio as gr
from gradio.i18n import I18nData

_FOLDER = Path(__file__).parent


@cache
def words() -> dict[str, tuple[str, str]]:
    """Chinese and English by key."""
    found: dict[str, tuple[str, str]] = {}
    for path in sorted(_FOLDER.glob("*words.tsv")):
        for line in path.read_text("utf-8").splitlines():
            if line.strip():
                key, chinese, english = line.split("\t")
                assert key not in found, f"{path.name}: {key} stands twice"
                found[key] = (chinese, english)
    return found


@cache
def language() -> gr.I18n:
    """What Gradio translates with. English is also what it shows to browsers of other languages."""
    chinese = {key: pair[0] for key, pair in words().items()}
    english = {key: pair[1] for key, pair in words().items()}
    return gr.I18n(**{"zh-CN": chinese, "zh-TW": chinese, "zh": chinese, "en": english})


def say(key: str) -> I18nData:
    """The word behind a key, in the reader's language; a key that is nowhere written raises ``KeyError``."""
    words()[key]
    return language()(key)


def chinese(key: str) -> str:
    """The Chinese word behind a key, for HTML of our own."""
    return words()[key][0]
