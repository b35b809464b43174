"""The page's looks: quiet colours, the reader's own Chinese fonts, light and dark. The rest stands in style.css."""

from __future__ import annotations

from pathlib import Path

import gradio as gr

STYLE = Path(__file__).with_name("style.css")
SCRIPT = Path(__file__).with_name("page.js")
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
    )


def head() -> str:
    """What the page's head carries: the script behind markers, cards and the copy buttons."""
    return f"<script>{SCRIPT.read_text('utf-8')}</script>"


def style() -> str:
    """The style sheet."""
    return STYLE.read_text("utf-8")
