"""The page's looks: quiet colours, the reader's own Chinese fonts, light and dark. The rest stands in style.css."""

from __future__ import annotations

import json
from pathlib import Path

import gradio as gr

from assistant.web.words import words

_FOLDER = Path(__file__).parent
# Names only: nothing is fetched, the first one that the reader's machine has is used.
FONTS = ("PingFang SC", "Microsoft YaHei", "Noto Sans SC", "Noto Sans CJK SC", "Source Han Sans SC", "sans-serif")
MONO = ("Consolas", "Menlo", "DejaVu Sans Mono", "monospace")

INK = gr.themes.Color(
    name="ink",
    c50="#eef4f8",
    c100="#d9e6ef",
    c200="#b5cede",
    c300="#86aec8",
    c400="#5589ac",
    c500="#356d93",
    c600="#1f5679",
    c700="#1a4764",
    c800="#17394f",
    c900="#122c3d",
    c950="#0c1e2a",
)


def theme() -> gr.themes.Base:
    """Gradio's plain theme in our colours; the reader's system decides between light and dark."""
    base = gr.themes.Base(
        primary_hue=INK,
        secondary_hue=INK,
        neutral_hue=gr.themes.colors.slate,
        radius_size=gr.themes.sizes.radius_md,
        text_size=gr.themes.sizes.text_md,
        font=FONTS,
        font_mono=MONO,
    )
    return base.set(
        body_background_fill="#f6f7f9",
        body_background_fill_dark="#12171d",
        background_fill_primary_dark="#1a2129",
        background_fill_secondary_dark="#212a33",
        block_background_fill="#ffffff",
        block_background_fill_dark="#1a2129",
        block_border_color="#dfe4ea",
        block_border_color_dark="#2c3742",
        button_primary_background_fill="*primary_600",
        button_primary_background_fill_hover="*primary_700",
        button_primary_background_fill_dark="*primary_500",
        button_primary_text_color="#ffffff",
        input_background_fill="#ffffff",
        input_background_fill_dark="#1a2129",
        input_border_width="1px",
        input_border_color="#b9c4cf",
        input_border_color_dark="#45525f",
        input_border_color_focus="*primary_600",
        input_border_color_focus_dark="*primary_300",
        input_placeholder_color="#66727f",
        input_placeholder_color_dark="#93a0ad",
        block_label_text_color="#3c4956",
        block_label_text_color_dark="#b9c4cf",
        block_title_text_color="#3c4956",
        block_title_text_color_dark="#b9c4cf",
        body_text_color="#1d2733",
        body_text_color_dark="#e3e8ee",
        body_text_color_subdued="#566372",
        body_text_color_subdued_dark="#a3afbc",
        block_shadow="none",
        button_secondary_background_fill="transparent",
        button_secondary_background_fill_dark="transparent",
        button_secondary_background_fill_hover="*primary_50",
        button_secondary_background_fill_hover_dark="#22323f",
        button_secondary_text_color="*primary_600",
        button_secondary_text_color_dark="#93c1e0",
        button_secondary_border_color="#b9c4cf",
        button_secondary_border_color_dark="#45525f",
        button_border_width="1px",
        button_small_text_weight="500",
        button_small_padding="4px 12px",
        button_small_radius="6px",
    )


def head() -> str:
    """What the page's head carries: the scripts behind markers, cards and the copy buttons, one a tab."""
    table = json.dumps(words(), ensure_ascii=False).replace("<", "\\u003c")
    scripts = [f"window.policyWords = {table};", *_beside("page.js", "*.js")]
    return "".join(f"<script>{script}</script>" for script in scripts)


def style() -> str:
    """The style sheets: the page's own, then those that lie beside the tabs' modules (``ledger_tab.css``)."""
    return "\n".join(_beside("style.css", "*.css"))


def _beside(first: str, pattern: str) -> list[str]:
    """The files of the folder that match, ``first`` first, the others by name: a tab adds its own by putting it there."""
    files = sorted(_FOLDER.glob(pattern), key=lambda path: (path.name != first, path.name))
    return [path.read_text("utf-8") for path in files]
